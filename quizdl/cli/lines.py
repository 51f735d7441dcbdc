"""Line by line: from a pipe, on a terminal that cannot draw, or for who has lines read out. One answer a line, without the clock."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from quizdl.cli import terminal
from quizdl.cli.reply import CERTAINTY, QUIT, SKIP, Reply, certainty

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizdl.domain.question import Asked


_STILL = 0.05
"""Seconds without a line after which a paste is at its end."""


def read_line() -> str | None:
    """The next line, cut off behind what an answer may have; None at the end."""
    from quizdl.domain.question import LONGEST_ANSWER

    line = sys.stdin.readline()
    return line.strip()[: LONGEST_ANSWER + 1] if line else None  # one more: it is told that it is too long


def ask_for_line(words: str, person: bool) -> None:
    """Says what the next line is for; a person sees where they type, and what they typed or pasted before is no answer to it."""
    from rich.text import Text

    from quizdl.cli.views.style import QUIET, indented

    console = terminal.console(plain=True)
    if person and _forget_pending_lines():
        console.print(indented(Text("(one line at a time: what came after it is left out)", style=QUIET)))
    console.print(indented(Text(words, style=QUIET)))
    if person:
        _prompt()


def _prompt() -> None:
    sys.stdout.write("> ")
    sys.stdout.flush()


def _forget_pending_lines() -> bool:
    """Drops the lines that were typed ahead, or the rest of a paste, however long that is; whether there were any."""
    import termios
    from select import select

    found = False
    while select([sys.stdin], [], [], _STILL)[0]:
        found = True
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    termios.tcflush(sys.stdin, termios.TCIFLUSH)  # a line that was begun
    return found


def read_reply(
    asked: Asked,
    tell: Callable[[str], None],
    sure: Callable[[], None] | None = None,
    complain: Callable[[str], None] | None = None,
) -> Reply:
    """Reads lines until one answers, skips (`s`) or quits (`q`, or the end of the input).

    Args:
        asked: the question.
        tell: shows the hint, for `?`.
        sure: asks how sure they are; the next line says it.
        complain: says how an answer that cannot be read is typed, and asks again; without it, such an answer is one.
    """
    hinted = False
    while True:
        text = read_line()
        if text is None or text == "q":
            return Reply(hinted=hinted, command=QUIT)
        if text == "s":
            return Reply(hinted=hinted, command=SKIP)
        if text == "?":
            hinted = True
            tell(asked.hint)
        elif complain and (verdict := asked.grade(text)).outcome == "unparsable":
            complain(verdict.says)
        else:
            break
    reply = Reply(text, hinted=hinted)
    if sure is None:
        return reply
    sure()
    said = read_line() or ""
    return Reply(hinted=hinted, command=QUIT) if said == "q" else replace(reply, confidence=certainty(said))


def ask(asked: Asked, person: bool, *, confidence: bool = False) -> Reply:
    """Waits for the answer to a question that was shown; a person is asked again until it can be read."""
    from rich.text import Text

    from quizdl.cli.views.style import indented

    form = f"({asked.form}; ? hint, s skip, q quit)"
    ask_for_line(form, person)

    def tell(words: str) -> None:
        terminal.console(plain=True).print(indented(Text(words)))

    def hint(words: str) -> None:
        tell(f"Hint: {words}")
        if person:
            _prompt()

    def complain(words: str) -> None:
        tell(words)
        ask_for_line(form, person)

    sure = ", ".join(f"{i} {words}" for i, (words, _) in enumerate(CERTAINTY, 1))
    return read_reply(
        asked,
        hint,
        (lambda: ask_for_line(f"(How sure are you? {sure})", person)) if confidence else None,
        complain if person else None,
    )


class Lines:
    """A person who reads and types lines, or a program that does."""

    def __init__(self) -> None:
        self.person = sys.stdin.isatty()

    def ask(self, asked: Asked, again: Callable[[], None], *, confidence: bool = False) -> Reply:
        """Waits for the answer to a question that was shown. There is no clock here, and so no pause after which it is shown again."""
        return ask(asked, self.person, confidence=confidence)

    def key(self, meanings: Mapping[str, str], *, more: Mapping[str, str], typing: bool = False) -> str:
        """Waits for one of some keys and Enter; Enter alone is the first of them. Who pipes answers is not asked."""
        default = next(iter(meanings))
        if not self.person:
            return default
        known = {**meanings, **more}
        known |= {"q": known.pop("q")} if "q" in known else {}  # last
        while True:
            self._say(f"({', '.join(f'{key} {words}' for key, words in known.items())})")
            line = read_line()
            if line is None:
                return "q"
            if not line or line in known:
                return line or default

    def line(self, about: str, longest: int) -> str | None:
        """A line of text."""
        self._say(about)
        line = read_line()
        return None if line is None else line[:longest]

    def _say(self, words: str) -> None:
        ask_for_line(words, self.person)
