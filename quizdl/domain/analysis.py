"""What a closer look at the history says: the pages that are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest

from quizdl.domain.calibration import Calibration, Share, share, wilson

MATURE = timedelta(days=21)
"""From this interval on a question is mature, as in Anki."""
TENTHS = 10
"""Parts of the time limit."""


@dataclass(frozen=True, slots=True)
class Maturity:
    """True retention in a stretch of time: of what came back on a later day when it was due or after, the share still known.

    Attributes:
        days: so many back from now; None for all.
        young: questions whose interval was under 21 days, `mature` those with a longer one.
    """

    days: int | None
    young: Share
    mature: Share
    all: Share


@dataclass(frozen=True, slots=True)
class Timing:
    """How much of the time given was taken, in a kind of question.

    Attributes:
        kind: None for all kinds.
        right: of the answers that took up to a tenth of the limit, up to two tenths, … how many were right (partly right ones partly).
        answers: how many there were, likewise.
        median: of the time taken over the limit, to a hundredth; `slow` that of which nine answers in ten took less.
    """

    kind: str | None
    right: tuple[float, ...]
    answers: tuple[int, ...]
    median: float
    slow: float


def timings(rows: Iterable[tuple[str, int, int, float]]) -> tuple[Timing, ...]:
    """Over all kinds, then kind by kind, the most frequent first.

    Args:
        rows: kind, time taken in hundredths of the limit, how many answers, the sum of their scores.
    """
    kinds: dict[str | None, dict[int, tuple[int, float]]] = {None: {}}
    for kind, hundredth, count, score in rows:
        place = max(0, min(99, hundredth))
        for name in (None, kind):
            counts = kinds.setdefault(name, {})
            before = counts.get(place, (0, 0.0))
            counts[place] = before[0] + count, before[1] + score
    found = [_timing(kind, counts) for kind, counts in kinds.items() if counts]
    return tuple(sorted(found, key=lambda timing: (timing.kind is not None, -sum(timing.answers), timing.kind or "")))


def _timing(kind: str | None, counts: dict[int, tuple[int, float]]) -> Timing:
    answers, right = [0] * TENTHS, [0.0] * TENTHS
    for hundredth, (count, score) in counts.items():
        answers[hundredth // TENTHS] += count
        right[hundredth // TENTHS] += score
    return Timing(kind, tuple(right), tuple(answers), _quantile(counts, 0.5), _quantile(counts, 0.9))


def _quantile(counts: dict[int, tuple[int, float]], part: float) -> float:
    wanted, seen = part * sum(count for count, _ in counts.values()), 0
    for hundredth in sorted(counts):
        seen += counts[hundredth][0]
        if seen >= wanted:
            break
    return (hundredth + 1) / 100


@dataclass(frozen=True, slots=True)
class Curve:
    """How the score of a topic went: one share for each period, in order."""

    topic: str
    title: str
    points: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """The learning curves, over the same periods.

    Attributes:
        starts: the first day of each period; the last one is still going on.
        period: `day`, `week` or `month`.
    """

    period: str
    starts: tuple[date, ...]
    topics: tuple[Curve, ...]


def periods(first: date, last: date) -> tuple[str, tuple[date, ...]]:
    """Days, weeks or months, whichever gives at most about 26 from the first day to the last; with longer histories the last 36 months."""
    if (last - first).days < 21:
        return "day", tuple(first + timedelta(days=i) for i in range((last - first).days + 1))
    monday = first - timedelta(days=first.weekday())
    if (weeks := (last - monday).days // 7) < 26:
        return "week", tuple(monday + timedelta(weeks=i) for i in range(weeks + 1))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return "month", tuple(date(month // 12, month % 12 + 1, 1) for month in months[-36:])


@dataclass(frozen=True, slots=True)
class HardQuestion:
    """A question that goes wrong often.

    Attributes:
        prompt: its first line; empty if the bank has it no more.
        score: the mean of its answers, with its interval; `lapses` how often it was forgotten after it was learnt.
    """

    question: str
    topic: str
    subtopic: str
    prompt: str
    score: Share
    lapses: int


def hardest(rows: Iterable[tuple[str, int, float]], most: int) -> list[tuple[str, Share]]:
    """The questions that are hard with the most certainty: by the upper end of their score's interval.

    Args:
        rows: question, how many answers, the sum of their scores.
        most: so many at most; one that always went right is none, nor is one with a single answer.
    """
    found = ((wilson(score, of)[1], name, score, of) for name, of, score in rows if of > 1 and score < of)
    return [(name, share(score, of)) for _, name, score, of in nsmallest(most, found)]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A question or derivation that the history knows and the bank does not: kept, as the bank may have it again.

    Attributes:
        kind: `question` or `derivation`.
        answers: how many; `last` when the last was given, UTC.
    """

    id: str
    kind: str
    answers: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Mended:
    """A mistake made in a derivation.

    Attributes:
        first: when it was made first, `last` when last.
        mended: when the derivation was solved after that; None if it was not yet.
    """

    derivation: str
    mistake: str
    says: str
    times: int
    first: datetime
    last: datetime
    mended: datetime | None


def mended(
    attempts: Iterable[tuple[str, datetime, str, Sequence[str]]],
) -> list[tuple[str, str, int, datetime, datetime, datetime | None]]:
    """The mistakes made, those not mended first, then the newest first: derivation, mistake, times, first, last, mended.

    Args:
        attempts: derivation, when, outcome, mistakes; in order.
    """
    made: dict[tuple[str, str], list[datetime]] = {}
    solved: dict[str, list[datetime]] = {}
    for derivation, at, outcome, mistakes in attempts:
        for mistake in mistakes:
            made.setdefault((derivation, mistake), []).append(at)
        if outcome == "correct":
            solved.setdefault(derivation, []).append(at)
    rows = [
        (
            name,
            mistake,
            len(times),
            times[0],
            times[-1],
            next((at for at in solved.get(name, ()) if at >= times[-1]), None),
        )
        for (name, mistake), times in made.items()
    ]
    return sorted(rows, key=lambda row: (row[5] is not None, -row[4].timestamp(), row[:2]))


@dataclass(frozen=True, slots=True)
class Interview:
    """An earlier mock interview.

    Attributes:
        at: when it began, UTC.
        score: 0 to 1; None if nothing was answered.
        rounds: the scores of its rounds.
    """

    session: str
    at: datetime
    role: str
    minutes: float
    score: float | None
    rounds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The further pages; what was not asked for is None.

    Attributes:
        calibration: what the schedule expected before each answer, against what came.
        maturity: true retention of the last month, the last year, and ever.
        confidence: what the person said before the verdict, against what came.
        gone: the questions of the history that the bank does not have, the last answered first.
    """

    calibration: Calibration | None = None
    maturity: tuple[Maturity, ...] | None = None
    confidence: Calibration | None = None
    time: tuple[Timing, ...] | None = None
    curves: Curves | None = None
    questions: tuple[HardQuestion, ...] | None = None
    gone: tuple[Orphan, ...] | None = None
    mended: tuple[Mended, ...] | None = None
    interviews: tuple[Interview, ...] | None = None
