"""The page of progress: SQLite sums the history up, the bank says what the sums are about."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Topic
from quizdl.domain.day import day_of, even_days, start_of_day
from quizdl.domain.progress import (
    AHEAD,
    HORIZON,
    JUDGED,
    USUAL,
    YEAR,
    MadeMistake,
    Progress,
    TopicProgress,
    TrackProgress,
    weakest,
)  # fmt: skip
from quizdl.domain.schedule import forgetting_curve
from quizdl.history.rows import utc
from quizdl.history.statistics import Tally
from quizdl.history.store import History

DAY = timedelta(days=1)
IN_A_ROW = 2 * DAY
"""Answers on two days in a row are less than this apart. Seen from another time zone there may be a whole day between them."""


def statistics(
    bank: Bank,
    history: History,
    *,
    now: datetime,
    zone: tzinfo | None,
    topic: str | None = None,
    since: date | None = None,
) -> Progress:
    """What the history says, measured against the bank.

    Args:
        bank: says which questions there are.
        history: summed up.
        now: with its time zone.
        zone: the person's; None for the system's.
        topic: only this one.
        since: leaves out answers of earlier days.

    Raises:
        UsageError: there is no such topic.
    """
    shown = bank.topics if topic is None else (bank.topic(topic),)
    start = None if since is None else start_of_day(since, zone)
    tallies = history.tallies(topic, start)
    seen, known, due, orphans = _standing(bank.ids(topic), history, now, zone, whole=topic is None)
    asked, kept = _kept(history, topic, start, zone)
    days, streak = _days(history, topic, since, now, zone)
    titles = {name: title for t in shown for name, title in t.subtopics.items()}
    outcomes: Counter[str] = Counter()
    for tally in tallies:
        outcomes[tally.outcome] += tally.reviews
    return Progress(
        reviews=outcomes.total(),
        outcomes=dict(outcomes),
        topics=tuple(_topics(shown, bank.counts(), seen, known, tallies, history, start)),
        retention=kept / asked if asked else None,
        retention_reviews=asked,
        streak=streak,
        days=days,
        due=due,
        weakest=weakest(scores((tally.subtopic, tally) for tally in tallies), titles),
        mistakes=tuple(_mistakes(bank, history.mistakes(topic, start, USUAL))),
        tracks=_tracks(bank, history.solved(start)) if topic is None else (),
        attempts=history.attempted(topic, start),
        orphans=orphans,
    )


def _topics(
    shown: Iterable[Topic],
    questions: Mapping[str, int],
    seen: Mapping[str, int],
    known: Mapping[str, float],
    tallies: Sequence[Tally],
    history: History,
    start: datetime | None,
) -> Iterable[TopicProgress]:
    judged = scores((tally.topic, tally) for tally in tallies)
    timed: Counter[str] = Counter()
    for tally in tallies:
        timed[tally.topic] += tally.timed
    for topic in shown:
        reviews, score = judged.get(topic.id, (0, 0.0))
        count = timed[topic.id]
        seconds, share = history.median_times(topic.id, start, count) if count else (None, None)
        yield TopicProgress(
            id=topic.id,
            title=topic.title,
            questions=questions[topic.id],
            seen=seen.get(topic.id, 0),
            mastery=known.get(topic.id, 0.0) / (questions[topic.id] or 1),
            reviews=reviews,
            accuracy=score / reviews if reviews else None,
            median_seconds=seconds,
            speed=share,
        )


def scores(named: Iterable[tuple[str, Tally]]) -> dict[str, tuple[int, float]]:
    """How many answers were judged, and the sum of their scores, by name."""
    found: dict[str, tuple[int, float]] = {}
    for name, tally in named:
        if tally.outcome in JUDGED:
            reviews, score = found.get(name, (0, 0.0))
            found[name] = reviews + tally.reviews, score + tally.score
    return found


def _standing(
    topics: Mapping[str, str], history: History, now: datetime, zone: tzinfo | None, *, whole: bool
) -> tuple[dict[str, int], dict[str, float], dict[date, int], int]:
    """By topic how many were seen, and of how many it is expected that they are known in a week; due by day; how many the bank lacks."""
    today, then = day_of(now, zone), now + HORIZON
    mornings = [utc(start_of_day(today + i * DAY, zone)) for i in range(1, AHEAD + 1)]
    coming = [0] * (AHEAD + 1)
    seen: dict[str, int] = defaultdict(int)
    known: dict[str, float] = defaultdict(float)
    parameters, orphans, recall = history.parameters(), 0, None
    for question, due, stability, days in history.standings(then, None if whole else topics):
        if topic := topics.get(question):
            recall = recall or forgetting_curve(parameters)  # without a schedule FSRS is not loaded
            seen[topic] += 1
            known[topic] += recall(days, stability)
            coming[bisect_right(mornings, due)] += 1
        else:
            orphans += 1
    due_on = {today + i * DAY: coming[i] for i in range(AHEAD)}
    return seen, known, due_on, orphans


def _kept(history: History, topic: str | None, start: datetime | None, zone: tzinfo | None) -> tuple[int, int]:
    """How many questions came back on a later day, and how many of them were still known."""
    span = history.span(topic, start)
    if span is None:
        return 0, 0
    return history.kept(even_days(day_of(span[0], zone), day_of(span[1], zone), zone), topic)


def _days(
    history: History, topic: str | None, since: date | None, now: datetime, zone: tzinfo | None
) -> tuple[dict[date, int], int]:
    """Answers and attempts per day, for a year back; and for how many days in a row, up to today or yesterday, there are some.

    A day without any does not end the row if the answers around it are less than two days apart, as after a flight.
    """
    today, earliest, streak, unbroken = day_of(now, zone), since or date.min, 0, True
    days: dict[date, int] = {}
    day = today
    while day >= earliest and (unbroken or day > today - YEAR * DAY):
        start, end = start_of_day(day, zone), start_of_day(day + DAY, zone)
        count = history.answers_between(start, end, topic)
        if count and day > today - YEAR * DAY:
            days[day] = count
        unbroken = unbroken and (count > 0 or day == today or _bridged(*history.answers_around(start, end, topic), now))
        streak += unbroken and count > 0
        day -= DAY
    return dict(sorted(days.items())), streak


def _bridged(before: datetime | None, after: datetime | None, now: datetime) -> bool:
    """Whether the answers around a day without any may have been given on two days in a row."""
    return before is not None and (after or now) - before < IN_A_ROW


def _mistakes(bank: Bank, made: Iterable[tuple[str, str, int]]) -> Iterable[MadeMistake]:
    for name, mistake, times in made:
        derivation = bank.derivation(name)
        yield MadeMistake(name, mistake, derivation.mistakes.get(mistake, "") if derivation else "", times)


def _tracks(bank: Bank, solved: set[str]) -> tuple[TrackProgress, ...]:
    return tuple(
        TrackProgress(t.id, t.title, sum(name in solved for name in t.derivations), len(t.derivations))
        for t in bank.tracks
    )
