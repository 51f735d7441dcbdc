from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.memory import Memory, Numbers
from quizdl.domain.plan import Learners, Order, Person, Standing, by_due, by_gain, simulate

PERSON = Person(Memory(DEFAULT_PARAMETERS), (0.24, 0.094, 0.495, 0.171), (0.224, 0.631, 0.145))


def standing(seen: int, new: int, seed: int = 1) -> Standing:
    rng, size = np.random.default_rng(seed), seen + new
    old = np.arange(size) < seen
    stability = np.where(old, np.exp(rng.normal(1.5, 1.0, size)), np.nan)
    days = np.where(old, rng.integers(0, 40, size), 0)
    return Standing(
        stability=stability,
        difficulty=np.where(old, rng.uniform(1, 10, size), np.nan),
        days=days,
        due=np.where(old, np.nan_to_num(stability).round().astype(np.int64) - days, 0),
        learning=np.zeros(size, dtype=np.bool_),
        seconds=rng.choice([8.0, 20.0], size),
        turn=rng.random(size),
    )


def ends(start: Standing, order: Order, days: int, minutes: float, learners: int = 8) -> Numbers:
    seconds = 60 * minutes
    return simulate(PERSON, start, order, days=days, seconds=seconds, today=seconds, learners=learners, seed=1).recall


def test_without_time_nothing_is_asked_and_everything_is_forgotten_as_fsrs_says() -> None:
    start = standing(40, 10)
    for order in (by_gain, by_due):
        known = ends(start, order, 30, 0)
        assert known[:40] == pytest.approx(PERSON.memory.recall(start.stability[:40], start.days[:40] + 30))
        assert not known[40:].any()


@pytest.mark.parametrize(
    ("seen", "new", "days", "minutes"), [(0, 300, 30, 5), (150, 150, 20, 5), (200, 0, 30, 4), (60, 200, 5, 10)]
)
def test_the_plan_leaves_more_known_than_the_order_of_the_drill(seen: int, new: int, days: int, minutes: int) -> None:
    start = standing(seen, new)
    plan, due = (ends(start, order, days, minutes).mean() for order in (by_gain, by_due))
    assert plan > due + 0.005


def test_more_minutes_leave_more_known() -> None:
    known = [ends(standing(100, 200), by_gain, 20, minutes).mean() for minutes in (1, 3, 9)]
    assert known == sorted(known)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 20), st.floats(0, 10), st.integers(0, 9))
def test_whatever_is_to_be_planned_probabilities_come_out_and_no_day_is_overdrawn(
    seen: int, new: int, days: int, minutes: float, seed: int
) -> None:
    start = standing(seen, new, seed)
    for order in (by_gain, by_due):
        known = ends(start, order, days, minutes, learners=2)
        assert ((known >= 0) & (known <= 1)).all()
        learners = Learners(PERSON, start, 2, seed)
        learner, question = learners.choose(order(learners, days), 60 * minutes)
        for one in range(2):
            assert start.seconds[question[learner == one]].sum() <= 60 * minutes
            assert len(set(question[learner == one])) == (learner == one).sum()


def test_what_is_set_aside_is_never_asked() -> None:
    start = standing(10, 10)
    aside = np.arange(20) % 2 == 0
    start = replace(start, seconds=np.where(aside, np.inf, start.seconds))
    for order in (by_gain, by_due):
        found = simulate(PERSON, start, order, days=5, seconds=6000, today=6000, learners=2, seed=1)
        assert not found.asked[10:][aside[10:]].any()
        assert found.asked[10:][~aside[10:]].all()


def test_a_day_that_is_used_up_is_not_used_again() -> None:
    found = simulate(PERSON, standing(0, 10), by_gain, days=0, seconds=600, today=0, learners=2, seed=1)
    assert not found.asked.any()


def test_the_gain_is_what_one_answer_changes_on_average() -> None:
    start = standing(30, 30)
    first = Learners(PERSON, start, 1, 1)
    said = first.gain(20)[0]
    many = Learners(PERSON, start, 4000, 1)
    learner, question = (x.ravel() for x in np.indices((4000, 60)))
    many.answer(learner, question)
    assert many.recall(20).mean(axis=0) - first.recall(20)[0] == pytest.approx(said, abs=0.01)


def test_due_order_asks_what_is_due_then_what_is_new_then_what_is_due_soonest() -> None:
    start = standing(6, 3)
    _, order = (
        x[0] if x.ndim > 1 else x
        for x in Learners(PERSON, start, 1, 1).choose(by_due(Learners(PERSON, start, 1, 1), 9), 1e9)
    )
    kinds = [0 if start.due[i] <= 0 and i < 6 else 1 if i >= 6 else 2 for i in order]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2}
    assert [start.due[i] for i in order if i < 6] == sorted(start.due[:6])
    assert [start.turn[i] for i in order if i >= 6] == sorted(start.turn[6:])
