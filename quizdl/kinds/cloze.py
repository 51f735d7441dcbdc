"""Blanks in a text: `{{answer | other spelling}}`. The first spelling is the one shown; a slip passes with a remark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from quizdl.domain.question import Asked, Example, Problem, Question, Verdict
from quizdl.kinds._words import matching

BLANK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
MOST_WORDS = 10
_SEPARATORS = (r";", r",", r"\band\b|&", r"\s+", r"/|\||->|→")


@dataclass(frozen=True, kw_only=True)
class Cloze(Question):
    """The prompt holds the blanks. Several are answered in one line, with `;` between them."""

    def problems(self) -> Iterator[Problem]:
        if not self._blanks():
            yield Problem(("prompt",), "has no blank; write the missing word as {{word}}")
        for spellings in self._blanks():
            if not all(spellings):
                yield Problem(("prompt",), "a blank has an empty spelling; write {{word}} or {{word | other}}")

    def ask(self, rng: random.Random) -> Asked:
        blanks = self._blanks()
        form = "the missing word" if len(blanks) == 1 else f"the {len(blanks)} missing words, with ; between"
        starts = "; ".join(_start(spellings[0]) for spellings in blanks)
        return Asked(self, self.statement(), form, self.hint or f"It starts like this: {starts}")

    def grade(self, asked: Asked, text: str) -> Verdict:
        blanks = self._blanks()
        if not text:
            return Verdict("unparsable", 0, f"type {asked.form}", self.expected())
        given = [text] if len(blanks) == 1 else _parts(text, blanks)
        if len(given) > len(blanks):
            return Verdict("unparsable", 0, f"there are {len(blanks)} blanks; type {asked.form}", self.expected())
        remarks, wrong = [], []
        for part, spellings in zip(given + [""] * len(blanks), blanks, strict=False):
            match = matching(part, spellings)
            if match is None:
                wrong.append(f"{part or 'nothing'} for {spellings[0]}")
            elif match[1]:
                remarks.append(f"It is spelled {match[0]}.")
        score = 1 - len(wrong) / len(blanks)
        if not wrong:
            return Verdict("correct", 1, " ".join(remarks), self.expected())
        return Verdict("partial" if score > 0 else "wrong", score, f"You typed {', '.join(wrong)}.", self.expected())

    def expected(self) -> str:
        return "; ".join(spellings[0] for spellings in self._blanks())

    def statement(self) -> str:
        return BLANK.sub("____", self.prompt)

    def meaning(self) -> Any:
        return [spellings[0] for spellings in self._blanks()]

    def _blanks(self) -> list[list[str]]:
        return [[spelling.strip() for spelling in blank.split("|")] for blank in BLANK.findall(self.prompt)]


def _parts(text: str, blanks: Sequence[Sequence[str]]) -> list[str]:
    """Splits at semicolons, else at what gives as many parts as there are blanks, else between words so that each fits its blank."""
    wanted = len(blanks)
    splits = [[part.strip() for part in re.split(separator, text)] for separator in _SEPARATORS]
    if found := next((parts for parts in splits if len(parts) == wanted), None):
        return found
    words = text.split()
    for cuts in combinations(range(1, len(words)), wanted - 1) if len(words) <= MOST_WORDS else ():
        parts = [" ".join(words[i:j]) for i, j in pairwise((0, *cuts, len(words)))]
        if all(matching(part, spellings) for part, spellings in zip(parts, blanks, strict=True)):
            return parts
    return splits[0]


def _start(word: str) -> str:
    """A first letter, and a dot for each of the others; of a single one nothing is given away."""
    return word[: len(word) > 1] + "." * max(1, len(word) - 1)


KIND = Cloze
EXAMPLE = Example(
    fields={"prompt": "The look-ahead form of momentum is {{Nesterov}}'s; sigma' is at most {{0.25 | 1/4}}."},
    answers={
        "Nesterov; 0.25": "correct",
        "nestorov, 1/4": "correct",
        "Polyak; .25": "partial",
        "Nesterov": "partial",
        "Polyak; 1": "wrong",
        "": "unparsable",
    },
    poor=(
        "____ is used to make training better.",
        "dropout",
        "A dozen words fit. A blank must have one answer, in the spellings that experts use, and the sentence around it must force that one.",
    ),
)
