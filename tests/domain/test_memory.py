"""The model over arrays is held against `fsrs`, which makes the schedules."""

from __future__ import annotations

from datetime import timedelta

import fsrs
import numpy as np
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.memory import Memory
from quizdl.domain.schedule import Rating, advance, fsrs_parameters, recall
from tests.domain.made import NOW

DAY = timedelta(days=1)
parameters = st.one_of(
    st.just(tuple(DEFAULT_PARAMETERS)),
    st.tuples(
        *(st.floats(low, high) for low, high in zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))
    ),
)
answers = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(Rating)), min_size=1, max_size=6)


@given(parameters, answers)
def test_it_remembers_as_the_schedules_do(parameters: tuple[float, ...], answers: list[tuple[int, Rating]]) -> None:
    memory, at, schedule = Memory(parameters), NOW, None
    stability = difficulty = np.array([np.nan])
    for days, rating in answers:
        at += days * DAY
        if schedule is None:
            stability, difficulty = memory.first_stability[[rating]], memory.first_difficulty[[rating]]
        else:
            known = recall(schedule.stability, schedule.last, at, parameters)
            assert memory.recall(np.array([schedule.stability]), days) == pytest.approx(known)
            stability = memory.stability(np.array([schedule.stability]), np.array([schedule.difficulty]), days, rating)
            difficulty = memory.difficulty(np.array([schedule.difficulty]), rating)
        schedule = advance("q", schedule, rating, at, parameters)
        assert (stability[0], difficulty[0]) == pytest.approx((schedule.stability, schedule.difficulty))


def test_the_parameters_are_within_the_bounds_of_fsrs() -> None:
    assert fsrs_parameters(None) == tuple(DEFAULT_PARAMETERS)
    wild = fsrs_parameters((1e5,) * 21)
    assert wild == tuple(map(float, UPPER_BOUNDS_PARAMETERS))
    fsrs.Scheduler(wild)
