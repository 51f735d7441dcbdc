"""`python -m quizdl`, and the command `quizdl`."""

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Runs the command line. What grades is started first: NumPy loads on another core while this one loads the rest."""
    gc.set_threshold(50_000)  # what is loaded is no garbage
    elsewhere = any(word in ("--help", "-h") or word.startswith("--cluster") for word in sys.argv)
    if sys.argv[1:2] in (["derive"], ["grade"]) and not elsewhere:
        from quizdl.app import early
        from quizdl.errors import SandboxError

        with suppress(SandboxError):  # whoever needs it hears why
            early.begin()
    from quizdl.cli.main import main as command_line

    try:
        command_line()
    except SystemExit as ended:
        # all is written and closed: an interpreter that takes itself apart would only cost time
        os._exit(ended.code if isinstance(ended.code, int) else 0)


if __name__ == "__main__":
    main()
