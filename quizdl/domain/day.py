"""Days, as a person who studies at midnight counts them: they begin at 4 in the morning, local time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

BOUNDARY = timedelta(hours=4)


def day_of(at: datetime, zone: tzinfo | None) -> date:
    """The day to which a moment belongs.

    Args:
        at: with its time zone.
        zone: the person's; None for the system's.
    """
    return (at.astimezone(zone) - BOUNDARY).date()


def start_of_day(day: date, zone: tzinfo | None) -> datetime:
    """The moment, in UTC, at which a day begins."""
    morning = datetime.combine(day, time()) + BOUNDARY
    return (morning.astimezone() if zone is None else morning.replace(tzinfo=zone)).astimezone(UTC)


def end_of_day(at: datetime, zone: tzinfo | None) -> datetime:
    """The moment, in UTC, at which the day of `at` ends."""
    return start_of_day(day_of(at, zone) + timedelta(days=1), zone)


def even_days(first: date, last: date, zone: tzinfo | None) -> list[tuple[int, int, int]]:
    """From the first day to the last, the stretches in which all days are equally long: start, end and length of a day.

    All in seconds since 1970. A day in which the clocks change is a stretch of its own.
    """
    mornings = [int(start_of_day(first + timedelta(days=i), zone).timestamp()) for i in range((last - first).days + 2)]
    stretches: list[tuple[int, int, int]] = []
    for start, end in pairwise(mornings):
        if end == start:  # a day that a zone left out
            continue
        if stretches and stretches[-1][2] == end - start:
            stretches[-1] = (stretches[-1][0], end, end - start)
        else:
            stretches.append((start, end, end - start))
    return stretches


def in_words(due: datetime, now: datetime, zone: tzinfo | None) -> str:
    """When something comes back: `now`, `in 10 min` (just before 4 in the morning, too), `tomorrow`, `in 12 days`, `in 3 months`."""
    days = (day_of(due, zone) - day_of(now, zone)).days
    if due <= now:
        return "now"
    minutes = max(1, round((due - now).total_seconds() / 60))
    if minutes < 90:
        return f"in {minutes} min"
    if days <= 0:
        return f"in {round(minutes / 60)} hours"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days < 60 else f"in {round(days / 30.4)} months"
