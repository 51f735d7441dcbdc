"""The page of progress."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from quizdl.bank.compiled import Bank
from quizdl.domain.progress import Progress, progress
from quizdl.history.store import History


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

    Raises:
        UsageError: there is no such topic.
    """
    if topic is not None:
        bank.topic(topic)
    return progress(
        topics=bank.topics,
        entries=bank.entries(),
        tracks=bank.tracks,
        derivations=bank.derivations(),
        reviews=history.reviews(),
        attempts=history.attempts(),
        schedules=history.schedules(),
        now=now,
        zone=zone,
        topic=topic,
        since=since,
    )
