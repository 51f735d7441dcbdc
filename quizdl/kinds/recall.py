"""A list from memory: as many as `need` of the items, with commas between. Synonyms and small slips count."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from quizdl.domain.bounds import Bounds
from quizdl.domain.question import Asked, Example, Problem, Question, Verdict
from quizdl.kinds._words import letters, matching

SEPARATOR = re.compile(r"[,;\n]")
LONGEST_ITEM = 6
"""Words."""
_BETWEEN = re.compile(r"\band\b|[&+/|•]")
_NUMBERING = re.compile(r"(?:^|(?<=[\s,;]))(?:\d\s?[.)]\s+|[-*•]\s+)")


@dataclass(frozen=True, kw_only=True)
class Recall(Question):
    """`answer` maps each item to its synonyms; `mistakes` maps wrong items that people name to why they are wrong."""

    default_seconds: ClassVar[float] = 10.0

    need: Annotated[int, Bounds(ge=1)]
    answer: Annotated[dict[str, list[str]], Bounds(min_length=2)]
    mistakes: dict[str, str] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        if self.need > len(self.answer):
            yield Problem(("need",), f"needs {self.need} of {len(self.answer)} items; lower it or add items")
        seen: dict[str, str] = {}
        for item, synonyms in self.answer.items():
            for spelling in (item, *synonyms):
                if not letters(spelling) or SEPARATOR.search(spelling):
                    yield Problem(("answer", item), f"{spelling!r} cannot be typed between commas; reword it")
                if (other := seen.setdefault(letters(spelling), item)) != item:
                    yield Problem(("answer", item), f"{spelling!r} stands under {other!r} too; keep it in one place")
        for mistake in self.mistakes:
            if letters(mistake) in seen:
                yield Problem(
                    ("mistakes", mistake), f"it is right, as {seen[letters(mistake)]!r}; take it out of one of them"
                )

    def ask(self, rng: random.Random) -> Asked:
        firsts = ", ".join(f"{item[0]}…" for item in list(self.answer)[: self.need])
        return Asked(self, self.prompt, f"{self.need} items, with commas", self.hint or f"Some start with: {firsts}")

    def grade(self, asked: Asked, text: str) -> Verdict:
        spellings = {spelling: item for item, synonyms in self.answer.items() for spelling in (item, *synonyms)}
        named = _named(text, [*spellings, *self.mistakes])
        if not named:
            return Verdict(
                "unparsable",
                0,
                f"type {self.need} items with commas between them, as in: one, two, three",
                self.expected(),
            )
        found: list[str] = []
        words: list[str] = []
        mistake = None
        for part in named:
            match = matching(part, [*spellings, *self.mistakes])
            if match is None:
                words.append(f"{part}: not on the list")
            elif match[0] not in spellings:
                mistake = mistake or match[0]
                words.append(f"{part}: {self.mistakes[match[0]]}")
            elif (item := spellings[match[0]]) in found:
                words.append(f"{part}: named already, as {item}")
            else:
                found.append(item)
                if match[1]:
                    words.append(f"{part}: spelled {match[0]}")
        score = min(1.0, len(found) / self.need)
        if score < 1:
            words[:0] = [f"right: {', '.join(found)}"] if found else []
            missed = [item for item in self.answer if item not in found]
            words.append(f"missed: {', '.join(missed[: self.need - len(found) + 2])}")
        says = "; ".join(words).replace(".;", ";")
        if score == 1:
            return Verdict("correct", 1, says, self.expected(), mistake)
        return Verdict("partial" if score > 0 else "wrong", score, says, self.expected(), mistake)

    def expected(self) -> str:
        items = ", ".join(self.answer)
        return items if self.need == len(self.answer) else f"{self.need} of: {items}"

    def meaning(self) -> Any:
        return [self.need, sorted(self.answer)]


def _named(text: str, known: Sequence[str]) -> list[str]:
    """The items of a list; an `and`, `+` or `/` stands between two unless it belongs to one that is known, and so does a mere space."""
    by_letters = {letters(spelling): spelling for spelling in known}

    def items(part: str) -> list[str]:
        return [part] if matching(part, known) else _side_by_side(part.split(), by_letters)

    parts = [
        item
        for part in SEPARATOR.split(_NUMBERING.sub("", text))
        for item in items(part) or [item for piece in _BETWEEN.split(part) for item in items(piece) or [piece]]
    ]
    return [part.strip() for part in parts if part.strip()]


def _side_by_side(words: list[str], known: Mapping[str, str]) -> list[str]:
    """Items that were typed with only spaces between them, longest first; none unless every word belongs to one."""
    items: dict[int, list[str]] = {len(words): []}  # of what follows a place
    for start in reversed(range(len(words))):
        for end in range(min(len(words), start + LONGEST_ITEM), start, -1):
            if end in items and letters(item := " ".join(words[start:end])) in known:
                items[start] = [item, *items[end]]
                break
    return items.get(0, [])


KIND = Recall
EXAMPLE = Example(
    fields={
        "prompt": "Name three cures for overfitting.",
        "need": 3,
        "answer": {
            "dropout": [],
            "data augmentation": ["augmentation"],
            "early stopping": [],
            "weight decay": ["L2", "L2 regularization", "regularization"],
        },
        "mistakes": {"momentum": "It speeds up training; it does not regularize."},
    },
    answers={
        "dropout, augmentation, L2": "correct",
        "Drop-out; early stoping and weight decay": "correct",
        "dropout, momentum": "partial",
        "momentum": "wrong",
        "L2, weight decay, dropout": "partial",
        " , ": "unparsable",
    },
    poor=(
        "Name some optimizers.",
        "SGD, Adam, RMSprop",
        "How many, and of which kind? Say the number, and bound the list so that an expert's every good answer is on it.",
    ),
)
