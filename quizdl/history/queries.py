"""What is asked of a history of any size: read from indexes, or summed up by SQLite. Nothing here writes."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from quizdl.domain.mark import Aside
from quizdl.domain.schedule import REVIEW, Rating
from quizdl.history.migrations import TIMED
from quizdl.history.rows import utc

_T = TypeVar("_T")
_DUE = f"due <= CASE state WHEN {REVIEW} THEN :day_end ELSE :now END"
"""A question comes back by the minute while it is learnt, by the day after that."""

LATEST = 2000
"""So many answers say what a person is like now; from an index, whatever the history's size."""
_ASIDE = "(until IS NULL OR until > :now)"
_UNDONE = "rowid NOT IN (SELECT review.rowid FROM amended JOIN review USING (id) WHERE what = 'undo')"

_WANTED = "(:topic IS NULL OR topic = :topic) AND at >= :since"


class Tally(NamedTuple):
    """How many answers of an outcome a subtopic has, the sum of their scores, and of how many the time is judged."""

    topic: str
    subtopic: str
    outcome: str
    reviews: int
    score: float
    timed: int


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

    def standings(self, among: Iterable[str] | None = None) -> Iterator[tuple[str, str, float, datetime]]:
        """Of the schedules what the page of progress needs: question, when it is due (as stored), stability, last review.

        What is buried is due when that ends, at the earliest; what is suspended never.
        """
        query, values = (
            "SELECT question, CASE WHEN leech IS NULL THEN due ELSE max(due, coalesce(until, '9999')) END, stability, last "
            "FROM schedule LEFT JOIN aside USING (question)",
            {},
        )
        if among is not None:
            query += " WHERE question IN (SELECT value FROM json_each(:among))"
            values["among"] = json.dumps(list(among))
        return self._made(lambda row: (*row[:3], datetime.fromisoformat(row[3])), query, values)

    def tallies(self, topic: str | None, since: datetime | None) -> list[Tally]:
        """The answers, of a topic or all, since a moment or ever, by topic, subtopic and outcome."""
        whole = [
            Tally(*row)
            for row in self._cursor("SELECT * FROM tally WHERE :topic IS NULL OR topic = :topic", {"topic": topic})
        ]
        span = None if since is None else self.span(topic, None)
        if since is None or span is None or since <= span[0]:
            return whole
        later = since > span[0] + (span[1] - span[0]) / 2  # whichever side has less to sum up
        query = f"""
            SELECT topic, subtopic, outcome, count(*), sum(score), sum(timed) FROM counted
            WHERE (:topic IS NULL OR topic = :topic) AND at {">=" if later else "<"} :since GROUP BY topic, subtopic, outcome
        """  # noqa: S608 - ours
        part = [Tally(*row) for row in self._cursor(query, bounds(topic, since))]
        if later:
            return part
        left = {tally[:3]: tally for tally in whole}
        for tally in part:
            reviews, score, timed = (all - some for all, some in zip(left[tally[:3]][3:], tally[3:], strict=True))
            left[tally[:3]] = Tally(*tally[:3], int(reviews), round(score, 9), int(timed))
        return [tally for tally in left.values() if tally.reviews]

    def median_times(self, topic: str, since: datetime | None, timed: int) -> tuple[float, float]:
        """The median answer time in a topic, in seconds, and as a share of the time given.

        Args:
            topic: of which the tallies say that the time of so many answers was measured (`timed`, at least one).
            since: leaves out earlier answers.
            timed: as the tallies of the same moment say.
        """
        values = bounds(topic, since) | {"before": (timed - 1) // 2, "middle": 2 - timed % 2}
        found = []
        for measure, index in (
            ("seconds", "review_seconds"),
            ('seconds / "limit"', "review_share"),
        ):  # else it would sort
            query = f"""
                SELECT avg(x) FROM (
                  SELECT {measure} AS x FROM review INDEXED BY {index} WHERE topic = :topic AND {TIMED} AND at >= :since AND {_UNDONE}
                  ORDER BY x LIMIT :middle OFFSET :before
                )
            """  # noqa: S608
            ((median,),) = self._cursor(query, values)
            found.append(float(median))
        return found[0], found[1]

    def span(self, topic: str | None, since: datetime | None) -> tuple[datetime, datetime] | None:
        """When the first and the last of the answers were given; None if there are none."""
        one = "topic = :topic AND" if topic else ""
        query = f"""
            SELECT (SELECT min(at) FROM review WHERE {one} at >= :since), (SELECT max(at) FROM review WHERE {one} at >= :since)
        """  # noqa: S608 - two looks into an index
        ((first, last),) = self._made(_moments, query, bounds(topic, since))
        return (first, last) if first and last else None

    def kept(self, days: Iterable[tuple[int, int, int]], topic: str | None) -> tuple[int, int]:
        """Of the answers to questions that came back on a later day: how many, and how many of them were still known.

        Args:
            days: stretches of days that are equally long, as `even_days` gives them.
            topic: only this one; None for all.
        """
        query = "SELECT count(*), total(known) FROM again WHERE at >= :start AND at < :end AND before < at - (at - :start) % :length"
        query += "" if topic is None else " AND topic = :topic"
        asked = known = 0
        for start, end, length in days:
            values = {"start": start, "end": end, "length": length, "topic": topic}
            ((some, right),) = self._cursor(query, values)
            asked, known = asked + some, known + int(right)
        return asked, known

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

    def answers_around(
        self, start: datetime, end: datetime, topic: str | None
    ) -> tuple[datetime | None, datetime | None]:
        """When the last answer or attempt before a stretch of time was made, and the first after it; None where there is none."""
        values = {"start": utc(start), "end": utc(end), "topic": topic}
        one = "" if topic is None else "AND topic = :topic"
        ends = (("max", "at < :start"), ("min", "at >= :end"))
        queries = (
            f"SELECT {end}(at) FROM (SELECT {end}(at) AS at FROM counted WHERE {where} {one} UNION ALL SELECT {end}(at) FROM attempt WHERE {where} {one})"  # noqa: S608
            for end, where in ends
        )
        before, after = (next(self._made(_moments, query, values))[0] for query in queries)
        return before, after

    def attempted(self, topic: str | None, since: datetime | None) -> int:
        """How many attempts at derivations there were."""
        ((count,),) = self._cursor(f"SELECT count(*) FROM attempt WHERE {_WANTED}", bounds(topic, since))  # noqa: S608
        return int(count)

    def mistakes(self, topic: str | None, since: datetime | None, most: int) -> list[tuple[str, str, int]]:
        """The mistakes made most often: the derivation, the mistake, how often."""
        query = f"""
            SELECT derivation, value, count(*) FROM attempt, json_each(mistakes) WHERE {_WANTED}
            GROUP BY derivation, value ORDER BY count(*) DESC, min(attempt.at || attempt.id || key) LIMIT :most
        """  # noqa: S608
        return list(self._cursor(query, bounds(topic, since) | {"most": most}))

    def solved(self, since: datetime | None) -> set[str]:
        """The derivations that were solved."""
        query = f"SELECT DISTINCT derivation FROM attempt WHERE outcome = 'correct' AND {_WANTED}"  # noqa: S608
        return {name for (name,) in self._cursor(query, bounds(None, since))}

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
        return list(self._cursor(query, {"latest": LATEST}))

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


def _moments(row: tuple[str | None, ...]) -> tuple[datetime | None, ...]:
    return tuple(datetime.fromisoformat(at) if at else None for at in row)


def bounds(topic: str | None, since: datetime | None) -> dict[str, Any]:
    """The values of a query that asks for a topic, or None for all, since a moment, or None for ever."""
    return {"topic": topic, "since": utc(since) if since else ""}
