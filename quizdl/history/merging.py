"""What a merge brings: kept in temporary tables, and reduced to what the log lacks, before any of it is added."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from types import TracebackType
from typing import NamedTuple

from quizdl.history.rows import LOGS, Event, columns, places, to_row


class Merged(NamedTuple):
    """What a merge did.

    Attributes:
        reviews: how many were added, `attempts` and `marks` likewise.
        known: how many were there already.
        differing: how many of those say something else there; they stay as they are.
    """

    reviews: int
    attempts: int
    marks: int
    known: int
    differing: int

    @property
    def added(self) -> int:
        """Events of all kinds."""
        return self.reviews + self.attempts + self.marks


class Incoming:
    """The events that the log lacks, each once, while this context lasts. Only temporary tables are written, so nobody waits.

    Attributes:
        counts: how many there are, by table.
        known: how many others the log has already.
        odd: how many say something else there, or differ among themselves.
    """

    def __init__(self, connection: sqlite3.Connection, events: Iterable[Event], batch: int) -> None:
        self._connection = connection
        self._events = iter(events)
        self._batch = batch
        self.counts: dict[str, int] = {}
        self.known = self.odd = 0

    def __enter__(self) -> Incoming:
        execute = self._connection.execute
        try:
            execute("BEGIN")
            for table, names in LOGS.values():
                execute(f"CREATE TEMP TABLE new_{table} AS SELECT {columns(names)} FROM {table} WHERE 0")  # noqa: S608
            while some := list(islice(self._events, self._batch)):
                for kind, (table, names) in LOGS.items():
                    rows = [to_row(event) for event in some if isinstance(event, kind)]
                    self._connection.executemany(f"INSERT INTO new_{table} VALUES ({places(names)})", rows)  # noqa: S608
            for table, names in LOGS.values():
                known, odd = _reduce(self._connection, table, names)
                (self.counts[table],) = execute(f"SELECT count(*) FROM temp.new_{table}").fetchone()  # noqa: S608
                self.known, self.odd = self.known + known, self.odd + odd
            execute("COMMIT")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        for table, _ in LOGS.values():
            self._connection.execute(f"DROP TABLE IF EXISTS temp.new_{table}")

    def questions(self) -> list[str]:
        """The questions that were answered."""
        return [name for (name,) in self._connection.execute("SELECT DISTINCT question FROM temp.new_review")]

    def take(self, table: str, which: str, *values: object) -> int:
        """Adds some of a table's events to the log; how many they were."""
        (names,) = (names for name, names in LOGS.values() if name == table)
        (count,) = self._connection.execute(f"SELECT count(*) FROM temp.new_{table} WHERE {which}", values).fetchone()  # noqa: S608
        # asked again whether it is there: another process may have merged the same meanwhile
        self._connection.execute(
            f"INSERT INTO {table} ({columns(names)}) SELECT {columns(names)} FROM temp.new_{table} AS new "  # noqa: S608
            f"WHERE {which} AND NOT EXISTS (SELECT 1 FROM {table} AS old WHERE old.id = new.id)",
            values,
        )
        return int(count)


def _reduce(connection: sqlite3.Connection, table: str, names: tuple[str, ...]) -> tuple[int, int]:
    """Leaves in a temporary table what the log lacks, each once: how many it did not lack, and how many say something else there."""
    execute = connection.execute
    new = f"temp.new_{table}"
    (given,) = execute(f"SELECT count(DISTINCT id) FROM {new}").fetchone()  # noqa: S608
    execute(f"CREATE TEMP TABLE reduced AS SELECT DISTINCT * FROM {new} ORDER BY id")  # noqa: S608
    execute("CREATE INDEX temp.reduced_id ON reduced (id)")
    ours, theirs = (", ".join(f"{side}.[{name}]" for name in names) for side in ("old", "new"))
    (odd,) = execute(
        f"SELECT count(*) FROM temp.reduced AS new JOIN {table} AS old USING (id) WHERE ({ours}) IS NOT ({theirs})"  # noqa: S608
    ).fetchone()
    (twice,) = execute("SELECT count(*) - count(DISTINCT id) FROM temp.reduced").fetchone()
    execute(f"DELETE FROM {new}")  # noqa: S608
    execute(
        f"INSERT INTO {new} SELECT * FROM temp.reduced AS new WHERE NOT EXISTS (SELECT 1 FROM {table} AS old WHERE old.id = new.id) "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM temp.reduced AS first WHERE first.id = new.id AND first.rowid < new.rowid)"
    )
    execute("DROP TABLE temp.reduced")
    if table == "review":
        execute("CREATE INDEX temp.new_review_question ON new_review (question)")
    (left,) = execute(f"SELECT count(*) FROM {new}").fetchone()  # noqa: S608
    return given - left, odd + twice
