"""Markdown in the terminal's own colours."""

from __future__ import annotations

from pygments.token import Comment, Keyword, String  # type: ignore[import-untyped]
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown
from rich.style import Style
from rich.syntax import ANSISyntaxTheme
from rich.theme import Theme

_PROSE = Theme(
    {
        "markdown.code": "bold", "markdown.code_block": "none", "markdown.block_quote": "italic", "markdown.list": "none",
        "markdown.item.number": "bold", "markdown.h2": "bold", "markdown.h3": "bold", "markdown.h4": "italic",
        "markdown.link": "underline", "markdown.link_url": "underline", "markdown.table.border": "dim", "markdown.table.header": "bold",
        "markdown.kbd": "bold",
    }
)  # fmt: skip
"""Rich's own has bright colours, and code on black: neither is read on a light background."""
CODE = ANSISyntaxTheme({Comment: Style(dim=True), Keyword: Style(bold=True), String: Style(color="green")})


class Prose(Markdown):
    """Markdown in the terminal's own colours."""

    def __init__(self, text: str) -> None:
        super().__init__(text, code_theme=CODE)  # type: ignore[arg-type]  # handed on to Syntax, which takes a theme

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with console.use_theme(_PROSE):
            yield from super().__rich_console__(console, options)
