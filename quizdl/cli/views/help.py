"""The pages of `quizdl help`."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.cli.views.prose import Prose
from quizdl.cli.views.style import KEY, QUIET, indented


def pages_view(titles: Mapping[str, str]) -> RenderableType:
    """The pages there are."""
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style=KEY, no_wrap=True)
    table.add_column(overflow="fold")
    for name, title in titles.items():
        table.add_row(name, title)
    return indented(
        table, Text(), Text("quizdl help TOPIC shows one; quizdl COMMAND --help, what a command takes.", style=QUIET)
    )


def page_view(text: str) -> RenderableType:
    """One page, of Markdown."""
    return indented(Prose(text))
