"""The commands, put together: every one is a file of this folder."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Annotated, Any

import typer

import quizdl
from quizdl.cli.options import JsonOption

Misuse: Any = typer.BadParameter.__mro__[1]
"""Click's UsageError, wherever this version of Typer keeps it."""
Abort = typer.Abort

_NUMBERS = {"int": "not a whole number", "float": "not a number"}
"""Click's types, in words."""
COMMANDS = ("drill", "derive", "interview", "plan", "stats", "grade", "bank", "history", "doctor", "help")
"""Each is a module of its name, with a function of that name or, as `app`, an application with commands of its own."""


def _version(value: bool) -> None:
    if value:
        typer.echo(f"quizdl {quizdl.__version__}")
        raise typer.Exit


def common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, metavar="", help="Show the version.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Timed machine-learning interview questions, and derivations graded by running them.

    Without a command: what there is to do today.
    """
    if context.invoked_subcommand is None:
        from quizdl.cli.today import today

        today(as_json=as_json)
    elif as_json:
        raise typer.BadParameter(
            f"it belongs behind the command: quizdl {context.invoked_subcommand} --json", param_hint="--json"
        )


def _nothing() -> None:
    """What a command does that is only to be named."""


def application(name: str = "", *, named: bool = False) -> typer.Typer:
    """The program with all its commands.

    Args:
        name: a command: then with it alone, for to build the others takes longer than most of them.
        named: of no command more than its name and help is wanted.
    """
    app = typer.Typer(
        name="quizdl",
        help="Timed machine-learning interview questions, and derivations graded by running them.\n\nWithout a command: what there is to do today.",
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(common)
    for command in (name,) if name in COMMANDS else COMMANDS:
        module = import_module(f"quizdl.cli.{command}")
        if named and name not in COMMANDS:
            own = module.app.info.help if hasattr(module, "app") else getattr(module, command).__doc__
            app.command(command, help=own)(_nothing)
        elif hasattr(module, "app"):
            app.add_typer(module.app, name=command)
        else:
            app.command(command)(getattr(module, command))
    return app


def misuse(error: Exception) -> tuple[str, str] | None:
    """What is wrong with a command line, and what to do, if that is what an error says."""
    if not isinstance(error, Misuse):
        return None
    command = error.ctx.command_path if error.ctx else "quizdl"
    message = re.sub(r"not a valid (int|float)( range)?\b", lambda found: _NUMBERS[found[1]], error.format_message())
    return message, f"{command} --help shows how it is used"
