"""The command line. Errors become one line of what and one of what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from quizdl.cli import terminal
from quizdl.cli.plainly import run_plainly
from quizdl.errors import FAILED, USAGE, QuizdlError


def main() -> None:
    """Runs the command line, and never shows a traceback of ours (QUIZDL_DEBUG=1 does)."""
    _mend_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()  # a reader that has gone is noticed here, not at the exit
        sys.exit(code)
    except QuizdlError as error:
        terminal.complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        terminal.reader_gone()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if application := sys.modules.get("quizdl.cli.application"):
            if isinstance(error, application.Abort):
                sys.exit(130)
            if found := application.misuse(error):
                terminal.complain(*found)
                sys.exit(USAGE)
        if os.environ.get("QUIZDL_DEBUG"):
            raise
        if isinstance(error, ModuleNotFoundError) and error.name in sys.stdlib_module_names:
            words = f"the Python here has no {error.name}, which is part of it on Linux and macOS"
            terminal.complain(
                words, "on Windows use quizdl within WSL; elsewhere install a complete Python 3.11 or newer"
            )
        elif isinstance(error, OSError):
            terminal.complain(
                f"the system stopped it ({error})", "see whether the disk is full and the output can be written"
            )
        else:
            words = f"an error of quizdl's own ({type(error).__name__}: {error})"
            terminal.complain(words, "QUIZDL_DEBUG=1 shows where; please report it")
        sys.exit(FAILED)


def _run(arguments: list[str]) -> Any:
    """Runs a command; what it ends with."""
    if (code := run_plainly(arguments, os.environ.get("QUIZDL_BANK"))) is not None:
        return code
    completing = os.environ.get("_QUIZDL_COMPLETE")  # a shell asks, without arguments
    if not arguments and not completing:
        from quizdl.cli.today import today

        return today()
    from quizdl.cli.application import application

    if {"-h", "--help"} & set(arguments):
        from quizdl.cli.options import help_in_quiet_colours

        help_in_quiet_colours()
    if completing:
        from quizdl.cli import completion

        completion.without_rich()
        arguments = completion.command()
    return application(*arguments[:1], named=bool(completing))(prog_name="quizdl", standalone_mode=False)


def _mend_streams() -> None:
    """Standard streams that were closed lead nowhere; characters that a terminal's encoding lacks, or a pipe garbles, do not end us."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - until the end
        else:
            stream.reconfigure(errors="replace")
