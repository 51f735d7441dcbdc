"""The history: a SQLite file with the append-only log and the schedules that follow from it."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.errors import HistoryError
from quizdl.history.migrations import MIGRATIONS

FILE = "history.sqlite"
_REVIEW = tuple(field.name for field in fields(Review))
_ATTEMPT = tuple(field.name for field in fields(Attempt))
_SCHEDULE = tuple(field.name for field in fields(Schedule))


def new_id(at: datetime) -> str:
    """A globally unique id that sorts by time: milliseconds, then 80 random bits."""
    return f"{int(at.timestamp() * 1000):012x}{secrets.token_hex(10)}"


class History:
    """An open history. Every write is one durable transaction: when the call returns, it is on the disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, home: Path, *, writing: bool) -> History:
        """Opens the history in a directory, and makes it or brings it to the present schema if need be.

        Args:
            home: the directory; made if it is not there.
            writing: answers will be recorded: complain now, before a question is asked, if they cannot be.

        Raises:
            HistoryError: it cannot be read or written, is damaged, or was written by a newer quizdl.
        """
        path = home / FILE
        if not writing and not path.exists():
            memory = sqlite3.connect(":memory:")
            _migrate(memory, path)
            return cls(path, memory)
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint = "set QUIZDL_HOME to a directory of your own"
            raise HistoryError(f"{home}: cannot be made ({error.strerror})", hint) from None
        with _complaints(path):
            connection = sqlite3.connect(path, timeout=10, isolation_level=None)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                _migrate(connection, path)
                if writing:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("DELETE FROM schedule WHERE question IS NULL")  # a write, of nothing: may we?
                    connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def record(self, review: Review) -> Schedule | None:
        """Appends a review and moves its question's schedule on, in one transaction.

        Returns:
            The new schedule; the old one, or None, if the review says nothing about memory.

        Raises:
            HistoryError: it could not be written.
        """
        values = [_stored(getattr(review, name)) for name in _REVIEW]
        with _complaints(self.path), self._transaction():
            self._insert("review", _REVIEW, values)
            schedule = self.schedule(review.question)
            if review.rating is not None:
                schedule = advance(review.question, schedule, review.rating, review.at)
                self._save(schedule)
        return schedule

    def record_attempt(self, attempt: Attempt) -> None:
        """Appends an attempt at a derivation.

        Raises:
            HistoryError: it could not be written.
        """
        values = [json.dumps(attempt.mistakes) if n == "mistakes" else _stored(getattr(attempt, n)) for n in _ATTEMPT]
        with _complaints(self.path), self._transaction():
            self._insert("attempt", _ATTEMPT, values)

    def reviews(self) -> Iterator[Review]:
        """The log of answers, in order."""
        with _complaints(self.path):
            for row in self._connection.execute(f"SELECT {_columns(_REVIEW)} FROM review ORDER BY at, id"):  # noqa: S608
                data = dict(zip(_REVIEW, row, strict=True))
                data["at"] = datetime.fromisoformat(data["at"])
                data["hinted"] = bool(data["hinted"])
                data["rating"] = Rating(data["rating"]) if data["rating"] else None
                yield Review(**data)

    def attempts(self) -> Iterator[Attempt]:
        """The log of attempts at derivations, in order."""
        with _complaints(self.path):
            for row in self._connection.execute(f"SELECT {_columns(_ATTEMPT)} FROM attempt ORDER BY at, id"):  # noqa: S608
                data = dict(zip(_ATTEMPT, row, strict=True))
                data["at"] = datetime.fromisoformat(data["at"])
                data["mistakes"] = tuple(json.loads(data["mistakes"]))
                yield Attempt(**data)

    def schedule(self, question: str) -> Schedule | None:
        """The schedule of a question, or None if it is new."""
        row = self._connection.execute(
            f"SELECT {_columns(_SCHEDULE)} FROM schedule WHERE question = ?",  # noqa: S608
            (question,),
        ).fetchone()
        return _schedule(row) if row else None

    def schedules(self) -> dict[str, Schedule]:
        """All schedules, by question."""
        with _complaints(self.path):
            rows = self._connection.execute(f"SELECT {_columns(_SCHEDULE)} FROM schedule")  # noqa: S608
            return {row[0]: _schedule(row) for row in rows}

    def replay(self) -> dict[str, Schedule]:
        """The schedules as they follow from the log alone."""
        schedules: dict[str, Schedule] = {}
        for review in self.reviews():
            if review.rating is not None:
                before = schedules.get(review.question)
                schedules[review.question] = advance(review.question, before, review.rating, review.at)
        return schedules

    def _save(self, schedule: Schedule) -> None:
        values = [_stored(getattr(schedule, name)) for name in _SCHEDULE]
        self._insert("schedule", _SCHEDULE, values, "INSERT OR REPLACE")

    def _insert(self, table: str, names: tuple[str, ...], values: list[Any], how: str = "INSERT") -> None:
        marks = ", ".join("?" * len(names))
        self._connection.execute(f"{how} INTO {table} ({_columns(names)}) VALUES ({marks})", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        message = f"{path}: written by a newer quizdl (history version {version}; this one knows {len(MIGRATIONS)})"
        raise HistoryError(message, "update quizdl: pip install --upgrade quizdl")
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise HistoryError(f"{path}: a database, but no history of quizdl", "move it away, or set QUIZDL_HOME elsewhere")
    for number in range(version, len(MIGRATIONS)):
        connection.executescript(
            f"BEGIN IMMEDIATE; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
        )


@contextmanager
def _complaints(path: Path) -> Iterator[None]:
    """SQLite's errors in words."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        if "readonly" in words or "read-only" in words:
            raise HistoryError(f"{path}: cannot be written (read-only)", "make it writable, or set QUIZDL_HOME") from None
        if "not a database" in words or "malformed" in words:
            hint = "move it away to start anew, or put a copy of it back; quizdl has not touched it"
            raise HistoryError(f"{path}: damaged ({words})", hint) from None
        if "unable to open" in words:
            raise HistoryError(f"{path}: cannot be opened", "check its permissions, or set QUIZDL_HOME") from None
        if "full" in words:
            raise HistoryError(f"{path}: the disk is full", "free some space; the last answer was not recorded") from None
        raise HistoryError(f"{path}: {words}", "close other programs that use it and try again") from None


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return int(value) if isinstance(value, bool | Rating) else value


def _schedule(row: tuple[Any, ...]) -> Schedule:
    data = dict(zip(_SCHEDULE, row, strict=True))
    data["due"], data["last"] = datetime.fromisoformat(data["due"]), datetime.fromisoformat(data["last"])
    return Schedule(**data)
