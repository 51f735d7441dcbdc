"""When a question comes back: FSRS (`fsrs`), one schedule per question. A replay of the reviews gives the same schedules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import fsrs

REVIEW = 2
"""The state of a question that was learnt: its intervals count in days."""
STEPS = (timedelta(minutes=10),)
"""A question that was not known comes back after ten minutes before its intervals count in days."""
Parameters = tuple[float, ...]
DAY = timedelta(days=1)
PARAMETERS = 21
"""FSRS-6 has so many."""


class Rating(IntEnum):
    """FSRS's four ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Where a question stands.

    Attributes:
        due: when it comes back, UTC.
        stability: days after which recall has fallen to 90 %.
        difficulty: 1 to 10.
        state: 1 learning, 2 review, 3 relearning; `step` within (re)learning.
        last: the last review, UTC.
        reviews: how many; `lapses` how many of them forgot it.
    """

    question: str
    due: datetime
    stability: float
    difficulty: float
    state: int
    step: int | None
    last: datetime
    reviews: int
    lapses: int


def advance(
    question: str, schedule: Schedule | None, rating: Rating, at: datetime, parameters: Parameters | None = None
) -> Schedule:
    """The schedule after one more review, with FSRS's own parameters or those fitted to a person."""
    import fsrs

    card, _ = _scheduler(parameters).review_card(_card(schedule, at), fsrs.Rating(int(rating)), at)
    lapsed = rating is Rating.AGAIN and schedule is not None and schedule.state == REVIEW
    return Schedule(
        question=question,
        due=card.due,
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        state=int(card.state),
        step=card.step,
        last=at,
        reviews=(schedule.reviews if schedule else 0) + 1,
        lapses=(schedule.lapses if schedule else 0) + lapsed,
    )


def replay(
    answers: Iterable[tuple[str, datetime, Rating]], parameters: Parameters | None
) -> Iterator[tuple[Schedule | None, Rating, Schedule]]:
    """What follows from a log of answers, one by one: the schedule before each, its rating, the schedule after it.

    Args:
        answers: question, when, rating; question by question, each in order.
        parameters: that were fitted to a person; None for FSRS's own.
    """
    after: Schedule | None = None
    for question, at, rating in answers:
        before = after if after and after.question == question else None
        after = advance(question, before, rating, at, parameters)
        yield before, rating, after


def recall(stability: float, last: datetime, at: datetime, parameters: Parameters | None = None) -> float:
    """The probability that what was last reviewed then is known at a moment (FSRS's retrievability)."""
    return forgetting_curve(parameters)(days_between(last, at), stability)


def days_between(last: datetime, at: datetime) -> int:
    """How many days FSRS, which knows whole ones only, is told: the nearest number.

    Who answers at about the same hour each day does so a day later, even if some minutes are missing. A clock that was put back shows no time at all.
    """
    return max(0, round((at - last) / DAY))


def fsrs_parameters(parameters: Parameters | None) -> Parameters:
    """The parameters that FSRS works with: its own for None, and within its bounds."""
    return tuple(_scheduler(parameters).parameters)


@lru_cache(4)
def forgetting_curve(parameters: Parameters | None) -> Callable[[int, float], float]:
    """What gives the recall after so many whole days, of what has a stability in days: 90 % after as many days as that."""
    decay = -_scheduler(parameters).parameters[20]
    factor = 0.9 ** (1 / decay) - 1

    def after(days: int, stability: float) -> float:
        return float((1 + factor * days / stability) ** decay)

    return after


def _card(schedule: Schedule | None, at: datetime) -> fsrs.Card:
    import fsrs

    if schedule is None:
        return fsrs.Card(card_id=0, due=at)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(schedule.state),
        step=schedule.step,
        stability=schedule.stability,
        difficulty=schedule.difficulty,
        due=schedule.due,
        last_review=at - DAY * days_between(schedule.last, at),
    )


@lru_cache(4)
def _scheduler(parameters: Parameters | None) -> fsrs.Scheduler:
    """FSRS with some parameters; those that this version of it does not take are moved to the nearest that it does."""
    import fsrs
    from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    bounds = zip(parameters or DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return fsrs.Scheduler(
        [min(max(value, low), high) for value, low, high in bounds],
        learning_steps=STEPS,
        relearning_steps=STEPS,
        enable_fuzzing=False,
    )
