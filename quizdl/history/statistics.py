"""What the pages of statistics ask of a history: summed up by SQLite, for the overview from caches, for a closer look from the whole log.

Answers as they count. The closer look reads the log once, in a memory that does not grow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from quizdl.domain.progress import JUDGED
from quizdl.domain.schedule import Rating
from quizdl.history.migrations import TIMED
from quizdl.history.queries import Queries
from quizdl.history.rows import utc

_JUDGED = f"outcome IN ({', '.join(map(repr, JUDGED))})"
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


class Statistics(Queries):
    """The questions of the statistics."""

    def standings(self, at: datetime, among: Iterable[str] | None = None) -> Iterator[tuple[str, str, float, int]]:
        """Of the schedules what the page of progress needs: question, when it is due (as stored), stability, days since its last review.

        What is buried is due when that ends, at the earliest; what is suspended never.

        Args:
            at: up to when days are counted, to the nearest number as FSRS does.
            among: only these questions.
        """
        query = """
            SELECT question, CASE WHEN leech IS NULL THEN due ELSE max(due, coalesce(until, '9999')) END, stability,
              max(0, CAST(round(julianday(:at) - julianday(last)) AS INTEGER))
            FROM schedule LEFT JOIN aside USING (question)
        """
        values = {"at": utc(at)}
        if among is not None:
            query += " WHERE question IN (SELECT value FROM json_each(:among))"
            values["among"] = json.dumps(list(among))
        return self._made(_dated, query, values)

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
        part = [Tally(*row) for row in self._cursor(query, _bounds(topic, since))]
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
        values = _bounds(topic, since) | {"before": (timed - 1) // 2, "middle": 2 - timed % 2}
        ((undone,),) = self._cursor("SELECT EXISTS (SELECT 1 FROM amended WHERE what = 'undo')", {})
        # half of the index is walked: without what is not needed in three times less
        narrowed = ("" if since is None else " AND at >= :since") + (f" AND {_UNDONE}" if undone else "")
        found = []
        # the index is named: else it would sort
        for measure, index in (("seconds", "review_seconds"), ('seconds / "limit"', "review_share")):
            query = f"""
                SELECT avg(x) FROM (
                  SELECT {measure} AS x FROM review INDEXED BY {index} WHERE topic = :topic AND {TIMED}{narrowed}
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
        ((first, last),) = self._made(_moments, query, _bounds(topic, since))
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
        ((count,),) = self._cursor(f"SELECT count(*) FROM attempt WHERE {_WANTED}", _bounds(topic, since))  # noqa: S608
        return int(count)

    def mistakes(self, topic: str | None, since: datetime | None, most: int) -> list[tuple[str, str, int]]:
        """The mistakes made most often: the derivation, the mistake, how often."""
        query = f"""
            SELECT derivation, value, count(*) FROM attempt, json_each(mistakes) WHERE {_WANTED}
            GROUP BY derivation, value ORDER BY count(*) DESC, min(attempt.at || attempt.id || key) LIMIT :most
        """  # noqa: S608
        return list(self._cursor(query, _bounds(topic, since) | {"most": most}))

    def solved(self, since: datetime | None) -> set[str]:
        """The derivations that were solved."""
        query = f"SELECT DISTINCT derivation FROM attempt WHERE outcome = 'correct' AND {_WANTED}"  # noqa: S608
        return {name for (name,) in self._cursor(query, _bounds(None, since))}

    def ratings(self, topic: str | None) -> Iterator[tuple[str, datetime, Rating]]:
        """What the schedules follow from, question by question, each in order: question, when, rating."""
        query = f"SELECT question, at, rating FROM counted WHERE rating IS NOT NULL AND {_where(None)} ORDER BY question, at, id"  # noqa: S608
        return self._made(
            lambda row: (row[0], datetime.fromisoformat(row[1]), Rating(row[2])), query, _bounds(topic, None)
        )

    def said(self, topic: str | None, since: datetime | None) -> list[tuple[float, int, float]]:
        """How sure people were before the verdict (to a hundredth): of how many answers, and the sum of their scores."""
        query = f"""
            SELECT round(confidence, 2), count(*), sum(score) FROM counted
            WHERE confidence IS NOT NULL AND {_JUDGED} AND {_where(since)} GROUP BY 1
        """  # noqa: S608
        return list(self._cursor(query, _bounds(topic, since)))

    def times(self, topic: str | None, since: datetime | None) -> list[tuple[str, int, int, float]]:
        """The answers by their time: kind, time taken in hundredths of the limit, how many, the sum of their scores."""
        query = f"""
            SELECT kind, CAST(100 * seconds / "limit" AS INTEGER), count(*), sum(score) FROM counted
            WHERE timed AND "limit" > 0 AND {_where(since)} GROUP BY 1, 2
        """  # noqa: S608
        return list(self._cursor(query, _bounds(topic, since)))

    def scores(self, start: datetime, end: datetime, topic: str | None) -> list[tuple[str, int, float]]:
        """From one moment to another, by topic, how many answers were judged, and the sum of their scores."""
        query = f"SELECT topic, count(*), sum(score) FROM counted WHERE {_JUDGED} AND {_where(start)} AND at < :end GROUP BY topic"  # noqa: S608
        return list(self._cursor(query, _bounds(topic, start) | {"end": utc(end)}))

    def questions(self, topic: str | None, since: datetime | None) -> Iterator[tuple[str, int, float]]:
        """Question by question how many answers were judged, and the sum of their scores."""
        query = (
            f"SELECT question, count(*), sum(score) FROM counted WHERE {_JUDGED} AND {_where(since)} GROUP BY question"  # noqa: S608
        )
        return self._cursor(query, _bounds(topic, since))

    def lapses(self, names: Iterable[str]) -> dict[str, int]:
        """How often some questions were forgotten after they were learnt."""
        query = "SELECT question, lapses FROM schedule WHERE question IN (SELECT value FROM json_each(:names))"
        return dict(self._cursor(query, {"names": json.dumps(list(names))}))

    def tried(self, topic: str | None, since: datetime | None) -> Iterator[tuple[str, datetime, str, list[str]]]:
        """The attempts at derivations, in order: derivation, when, outcome, mistakes."""
        query = f"SELECT derivation, at, outcome, mistakes FROM attempt WHERE {_where(since)} ORDER BY at, id"  # noqa: S608
        return self._made(
            lambda row: (row[0], datetime.fromisoformat(row[1]), row[2], json.loads(row[3])),
            query,
            _bounds(topic, since),
        )


def _where(since: datetime | None) -> str:
    """Which answers are meant; of all of them no index on the time is asked, as to follow it is to jump about in the file."""
    return f"(:topic IS NULL OR topic = :topic) AND {'+at' if since is None else 'at'} >= :since"


def _dated(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A schedule as it is, if its times are times: of others SQLite makes NULL."""
    if row[3] is None:
        raise ValueError("a time is not one")
    return row


def _moments(row: tuple[str | None, ...]) -> tuple[datetime | None, ...]:
    return tuple(datetime.fromisoformat(at) if at else None for at in row)


def _bounds(topic: str | None, since: datetime | None) -> dict[str, Any]:
    """The values of a query that asks for a topic, or None for all, since a moment, or None for ever."""
    return {"topic": topic, "since": utc(since) if since else ""}
