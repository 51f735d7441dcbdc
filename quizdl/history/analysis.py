"""What the further pages of statistics read from the log: all of it, once, in a memory that does not grow. Answers as they count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from quizdl.domain.progress import JUDGED
from quizdl.domain.schedule import Rating
from quizdl.history.queries import Queries, bounds
from quizdl.history.rows import utc

_JUDGED = f"outcome IN ({', '.join(map(repr, JUDGED))})"


class Analyses(Queries):
    """The questions that take longer, the longer the history is."""

    def ratings(self, topic: str | None) -> Iterator[tuple[str, datetime, Rating]]:
        """What the schedules follow from, question by question, each in order: question, when, rating."""
        query = f"SELECT question, at, rating FROM counted WHERE rating IS NOT NULL AND {_where(None)} ORDER BY question, at, id"  # noqa: S608
        return self._made(
            lambda row: (row[0], datetime.fromisoformat(row[1]), Rating(row[2])), query, bounds(topic, None)
        )

    def said(self, topic: str | None, since: datetime | None) -> list[tuple[float, int, float]]:
        """How sure people were before the verdict (to a hundredth): of how many answers, and the sum of their scores."""
        query = f"""
            SELECT round(confidence, 2), count(*), sum(score) FROM counted
            WHERE confidence IS NOT NULL AND {_JUDGED} AND {_where(since)} GROUP BY 1
        """  # noqa: S608
        return list(self._cursor(query, bounds(topic, since)))

    def times(self, topic: str | None, since: datetime | None) -> list[tuple[str, int, int, float]]:
        """The answers by their time: kind, time taken in hundredths of the limit, how many, the sum of their scores."""
        query = f"""
            SELECT kind, CAST(100 * seconds / "limit" AS INTEGER), count(*), sum(score) FROM counted
            WHERE timed AND "limit" > 0 AND {_where(since)} GROUP BY 1, 2
        """  # noqa: S608
        return list(self._cursor(query, bounds(topic, since)))

    def scores(self, start: datetime, end: datetime, topic: str | None) -> list[tuple[str, int, float]]:
        """From one moment to another, by topic, how many answers were judged, and the sum of their scores."""
        query = f"SELECT topic, count(*), sum(score) FROM counted WHERE {_JUDGED} AND {_where(start)} AND at < :end GROUP BY topic"  # noqa: S608
        return list(self._cursor(query, bounds(topic, start) | {"end": utc(end)}))

    def questions(self, topic: str | None, since: datetime | None) -> Iterator[tuple[str, int, float]]:
        """Question by question how many answers were judged, and the sum of their scores."""
        query = (
            f"SELECT question, count(*), sum(score) FROM counted WHERE {_JUDGED} AND {_where(since)} GROUP BY question"  # noqa: S608
        )
        return self._cursor(query, bounds(topic, since))

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
            bounds(topic, since),
        )


def _where(since: datetime | None) -> str:
    """Which answers are meant; of all of them no index on the time is asked, as to follow it is to jump about in the file."""
    return f"(:topic IS NULL OR topic = :topic) AND {'+at' if since is None else 'at'} >= :since"
