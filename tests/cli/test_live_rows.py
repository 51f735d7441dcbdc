"""The rows of keys and the lines about them on a real terminal of 60 and of 100 columns."""

from __future__ import annotations

import re
from itertools import groupby

import pyte
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.program import Terminal

pytestmark = pytest.mark.slow  # all of them: a snapshot of a function that runs in part counts as unused

ENTER, ESC = "\r", "\x1b"
CLOCK = r"(?m)^(?:⟦[a-z ]*⟧)? (read  |[\d .]+ s).*"
pyte.graphics.TEXT[2] = "+blink"  # pyte knows no dim text, and nothing blinks here


class Rows(Terminal):
    """A terminal of which the live part is kept."""

    def __init__(self, *arguments: object, columns: int) -> None:
        super().__init__(*arguments, columns=columns, lines=60)
        self.columns = columns
        self.kept: list[str] = []
        self.coloured: list[str] = []

    def keeps(self, last: str) -> None:
        """Waits for what the live part ends with, and keeps the part: all below the last empty line."""
        self.sees(last)
        screen = pyte.Screen(self.columns, 60)
        pyte.Stream(screen).feed(self.raw)
        shown = "\n".join(line.rstrip() for line in screen.display).rstrip()
        part = shown.rsplit("\n\n", 1)[-1].removeprefix("\n")
        self.kept.append(re.sub(CLOCK, " (the clock)", part))
        end = shown.count("\n") + 1
        lines = range(end - part.count("\n") - 1, end)
        self.coloured.append(re.sub(CLOCK, " (the clock)", "\n".join(styled(screen, line) for line in lines)))

    @property
    def both(self) -> str:
        """What was kept, plain and with its styles in brackets."""
        return "\n\n".join((*self.kept, "coloured:", *self.coloured))


def styled(screen: pyte.Screen, line: int) -> str:
    """A line with its styles in brackets."""

    def style(letter: pyte.screens.Char) -> str:
        named = {"bold": letter.bold, "dim": letter.blink, "reverse": letter.reverse, letter.fg: letter.fg != "default"}
        return " ".join(name for name, has in named.items() if has)

    letters = [screen.buffer[line][column] for column in range(screen.columns)]
    runs = [(name, "".join(letter.data for letter in run)) for name, run in groupby(letters, style)]
    return "".join(f"⟦{name}⟧{text}⟦⟧" if name else text for name, text in runs).rstrip()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("columns", [60, 100])
def test_rows_of_a_drill(columns: int, snapshot: SnapshotAssertion) -> None:
    typed = Rows("drill", "--topic", "numeric", "--seed", 1, "--seconds", 600, columns=columns)
    typed.keeps("q Enter quit")
    typed.types("\x10")
    typed.keeps("Any key goes on")
    typed.types(ESC)
    typed.sees("q Enter quit")
    typed.types("?x" + ENTER)
    typed.sees("Type it as")
    typed.keeps("quit")
    typed.types("\x03")
    typed.ends()
    pressed = Rows("drill", "--topic", "true_false", "--confidence", "--seed", 1, "--seconds", 600, columns=columns)
    pressed.keeps("q quit")
    pressed.types("f")
    pressed.keeps(r"why\?.*quit")
    pressed.types("1")
    pressed.keeps("4 certain")
    pressed.types("2")
    pressed.keeps("q quit")
    pressed.types("m")
    pressed.sees("edit source")
    pressed.keeps("q quit")
    pressed.types("f")
    pressed.keeps("Esc leave it")
    pressed.types(ESC)
    pressed.sees("more  q quit")
    pressed.types("q")
    pressed.ends()
    assert f"{typed.both}\n\n{pressed.both}" == snapshot


@pytest.mark.parametrize("columns", [60, 100])
def test_rows_of_a_derivation_and_an_interview(columns: int, workspace: object, snapshot: SnapshotAssertion) -> None:
    derive = Rows("derive", "relu_backward", columns=columns)
    derive.keeps("q quit")
    derive.types("q")
    derive.ends()
    interview = Rows("interview", "--minutes", 6, "--seed", 2, "--no-timer", columns=columns)
    interview.keeps("q quit")
    interview.types(ENTER)
    interview.keeps(r"skip\s+q(?: Enter)? quit")
    interview.types("s" if "s Enter" not in interview.kept[-1] else "s" + ENTER)
    interview.keeps(r"go on\s+q quit")
    interview.types("q")
    interview.ends()
    assert f"{derive.both}\n\n{interview.both}" == snapshot
