"""`python -m quizdl`."""

from quizdl.cli.main import main

if __name__ == "__main__":
    main()
