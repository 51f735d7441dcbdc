"""The live part of the terminal: the bar, one key for choices, line editing for typed answers (prompt_toolkit)."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import textwrap
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.containers import ConditionalContainer
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import AfterInput
from prompt_toolkit.styles import Style

from quizdl.domain.question import LONGEST_ANSWER, Asked

_STYLE = Style.from_dict(
    {"left": "ansigreen", "late": "ansired", "read": "ansicyan", "quiet": "ansibrightblack", "key": "ansicyan bold"}
)
_TICK = 0.1
_PASTED = 64
_WIDEST_BAR = 48
_WIDEST_TEXT = 100
_STILL = 0.5
QUIT, SKIP = "quit", "skip"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person did: answered (`text`), let the clock run out, skipped or quit.

    Attributes:
        seconds: the time beyond reading; None without a clock.
        command: empty, `skip` or `quit`.
    """

    text: str = ""
    seconds: float | None = None
    timed_out: bool = False
    hinted: bool = False
    command: str = ""


class _Clock:
    """First the reading time, then the answer clock. More may have to be read on the way; the answer clock rests then."""

    def __init__(self, reading: float, answering: float) -> None:
        self.answering = answering
        self.used_before = 0.0
        self.reading_until = time.monotonic() + reading
        self.reading_for = reading

    def read_more(self, seconds: float) -> None:
        self.used_before = self.used
        self.reading_until = time.monotonic() + seconds
        self.reading_for = seconds

    @property
    def reading_left(self) -> float:
        return max(0.0, self.reading_until - time.monotonic())

    @property
    def used(self) -> float:
        return self.used_before + max(0.0, time.monotonic() - self.reading_until)


