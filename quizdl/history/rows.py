"""Reviews, attempts, marks and schedules as rows of their tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from quizdl.domain.mark import Mark
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule

REVIEW = tuple(field.name for field in fields(Review))
ATTEMPT = tuple(field.name for field in fields(Attempt))
MARK = tuple(field.name for field in fields(Mark))
SCHEDULE = tuple(field.name for field in fields(Schedule))

Event = Review | Attempt | Mark
LOGS: dict[type[Event], tuple[str, tuple[str, ...]]] = {
    Review: ("review", REVIEW),
    Attempt: ("attempt", ATTEMPT),
    Mark: ("mark", MARK),
}
"""The tables of the log, which is append-only, and their columns."""


def columns(names: tuple[str, ...]) -> str:
    """The names of columns in a query."""
    return ", ".join(f"[{name}]" for name in names)  # in double quotes, one that is not there would be a text


def places(names: Sequence[str]) -> str:
    """Question marks, one for each of some values."""
    return ", ".join("?" * len(names))


def utc(at: datetime) -> str:
    """A moment as a text that sorts."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def to_row(thing: Event | Schedule) -> list[Any]:
    """The values of a row, in the order of the fields."""
    return [_stored(getattr(thing, field.name)) for field in fields(thing)]


def _stored(value: Any) -> Any:
    match value:
        case datetime():
            return utc(value)
        case bool() | Rating():
            return int(value)
        case str():
            return value.encode(errors="replace").decode()  # bytes of a terminal that were no text
        case tuple():
            return json.dumps(value)
        case _:
            return value


def to_review(row: tuple[Any, ...]) -> Review:
    """The review of a row."""
    data = dict(zip(REVIEW, row, strict=True))
    data["at"] = datetime.fromisoformat(data["at"])
    data["hinted"] = bool(data["hinted"])
    data["rating"] = None if data["rating"] is None else Rating(data["rating"])
    return Review(**data)


def to_attempt(row: tuple[Any, ...]) -> Attempt:
    """The attempt of a row."""
    data = dict(zip(ATTEMPT, row, strict=True))
    data["at"] = datetime.fromisoformat(data["at"])
    data["mistakes"] = tuple(json.loads(data["mistakes"]))
    return Attempt(**data)


def to_mark(row: tuple[Any, ...]) -> Mark:
    """The mark of a row."""
    data = dict(zip(MARK, row, strict=True))
    data["at"] = datetime.fromisoformat(data["at"])
    return Mark(**data)


def to_event(kind: type[Event], row: tuple[Any, ...]) -> Event:
    """The event of a row of its table."""
    makers: dict[type[Event], Callable[[tuple[Any, ...]], Event]] = {
        Review: to_review,
        Attempt: to_attempt,
        Mark: to_mark,
    }
    return makers[kind](row)


def to_schedule(row: tuple[Any, ...]) -> Schedule:
    """The schedule of a row."""
    data = dict(zip(SCHEDULE, row, strict=True))
    data["due"], data["last"] = datetime.fromisoformat(data["due"]), datetime.fromisoformat(data["last"])
    return Schedule(**data)
