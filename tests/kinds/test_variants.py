"""Right answers in a thousand forms are accepted, and what lies next to them is refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import pytest

from quizdl.kinds.formula import Formula
from tests.kinds import near_misses, variants
from tests.kinds.made import graded
from tests.kinds.variants import Typed

FORMS = (variants.numeric, variants.formula, variants.cloze, variants.recall, variants.picked)
MISSES = (near_misses.numeric, near_misses.formula, near_misses.cloze, near_misses.recall, near_misses.picked)
EACH, FEWER = 5, 2
"""Of each question in the default suite, and of each formula, which takes longer; the longer proofs try all."""
Made = Callable[[], Iterator[Typed]]


def _some(made: Made) -> Iterator[Typed]:
    """A few of each question's, others for each question."""
    for name, typed in groupby(made(), lambda typed: typed.question.id):
        known = list(typed)
        each = FEWER if isinstance(known[0].question, Formula) else EACH
        yield from random.Random(name).sample(known, min(each, len(known)))


def _judged(all_typed: Iterable[Typed], wanted: str) -> str:
    """In words, the answers that were not judged as `right` or `wrong` as they should have been."""
    words = []
    for typed in all_typed:
        verdict = graded(typed.question, typed.text)
        if (verdict.outcome == "correct") != (wanted == "right"):
            words.append(f"{typed.question.id}: {typed.text!r} ({typed.how}): {verdict.outcome}: {verdict.says}")
    return "\n".join(words)


@pytest.mark.parametrize("made", FORMS)
def test_a_right_answer_is_accepted_in_every_form(made: Made) -> None:
    assert _judged(_some(made), "right") == ""


@pytest.mark.parametrize("made", MISSES)
def test_a_near_miss_is_refused(made: Made) -> None:
    assert _judged(_some(made), "wrong") == ""


@pytest.mark.slow
@pytest.mark.parametrize("made", FORMS)
def test_a_right_answer_is_accepted_in_all_forms_there_are(made: Made) -> None:
    assert _judged(made(), "right") == ""


@pytest.mark.slow
@pytest.mark.parametrize("made", MISSES)
def test_all_near_misses_are_refused(made: Made) -> None:
    assert _judged(made(), "wrong") == ""


@pytest.mark.parametrize("all_made", [FORMS, MISSES])
def test_there_are_more_than_a_thousand(all_made: tuple[Made, ...]) -> None:
    assert sum(1 for made in all_made for _ in _some(made)) >= 1000


def test_a_slip_is_accepted_with_a_remark() -> None:
    slips = [typed for made in (variants.cloze, variants.recall) for typed in made() if typed.how.startswith("a slip")]
    assert len(slips) > 50
    for typed in slips:
        assert "spelled" in graded(typed.question, typed.text).says, typed