class _Question:
    """The live part below a question: hint, reasons, complaint, bar, input line, keys."""

    def __init__(self, asked: Asked, *, timed: bool) -> None:
        self.asked = asked
        self.clock = _Clock(asked.reading_seconds, asked.seconds) if timed else None
        self.hinted = False
        self.complaint = ""
        self.first_key = ""
        self.keys = asked.keys
        self.options: Sequence[str] = ()
        self.buffer = Buffer(multiline=False, on_text_changed=self._tidy)
        self.app: Application[Reply] = _application(
            self._layout(), self._bindings(), refresh=_TICK if self.clock else None
        )

    def run(self) -> Reply:
        """Waits for the answer."""

        def watch_clock() -> None:
            if self.clock:
                self.app.create_background_task(self._run_out())

        _forget_pending_keys()
        return self.app.run(pre_run=watch_clock)

    async def _run_out(self) -> None:
        assert self.clock  # noqa: S101 - for the type checker
        while self.clock.used < self.clock.answering:
            await asyncio.sleep(min(_TICK, self.clock.answering - self.clock.used) + 0.01)
        if not self.app.is_done:
            self._exit(self.first_key + self.buffer.text, timed_out=True)

    def _exit(self, text: str = "", *, used: float | None = None, timed_out: bool = False, command: str = "") -> None:
        if used is None and self.clock:
            used = self.clock.used
        self.app.exit(result=Reply(text, used, timed_out, self.hinted, command))

    def _pick(self, key: str) -> None:
        if self.first_key:
            self._exit(f"{self.first_key}{key}")
        elif key in self.asked.then:
            self.first_key, self.options = key, self.asked.then[key]
            self.keys = "".join(str(i) for i in range(1, len(self.options) + 1))
            if self.clock:
                self.clock.read_more(self.asked.seconds_to_read(*self.options))
        else:
            self._exit(key)

    def _enter(self) -> None:
        text = self.buffer.text.strip()
        if text in ("s", "q"):
            self._exit(command=SKIP if text == "s" else QUIT)
            return
        used = self.clock.used if self.clock else None  # before grading, which is not the person's time
        verdict = self.asked.grade(text)
        if verdict.outcome == "unparsable":
            self.complaint = verdict.says
        else:
            self._exit(text, used=used)

    def _tidy(self, buffer: Buffer) -> None:
        self.complaint = ""
        if len(buffer.text) > LONGEST_ANSWER or "\n" in buffer.text:  # something was pasted
            buffer.text = buffer.text[:LONGEST_ANSWER].replace("\n", " ")

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add("?")
        def hint(event: KeyPressEvent) -> None:
            self.hinted = True

        @bindings.add("c-c")
        @bindings.add("c-d")
        def leave(event: KeyPressEvent) -> None:
            self._exit(command=QUIT)

        if not self.asked.keys:
            bindings.add("enter")(lambda event: self._enter())
            return bindings

        @bindings.add(Keys.Any)
        def press(event: KeyPressEvent) -> None:
            key = event.data.casefold()
            letters = "abcdefghi"[: len(self.keys)]
            if len(key) != 1:
                return  # an arrow, or a whole text that was pasted
            if key in self.keys:
                self._pick(key)
            elif self.keys[0] == "1" and key in letters:
                self._pick(self.keys[letters.index(key)])
            elif key in ("s", "q"):
                self._exit(command=SKIP if key == "s" else QUIT)

        return bindings

    def _layout(self) -> HSplit:
        def shown_if(text: Callable[[], str], style: str) -> ConditionalContainer:
            control = FormattedTextControl(lambda: [(style, f"{text()}\n")])
            return ConditionalContainer(Window(control, dont_extend_height=True), Condition(lambda: bool(text())))

        rows: list[Any] = [
            shown_if(self._reasons, ""),
            shown_if(lambda: _wrapped(f"Hint: {self.asked.hint}") if self.hinted else "", "class:read"),
            shown_if(lambda: _wrapped(self.complaint) if self.complaint else "", "class:late"),
        ]
        if self.clock:
            rows.append(Window(FormattedTextControl(self._bar), height=1))
        if not self.asked.keys:
            prompt = Window(FormattedTextControl([("class:key", " > ")]), width=3, height=1)
            form = AfterInput(lambda: "" if self.buffer.text else self.asked.form, style="class:quiet")
            rows.append(VSplit([prompt, Window(BufferControl(self.buffer, input_processors=[form]), height=1)]))
        rows.append(Window(FormattedTextControl(self._help), dont_extend_height=True))
        return HSplit(rows)

    def _reasons(self) -> str:
        if not self.first_key:
            return ""
        said = self.asked.options[self.asked.keys.index(self.first_key)] if self.asked.options else self.first_key
        listed = [_wrapped(option, first=f"   {i}  ") for i, option in enumerate(self.options, 1)]
        return "\n".join([f" {said}, because", "", *listed])

    def _bar(self) -> StyleAndTextTuples:
        assert self.clock  # noqa: S101
        width = max(4, min(_WIDEST_BAR, self.app.output.get_size().columns - 14))
        if left := self.clock.reading_left:
            full = round(width * left / max(self.clock.reading_for, 1e-9))
            return [("class:quiet", " read   "), ("class:read", "─" * full), ("class:quiet", " " * (width - full))]
        left = max(0.0, self.clock.answering - self.clock.used)
        full = round(width * left / self.clock.answering)
        style = "class:left" if left > self.clock.answering / 3 else "class:late"
        return [(style, f" {left:4.1f} s "), (style, "█" * full), ("class:quiet", "░" * (width - full))]

    def _help(self) -> StyleAndTextTuples:
        asked = self.asked
        if self.first_key:
            return _keys((f"1-{len(self.options)}", "why?"), ("?", "hint"), ("s", "skip"), ("q", "quit"))
        if asked.keys:
            span = "/".join(asked.keys) if len(asked.keys) == 2 else f"{asked.keys[0]}-{asked.keys[-1]}"
            return _keys((span, "answer"), ("?", "hint"), ("s", "skip"), ("q", "quit"))
        return _keys(("Enter", "answer"), ("?", "hint"), ("s Enter", "skip"), ("q Enter", "quit"))


def ask(asked: Asked, *, timed: bool) -> Reply:
    """Waits for the answer to a question that stands on the screen.

    Args:
        asked: the question.
        timed: whether the clock runs.
    """
    return _Question(asked, timed=timed).run()


