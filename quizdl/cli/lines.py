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


def read_line() -> str | None:
    """The next line, cut off behind what an answer may have; None at the end."""
    from quizdl.domain.question import LONGEST_ANSWER

    line = sys.stdin.readline()
    return line.strip()[: LONGEST_ANSWER + 1] if line else None  # one more: it is told that it is too long


def ask_for_line(words: str, person: bool) -> None:
    """Says what the next line is for; a person sees where they type, and what they typed or pasted before is no answer to it."""
    if person:
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    terminal.console(plain=True).print(f" {words}", style="dim")
    if person:
        sys.stdout.write("> ")
        sys.stdout.flush()


def read_reply(asked: Asked, tell: Callable[[str], None], sure: Callable[[], None] | None = None) -> Reply:
    """Reads lines until one answers, skips (`s`) or quits (`q`, or the end of the input).

    Args:
        asked: the question.
        tell: shows the hint, for `?`.
        sure: asks how sure they are; the next line says it.
    """
    hinted = False
    while True:
        text = read_line()
        if text is None or text == "q":
            return Reply(hinted=hinted, command=QUIT)
        if text == "s":
            return Reply(hinted=hinted, command=SKIP)
        if text != "?":
            break
        hinted = True
        tell(asked.hint)
    reply = Reply(text, hinted=hinted)
    if sure is None:
        return reply
    sure()
    return replace(reply, confidence=certainty(read_line() or ""))


class Lines:
    """A person who reads and types lines, or a program that does."""

    def __init__(self) -> None:
        self.person = sys.stdin.isatty()

    def ask(self, asked: Asked, *, confidence: bool = False) -> Reply:
        """Waits for the answer to a question that was shown."""
        self._say(f"({asked.form}; ? hint, s skip, q quit)")
        sure = ", ".join(f"{i} {words}" for i, (words, _) in enumerate(CERTAINTY, 1))
        return read_reply(
            asked,
            lambda hint: terminal.console(plain=True).print(f" Hint: {hint}"),
            (lambda: self._say(f"(How sure are you? {sure})")) if confidence else None,
        )

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
