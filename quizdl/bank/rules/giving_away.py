"""Answers that stand where they are asked for, and questions that answer each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizdl.bank.rules.rule import LIKE, Placed, Rule, Whole, each_sample
from quizdl.domain.question import Question

DUPLICATE, ALIKE = 0.9, 0.7
"""Cosines from which on two questions are the same; are the same if their answers are."""


def _hint_tells(question: Question) -> Iterator[str]:
    answer = re.escape(question.expected())
    if question.hint and re.search(rf"(?<![\w.]){answer}(?![\w.])", question.hint):
        yield "the hint holds the answer: nudge instead"


def _duplicate(placed: Placed, whole: Whole) -> Iterator[str]:
    for cosine, other in whole.like.get(placed.id, ()):
        generated = placed.item.generated or other.item.generated
        same = cosine >= ALIKE and not generated and placed.one.expected() == other.one.expected()
        if cosine >= DUPLICATE or same:
            yield f"nearly the same as {other.id} (cosine {cosine:.2f}): drop or reword one of them"


def _gives_away(placed: Placed, whole: Whole) -> Iterator[str]:
    for cosine, other in whole.like.get(placed.id, ()):
        if not whole.apart(placed, other):
            yield f"much like {other.id} (cosine {cosine:.2f}): add `reveals: [{other.id}]`, so that no drill has both"


def _reveals(placed: Placed, whole: Whole) -> Iterator[str]:
    for other in placed.item.reveals:
        if other not in whole.by_id:
            yield f"reveals {other!r}, which is no question of this bank"


def _step_tells(placed: Placed, _: Whole) -> Iterator[str]:
    for question in placed.samples if placed.setting else ():
        answer = question.expected()
        words = re.search("[a-z]{2}", answer, re.IGNORECASE)  # a number may well be the answer and among those given
        if words and re.search(
            rf"(?<!\w){re.escape(answer)}(?!\w)", f"{placed.setting} {question.prompt}", re.IGNORECASE
        ):
            yield f"the setting or the prompt holds the answer, {answer!r}: ask in other words"
            return


RULES = (
    Rule("BANK009", "A hint does not hold the answer.", "It is shown to somebody who wants to find it.", each_sample(_hint_tells)),
    Rule("BANK010", "No two questions are nearly the same.",
         "The second teaches nothing, and is answered by memory. Measured by the cosine of rare words in prompt and answer: "
         f"from {DUPLICATE} on, or from {ALIKE} on with the same answer.", _duplicate),
    Rule("BANK011", "Questions that are much alike name each other under `reveals`.",
         f"In one drill the first would answer the second. Much alike is a cosine from {LIKE} on.", _gives_away),
    Rule("BANK012", "`reveals` names questions that there are.", "A misspelt name keeps nothing apart.", _reveals),
    Rule("BANK017", "Setting and prompt of a chain's step do not hold its answer.",
         "What is read in the question needs not be known. A number may be the answer and given, too.", _step_tells),
)  # fmt: skip
