"""What is asked of a history of any size: read from indexes, or summed up by SQLite. Nothing here writes."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from quizdl.domain.schedule import REVIEW

_DUE = f"due <= CASE state WHEN {REVIEW} THEN :day_end ELSE :now END"
"""A question comes back by the minute while it is learnt, by the day after that."""


class Queries(ABC):
    """The questions to a history; the history itself says how its file is read."""

    @abstractmethod
    def _cursor(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after the other."""

    def due(self, now: datetime, day_end: datetime, among: Iterable[str] | None = None) -> Iterator[str]:
        """The questions that are due, the longest overdue first; all, or some of those of which the ids are given.

        Args:
            now: for what is learnt, which comes back by the minute.
            day_end: for all else, which comes back by the day.
            among: only these.
        """
        return self._schedules(f"due <= :day_end AND {_DUE}", now, day_end, among)

    def later(self, now: datetime, day_end: datetime, among: Iterable[str] | None = None) -> Iterator[str]:
        """The questions that are not due yet, the soonest first; the arguments are those of `due`."""
        return self._schedules(f"due > :now AND NOT {_DUE}", now, day_end, among)

    def known(self, names: Iterable[str]) -> set[str]:
        """Those of some questions that have a schedule."""
        query = "SELECT question FROM schedule WHERE question IN (SELECT value FROM json_each(:names))"
        return {name for (name,) in self._cursor(query, {"names": json.dumps(list(names))})}

    def _schedules(self, where: str, now: datetime, day_end: datetime, among: Iterable[str] | None) -> Iterator[str]:
        values = {"now": stored_time(now), "day_end": stored_time(day_end)}
        if among is not None:
            where += " AND question IN (SELECT value FROM json_each(:among))"
            values["among"] = json.dumps(list(among))
        query = f"SELECT question FROM schedule WHERE {where} ORDER BY due, question"  # noqa: S608 - ours
        return (name for (name,) in self._cursor(query, values))


def stored_time(at: datetime) -> str:
    """A moment as the tables hold it: their order is that of time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
