"""The outline of a course, and the questions that cover it."""

from __future__ import annotations

from collections.abc import Iterator

from quizdl.bank.find import CONTENTS
from quizdl.bank.rules.rule import Placed, Rule, Whole


def _covers(placed: Placed, whole: Whole) -> Iterator[str]:
    if whole.outline:
        for row in placed.one.covers:
            if row not in whole.outline:
                yield f"covers {row!r}, which is no row of the outline in {CONTENTS}"


def _uncovered(whole: Whole) -> Iterator[str]:
    covered = whole.covered.union(*(placed.one.covers for placed in whole.placed))
    for row in whole.outline:
        if row not in covered and row not in whole.unasked:
            yield f"row {row} of the outline is not asked: cover it, or say under `unasked` why not"
    for row in whole.unasked:
        if row in covered or row not in whole.outline:
            yield f"unasked: row {row} is {'asked' if row in covered else 'no row of the outline'}; take it out"


RULES = (
    Rule("BANK013", "`covers` names rows of the outline.", "A misspelt row looks covered and is not.", _covers),
    Rule("BANK014", "Every row of the outline is covered, or said not to be asked.",
         "A course's every line is owed a question.", whole=_uncovered),
)  # fmt: skip
