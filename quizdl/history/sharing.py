"""What a history knows of a folder that it is shared through: which segments of it are in the log, and how much of the log is in it.

The rows of the log have the numbers 1, 2, 3, … in the order in which they came, whatever their clocks say. After a sync all rows up to the
last are in the folder; so the next one writes what has a higher number, but not what it has just read there. It is remembered in the same
file as the log, in one transaction, at the end of a sync: one that is ended before it is done again, and a backup that is put back knows
what was true of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from quizdl.history.complaints import complaints
from quizdl.history.rows import LOGS, Event, columns, to_event

_TABLES = tuple(table for table, _ in LOGS.values())


class Shared:
    """The log and one folder. Between `forget` or the start and `done` other processes may answer."""

    def __init__(self, connection: sqlite3.Connection, path: Path, folder: str) -> None:
        self._connection = connection
        self._path = path
        self._folder = folder
        with complaints(path):
            connection.execute("DROP TABLE IF EXISTS temp.there")
            connection.execute("CREATE TEMP TABLE there (log TEXT, id TEXT, PRIMARY KEY (log, id)) WITHOUT ROWID")

    def known(self) -> set[str]:
        """The segments that are in the log."""
        with complaints(self._path):
            rows = self._connection.execute("SELECT name FROM segment WHERE folder = ?", (self._folder,))
            return {name for (name,) in rows}

    def forget(self) -> None:
        """It is not what it was: all of it is to be read again, and compared with all of the log."""
        with complaints(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for table in ("shared", "segment"):
                self._connection.execute(f"DELETE FROM {table} WHERE folder = ?", (self._folder,))  # noqa: S608

    def there(self, events: Iterable[Event]) -> None:
        """Notes that some events are in the folder."""
        rows = ((LOGS[type(event)][0], event.id) for event in events)
        self._connection.executemany("INSERT OR IGNORE INTO temp.there VALUES (?, ?)", rows)

    def last(self) -> dict[str, int]:
        """The last row of each table at this moment."""
        with complaints(self._path):
            return {
                table: self._connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0]  # noqa: S608
                for table in _TABLES
            }

    def missing(self, last: dict[str, int]) -> Iterator[Event]:
        """The events up to some last rows that are not in the folder, in the order in which they came."""
        with complaints(self._path):
            row = self._connection.execute(
                f"SELECT {columns(_TABLES)} FROM shared WHERE folder = ?",  # noqa: S608
                (self._folder,),
            ).fetchone()
            since = dict(zip(_TABLES, row or (0,) * len(_TABLES), strict=True))
            for kind, (table, names) in LOGS.items():
                query = f"""
                    SELECT {columns(names)} FROM {table} WHERE rowid > ? AND rowid <= ?
                    AND NOT EXISTS (SELECT 1 FROM temp.there WHERE log = ? AND there.id = {table}.id) ORDER BY rowid
                """  # noqa: S608
                values = (since[table], last[table], table)
                yield from map(partial(to_event, kind), self._connection.execute(query, values))

    def done(self, names: Iterable[str], last: dict[str, int]) -> None:
        """Remembers that some segments are in the log, and all rows up to the last in the folder."""
        # another process may be further
        most = ", ".join(f"{table} = max({table}, excluded.{table})" for table in _TABLES)
        with complaints(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR IGNORE INTO segment VALUES (?, ?)", ((self._folder, name) for name in names)
            )
            self._connection.execute(
                f"INSERT INTO shared (folder, {columns(_TABLES)}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET {most}",  # noqa: S608
                (self._folder, *(last[table] for table in _TABLES)),
            )
