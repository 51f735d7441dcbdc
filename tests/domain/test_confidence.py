from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.confidence import ENOUGH, calibration


def said(confidence: float, right: int, wrong: int) -> list[tuple[float, bool]]:
    return [(confidence, True)] * right + [(confidence, False)] * wrong


@pytest.mark.parametrize(
    ("answers", "claim"),
    [
        (said(0.95, 4, 4), "over"),
        (said(0.95, 8, 0), ""),
        (said(0.25, 8, 0), "under"),
        (said(0.25, 2, 6), ""),
        (said(0.75, 1, 5), "over"),
        (said(0.95, 0, 3), ""),
        (said(0.25, 4, 0), ""),
    ],
    ids=[
        "certain and half wrong", "certain and right", "guesses that are right", "guesses as good as guesses",
        "fairly sure and wrong", "wrong three times", "right four times",
    ],
)  # fmt: skip
def test_only_what_the_counts_support_is_claimed(answers: list[tuple[float, bool]], claim: str) -> None:
    (found,) = calibration(answers)
    assert found.claim == claim
    assert (found.answers, found.right) == (len(answers), sum(right for _, right in answers))


def test_each_level_that_was_used_is_judged_for_itself() -> None:
    found = calibration([*said(0.95, 2, 6), *said(0.25, 1, 3), *said(0.5, 1, 1)])
    assert [(c.level, c.answers, c.claim) for c in found] == [
        ("guess", 4, ""),
        ("unsure", 2, ""),
        ("certain", 8, "over"),
    ]
    assert calibration([]) == []


@given(st.lists(st.tuples(st.sampled_from([0.25, 0.5, 0.75, 0.95]), st.booleans()), max_size=60))
def test_a_claim_has_enough_answers_and_an_interval_without_what_was_said(answers: list[tuple[float, bool]]) -> None:
    for found in calibration(answers):
        assert 0 <= found.low <= found.right / found.answers <= found.high <= 1
        assert bool(found.claim) <= (found.answers >= ENOUGH)
        assert bool(found.claim) <= (not found.low <= found.said <= found.high)
