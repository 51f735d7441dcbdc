"""When a question comes back: FSRS (`fsrs`), one schedule per question. A replay of the reviews gives the same schedules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import fsrs

REVIEW = 2
"""The state of a question that was learnt: its intervals count in days."""
STEPS = (timedelta(minutes=10),)
"""A question that was not known comes back after ten minutes before its intervals count in days."""


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


def advance(question: str, schedule: Schedule | None, rating: Rating, at: datetime) -> Schedule:
    """The schedule after one more review."""
    import fsrs

    card, _ = _scheduler().review_card(_card(schedule, at), fsrs.Rating(int(rating)), at)
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


def recall(stability: float, last: datetime, at: datetime) -> float:
    """The probability that what was last reviewed then is known at a moment (FSRS's retrievability)."""
    decay, factor = _forgetting()
    days: int = max(0, (at - last).days)
    return float((1 + factor * days / stability) ** decay)


@cache
def _forgetting() -> tuple[float, float]:
    """FSRS's decay, and the factor with which recall is 90 % after as many days as the stability has."""
    decay = -_scheduler().parameters[20]
    return decay, 0.9 ** (1 / decay) - 1


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
        last_review=schedule.last,
    )


@cache
def _scheduler() -> fsrs.Scheduler:
    import fsrs

    return fsrs.Scheduler(learning_steps=STEPS, relearning_steps=STEPS, enable_fuzzing=False)
