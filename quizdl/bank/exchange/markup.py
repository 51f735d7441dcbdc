"""The HTML of other programs as text, and back."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any

from quizdl.bank.exchange.note import clean
from quizdl.errors import UsageError

LONGEST = 100_000
"""Characters of one field: what is longer is cut, for it can be no question."""
_MEDIA = re.compile(r"<(?:img|audio|video|object|embed|svg|canvas)\b|\[sound:|\[anki:play:", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:[^\]]*\]|\[anki:play:[^\]]*\]")
_FORMULA = re.compile(r"\[latex\](.*?)\[/latex\]|\[\$\$?\](.*?)\[/\$\$?\]|\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


def has_media(html: str) -> bool:
    """Whether a field shows a picture, or plays something."""
    return _MEDIA.search(html) is not None


def to_text(html: str) -> str:
    """A field as text: lines and lists stay, powers become `^`, formulas stand between dollars; pictures, sound and scripts are left out.

    Raises:
        UsageError: what reads HTML is not installed.
    """
    html = _SOUND.sub("", html[:LONGEST])
    if "<" in html or "&" in html:
        try:
            html = _converter().convert(html)
        except RecursionError:  # thousands of tags in one another
            html = re.sub(r"<[^>]*>", " ", html)
        html = re.sub(r" *\n", "\n", html)
    return clean(_FORMULA.sub(lambda found: f"${next(filter(None, found.groups()), '').strip().strip('$')}$", html))


def to_html(text: str) -> str:
    """A text as a field."""
    return escape(text, quote=False).replace("\n", "<br>")


@cache
def _converter() -> Any:
    try:
        from markdownify import MarkdownConverter
    except ImportError:
        raise UsageError("notes with HTML are read with markdownify, which is not installed", INSTALL) from None

    class Converter(MarkdownConverter):
        def convert_sup(self, el: Any, text: str, parent_tags: Any) -> str:
            return "" if not text else f"^{text}" if re.fullmatch(r"\w+", text) else f"^({text})"

        def convert_sub(self, el: Any, text: str, parent_tags: Any) -> str:
            return "" if not text else f"_{text}" if re.fullmatch(r"\w+", text) else f"_({text})"

        def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
            return ""

        def convert_script(self, el: Any, text: str, parent_tags: Any) -> str:
            return ""

        convert_style = convert_svg = convert_script

        def convert_hr(self, el: Any, text: str, parent_tags: Any) -> str:
            return "\n"

    return Converter(
        strip=["a", "b", "strong", "i", "em", "u", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "code"],
        escape_asterisks=False, escape_underscores=False, escape_misc=False, bullets="-",
    )  # fmt: skip


INSTALL = "pip install 'quizdl[anki]'"
