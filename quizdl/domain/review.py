"""What is recorded: one answer to a question, one attempt at a derivation. Append-only; the schedules follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from quizdl.domain.schedule import Rating

if TYPE_CHECKING:
    from quizdl.domain.question import Outcome, Verdict

AT_ONCE, LATE = 1 / 3, 0.8
"""Fractions of the answer clock: a right answer before the first is easy, after the second hard, until the person's own pace is known."""
QUICK, SLOW = 0.6, 1.5
"""The same as multiples of what the person usually takes: with the usual spread of answer times (log-normal, sigma about 0.5) these are the
quickest sixth and the slowest fifth of the right answers, which is how often FSRS's own default simulation has easy and hard."""
TIMED_ENOUGH = 20
"""Timed right answers of a kind from which their median is taken for what is usual."""


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


def usual(shares: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The median share of the answer clock that a person's right answers take, by kind; of kinds with few of them none.

    Args:
        shares: of each right answer, given in time and without the hint, the kind and the share.
    """
    by_kind: dict[str, list[float]] = {}
    for kind, share in shares:
        by_kind.setdefault(kind, []).append(share)
    return {kind: sorted(some)[len(some) // 2] for kind, some in by_kind.items() if len(some) >= TIMED_ENOUGH}


def rating(
    verdict: Verdict, seconds: float | None, limit: float, *, hinted: bool, usual: float | None = None
) -> Rating | None:
    """What an answer says about memory (FSRS: again, hard, good, easy).

    Wrong or out of time: again. Partly right: hard from one half on, else again. Skipped or unreadable: nothing.

    Right: hard with a hint; good when no time was taken. Else the time beyond reading tells, measured against what the person usually takes for
    a right answer of this kind: easy in at most 0.6 of it, hard from 1.5 times it on, but never within the first third of the clock (who
    is always quick does not hesitate then). Until that is known: easy within the first third of the clock, hard in its last fifth.

    Args:
        verdict: what became of the answer.
        seconds: the answer time, beyond reading; None if it was not measured.
        limit: the answer clock.
        hinted: the hint was seen.
        usual: the person's median share of the clock for the kind (see `usual`); None while it is not known.
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
    share = seconds / limit
    easy, hard = (AT_ONCE, LATE) if usual is None else (QUICK * usual, max(SLOW * usual, AT_ONCE))
    if share >= hard:
        return Rating.HARD
    return Rating.EASY if share <= easy else Rating.GOOD
