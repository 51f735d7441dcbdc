"""Options that several commands have."""

from __future__ import annotations

from datetime import date, datetime
from math import isnan
from pathlib import Path
from typing import Annotated, Any

import typer

from quizdl.cli import completion

CHOICE = "What is asked"
CLOCK = "The clock"

BankOption = Annotated[
    Path | None,
    typer.Option(
        "--bank",
        metavar="NAME|FOLDER",
        envvar="QUIZDL_BANK",
        help="Only this bank: an added one, a folder, or built-in.",
    ),
]
TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust",
        metavar="",
        help="Run the derivations of an added bank even where this machine is not safe from them.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Machine-readable output.")]
PlainOption = Annotated[
    bool,
    typer.Option("--plain", metavar="", envvar="QUIZDL_PLAIN", help="Line by line, without boxes, bars and colours."),
]


def _topic(panel: str | None = None) -> Any:
    return typer.Option(
        "--topic",
        "-t",
        metavar="TOPIC",
        autocompletion=completion.topics,
        help="Only this topic, such as optimization.",
        rich_help_panel=panel,
    )


TopicOption = Annotated[str | None, _topic()]
TopicChoice = Annotated[str | None, _topic(CHOICE)]
"""The same, among what is asked."""


def seed_option(help: str) -> Any:
    """A seed. Its range is not shown: ten digits leave no room for the words."""
    return typer.Option("--seed", callback=_seed, metavar="N", help=help)


def _seed(value: int | None) -> int | None:
    if value is not None and not 0 <= value < 2**32:
        raise typer.BadParameter(f"{value} is not in the range 0<=x<={2**32 - 1}.")
    return value


def measured(value: float | None) -> float | None:
    """A number of seconds, minutes or times: `nan`, which no range keeps out, is none."""
    if value is not None and isnan(value):
        raise typer.BadParameter("nan is no number.")
    return value


SeedOption = Annotated[int | None, seed_option("The same seed gives the same questions.")]
NoTimerOption = Annotated[bool, typer.Option("--no-timer", metavar="", help="No clock.", rich_help_panel=CLOCK)]


def time_factor_option(help: str) -> Any:
    """How many times as long everything may take."""
    return typer.Option(
        "--time-factor", min=0.1, max=20, callback=measured, metavar="X", help=help, rich_help_panel=CLOCK
    )


def day(text: str) -> date:
    """A day as it is typed."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as {date.today()}") from None


def help_in_quiet_colours() -> None:
    """Has help drawn in the terminal's own colours: Typer's yellow and its black boxes are not read on a light background."""
    from rich.default_styles import DEFAULT_STYLES
    from rich.style import Style
    from typer import rich_utils

    styles = {
        "bold": ("OPTION", "SWITCH", "NEGATIVE_OPTION", "NEGATIVE_SWITCH", "COMMANDS_TABLE_FIRST_COLUMN"),
        "dim": ("TYPES", "METAVAR", "USAGE", "OPTION_ENVVAR"),
    }
    for style, names in styles.items():
        for name in names:
            setattr(rich_utils, f"STYLE_{name}", style)
    DEFAULT_STYLES["markdown.code"] = Style(bold=True)


def group(about: str) -> typer.Typer:
    """A group of commands, which shows its help when none of them is named."""
    return typer.Typer(help=about, callback=_help_without_command, invoke_without_command=True)


def _help_without_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        help_in_quiet_colours()
        typer.echo(context.get_help())
        raise typer.Exit
