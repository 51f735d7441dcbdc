"""The command line: every command is a file of this folder. Errors become one line of what and one of what to do."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import quizdl
from quizdl.cli import bank, derive, drill, stats
from quizdl.errors import FAILED, QuizdlError

app = typer.Typer(
    name="quizdl",
    help="Timed machine-learning interview questions, and derivations graded by running them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("drill")(drill.drill)
app.command("derive")(derive.derive)
app.command("stats")(stats.stats)
app.add_typer(bank.app, name="bank")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"quizdl {quizdl.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Timed machine-learning interview questions, and derivations graded by running them."""


def main() -> None:
    """Runs the command line, and never shows a traceback of ours (QUIZDL_DEBUG=1 does)."""
    try:
        app()
    except QuizdlError as error:
        _complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("QUIZDL_DEBUG"):
            raise
        _complain(
            f"an error of quizdl's own ({type(error).__name__}: {error})",
            "QUIZDL_DEBUG=1 shows where; please report it",
        )
        sys.exit(FAILED)


def _complain(message: str, hint: str) -> None:
    typer.echo(f"quizdl: {message}", err=True)
    if hint:
        typer.echo(f"        {hint}", err=True)
