"""A closer look at the history: was the schedule right, how fast, what is hard, what was mended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from quizdl.bank.compiled import Bank
from quizdl.domain.analysis import (
    MATURE,
    Analysis,
    Curve,
    Curves,
    HardQuestion,
    Interview,
    Maturity,
    Mended,
    Orphan,
    hardest,
    mended,
    periods,
    timings,
)
from quizdl.domain.calibration import Calibration, Predictions, share
from quizdl.domain.day import day_of, start_of_day
from quizdl.domain.schedule import REVIEW, Rating, days_between, recall, replay
from quizdl.history.store import History

HARDEST = 12
WINDOWS = (30, 365, None)
"""Days of true retention; None: ever."""
STEP = 1000
"""Answers between two words of progress."""


def analyse(
    bank: Bank,
    history: History,
    pages: Collection[str],
    *,
    now: datetime,
    zone: tzinfo | None,
    topic: str | None = None,
    since: date | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Analysis:
    """What some pages say.

    Args:
        bank: says which questions there are.
        history: read as a whole, once for each page.
        pages: some of `calibration`, `time`, `curves`, `questions`, `mistakes` and `interviews`.
        now: with its time zone.
        zone: the person's; None for the system's.
        topic: only this one.
        since: leaves out answers of earlier days.
        progress: told how many answers were replayed, and of how many: calibration takes a second for some 30,000.

    Raises:
        UsageError: there is no such topic.
    """
    if topic is not None:
        bank.topic(topic)
    start = None if since is None else start_of_day(since, zone)
    found: dict[str, Any] = {}
    if "calibration" in pages:
        found["calibration"], found["maturity"] = _replayed(history, now, zone, topic, start, progress)
        found["confidence"] = _confidence(history, topic, start)
    if "time" in pages:
        found["time"] = timings(history.times(topic, start))
    if "curves" in pages:
        found["curves"] = _curves(bank, history, now, zone, topic, start)
    if "questions" in pages:
        found["questions"] = tuple(_hardest(bank, history, topic, start))
        found["gone"] = tuple(_lost_questions(bank, history)) if topic is None else ()
    if "mistakes" in pages:
        found["mended"] = tuple(_mended(bank, history, topic, start))
    if "interviews" in pages:
        found["interviews"] = tuple(_interviews(history, start))
    return Analysis(**found)


def _replayed(
    history: History,
    now: datetime,
    zone: tzinfo | None,
    topic: str | None,
    start: datetime | None,
    progress: Callable[[int, int], None],
) -> tuple[Calibration, tuple[Maturity, ...]]:
    """What the schedule expected of each answer to a question that came back on a later day, as FSRS counts days, and what came of it."""
    predictions = Predictions()
    today = day_of(now, zone)
    starts = [start_of_day(today - timedelta(days=days - 1), zone) if days else None for days in WINDOWS]
    counts = [[[0, 0], [0, 0]] for _ in WINDOWS]  # known, asked; of the young, and of the mature
    of = sum(tally.reviews for tally in history.tallies(topic, None))
    parameters = history.parameters()
    for done, (before, rating, after) in enumerate(replay(history.ratings(topic), parameters)):
        at = after.last
        if not done % STEP:
            progress(done, of)
        if before is None or (start and at < start):
            continue
        known = rating > Rating.AGAIN
        if days_between(before.last, at):
            predictions.add(recall(before.stability, before.last, at, parameters), known)
        if before.state == REVIEW and day_of(at, zone) > day_of(before.last, zone):
            mature = before.due - before.last >= MATURE
            for window, count in zip(starts, counts, strict=True):
                if window is None or at >= window:
                    count[mature][0] += known
                    count[mature][1] += 1
    progress(of, of)
    maturity = (
        Maturity(days, share(*young), share(*mature), share(young[0] + mature[0], young[1] + mature[1]))
        for days, (young, mature) in zip(WINDOWS, counts, strict=True)
    )
    return predictions.calibration(), tuple(maturity)


def _confidence(history: History, topic: str | None, start: datetime | None) -> Calibration:
    said = Predictions()
    for confidence, count, score in history.said(topic, start):
        said.add(min(1.0, max(0.0, confidence)), score, count)
    return said.calibration()


def _curves(
    bank: Bank, history: History, now: datetime, zone: tzinfo | None, topic: str | None, start: datetime | None
) -> Curves:
    shown = bank.topics if topic is None else (bank.topic(topic),)
    span = history.span(topic, start)
    if span is None:
        return Curves("day", (), ())
    first, last = (day_of(at, zone) for at in span)
    period, starts = periods(first, last)
    ends = (*starts[1:], last + timedelta(days=1))
    points: dict[str, list[tuple[int, float]]] = {topic.id: [(0, 0.0)] * len(starts) for topic in shown}
    for place, (day, end) in enumerate(zip(starts, ends, strict=True)):
        moment = start_of_day(day, zone)
        for name, count, score in history.scores(
            max(moment, start) if start else moment, start_of_day(end, zone), topic
        ):
            if name in points:
                points[name][place] = count, score
    curves = (
        Curve(topic.id, topic.title, tuple(share(score, count) for count, score in points[topic.id]))
        for topic in shown
        if any(count for count, _ in points[topic.id])
    )
    return Curves(period, starts, tuple(curves))


def _hardest(bank: Bank, history: History, topic: str | None, start: datetime | None) -> Iterator[HardQuestion]:
    found = hardest(history.questions(topic, start), HARDEST)
    names = [name for name, _ in found]
    entries, lapses = bank.entries_of(names), history.lapses(names)
    for name, score in found:
        entry = entries.get(name)
        prompt = next(iter(bank.asked(entry, 0).prompt.strip().splitlines()), "") if entry else ""
        yield HardQuestion(
            name, entry.topic if entry else "", entry.subtopic if entry else "", prompt, score, lapses.get(name, 0)
        )


def orphans(bank: Bank, history: History) -> list[Orphan]:
    """What was answered and is not in the bank: questions, then derivations, the last answered first."""
    known = [derivation.id for derivation in bank.derivations()]
    tried = history.attempted_beyond(known)
    return [*_lost_questions(bank, history), *(Orphan(name, "derivation", count, last) for name, count, last in tried)]


def _lost_questions(bank: Bank, history: History) -> Iterator[Orphan]:
    return (Orphan(name, "question", count, last) for name, count, last in history.answered_beyond(bank.ids()))


def _mended(bank: Bank, history: History, topic: str | None, start: datetime | None) -> Iterator[Mended]:
    for name, mistake, times, first, last, solved in mended(history.tried(topic, start)):
        derivation = bank.derivation(name)
        says = derivation.mistakes.get(mistake, "") if derivation else ""
        yield Mended(name, mistake, says, times, first, last, solved)


def _interviews(history: History, start: datetime | None) -> Iterator[Interview]:
    from quizdl.app.interview import interviews

    for card in interviews(history):
        if not start or card.at >= start:
            yield Interview(
                card.session, card.at, card.role, card.minutes, card.score, tuple(card.round_scores.items())
            )
