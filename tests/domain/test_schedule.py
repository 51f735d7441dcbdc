from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.schedule import Rating, Schedule, advance, days_between, recall
from tests.conftest import times
from tests.domain.made import NOW

DAY = timedelta(days=1)
LEARNING, REVIEW, RELEARNING = 1, 2, 3


def replay(ratings: list[Rating], times: list[datetime]) -> Schedule:
    schedule: Schedule | None = None
    for rating, at in zip(ratings, times, strict=True):
        schedule = advance("q", schedule, rating, at)
    assert schedule
    return schedule


def test_a_new_question_that_was_not_known_comes_back_in_ten_minutes() -> None:
    schedule = advance("q", None, Rating.AGAIN, NOW)
    assert schedule.question == "q"
    assert schedule.due == NOW + timedelta(minutes=10)
    assert (schedule.state, schedule.reviews, schedule.lapses, schedule.last) == (LEARNING, 1, 0, NOW)


def test_what_is_known_comes_back_later_the_better_it_was_known() -> None:
    after = [advance("q", None, rating, NOW).due for rating in Rating]
    assert after == sorted(set(after))
    assert after[-1] - NOW > 5 * DAY
    known = replay([Rating.GOOD, Rating.GOOD], [NOW, NOW + 3 * DAY])
    again = [advance("q", known, rating, known.due).due for rating in Rating]
    assert again == sorted(set(again))


def test_each_time_that_it_is_known_the_interval_grows() -> None:
    schedule, intervals = None, []
    at = NOW
    for _ in range(6):
        schedule = advance("q", schedule, Rating.GOOD, at)
        intervals.append(schedule.due - at)
        at = schedule.due
    assert all(later > earlier for earlier, later in pairwise(intervals))
    assert intervals[-1] > 30 * DAY


def test_only_forgetting_what_was_learnt_is_a_lapse() -> None:
    schedule = replay(
        [Rating.AGAIN, Rating.AGAIN, Rating.GOOD, Rating.EASY], [NOW, NOW + DAY, NOW + 2 * DAY, NOW + 9 * DAY]
    )
    assert (schedule.state, schedule.reviews, schedule.lapses) == (REVIEW, 4, 0)
    forgotten = advance("q", schedule, Rating.AGAIN, NOW + 30 * DAY)
    assert (forgotten.state, forgotten.reviews, forgotten.lapses) == (RELEARNING, 5, 1)
    assert forgotten.due == NOW + 30 * DAY + timedelta(minutes=10)
    assert forgotten.stability < schedule.stability
    assert advance("q", forgotten, Rating.AGAIN, NOW + 31 * DAY).lapses == 1


histories = st.lists(st.tuples(st.sampled_from(Rating), st.floats(0.001, 90)), min_size=1, max_size=12)


@settings(max_examples=times(60))
@given(histories)
def test_a_replay_gives_the_very_same_schedule(history: list[tuple[Rating, float]]) -> None:
    times = [NOW + timedelta(days=days) for days in accumulate(gap for _, gap in history)]
    ratings = [rating for rating, _ in history]
    random.seed(1)
    first = replay(ratings, times)
    random.seed(2)
    assert replay(ratings, times) == first
    assert first.due > first.last == times[-1]
    assert first.due.tzinfo is UTC
    assert 1 <= first.difficulty <= 10
    assert first.stability > 0
    assert first.reviews == len(history)
    assert advance("q", first, Rating.GOOD, first.due) == advance("q", first, Rating.GOOD, first.due)


def test_advancing_leaves_the_schedule_before_as_it_was() -> None:
    before = replay([Rating.GOOD, Rating.GOOD], [NOW, NOW + 3 * DAY])
    copy = replay([Rating.GOOD, Rating.GOOD], [NOW, NOW + 3 * DAY])
    advance("q", before, Rating.AGAIN, NOW + 9 * DAY)
    assert before == copy


def test_recall_falls_from_one_to_nine_tenths_after_the_stability() -> None:
    schedule = replay([Rating.GOOD, Rating.GOOD], [NOW, NOW + 3 * DAY])
    known = [recall(schedule.stability, schedule.last, schedule.last + days * DAY) for days in range(0, 40, 5)]
    assert known[0] == pytest.approx(1)
    assert known == sorted(known, reverse=True)
    then = schedule.last + round(schedule.stability) * DAY
    assert recall(schedule.stability, schedule.last, then) == pytest.approx(0.9, abs=0.02)


@given(st.floats(0.1, 1000), st.integers(-50, 5000))
def test_recall_is_that_of_fsrs_after_the_nearest_number_of_days(stability: float, hours: int) -> None:
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=stability, difficulty=5.0, due=NOW, last_review=NOW)
    at = NOW + timedelta(hours=hours)
    whole = NOW + days_between(NOW, at) * DAY
    assert recall(stability, NOW, at) == pytest.approx(fsrs.Scheduler().get_card_retrievability(card, whole))


@pytest.mark.parametrize(
    ("hours", "days"), [(-30, 0), (0, 0), (11, 0), (13, 1), (23.5, 1), (24.5, 1), (35, 1), (37, 2)]
)
def test_days_are_counted_to_the_nearest(hours: float, days: int) -> None:
    assert days_between(NOW, NOW + timedelta(hours=hours)) == days


@pytest.mark.parametrize("rating", Rating)
def test_the_same_hour_a_little_earlier_is_a_day_later(rating: Rating) -> None:
    """FSRS alone counts 23 hours and 50 minutes as the same day, on which nothing is forgotten."""
    once = advance("q", None, Rating.GOOD, NOW)
    early, exact = (advance("q", once, rating, NOW + DAY - timedelta(minutes=less)) for less in (10, 0))
    assert (early.stability, early.difficulty) == (exact.stability, exact.difficulty)
