"""The log as it is read: answers, attempts, marks, and the schedules that follow from them. Nothing here writes."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from quizdl.domain.mark import Mark, What
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Parameters, Schedule
from quizdl.history.complaints import DamagedError, complaints
from quizdl.history.rows import (
    ATTEMPT,
    LOGS,
    MARK,
    REVIEW,
    SCHEDULE,
    Event,
    columns,
    places,
    to_attempt,
    to_event,
    to_mark,
    to_review,
    to_schedule,
    utc,
)
from quizdl.history.statistics import Statistics

_T = TypeVar("_T")


class Log(Statistics):
    """An open history, to read."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def reviews(self) -> list[Review]:
        """The log of answers, in order, as they were given."""
        return self._read(to_review, f"SELECT {columns(REVIEW)} FROM review ORDER BY at, id")  # noqa: S608

    def counted(self) -> list[Review]:
        """The answers as they count, in order: without those that were taken back, and those disputed as right ones."""
        return self._read(to_review, f"SELECT {columns(REVIEW)} FROM counted ORDER BY at, id")  # noqa: S608

    def review(self, name: str, *, counted: bool = False) -> Review | None:
        """One answer by its id, as it was given or as it counts; None if it is not there or does not."""
        query = f"SELECT {columns(REVIEW)} FROM {'counted' if counted else 'review'} WHERE id = ?"  # noqa: S608
        return next(iter(self._read(to_review, query, name)), None)

    def last_answer(self, upto: datetime | None, session: str | None = None) -> Review | None:
        """The last answer up to a moment, or ever, that counts, of a session or of all; a question passed over is none."""
        query = f"""
            SELECT {columns(REVIEW)} FROM counted WHERE at <= coalesce(?, '9999') AND outcome <> 'skipped' AND coalesce(session = ?, true)
            ORDER BY at DESC, id DESC LIMIT 1
        """  # noqa: S608
        return next(iter(self._read(to_review, query, utc(upto) if upto else None, session)), None)

    def attempts(self) -> list[Attempt]:
        """The log of attempts at derivations, in order."""
        return self._read(to_attempt, f"SELECT {columns(ATTEMPT)} FROM attempt ORDER BY at, id")  # noqa: S608

    def marks(self, what: What | None = None) -> list[Mark]:
        """The log of marks, in order; all, or those of a kind."""
        where = "WHERE what = ?" if what else ""
        query = f"SELECT {columns(MARK)} FROM mark {where} ORDER BY at, id"  # noqa: S608
        return self._read(to_mark, query, *([what] if what else []))

    def last_mark(self, target: str, *kinds: What) -> Mark | None:
        """The mark of some kinds that holds for a review, a question or a session, or None."""
        query = f"""
            SELECT {columns(MARK)} FROM mark WHERE target = ? AND what IN ({places(kinds)}) ORDER BY at DESC, id DESC LIMIT 1
        """  # noqa: S608
        return next(iter(self._read(to_mark, query, target, *kinds)), None)

    def parameters(self) -> Parameters | None:
        """The parameters that were fitted to this person, or None: FSRS's own."""
        query = f"SELECT {columns(MARK)} FROM mark WHERE what = 'parameters' ORDER BY at DESC, id DESC LIMIT 1"  # noqa: S608
        return next(iter(self._read(lambda row: to_mark(row).parameters(), query)), None)

    def schedule(self, question: str) -> Schedule | None:
        """The schedule of a question, or None if it is new."""
        query = f"SELECT {columns(SCHEDULE)} FROM schedule WHERE question = ?"  # noqa: S608
        return next(iter(self._read(to_schedule, query, question)), None)

    def schedules(self) -> dict[str, Schedule]:
        """All schedules, by question."""
        query = f"SELECT {columns(SCHEDULE)} FROM schedule"  # noqa: S608
        return {schedule.question: schedule for schedule in self._read(to_schedule, query)}

    def events(self) -> Iterator[Event]:
        """The whole log, one by one: the answers in order, then the attempts, then the marks."""
        for kind, (table, names) in LOGS.items():
            query = f"SELECT {columns(names)} FROM {table} ORDER BY at, id"  # noqa: S608
            yield from self._made(partial(to_event, kind), query)

    def read_through(self) -> None:
        """Reads every answer and schedule.

        Raises:
            DamagedError: one of them makes no sense.
        """
        for kind, (table, names) in LOGS.items():
            deque(self._made(partial(to_event, kind), f"SELECT {columns(names)} FROM {table}"), maxlen=0)  # noqa: S608
        self.schedules()

    def _read(self, make: Callable[[tuple[Any, ...]], _T], query: str, *values: str | None) -> list[_T]:
        return list(self._made(make, query, values))

    def _made(
        self,
        make: Callable[[tuple[Any, ...]], _T],
        query: str,
        values: Mapping[str, object] | Sequence[object] = (),
    ) -> Iterator[_T]:
        with complaints(self.path), closing(self._connection.execute(query, values)) as rows:
            try:
                yield from map(make, rows)
            except (TypeError, ValueError) as error:
                raise DamagedError(self.path, str(error)) from None
