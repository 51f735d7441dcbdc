r"""hashcards decks: a Markdown file is a deck, a folder of them a collection.

`Q:` and `A:` start a question and its answer, `C:` a text whose `[words]` are left out, one a card; a backslash stands before a bracket that
is one. `---` alone on a line may stand between cards. TOML between two `---` at the top may give the deck's `name`.
Source: the README of hashcards, section *Format*, https://github.com/eudoxia0/hashcards
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from quizdl.bank.exchange.note import Card, Skipped, clean, gaps, text_lines, with_gaps
from quizdl.errors import UsageError

_TAGS = ("Q:", "A:", "C:")
_SEPARATOR = "---"
_MEDIA = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_BRACKET = re.compile(r"\\([\[\]])")
_CLOZE = re.compile(r"\\(\[|\])|(?<!!)\[((?:\\[\[\]]|[^\[\]])*)\]")


def is_deck(path: Path) -> bool:
    """Whether a Markdown file is one: a card starts before any question of a question list does."""
    for line in text_lines(path):
        if line.startswith(("Q:", "C:")):
            return True
        if line.startswith("## "):
            return False
    return False


def decks(folder: Path) -> list[Path]:
    """The decks of a collection; no link is followed."""
    return sorted(path for path in folder.rglob("*.md") if path.is_file() and not path.is_symlink())


def read(path: Path) -> Iterator[Card | Skipped]:
    """The cards of a deck; the line is that where the card starts.

    Raises:
        UsageError: it is no text, or its TOML is not.
    """
    lines = enumerate((line.rstrip("\r\n") for line in text_lines(path)), 1)
    number, first = next(lines, (1, ""))
    name = path.stem
    if first.strip() == _SEPARATOR:
        name = _name(path, lines) or name
    else:
        lines = enumerate(chain([first], (line for _, line in lines)), number)
    deck = tuple(filter(None, (part.strip() for part in name.split("::"))))
    start, parts = 0, dict[str, list[str]]()
    tag = ""
    for number, line in lines:
        new = line[:2] if line.startswith(_TAGS) else ""
        if new == "A:" and "Q:" in parts and "A:" not in parts:
            tag, parts[new] = new, [line[2:].strip()]
        elif new == "A:":
            yield Skipped(number, "an answer without a question; put `Q:` before it")
        elif new or line.strip() == _SEPARATOR:
            yield from _cards(start, parts, deck)
            tag, start, parts = new, number, {new: [line[2:].strip()]} if new else {}
        elif tag:
            parts[tag].append(line)
    yield from _cards(start, parts, deck)


def write(cards: Iterable[Card], name: str) -> Iterator[str]:
    """The text of a deck. A cloze with a bracket in its text and every question with options is a question with an answer."""
    yield f"---\nname = {_toml(name)}\n---\n"
    for card in cards:
        options = "".join(f"\n{number}. {option}" for number, option in enumerate(card.options, 1))
        if card.back:
            yield f"\nQ: {_lines(card.front + options)}\nA: {_lines(card.back)}\n"
        else:
            text = "".join(
                f"[{_escaped(gap.text)}]" if gap.number else _escaped(gap.text) for gap in gaps(with_gaps(card.front))
            )
            yield f"\nC: {_lines(text)}\n"


def _cards(line: int, parts: dict[str, list[str]], deck: tuple[str, ...]) -> Iterator[Card | Skipped]:
    texts = {tag: "\n".join(lines) for tag, lines in parts.items()}
    plain = {tag: clean(_MEDIA.sub("", text)) for tag, text in texts.items()}
    media = any(map(_MEDIA.search, texts.values()))
    if "C:" in plain:
        numbers: list[int] = []

        def gap(found: re.Match[str]) -> str:
            if found[1]:
                return found[1]
            numbers.append(len(numbers))
            word = _BRACKET.sub(r"\1", found[2])
            return f"{{{{c{len(numbers)}::{word}}}}}"

        front = _CLOZE.sub(gap, plain["C:"].replace("{{", "{ {").replace("}}", "} }"))
        if not numbers:
            yield Skipped(line, "a cloze card without [brackets]")
        guid = " ".join(plain["C:"].split())
        yield from (Card(line, guid, front, number=number, deck=deck, media=media) for number in numbers)
    elif "A:" in plain:
        yield Card(line, " ".join(plain["Q:"].split()), plain["Q:"], plain["A:"], deck=deck, media=media)
    elif "Q:" in plain:
        yield Skipped(line, "a question without an answer; put `A:` below it")


def _name(path: Path, lines: Iterator[tuple[int, str]]) -> str:
    head: list[str] = []
    for _, line in lines:
        if line.strip() == _SEPARATOR:
            break
        head.append(line)
    else:
        raise UsageError(f"{path}:1: `---` opens the deck's head and nothing closes it", "put `---` below it")
    try:
        name = tomllib.loads("\n".join(head)).get("name", "")
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}:2: the deck's head is no TOML ({error})", 'write name = "…"') from None
    return name if isinstance(name, str) else ""


def _toml(text: str) -> str:
    """A basic string of TOML."""
    return (
        '"'
        + "".join(
            f"\\u{ord(sign):04x}" if sign in '"\\' or ord(sign) < 32 or ord(sign) == 127 else sign for sign in text
        )
        + '"'
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", text)


def _lines(text: str) -> str:
    """A text of which no line starts a card, or ends one: a space is put before the first, and the other is written as Markdown's other rule."""
    first, *rest = clean(text).split("\n")
    written = ("***" if line.strip() == _SEPARATOR else f" {line}" if line.startswith(_TAGS) else line for line in rest)
    return "\n".join((first, *written))
