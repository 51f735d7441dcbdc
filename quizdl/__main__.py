"""`python -m quizdl`, and the command `quizdl`."""

import sys


def main() -> None:
    """Runs the command line. What grades is started first: NumPy loads on another core while this one loads the rest."""
    if sys.argv[1:2] == ["derive"] and not {"--help", "-h"} & set(sys.argv):
        from quizdl.app import grader

        grader.start()
    from quizdl.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
