"""Draws a view as plain text, and makes what the views show: real answers of a small bank, at a fixed time."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.cells import cell_len
from rich.console import Console, RenderableType

NOW = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
WIDTHS = (60, 100)
NARROW = 30


def drawn(view: RenderableType, width: int) -> str:
    """The view as text, without the spaces at the ends of lines."""
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(view)
    lines = captured.get().splitlines()
    assert all(cell_len(line) <= width for line in lines), f"wider than {width}:\n" + "\n".join(lines)
    return "\n".join(line.rstrip() for line in lines)


def coloured(view: RenderableType, width: int) -> str:
    """The view with the codes that colour it, made visible."""
    console = Console(
        file=io.StringIO(), width=width, color_system="standard", force_terminal=True, highlight=False, markup=False, emoji=False
    )  # fmt: skip
    with console.capture() as captured:
        console.print(view)
    return captured.get().replace("\x1b", "␛")
