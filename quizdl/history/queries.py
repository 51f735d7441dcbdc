"""What a drill, a plan and the page of today ask of a history of any size: read from indexes. Nothing here writes."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from quizdl.domain.mark import Aside
from quizdl.domain.schedule import REVIEW, Rating
from quizdl.history.rows import utc

_T = TypeVar("_T")
_DUE = f"due <= CASE state WHEN {REVIEW} THEN :day_end ELSE :now END"
"""A question comes back by the minute while it is learnt, by the day after that."""

LATEST = 2000
"""So many answers say what a person is like now; from an index, whatever the history's size."""
LATEST_TIMED = 1000
"""So many say how quick a person is: fewer, for the first answer of a drill waits for them."""
_ASIDE = "(until IS NULL OR until > :now)"


class Latest(NamedTuple):
    """An answer: when, in which drill, to what; and whether it was the first to its question."""

    at: datetime
    session: str
    kind: str
    rating: Rating
    first: bool


class Queries(ABC):
    """The questions to a history; the history itself says how its file is read."""

    @abstractmethod
    def _made(
        self,
        make: Callable[[tuple[Any, ...]], _T],
        query: str,
        values: Mapping[str, object] | Sequence[object] = (),
    ) -> Iterator[_T]:
        """What is made of the rows of a query, one after the other.

        Raises:
            DamagedError: one of them holds something else than what was put there.
        """

    def _cursor(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after the other."""
        return self._made(tuple, query, values)

    def due(self, now: datetime, day_end: datetime, among: Iterable[str] | None = None) -> Iterator[str]:
        """The questions that are due and not set aside, the longest overdue first; all, or some of those of which the ids are given.

        Args:
            now: for what is learnt, which comes back by the minute.
            day_end: for all else, which comes back by the day.
            among: only these.
        """
        return self._schedules(f"due <= :day_end AND {_DUE}", now, day_end, among)

    def later(self, now: datetime, day_end: datetime, among: Iterable[str] | None = None) -> Iterator[str]:
        """The questions that are not due yet nor set aside, the soonest first; the arguments are those of `due`."""
        return self._schedules(f"due > :now AND NOT {_DUE}", now, day_end, among)

    def known(self, names: Iterable[str]) -> set[str]:
        """Those of some questions that have a schedule."""
        query = "SELECT question FROM schedule WHERE question IN (SELECT value FROM json_each(:names))"
        return {name for (name,) in self._cursor(query, {"names": json.dumps(list(names))})}

    def begun(self, since: datetime) -> int:
        """How many questions were answered for the first time since a moment."""
        query = """
            SELECT count(DISTINCT question) FROM counted AS one WHERE at >= :since AND rating IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM counted AS other WHERE other.question = one.question AND other.at < :since AND other.rating IS NOT NULL
            )
        """
        ((count,),) = self._cursor(query, {"since": utc(since)})
        return int(count)

    def answered_since(self, since: datetime) -> set[str]:
        """The questions that were answered, or skipped, since a moment."""
        query = "SELECT question FROM counted WHERE at >= :since"
        return {name for (name,) in self._cursor(query, {"since": utc(since)})}

    def aside(self, names: Iterable[str] | None, now: datetime) -> dict[str, Aside]:
        """Those of some questions, or of all (None), that are set aside at a moment: buried or suspended."""
        query, values = f"SELECT * FROM aside WHERE {_ASIDE}", {"now": utc(now)}  # noqa: S608
        if names is not None:
            query += " AND question IN (SELECT value FROM json_each(:names))"
            values["names"] = json.dumps(list(names))

        def made(row: tuple[Any, ...]) -> Aside:
            name, until, leech = row
            return Aside(name, datetime.fromisoformat(until) if until else None, bool(leech))

        return {found.question: found for found in self._made(made, query, values)}

    def flagged(self) -> dict[str, str]:
        """The questions that are flagged, each with the remark."""
        query = """
            SELECT target, value FROM (
              SELECT *, row_number() OVER (PARTITION BY target ORDER BY at DESC, id DESC) AS place
              FROM mark WHERE what IN ('flag', 'unflag')
            ) WHERE place = 1 AND what = 'flag' ORDER BY at, id
        """
        return dict(self._cursor(query, {}))

    def answered_beyond(self, names: Iterable[str]) -> list[tuple[str, int, datetime]]:
        """The questions that were answered and are none of some: each with how often, and when last."""
        return self._beyond("review", "question", names)

    def attempted_beyond(self, names: Iterable[str]) -> list[tuple[str, int, datetime]]:
        """The derivations that were attempted and are none of some: each with how often, and when last."""
        return self._beyond("attempt", "derivation", names)

    def _beyond(self, table: str, column: str, names: Iterable[str]) -> list[tuple[str, int, datetime]]:
        query = f"""
            SELECT {column}, count(*), max(at) FROM {table} WHERE {column} NOT IN (SELECT value FROM json_each(:names))
            GROUP BY {column} ORDER BY 3 DESC, 1
        """  # noqa: S608 - ours
        values = {"names": json.dumps(list(names))}
        return list(self._made(lambda row: (row[0], row[1], datetime.fromisoformat(row[2])), query, values))

    def answers_between(self, start: datetime, end: datetime, topic: str | None) -> int:
        """How many answers and attempts were made from one moment to another and not taken back."""
        values = {"start": utc(start), "end": utc(end), "topic": topic}
        where = "at >= :start AND at < :end" + ("" if topic is None else " AND topic = :topic")
        query = f"""
            SELECT (SELECT count(*) FROM review WHERE {where}) + (SELECT count(*) FROM attempt WHERE {where})
              - (SELECT count(*) FROM amended WHERE what = 'undo' AND {where})
        """  # noqa: S608
        ((count,),) = self._cursor(query, values)
        return int(count)

    def closed(self) -> set[str]:
        """The derivations that were solved, or of which the reference was looked at."""
        query = "SELECT DISTINCT derivation FROM attempt WHERE outcome IN ('correct', 'gave_up')"
        return {name for (name,) in self._cursor(query, {})}

    def right_times(self) -> list[tuple[str, float]]:
        """Of the right answers among the latest, in time and without the hint: the kind, and the share of the answer clock that it took."""
        query = """
            SELECT kind, seconds / "limit"
            FROM (SELECT kind, seconds, "limit", outcome, hinted FROM counted ORDER BY at DESC LIMIT :latest)
            WHERE outcome = 'correct' AND NOT hinted AND seconds IS NOT NULL
        """
        return list(self._cursor(query, {"latest": LATEST_TIMED}))

    def latest(self) -> list[Latest]:
        """The latest answers that say something about memory, the newest first."""
        query = """
            SELECT at, session, kind, rating, NOT EXISTS (
              SELECT 1 FROM counted AS b WHERE b.question = a.question AND b.at < a.at AND b.rating IS NOT NULL
            ) FROM (SELECT at, session, kind, question, rating FROM counted ORDER BY at DESC LIMIT :latest) AS a WHERE rating IS NOT NULL ORDER BY at DESC
        """

        def made(row: tuple[Any, ...]) -> Latest:
            at, session, kind, rating, first = row
            return Latest(datetime.fromisoformat(at), session, kind, Rating(rating), bool(first))

        return list(self._made(made, query, {"latest": LATEST}))

    def _schedules(self, where: str, now: datetime, day_end: datetime, among: Iterable[str] | None) -> Iterator[str]:
        values = {"now": utc(now), "day_end": utc(day_end)}
        if among is not None:
            where += " AND question IN (SELECT value FROM json_each(:among))"
            values["among"] = json.dumps(list(among))
        query = f"""
            SELECT question FROM schedule WHERE {where} AND question NOT IN (SELECT question FROM aside WHERE {_ASIDE})
            ORDER BY due, question
        """  # noqa: S608 - ours
        return (name for (name,) in self._cursor(query, values))
