from __future__ import annotations

import pytest

from quizdl.domain.question import Outcome, Verdict
from quizdl.domain.review import TIMED_ENOUGH, rating, usual
from quizdl.domain.schedule import Rating


def rated(
    outcome: Outcome,
    seconds: float | None = 2.5,
    *,
    score: float = 0.0,
    limit: float = 5.0,
    hinted: bool = False,
    usual: float | None = None,
) -> Rating | None:
    return rating(Verdict(outcome, score, "", ""), seconds, limit, hinted=hinted, usual=usual)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.0, Rating.EASY),
        (1.6, Rating.EASY),
        (1.7, Rating.GOOD),
        (3.9, Rating.GOOD),
        (4.0, Rating.HARD),
        (5.0, Rating.HARD),
        (None, Rating.GOOD),
    ],
)
def test_a_right_answer_is_rated_by_its_time(seconds: float | None, expected: Rating) -> None:
    assert rated("correct", seconds, score=1) is expected


def test_the_time_is_measured_against_the_questions_own_clock() -> None:
    assert rated("correct", 4.0, score=1, limit=5) is Rating.HARD
    assert rated("correct", 4.0, score=1, limit=10) is Rating.GOOD
    assert rated("correct", 4.0, score=1, limit=60) is Rating.EASY


@pytest.mark.parametrize("seconds", [0.1, 2.5, 4.9, None])
def test_a_right_answer_with_the_hint_is_hard_however_fast(seconds: float | None) -> None:
    assert rated("correct", seconds, score=1, hinted=True) is Rating.HARD


@pytest.mark.parametrize("outcome", ["wrong", "timeout"])
@pytest.mark.parametrize("seconds", [0.1, None])
@pytest.mark.parametrize("hinted", [False, True])
def test_wrong_and_out_of_time_is_again(outcome: Outcome, seconds: float | None, hinted: bool) -> None:
    assert rated(outcome, seconds, hinted=hinted) is Rating.AGAIN


@pytest.mark.parametrize(("score", "expected"), [(0.49, Rating.AGAIN), (0.5, Rating.HARD), (0.9, Rating.HARD)])
def test_partly_right_is_hard_from_one_half_on(score: float, expected: Rating) -> None:
    assert rated("partial", 0.1, score=score) is expected


@pytest.mark.parametrize("outcome", ["skipped", "unparsable"])
def test_skipped_or_unreadable_says_nothing_about_memory(outcome: Outcome) -> None:
    assert rated(outcome) is None


@pytest.mark.parametrize(
    ("usual", "seconds", "expected"),
    [
        (0.7, 2.0, Rating.EASY),  # a slow typist, for whom 3.5 s of 5 are usual
        (0.7, 2.2, Rating.GOOD),
        (0.7, 4.9, Rating.GOOD),
        (0.3, 0.9, Rating.EASY),
        (0.3, 1.0, Rating.GOOD),
        (0.3, 2.2, Rating.GOOD),
        (0.3, 2.3, Rating.HARD),
        (0.1, 0.4, Rating.GOOD),
        (0.1, 1.6, Rating.GOOD),  # thrice the usual, but still at once
        (0.1, 1.7, Rating.HARD),
    ],
)
def test_what_is_quick_or_slow_is_measured_against_what_is_usual(
    usual: float, seconds: float, expected: Rating
) -> None:
    assert rated("correct", seconds, score=1, usual=usual) is expected


def test_what_is_usual_never_decides_about_right_and_wrong() -> None:
    assert rated("wrong", 0.1, usual=0.5) is rated("timeout", 5.0, usual=0.5) is Rating.AGAIN
    assert rated("correct", 0.1, score=1, hinted=True, usual=0.5) is Rating.HARD
    assert rated("correct", None, score=1, usual=0.5) is Rating.GOOD
    assert rated("skipped", usual=0.5) is None


def test_the_usual_share_is_the_median_of_each_kind_that_was_answered_often_enough() -> None:
    shares = [number / 100 for number in range(TIMED_ENOUGH)]
    some = [("choice", share) for share in reversed(shares)] + [("numeric", 0.9)] * (TIMED_ENOUGH - 1)
    assert usual(some) == {"choice": shares[TIMED_ENOUGH // 2]}
