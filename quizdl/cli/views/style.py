"""The look: a few styles, and marks that say the same without colour."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

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
