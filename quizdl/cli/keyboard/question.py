"""The live part below a question: the bar, one key for choices, line editing for typed answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, VSplit, Window
from prompt_toolkit.layout.containers import ConditionalContainer
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import AfterInput

from quizdl.cli import terminal
from quizdl.cli.keyboard.keys import pause, wait_key
from quizdl.cli.keyboard.screen import application, forget_pending_keys, keeps_screen, keys, wrapped
from quizdl.cli.reply import CERTAINTY, QUIT, SKIP, Reply, certainty
from quizdl.domain.question import LONGEST_ANSWER, Asked

PICKING = {"?": "hint", "p": "pause", "s": "skip", "q": "quit"}
"""The keys beside those of the options."""
TYPING = {"Enter": "answer", "?": "hint", "^P": "pause", "s Enter": "skip", "q Enter": "quit"}
_TICK = 0.1
_WIDEST_BAR = 48


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

    def rested(self, seconds: float) -> None:
        """So long nobody could read or think."""
        self.reading_until += seconds

    @property
    def reading_left(self) -> float:
        return max(0.0, self.reading_until - time.monotonic())

    @property
    def used(self) -> float:
        return self.used_before + max(0.0, time.monotonic() - self.reading_until)


class _Question:
    """The live part below a question: hint, reasons, complaint, bar, input line, keys."""

    def __init__(self, asked: Asked, again: Callable[[], None], *, timed: bool) -> None:
        self.asked = asked
        self.again = again
        self.clock = _Clock(asked.reading_seconds, asked.seconds) if timed else None
        self.hinted = False
        self.complaint = ""
        self.first_key = ""
        self.keys = asked.keys
        self.options: Sequence[str] = ()
        self.buffer = Buffer(multiline=False, on_text_changed=self._tidy)
        self.app: Application[Reply | None] = application(
            self._layout(), self._bindings(), refresh=_TICK if self.clock else None, back=self._back
        )

    def run(self) -> Reply:
        """Waits for the answer."""
        rested = 0.0

        def watch_clock() -> None:
            if self.clock:
                self.app.create_background_task(self._run_out())

        forget_pending_keys()
        while (reply := self.app.run(pre_run=watch_clock)) is None:
            began, goes_on = time.monotonic(), False
            with suppress(KeyboardInterrupt):  # told to end meanwhile: the time rests all the same
                goes_on = pause(timed=self.clock is not None)
            if not goes_on:
                return Reply(hinted=self.hinted, command=QUIT, rested=rested + time.monotonic() - began)
            if not keeps_screen():
                self.again()
            rested += time.monotonic() - began
            if self.clock:
                self.clock.rested(time.monotonic() - began)
        return replace(reply, rested=rested)

    def _back(self) -> None:
        """Shows the question once more below what was done in the shell. It stood on the screen all the while: the clock ran on."""
        self.again()
        if self.clock:
            terminal.write(wrapped("The clock ran on in the meantime.") + "\n")
        forget_pending_keys()

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

        bindings.add("c-p")(lambda event: self.app.exit(result=None))
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
            elif key == "p":
                self.app.exit(result=None)

        return bindings

    def _layout(self) -> HSplit:
        def shown_if(text: Callable[[], str], style: str) -> ConditionalContainer:
            control = FormattedTextControl(lambda: [(style, f"{text()}\n")])
            return ConditionalContainer(Window(control, dont_extend_height=True), Condition(lambda: bool(text())))

        rows: list[Any] = [
            shown_if(self._reasons, ""),
            shown_if(lambda: wrapped(f"Hint: {self.asked.hint}") if self.hinted else "", "class:read"),
            shown_if(lambda: wrapped(self.complaint) if self.complaint else "", "class:late"),
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
        listed = [wrapped(option, first=f"   {i}  ") for i, option in enumerate(self.options, 1)]
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
        if not asked.keys:
            return keys(*TYPING.items())
        if self.first_key:
            what = f"1-{len(self.options)}", "why?"
        else:
            span = "/".join(asked.keys) if len(asked.keys) == 2 else f"{asked.keys[0]}-{asked.keys[-1]}"
            what = span, "answer"
        return keys(what, *PICKING.items())


def ask(asked: Asked, again: Callable[[], None], *, timed: bool, confidence: bool = False) -> Reply:
    """Waits for the answer to a question that stands on the screen.

    Args:
        asked: the question.
        again: shows it once more, after the shell or on a terminal that has forgotten it.
        timed: whether the clock runs.
        confidence: after an answer, ask how sure they are of it.
    """
    reply = _Question(asked, again, timed=timed).run()
    if confidence and not reply.command and not reply.timed_out:
        sure = {str(i): words for i, (words, _) in enumerate(CERTAINTY, 1)}
        key = wait_key(sure, above=lambda: " How sure are you?")
        reply = replace(reply, confidence=certainty(key), command=QUIT if key == "q" else "")
    return reply
