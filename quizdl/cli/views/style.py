"""The look: a few styles, and marks that say the same without colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

RIGHT, WRONG, WARN, QUIET, TITLE, KEY = "green", "red", "magenta", "dim", "bold", "bold"
"""Colours that are read on a light background as on a dark one: no yellow, no bright one, and none in bold, which many terminals brighten."""

MARKS = {
    "correct": ("✓", RIGHT, "right"),
    "partial": ("◐", WARN, "partly right"),
    "wrong": ("✗", WRONG, "wrong"),
    "timeout": ("⏱", WRONG, "out of time"),
    "skipped": ("→", QUIET, "skipped"),
    "unparsable": ("?", WARN, "not understood"),
    "shape": ("✗", WARN, "wrong shape"),
    "dtype": ("✗", WARN, "wrong type of number"),
    "overflow": ("✗", WARN, "overflow"),
    "mutated_input": ("✗", WARN, "changes its input"),
    "not_implemented": ("◦", QUIET, "not written yet"),
    "error": ("✗", WRONG, "error"),
    "memory": ("✗", WRONG, "too much memory"),
    "refused": ("✗", WRONG, "refused"),
}


def marked(outcome: str) -> Text:
    """`✓ right`, the mark in its colour."""
    mark, style, words = MARKS[outcome]
    return Text.assemble((mark, style), (f" {words}", TITLE))


def rule(title: str = "") -> RenderableType:
    """A line across."""
    return Rule(Text(title, style=QUIET), style=QUIET, align="left")


def indented(*parts: RenderableType) -> RenderableType:
    """One under the other, one column from the edge."""
    return Padding(Group(*parts), (0, 0, 0, 1), expand=False)


class Beside:
    """A mark, and beside it a text, in as many lines as it needs."""

    def __init__(self, mark: Text, text: Text) -> None:
        self.mark = mark
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        edge = self.mark
        for line in self.text.wrap(console, options.max_width - edge.cell_len, overflow="fold"):
            yield edge + line
            edge = Text(" " * edge.cell_len)


def flow(items: Iterable[Text], width: int) -> Text:
    """Side by side, in as many lines as they need; an item stays in one piece."""
    lines = Text()
    room = 0
    for item in items:
        if lines:
            lines.append("   " if item.cell_len + 3 <= room else "\n")
        room = (room - 3 if item.cell_len + 3 <= room else width) - item.cell_len
        lines.append_text(item)
    return lines


def commands(*meanings: tuple[str, str]) -> RenderableType:
    """Commands with what they do."""
    from rich.table import Table  # with fractions and decimal numbers: no question needs one

    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style=KEY, no_wrap=True)
    table.add_column()
    for command, meaning in meanings:
        table.add_row(command, Text(meaning))
    return table


def bar(fraction: float, width: int, style: str = RIGHT) -> Text:
    """A bar that reads without colour."""
    full = round(max(0.0, min(1.0, fraction)) * width)
    return Text.assemble(("█" * full, style), ("░" * (width - full), QUIET))


def percent(fraction: float | None) -> str:
    """`83 %`, or a dash."""
    return "–" if fraction is None else f"{fraction:.0%}".replace("%", " %")


def seconds(value: float | None) -> str:
    """`3.2 s`, or a dash."""
    return "–" if value is None else f"{value:.1f} s"


def plural(count: int, name: str) -> str:
    """`1 day`, `2 days`."""
    return f"{count} {name}{'' if count == 1 else 's'}"
