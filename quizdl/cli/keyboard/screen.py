"""What the live parts share: the keys as they come in, a few lines drawn in place, their look (prompt_toolkit)."""

from __future__ import annotations

import os
import signal
import sys
import termios
import textwrap
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.application.current import get_app
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Layout
from prompt_toolkit.styles import Style

_STYLE = Style.from_dict({"left": "ansigreen", "late": "ansired", "read": "", "quiet": "dim", "key": "bold"})
"""Read on a light background as on a dark one: no bright colour, no yellow, and keys and words in the terminal's own."""
_PASTED = 64
_WIDEST_TEXT = 100


def forget_pending_keys() -> None:
    """What was typed before the question stood on the screen is no answer to it."""
    termios.tcflush(sys.stdin, termios.TCIFLUSH)
    clear_typeahead(keyboard())


def keeps_screen() -> bool:
    """Whether the terminal shows again what stood on it once a full-screen application has ended: the Linux console does not."""
    import curses

    try:
        curses.setupterm()
        return curses.tigetstr("smcup") is not None
    except curses.error:  # nothing is known of this terminal
        return False


@cache
def keyboard() -> Input:
    """The terminal's keys. Many at once are one text that was pasted, also where the terminal does not say so."""
    found = create_input()
    read = found.read_keys

    def read_keys() -> list[KeyPress]:
        pressed = read()
        if len(pressed) < _PASTED:
            return pressed
        return [KeyPress(Keys.BracketedPaste, "".join(key.data for key in pressed))]

    found.read_keys = read_keys  # type: ignore[method-assign]  # its class depends on the system
    return found


def columns() -> int:
    """How wide the terminal is now, as far as it is used."""
    return min(get_app().output.get_size().columns, _WIDEST_TEXT)


def wrapped(text: str, first: str = " ") -> str:
    """A text in lines that fit, all but the first under its start; its own lines stay apart."""
    indents = (first, *(" " * len(first) for _ in text.splitlines()[1:]))
    return "\n".join(
        textwrap.fill(line, columns() - 1, initial_indent=indent, subsequent_indent=" " * len(first))
        for indent, line in zip(indents, text.splitlines(), strict=True)
    )


def styled(text: str) -> StyleAndTextTuples:
    """A text with escape codes in pieces of one style each: ANSI gives every letter for itself, which takes long to draw."""
    letters = to_formatted_text(ANSI(text))
    return [(style, "".join(letter[1] for letter in piece)) for style, piece in groupby(letters, lambda each: each[0])]


def keys(*pairs: tuple[str, str]) -> StyleAndTextTuples:
    """The keys with their meanings, in as many lines as they need."""
    found: StyleAndTextTuples = []
    room = width = columns()
    for key, meaning in pairs:
        length = len(f" {key} {meaning} ")
        if length > room and room < width:
            found.append(("", "\n"))
            room = width
        found += [("class:key", f" {key}"), ("class:quiet", f" {meaning} ")]
        room -= length
    return found


def application(
    layout: HSplit,
    bindings: KeyBindings,
    refresh: float | None = None,
    *,
    alone: bool = False,
    back: Callable[[], None] | None = None,
) -> Application[Any]:
    """An application of a few lines that leaves no trace.

    Args:
        layout: the lines.
        bindings: the keys. Ctrl-Z is added: it leads to the shell.
        refresh: seconds after which they are drawn anew.
        alone: nothing else is on the screen. Then there is no Ctrl-Z: the shell would show what is hidden.
        back: shows what stood above them once more, when the shell leads back.
    """

    def to_shell() -> None:
        os.kill(0, signal.SIGTSTP)  # the whole group, as the terminal does; it goes on here
        if back:
            back()

    if not alone:
        bindings.add("c-z")(lambda event: run_in_terminal(to_shell))
    # an interrupt from elsewhere, or for a Ctrl-C from before the keys were read one by one
    bindings.add(Keys.SIGINT)(lambda event: event.key_processor.feed(KeyPress(Keys.ControlC), first=True))
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # where the cursor is does not matter to a few lines
    return Application(
        layout=Layout(layout),
        key_bindings=bindings,
        input=keyboard(),
        style=_STYLE,
        erase_when_done=True,
        full_screen=alone,
        refresh_interval=refresh,
    )
