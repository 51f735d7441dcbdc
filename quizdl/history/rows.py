"""Reviews, attempts and schedules as rows of their tables."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule

REVIEW = tuple(field.name for field in fields(Review))
ATTEMPT = tuple(field.name for field in fields(Attempt))
SCHEDULE = tuple(field.name for field in fields(Schedule))


def columns(names: tuple[str, ...]) -> str:
    """The names of columns in a query."""
    return ", ".join(f"[{name}]" for name in names)  # in double quotes, one that is not there would be a text


def utc(at: datetime) -> str:
    """A moment as a text that sorts."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def to_row(thing: Review | Attempt | Schedule) -> list[Any]:
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


def to_schedule(row: tuple[Any, ...]) -> Schedule:
    """The schedule of a row."""
    data = dict(zip(SCHEDULE, row, strict=True))
    data["due"], data["last"] = datetime.fromisoformat(data["due"]), datetime.fromisoformat(data["last"])
    return Schedule(**data)
