"""The command line: every command is a file of this folder. Errors become one line of what and one of what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

import quizdl
from quizdl.cli import bank, derive, doctor, drill, grade, history, stats, terminal
from quizdl.cli.options import help_without_command
from quizdl.errors import FAILED, USAGE, QuizdlError

Misuse: Any = typer.BadParameter.__mro__[1]
"""Click's UsageError, wherever this version of Typer keeps it."""

COMMANDS: dict[str, Any] = {
    "drill": drill.drill,
    "derive": derive.derive,
    "stats": stats.stats,
    "grade": grade.grade,
    "bank": bank.app,
    "history": history.app,
    "doctor": doctor.doctor,
}
"""By their names: functions, or applications with commands of their own."""


def _version(value: bool) -> None:
    if value:
        typer.echo(f"quizdl {quizdl.__version__}")
        raise typer.Exit


def common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, metavar="", help="Show the version.")
    ] = False,
) -> None:
    """Timed machine-learning interview questions, and derivations graded by running them."""
    help_without_command(context)


def application(name: str = "") -> typer.Typer:
    """The program with all its commands; or with one alone, if it is named: to build the others takes longer than most of them."""
    app = typer.Typer(
        name="quizdl",
        help="Timed machine-learning interview questions, and derivations graded by running them.",
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(common)
    for command in (name,) if name in COMMANDS else COMMANDS:
        run = COMMANDS[command]
        if isinstance(run, typer.Typer):
            app.add_typer(run, name=command)
        else:
            app.command(command)(run)
    return app


def main() -> None:
    """Runs the command line, and never shows a traceback of ours (QUIZDL_DEBUG=1 does)."""
    _mend_streams()
    try:
        code = application(*sys.argv[1:2])(standalone_mode=False)
        sys.stdout.flush()  # a reader that has gone is noticed here, not at the exit
        sys.exit(code)
    except QuizdlError as error:
        _complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except Misuse as error:
        command = error.ctx.command_path if error.ctx else "quizdl"
        _complain(error.format_message(), f"{command} --help shows how it is used")
        sys.exit(USAGE)
    except BrokenPipeError:
        terminal.reader_gone()
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        if os.environ.get("QUIZDL_DEBUG"):
            raise
        if isinstance(error, OSError):
            _complain(f"the system stopped it ({error})", "see whether the disk is full and the output can be written")
        else:
            words = f"an error of quizdl's own ({type(error).__name__}: {error})"
            _complain(words, "QUIZDL_DEBUG=1 shows where; please report it")
        sys.exit(FAILED)


def _mend_streams() -> None:
    """Standard streams that were closed lead nowhere; characters that a terminal's encoding lacks, or a pipe garbles, do not end us."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - until the end
        else:
            stream.reconfigure(errors="replace")


def _complain(message: str, hint: str) -> None:
    """One line of what, and one of what to do."""
    for start, words in (("quizdl: ", message), ("        ", hint)):
        if words:
            typer.echo(start + terminal.plain(" ".join(words.splitlines())), err=True)
