"""Question lists in Markdown (`.md`).

    # Topic :: subtopic

    ## The question, on one line or more; or a text with {{blanks}}

    - [x] an option that is right
    - [ ] one that is not
      why it is wrong

    Answer: where there are no options
    Explanation: on one line or more
    Source: title and place
    Level: 2
    Id: permanent-id

Lines in a code block are text. A line that only looks like one of these forms has a backslash before it. What stands before the first
question of a topic is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from quizdl.bank.exchange.note import Card, Skipped, text_lines

_LABELS = ("Answer", "Explanation", "Source", "Level", "Id", "Undecided")
_LABEL = re.compile(rf"(?:\*\*)?({'|'.join(_LABELS)}):(?:\*\*)?(?:\s+(.*)|$)")
_OPTION = re.compile(r"[-*] \[([ xX])\](?:\s+(.*)|$)")
_MARKUP = re.compile(rf"#|\\|[-*] \[[ xX]\]|(?:\*\*)?(?:{'|'.join(_LABELS)}):|\s")
_FENCE = "```"


class _Entry:
    """A question while its lines are read."""

    def __init__(self, line: int, deck: tuple[str, ...]) -> None:
        self.line, self.deck = line, deck
        self.parts: dict[str, list[str]] = {"": []}
        self.options: list[tuple[bool, list[str], list[str]]] = []
        self.part = ""

    def add(self, text: str) -> None:
        self.parts[self.part].append(text)

    def text(self, part: str) -> str:
        return "\n".join(self.parts.get(part, ())).strip("\n").strip()

    def card(self) -> Card | Skipped:
        front, name = self.text(""), self.text("Id")
        if not front:
            return Skipped(self.line, "a heading without a question")
        options = {" ".join(words): "\n".join(why).strip() for _, words, why in self.options}
        right = [" ".join(words) for chosen, words, _ in self.options if chosen]
        return Card(
            line=self.line,
            guid=name or " ".join(front.split()),
            front=front,
            back="\n".join(right) or self.text("Answer"),
            options=options,
            explanation=self.text("Explanation"),
            source=self.text("Source"),
            deck=self.deck,
            id=name,
            level=int(self.text("Level")) if self.text("Level") in ("1", "2", "3") else None,
        )


def read(path: Path) -> Iterator[Card | Skipped]:
    """The questions of a list; the line is that of the heading.

    Raises:
        UsageError: it is no text.
    """
    entry: _Entry | None = None
    deck: tuple[str, ...] = ()
    fenced = False
    for number, raw in enumerate(text_lines(path), 1):
        line = raw.rstrip("\r\n")
        fence = line.startswith(_FENCE)
        if entry is not None and (fenced or fence):
            entry.add(line)
        elif not fence and not fenced and line.startswith(("# ", "## ")):
            if entry is not None:
                yield entry.card()
            if line.startswith("# "):
                deck, entry = tuple(part.strip() for part in line[2:].split(" :: ") if part.strip()), None
            else:
                entry = _Entry(number, deck)
                entry.add(_unescaped(line[3:].strip()))
        elif entry is not None:
            _add(entry, line)
        fenced ^= fence
    if entry is not None:
        yield entry.card()


def _add(entry: _Entry, line: str) -> None:
    if found := _LABEL.match(line):
        entry.part = found[1]
        entry.parts[entry.part] = [_unescaped(found[2] or "")]
    elif not entry.part and (found := _OPTION.match(line)):
        entry.options.append((found[1] != " ", [_unescaped((found[2] or "").strip())], []))
    elif not entry.part and entry.options:
        if line.startswith("  ") and line.strip():
            entry.options[-1][2].append(_unescaped(line.strip()))
    else:
        entry.add(_unescaped(line))


def write(cards: Iterable[tuple[Card, str]]) -> Iterator[str]:
    """The text of a list, of cards that are sorted by deck; with each comes why it is undecided, if it is."""
    deck: tuple[str, ...] | None = None
    for card, why in cards:
        if card.deck != deck:
            deck = card.deck
            yield f"# {' :: '.join(' '.join(part.split()) for part in deck)}\n\n"
        yield f"## {_escaped(card.front)}\n\n"
        right = card.back.split("\n")
        for option, reason in card.options.items():
            yield f"- [{'x' if option in right else ' '}] {_escaped(' '.join(option.split()))}\n"
            yield from (f"  {_escaped(line.strip())}\n" for line in reason.splitlines() if line.strip())
        answer = "" if card.options and set(right) <= set(card.options) else card.back
        labels = {
            "Answer": answer,
            "Explanation": card.explanation,
            "Source": card.source,
            "Level": str(card.level or ""),
            "Id": card.id,
            "Undecided": why,
        }
        yield from (
            "\n" if card.options else "",
            *(f"{name}: {_escaped(text)}\n" for name, text in labels.items() if text),
        )
        yield "\n"


def _escaped(text: str) -> str:
    """A text that is read as it stands: no line of it is taken for markup."""
    fences = sum(line.startswith(_FENCE) for line in text.split("\n"))
    lines: list[str] = []
    fenced = False
    for number, line in enumerate(text.split("\n")):
        fence = line.startswith(_FENCE)
        if fence and (fences % 2 or number == 0):  # one that is not closed, or not at the start of a line here
            lines.append(f"\\{line}")
            continue
        lines.append(f"\\{line}" if not fenced and not fence and _MARKUP.match(line) else line)
        fenced ^= fence
    return "\n".join(lines)


def _unescaped(line: str) -> str:
    return line.removeprefix("\\")
