"""The commands, put together: every one is a file of this folder."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import quizdl
from quizdl.cli import bank, derive, doctor, drill, grade, history, interview, stats
from quizdl.cli.options import help_without_command

Misuse: Any = typer.BadParameter.__mro__[1]
"""Click's UsageError, wherever this version of Typer keeps it."""
Abort = typer.Abort

COMMANDS: dict[str, Any] = {
    "drill": drill.drill,
    "derive": derive.derive,
    "stats": stats.stats,
    "interview": interview.interview,
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


def misuse(error: Exception) -> tuple[str, str] | None:
    """What is wrong with a command line, and what to do, if that is what an error says."""
    if not isinstance(error, Misuse):
        return None
    command = error.ctx.command_path if error.ctx else "quizdl"
    return error.format_message(), f"{command} --help shows how it is used"
