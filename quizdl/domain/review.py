"""What is recorded: one answer to a question, one attempt at a derivation. Append-only; the schedules follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from quizdl.domain.schedule import Rating

if TYPE_CHECKING:
    from quizdl.domain.question import Outcome, Verdict

AT_ONCE, LATE = 1 / 3, 0.8
"""Fractions of the answer clock: a right answer before the first is easy, after the second hard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One answer to a question.

    Attributes:
        id: globally unique.
        at: when it was given, UTC.
        session: the drill it was part of.
        question: the question's permanent id, and `fingerprint` its meaning then.
        seed: shows the same question, shuffled alike, again.
        seconds: the answer time, beyond reading; None if it was not measured (piped, or without the clock).
        limit: the answer clock.
        rating: what the schedule was told; None if the answer says nothing about memory.
        confidence: how sure the person was before the verdict, 0 to 1; None if that was not asked.
    """

    id: str
    at: datetime
    session: str
    question: str
    fingerprint: str
    kind: str
    topic: str
    subtopic: str
    outcome: Outcome
    score: float
    answer: str
    seed: int
    seconds: float | None
    limit: float
    hinted: bool
    rating: Rating | None
    mistake: str | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One graded answer to a derivation, or (outcome `gave_up`) a look at the reference before it was right."""

    id: str
    at: datetime
    derivation: str
    topic: str
    outcome: str
    score: float
    mistakes: tuple[str, ...]
    seed: int
    answer: str


def rating(verdict: Verdict, seconds: float | None, limit: float, *, hinted: bool) -> Rating | None:
    """What an answer says about memory (FSRS: again, hard, good, easy).

    Wrong or out of time: again. Partly right: hard from one half on, else again. Right: hard with a hint or in the last fifth of the time,
    easy within the first third, good otherwise or when no time was taken. Skipped or unreadable: nothing.
    """
    match verdict.outcome:
        case "skipped" | "unparsable":
            return None
        case "wrong" | "timeout":
            return Rating.AGAIN
        case "partial":
            return Rating.HARD if verdict.score >= 0.5 else Rating.AGAIN
    if hinted:
        return Rating.HARD
    if seconds is None:
        return Rating.GOOD
    if seconds >= LATE * limit:
        return Rating.HARD
    return Rating.EASY if seconds <= AT_ONCE * limit else Rating.GOOD
