"""What the log says about progress. Pure: the log and the bank in, numbers out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from quizdl.domain.catalogue import Entry, Topic, Track
from quizdl.domain.day import day_of
from quizdl.domain.derivation import Derivation
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Schedule, recall

HORIZON = timedelta(days=7)
YEAR = 53 * 7
AHEAD = 14
ENOUGH = 2
JUDGED = ("correct", "partial", "wrong", "timeout")


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic.

    Attributes:
        mastery: the fraction of the topic's questions that would be known in a week; those never asked count as not known.
        accuracy: the mean score of its answers; None without any.
        speed: the median of answer time over the time given; None if none was timed.
    """

    id: str
    title: str
    questions: int
    seen: int
    mastery: float
    reviews: int
    accuracy: float | None
    median_seconds: float | None
    speed: float | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A subtopic with the mean score of its answers."""

    subtopic: str
    title: str
    score: float
    reviews: int


@dataclass(frozen=True, slots=True)
class MadeMistake:
    """A mistake made in derivations."""

    derivation: str
    mistake: str
    says: str
    times: int


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """A track: how many of its derivations are solved."""

    id: str
    title: str
    solved: int
    derivations: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the page.

    Attributes:
        outcomes: how many answers of each outcome.
        retention: of questions asked again on a later day, the fraction still known.
        streak: days in a row up to today (or yesterday) with an answer.
        days: answers and attempts per day, for a year back.
        due: questions due on each of the next 14 days; the first is today, overdue ones included.
    """

    reviews: int
    outcomes: Mapping[str, int]
    topics: tuple[TopicProgress, ...]
    retention: float | None
    retention_reviews: int
    streak: int
    days: Mapping[date, int]
    due: Mapping[date, int]
    weakest: tuple[Weakness, ...]
    mistakes: tuple[MadeMistake, ...]
    tracks: tuple[TrackProgress, ...]
    attempts: int


def progress(
    *,
    topics: Sequence[Topic],
    entries: Sequence[Entry],
    tracks: Sequence[Track],
    derivations: Sequence[Derivation],
    reviews: Iterable[Review],
    attempts: Iterable[Attempt],
    schedules: Mapping[str, Schedule],
    now: datetime,
    zone: tzinfo | None,
    topic: str | None = None,
    since: date | None = None,
) -> Progress:
    """Computes the page.

    Args:
        topics: of the bank.
        entries: its questions.
        tracks: its tracks.
        derivations: its derivations.
        reviews: the log of answers, in order.
        attempts: the log of attempts at derivations, in order.
        schedules: by question.
        now: with its time zone.
        zone: the person's; None for the system's.
        topic: only this one.
        since: leaves out answers of earlier days.
    """
    today = day_of(now, zone)
    log = [r for r in reviews if topic in (None, r.topic)]
    tried = [a for a in attempts if topic in (None, a.topic)]
    kept, again = _since(log, since, zone)
    tried = [a for a in tried if since is None or day_of(a.at, zone) >= since]
    judged = [r for r in kept if r.outcome in JUDGED]
    shown = [t for t in topics if topic in (None, t.id)]
    entries = [e for e in entries if topic in (None, e.topic)]
    ids = {e.id for e in entries}
    days = Counter(day_of(at, zone) for at in (*(r.at for r in kept), *(a.at for a in tried)))
    return Progress(
        reviews=len(kept),
        outcomes=dict(Counter(r.outcome for r in kept)),
        topics=tuple(_topic(t, entries, judged, schedules, now) for t in shown),
        retention=sum(again) / len(again) if again else None,
        retention_reviews=len(again),
        streak=_streak(set(days), today),
        days={day: n for day, n in sorted(days.items()) if day > today - timedelta(days=YEAR)},
        due=_due((s for s in schedules.values() if s.question in ids), today, zone),
        weakest=_weakest(judged, {name: title for t in shown for name, title in t.subtopics.items()}),
        mistakes=_mistakes(tried, {d.id: d for d in derivations}),
        tracks=_tracks(tracks, tried) if topic is None else (),
        attempts=len(tried),
    )


def _since(log: list[Review], since: date | None, zone: tzinfo | None) -> tuple[list[Review], list[bool]]:
    """The answers since a day, and for those that came back on a later day whether they were still known."""
    kept, again = [], []
    last: dict[str, date] = {}
    for review in log:
        day = day_of(review.at, zone)
        counts = since is None or day >= since
        if counts:
            kept.append(review)
        if review.rating is not None:
            if counts and last.get(review.question, day) < day:
                again.append(review.rating > 1)
            last[review.question] = day
    return kept, again


def _topic(
    topic: Topic, entries: Sequence[Entry], judged: Sequence[Review], schedules: Mapping[str, Schedule], now: datetime
) -> TopicProgress:
    own = [entry for entry in entries if entry.topic == topic.id]
    seen = [schedules[entry.id] for entry in own if entry.id in schedules]
    reviews = [review for review in judged if review.topic == topic.id]
    timed = [(review.seconds, review.limit) for review in reviews if review.seconds is not None]
    return TopicProgress(
        id=topic.id,
        title=topic.title,
        questions=len(own),
        seen=len(seen),
        mastery=sum(recall(schedule, now + HORIZON) for schedule in seen) / len(own) if own else 0.0,
        reviews=len(reviews),
        accuracy=sum(review.score for review in reviews) / len(reviews) if reviews else None,
        median_seconds=median(seconds for seconds, _ in timed) if timed else None,
        speed=median(seconds / limit for seconds, limit in timed) if timed else None,
    )


def _streak(days: set[date], today: date) -> int:
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length


def _due(schedules: Iterable[Schedule], today: date, zone: tzinfo | None) -> dict[date, int]:
    due = {today + timedelta(days=i): 0 for i in range(AHEAD)}
    for schedule in schedules:
        day = max(today, day_of(schedule.due, zone))
        if day in due:
            due[day] += 1
    return due


def _weakest(judged: Sequence[Review], titles: Mapping[str, str]) -> tuple[Weakness, ...]:
    scores: dict[str, list[float]] = defaultdict(list)
    for review in judged:
        scores[review.subtopic].append(review.score)
    found = [
        Weakness(name, titles.get(name, name), sum(own) / len(own), len(own))
        for name, own in scores.items()
        if len(own) >= ENOUGH and sum(own) < len(own)
    ]
    return tuple(sorted(found, key=lambda weakness: (weakness.score, -weakness.reviews))[:5])


def _mistakes(attempts: Sequence[Attempt], derivations: Mapping[str, Derivation]) -> tuple[MadeMistake, ...]:
    made = Counter((attempt.derivation, mistake) for attempt in attempts for mistake in attempt.mistakes)
    return tuple(
        MadeMistake(name, mistake, derivations[name].mistakes.get(mistake, "") if name in derivations else "", times)
        for (name, mistake), times in made.most_common(5)
    )


def _tracks(tracks: Sequence[Track], attempts: Sequence[Attempt]) -> tuple[TrackProgress, ...]:
    solved = {attempt.derivation for attempt in attempts if attempt.outcome == "correct"}
    return tuple(
        TrackProgress(t.id, t.title, sum(name in solved for name in t.derivations), len(t.derivations)) for t in tracks
    )
