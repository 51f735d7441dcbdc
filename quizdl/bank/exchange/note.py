"""What flashcard programs have in common: a note, with a front and a back, or with a text that has gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from quizdl.domain.schedule import Rating
from quizdl.errors import UsageError

LONGEST_LINE = 1_000_000
"""Bytes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_GAP = re.compile(r"\{\{c(\d{1,4})::|\}\}")


class Answered(NamedTuple):
    """An answer that was given in another program; its id there makes it unique."""

    id: int
    at: datetime
    rating: Rating


@dataclass(frozen=True, slots=True)
class Card:
    """One way to ask a note: with `line` the place of the note in its file (from 1), and `number` the place of the card in its note (from 0).

    Attributes:
        guid: what stays the same when the note is edited.
        front: the question. If there is no `back`, a text with gaps (`{{c1::word::hint}}`), of which those of `number + 1` are asked, or
            with blanks as in quizdl (`{{word | other spelling}}`).
        back: the answer; several are one a line.
        options: what is chosen from, each with the reason why it is wrong, if that is known.
        deck: its name and those around it, from the outside in; `tags` the ids of the topic and subtopic in quizdl.
        id: the id of the question in quizdl, if it was one before; `data` its own fields then, as JSON.
        level: as in quizdl, if it is known.
        media: it has pictures or sound, which are left out.
    """

    line: int
    guid: str
    front: str
    back: str = ""
    number: int = 0
    options: dict[str, str] = field(default_factory=dict)
    explanation: str = ""
    source: str = ""
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    id: str = ""
    data: str = ""
    level: int | None = None
    media: bool = False
    answered: tuple[Answered, ...] = ()


class Skipped(NamedTuple):
    """A place in a file that is no note, with the reason."""

    line: int
    message: str


class Gap(NamedTuple):
    """A part of a text with gaps: a word that is left out, with its number (from 1) and hint, or (number 0) what stands between."""

    number: int
    text: str
    hint: str = ""


def with_gaps(front: str) -> str:
    """A text whose blanks are written as in quizdl, `{{word | other}}`, with gaps that are asked together."""
    return front if _GAP.search(front.replace("}}", "")) else _BLANK.sub(_first_spelling, front)


def _first_spelling(blank: re.Match[str]) -> str:
    return f"{{{{c1::{blank[1].split('|')[0].strip()}}}}}"


def gaps(text: str) -> list[Gap]:
    """A text with gaps in its parts. Of gaps in one another each part belongs to the innermost."""
    parts: list[Gap] = []
    inside: list[int] = []
    at = 0
    for mark in _GAP.finditer(text):
        if mark[0] == "}}" and not inside:
            continue  # of a formula
        parts.append(_part(inside, text[at : mark.start()]))
        at = mark.end()
        if mark[0] == "}}":
            inside.pop()
        else:
            inside.append(int(mark[1]))
    parts.append(_part(inside, text[at:]))
    return [part for part in parts if part.text]


def asked_alone(card: Card) -> Card:
    """The card without the gaps of the other cards of its note, whose words stand in the text."""
    if card.back or with_gaps(card.front) != card.front:
        return card
    parts = (
        f"{{{{c1::{gap.text}{'::' * bool(gap.hint)}{gap.hint}}}}}" if gap.number == card.number + 1 else gap.text
        for gap in gaps(card.front)
    )
    return replace(card, front="".join(parts), number=0)


def _part(inside: list[int], text: str) -> Gap:
    word, _, hint = text.partition("::") if inside else (text, "", "")
    return Gap(inside[-1] if inside else 0, word, hint)


def clean(text: str) -> str:
    """A text without what no terminal shows, spaces before line ends, and more than one empty line at a time."""
    lines = (line.rstrip() for line in _CONTROL.sub("", text.replace("\t", " ").replace("\xa0", " ")).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a text file with their ends, read one by one. It is UTF-8, or UTF-16 with its mark.

    Raises:
        UsageError: it cannot be read, or a line is no text; names the line.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                with path.open(encoding="utf-16", newline="") as text:
                    yield from _limited(path, iter(lambda: text.readline(LONGEST_LINE + 1), ""))
                return
            file.seek(0)
            lines = iter(lambda: file.readline(LONGEST_LINE + 1), b"")
            yield from _limited(path, (_decoded(path, number, line) for number, line in enumerate(lines, 1)))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})", "check its name and its permissions") from None
    except UnicodeError:
        raise UsageError(f"{path}:1: starts as UTF-16 does, and is not", "save the file as UTF-8") from None


def _decoded(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        bad = error.object[error.start]
        raise UsageError(f"{path}:{number}: byte 0x{bad:02x} is not UTF-8", "save the file as UTF-8") from None


def _limited(path: Path, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise UsageError(f"{path}:{number}: a NUL character; this is no text", "is it the right file?")
        if len(line) > LONGEST_LINE:
            raise UsageError(f"{path}:{number}: longer than {LONGEST_LINE // 1_000_000} MB", "is it the right file?")
        yield line
