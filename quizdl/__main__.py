"""`python -m quizdl`, and the command `quizdl`."""

import os
import sys


def main() -> None:
    """Runs the command line. What grades is started first: NumPy loads on another core while this one loads the rest."""
    if sys.argv[1:2] == ["derive"] and not {"--help", "-h"} & set(sys.argv):
        from quizdl.app import grader

        grader.start()
    from quizdl.cli.main import main as command_line

    try:
        command_line()
    except SystemExit as ended:
        # all is written and closed: an interpreter that takes itself apart would only cost time
        os._exit(ended.code if isinstance(ended.code, int) else 0)


if __name__ == "__main__":
    main()
