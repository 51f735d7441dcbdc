"""Draws a view as plain text, or in colour, and makes what the views show: real answers of a small bank, at a fixed time."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

from rich.cells import cell_len
from rich.console import Console, RenderableType

from quizdl.cli import terminal

NOW = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
WIDTHS = (60, 100)
NARROW = 30


def drawn(view: RenderableType, width: int, *, coloured: bool = False) -> str:
    """The view as text, without the spaces at the ends of lines; with the terminal's codes if it is coloured."""
    console = Console(
        file=io.StringIO(), width=width, color_system="standard" if coloured else None, force_terminal=coloured, highlight=False,
        markup=False, emoji=False,
    )  # fmt: skip
    with console.capture() as captured:
        console.print(view)
    lines = captured.get().splitlines()
    if not coloured:
        assert all(cell_len(line) <= width for line in lines), f"wider than {width}:\n" + "\n".join(lines)
    return "\n".join(line.rstrip() for line in lines)


SAFE = {"0", "1", "2", "3", "4", "31", "32", "35", "39", "49"}
"""Styles that are read on light and dark backgrounds: no bright colour, no yellow, cyan, white or black; 1 to 4 are no colours, 39 and 49 the terminal's own."""


def coloured(view: RenderableType, width: int) -> str:
    """The view as a terminal with colours shows it, its styles in brackets. Without them it reads the same."""
    console = Console(
        file=io.StringIO(), width=width, color_system="standard", force_terminal=True, highlight=False, markup=False,
        emoji=False, legacy_windows=False,
    )  # fmt: skip
    with console.capture() as captured:
        console.print(view)
    raw = captured.get()
    for codes in re.findall(r"\x1b\[([\d;]*)m", raw):
        styles = set(codes.split(";"))
        assert styles <= SAFE, codes
        assert not ("1" in styles and styles & {"31", "32", "35"}), "many terminals brighten what is bold"
    plain = re.sub(r"\x1b\[[\d;]*m", "", raw)
    assert "\n".join(line.rstrip() for line in plain.splitlines()) == drawn(view, width)
    return re.sub(r"\x1b\[([\d;]*)m", r"⟦\1⟧", "\n".join(line.rstrip() for line in raw.splitlines()))


def read_out(view: RenderableType, width: int) -> str:
    """The view as `--plain` shows it: nothing is drawn."""
    console = terminal.console(plain=True)
    console.width = width
    with console.capture() as captured:
        console.print(view)
    text = "\n".join(line.rstrip() for line in captured.get().splitlines())
    assert not re.search("[\x1b─━█░]", text)
    return text
