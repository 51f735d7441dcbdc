from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.analysis import hardest, mended, periods, timings
from quizdl.domain.calibration import DECILES, FEW, Predictions, share, wilson

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_an_interval_holds_its_share_and_lies_in_0_to_1(of: int, part: float) -> None:
    found = share(part * of, of)
    assert found.low is not None and found.share is not None and found.high is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high


def test_of_nothing_there_is_no_share() -> None:
    assert share(0, 0) == share(0, 0)
    assert (share(0, 0).of, share(0, 0).share) == (0, None)
    assert Predictions().calibration().groups == ()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=400))
def test_groups_are_about_tenths_of_what_was_predicted_and_leave_nothing_out(answers: list[tuple[float, bool]]) -> None:
    predictions = Predictions()
    for predicted, known in answers:
        predictions.add(predicted, known)
    found = predictions.calibration()
    expected = [group.predicted for group in found.groups]
    assert expected == sorted(expected)
    assert 1 <= len(found.groups) <= DECILES + 1
    assert len(found.groups) == 1 or all(group.observed.of >= FEW / 2 for group in found.groups)
    assert sum(group.observed.of for group in found.groups) == found.observed.of == len(answers)
    right = sum((group.observed.share or 0) * group.observed.of for group in found.groups)
    assert right == pytest.approx(sum(known for _, known in answers))
    assert found.predicted == pytest.approx(sum(predicted for predicted, _ in answers) / len(answers))
    losses = [-math.log(min(max(p if known else 1 - p, 1e-6), 1 - 1e-6)) for p, known in answers]
    assert found.log_loss == pytest.approx(sum(losses) / len(losses), abs=1e-9)


def test_many_answers_make_ten_even_groups_in_which_what_is_true_is_inside() -> None:
    rng, predictions = random.Random(1), Predictions()
    for _ in range(20_000):
        predicted = rng.betavariate(8, 1.5)
        predictions.add(predicted, rng.random() < predicted)
    groups = predictions.calibration().groups
    assert 9 <= len(groups) <= 11
    assert all(1000 < group.observed.of < 2300 for group in groups)
    inside = sum((g.observed.low or 1) <= g.predicted <= (g.observed.high or 0) for g in groups)
    assert inside >= 8


def test_times_are_counted_by_tenths_and_kinds() -> None:
    rows = [("choice", 5, 2, 2.0), ("choice", 95, 1, 0.0), ("choice", 250, 1, 0.0), ("formula", 45, 6, 4.5)]
    found = timings(rows)
    whole, choice = found[0], found[2]
    assert [timing.kind for timing in found] == [None, "formula", "choice"]
    assert list(whole.answers) == [2, 0, 0, 0, 6, 0, 0, 0, 0, 2]
    assert list(whole.right) == [2.0, 0, 0, 0, 4.5, 0, 0, 0, 0, 0.0]
    assert (whole.median, whole.slow, choice.median) == (0.46, 0.96, 0.06)
    assert not timings([])


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 4000))
def test_periods_are_few_and_reach_the_last_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    name, starts = periods(first, last)
    assert 1 <= len(starts) <= 36
    assert list(starts) == sorted(set(starts))
    assert starts[-1] <= last
    longest = {"day": 1, "week": 7, "month": 31}[name]
    assert (last - starts[-1]).days < longest
    assert starts[0] <= first or (name == "month" and len(starts) == 36)
    assert all(1 <= (b - a).days <= longest for a, b in pairwise(starts))


def test_the_hardest_are_those_that_are_hard_with_most_certainty() -> None:
    rows = [("once", 1, 0.0), ("easy", 9, 9.0), ("bad luck", 2, 0.0), ("hard", 20, 4.0), ("so so", 20, 15.0)]
    assert [name for name, _ in hardest(rows, 9)] == ["hard", "bad luck", "so so"]
    assert [name for name, _ in hardest(rows, 1)] == ["hard"]


def test_a_mistake_is_mended_when_its_derivation_is_solved_after_the_last_time() -> None:
    hours = [NOON + timedelta(hours=hour) for hour in range(6)]
    tried = [
        ("adam", hours[0], "wrong", ["a", "b"]),
        ("relu", hours[1], "correct", []),
        ("adam", hours[2], "correct", []),
        ("adam", hours[3], "wrong", ["a"]),
        ("relu", hours[4], "wrong", ["c"]),
    ]
    assert mended(tried) == [
        ("relu", "c", 1, hours[4], hours[4], None),
        ("adam", "a", 2, hours[0], hours[3], None),
        ("adam", "b", 1, hours[0], hours[0], hours[2]),
    ]
    assert mended([*tried, ("adam", hours[5], "correct", [])])[1] == ("adam", "a", 2, hours[0], hours[3], hours[5])