def wait_key(
    meanings: Mapping[str, str],
    *,
    default: str = "",
    until: Callable[[Callable[[], None]], Coroutine[Any, Any, str]] | None = None,
    above: Callable[[], str] | None = None,
    typing: bool = False,
) -> str:
    """Waits for one of some keys.

    Args:
        meanings: key to what it does, as shown; one without words is not shown.
        default: what any other key does.
        until: something else that may happen first; its result is returned then. It is given what draws all anew.
        above: what stands above the keys, drawn in place: a text with the terminal's escape codes.
        typing: somebody was interrupted while typing: keys count once the keyboard was still for half a second.

    Returns:
        The key; `q` for Ctrl-C and Ctrl-D.
    """
    bindings = KeyBindings()
    deaf_until = time.monotonic() + _STILL if typing else 0.0

    @bindings.add("c-c")
    @bindings.add("c-d")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result="q")

    @bindings.add(Keys.Any)
    @bindings.add("enter")
    @bindings.add("escape", eager=True)
    def press(event: KeyPressEvent) -> None:
        nonlocal deaf_until
        if time.monotonic() < deaf_until:
            deaf_until = time.monotonic() + _STILL
        elif (key := event.data.casefold()) in meanings:
            event.app.exit(result=key)
        elif default:
            event.app.exit(result=default)

    bindings.add(Keys.BracketedPaste)(lambda event: None)  # nobody means this by it
    shown = [(key, meaning) for key, meaning in meanings.items() if meaning]
    rows = [Window(FormattedTextControl(lambda: _keys(*shown)), dont_extend_height=True)]
    if above:
        rows.insert(0, Window(FormattedTextControl(lambda: _styled(above())), dont_extend_height=True))
    app: Application[str] = _application(HSplit(rows), bindings)

    def redraw() -> None:
        app.renderer.erase()  # all of it: a verdict that differs in a few letters is not patched up from the last one
        app.invalidate()

    def watch() -> None:
        if until:
            app.create_background_task(_exit_with(app, until(redraw)))

    return app.run(pre_run=watch)


async def _exit_with(app: Application[str], happening: Coroutine[Any, Any, str]) -> None:
    try:
        result = await happening
    except ExceptionGroup as group:  # of tasks: the first that failed ended the others
        app.exit(exception=group.exceptions[0])
    except Exception as error:
        app.exit(exception=error)
    else:
        if not app.is_done:
            app.exit(result=result)


def _forget_pending_keys() -> None:
    """What was typed before the question stood on the screen is no answer to it."""
    termios.tcflush(sys.stdin, termios.TCIFLUSH)
    clear_typeahead(_keyboard())


@cache
def _keyboard() -> Input:
    """The terminal's keys. Many at once are one text that was pasted, also where the terminal does not say so."""
    found = create_input()
    read = found.read_keys

    def read_keys() -> list[KeyPress]:
        keys = read()
        return keys if len(keys) < _PASTED else [KeyPress(Keys.BracketedPaste, "".join(key.data for key in keys))]

    found.read_keys = read_keys  # type: ignore[method-assign]  # its class depends on the system
    return found


def _columns() -> int:
    return min(get_app().output.get_size().columns, _WIDEST_TEXT)


def _wrapped(text: str, first: str = " ") -> str:
    """A text in lines that fit, all but the first under its start; its own lines stay apart."""
    indents = (first, *(" " * len(first) for _ in text.splitlines()[1:]))
    return "\n".join(
        textwrap.fill(line, _columns() - 1, initial_indent=indent, subsequent_indent=" " * len(first))
        for indent, line in zip(indents, text.splitlines(), strict=True)
    )


def _styled(text: str) -> StyleAndTextTuples:
    """A text with escape codes in pieces of one style each: ANSI gives every letter for itself, which takes long to draw."""
    letters = to_formatted_text(ANSI(text))
    return [(style, "".join(letter[1] for letter in piece)) for style, piece in groupby(letters, lambda each: each[0])]


def _keys(*pairs: tuple[str, str]) -> StyleAndTextTuples:
    """The keys with their meanings, in as many lines as they need."""
    found: StyleAndTextTuples = []
    room = columns = _columns()
    for key, meaning in pairs:
        length = len(f" {key} {meaning} ")
        if length > room and room < columns:
            found.append(("", "\n"))
            room = columns
        found += [("class:key", f" {key}"), ("class:quiet", f" {meaning} ")]
        room -= length
    return found


def _application(layout: HSplit, bindings: KeyBindings, refresh: float | None = None) -> Application[Any]:
    """An application of a few lines, below what is on the screen, that leaves no trace."""
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # where the cursor is does not matter to a few lines
    return Application(
        layout=Layout(layout),
        key_bindings=bindings,
        input=_keyboard(),
        style=_STYLE,
        erase_when_done=True,
        refresh_interval=refresh,
    )
