"""The history: a SQLite file with the append-only log and the schedules that follow from it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.errors import HistoryError
from quizdl.history.migrations import APPLICATION_ID, MIGRATIONS
from quizdl.history.queries import Queries, stored_time

FILE = "history.sqlite"
PATIENCE = 10.0
"""Seconds to wait while another process writes."""
STRICT_SINCE = (3, 37, 0)
"""The first SQLite with strict tables."""

_PERMISSIONS = "check the permissions of the file and its directory, or set QUIZDL_HOME to a directory of your own"
_WORDS = {
    "READONLY": ("cannot be written (read-only)", _PERMISSIONS),
    "CANTOPEN": ("cannot be opened", _PERMISSIONS),
    "FULL": ("the disk is full", "free some space; the last answer was not recorded"),
    "IOERR": ("the disk gave an error", "see whether it is full, over its quota or failing"),
    "BUSY": ("another program is writing to it", "wait for it, or end it, and try again"),
}
"""SQLite's primary result codes: what that means here, and what to do."""

_T = TypeVar("_T")
_REVIEW = tuple(field.name for field in fields(Review))
_ATTEMPT = tuple(field.name for field in fields(Attempt))
_SCHEDULE = tuple(field.name for field in fields(Schedule))


def new_id(at: datetime) -> str:
    """A globally unique id that sorts by time: milliseconds, then 80 random bits."""
    return f"{int(at.timestamp() * 1000):012x}{os.urandom(10).hex()}"


class History(Queries):
    """An open history. Every write is one durable transaction: when the call returns, it is on the disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, home: Path, *, writing: bool) -> History:
        """Opens the history in a directory.

        Args:
            home: the directory; to write, it and the history are made if they are not there.
            writing: answers will be recorded: complain now, before a question is asked, if they cannot be, and bring the file to the
                present schema. Otherwise it is read as it stands at this moment, and nothing is made or changed.

        Raises:
            HistoryError: it cannot be read or written, is damaged, is no history, or was written by a newer quizdl.
        """
        if sqlite3.sqlite_version_info < STRICT_SINCE:
            message = f"this Python has SQLite {sqlite3.sqlite_version}; the history needs 3.37 or newer"
            raise HistoryError(message, "install quizdl with another Python, such as one of uv or python.org")
        path = home / FILE
        return cls(path, _writable(path) if writing else _snapshot(path))

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
        with self._transaction():
            self._insert("review", _REVIEW, [_stored(getattr(review, name)) for name in _REVIEW])
            # from the log, as its order is by time and not by arrival: a clock may have been put back
            schedule = _replayed(self._reviews("WHERE question = ?", review.question)).get(review.question)
            if schedule:
                values = [_stored(getattr(schedule, name)) for name in _SCHEDULE]
                self._insert("schedule", _SCHEDULE, values, "INSERT OR REPLACE")
        return schedule

    def record_attempt(self, attempt: Attempt) -> None:
        """Appends an attempt at a derivation.

        Raises:
            HistoryError: it could not be written.
        """
        values = [json.dumps(attempt.mistakes) if n == "mistakes" else _stored(getattr(attempt, n)) for n in _ATTEMPT]
        with self._transaction():
            self._insert("attempt", _ATTEMPT, values)

    def reviews(self) -> list[Review]:
        """The log of answers, in order."""
        return self._reviews()

    def attempts(self) -> list[Attempt]:
        """The log of attempts at derivations, in order."""
        return self._read(_attempt, f"SELECT {_columns(_ATTEMPT)} FROM attempt ORDER BY at, id")  # noqa: S608

    def schedule(self, question: str) -> Schedule | None:
        """The schedule of a question, or None if it is new."""
        query = f"SELECT {_columns(_SCHEDULE)} FROM schedule WHERE question = ?"  # noqa: S608
        return next(iter(self._read(_schedule, query, question)), None)

    def schedules(self) -> dict[str, Schedule]:
        """All schedules, by question."""
        query = f"SELECT {_columns(_SCHEDULE)} FROM schedule"  # noqa: S608
        return {schedule.question: schedule for schedule in self._read(_schedule, query)}

    def replay(self) -> dict[str, Schedule]:
        """The schedules as they follow from the log alone."""
        return _replayed(self.reviews())

    def _reviews(self, where: str = "", *values: str) -> list[Review]:
        query = f"SELECT {_columns(_REVIEW)} FROM review {where} ORDER BY at, id"  # noqa: S608
        return self._read(_review, query, *values)

    def _cursor(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        with _complaints(self.path), closing(self._connection.execute(query, values)) as rows:
            yield from rows

    def _read(self, make: Callable[[tuple[Any, ...]], _T], query: str, *values: str) -> list[_T]:
        with _complaints(self.path):
            rows = self._connection.execute(query, values).fetchall()
        try:
            return [make(row) for row in rows]
        except (TypeError, ValueError) as error:
            raise _damaged(self.path, str(error)) from None

    def _insert(self, table: str, names: tuple[str, ...], values: list[Any], how: str = "INSERT") -> None:
        marks = ", ".join("?" * len(names))
        self._connection.execute(f"{how} INTO {table} ({_columns(names)}) VALUES ({marks})", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _complaints(self.path), self._connection:  # commits, or rolls back
            self._connection.execute("BEGIN IMMEDIATE")
            yield


def _writable(path: Path) -> sqlite3.Connection:
    """The file itself, of the present schema and proved to be writable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "set QUIZDL_HOME to a directory of your own"
        raise HistoryError(f"{path.parent}: cannot be made ({error.strerror})", hint) from None
    with _complaints(path):
        connection = _connect(path, "rwc")
        try:
            connection.execute("PRAGMA synchronous = EXTRA")  # on the disk when COMMIT returns, the directory too
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                _check(connection, path)
                _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _snapshot(path: Path) -> sqlite3.Connection:
    """A copy in memory, of the present schema: nobody waits for whoever reads it, and a read-only file will do."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with _complaints(path):
        with suppress(FileNotFoundError):
            path.stat()  # SQLite does not tell a file that is not there from one that cannot be opened
            with closing(_connect(path, "rw")) as file:
                file.execute("BEGIN")
                _check(file, path)
                file.backup(memory)
        _migrate(memory)
        memory.execute("PRAGMA query_only = ON")
    return memory


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuses what cannot be used, before anything of it is changed."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if (tables or version) and not (application == APPLICATION_ID and version):
        hint = "move it away, or set QUIZDL_HOME elsewhere"
        raise HistoryError(f"{path}: a database, but no history of quizdl", hint)
    if version > len(MIGRATIONS):
        message = f"{path}: written by a newer quizdl (history version {version}; this one knows {len(MIGRATIONS)})"
        raise HistoryError(message, "update quizdl: pip install --upgrade quizdl")
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise _damaged(path, found)


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for step in MIGRATIONS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")  # a write in any case: it shows whether one can


@contextmanager
def _complaints(path: Path) -> Iterator[None]:
    """SQLite's errors, and the system's, in words."""
    try:
        yield
    except OSError as error:
        raise HistoryError(f"{path}: cannot be opened ({error.strerror})", _PERMISSIONS) from None
    except UnicodeDecodeError as error:  # SQLite quotes what is damaged
        raise _damaged(path, str(error)) from None
    except sqlite3.Error as error:
        words = str(error)
        code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
        # ERROR: the tables are not those that we made; and text that is not UTF-8 has no code
        if code in ("NOTADB", "CORRUPT", "ERROR") or "Could not decode" in words:
            raise _damaged(path, words) from None
        what, hint = _WORDS.get(code, (words, "please report it"))
        raise HistoryError(f"{path}: {what}", hint) from None


def _damaged(path: Path, words: str) -> HistoryError:
    hint = "move it away to start anew, or put a copy of it back; quizdl has not touched it"
    return HistoryError(f"{path}: damaged ({words.splitlines()[-1]})", hint)


def _replayed(reviews: Iterable[Review]) -> dict[str, Schedule]:
    schedules: dict[str, Schedule] = {}
    for review in reviews:
        if review.rating is not None:
            before = schedules.get(review.question)
            schedules[review.question] = advance(review.question, before, review.rating, review.at)
    return schedules


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{name}]" for name in names)  # in double quotes, one that is not there would be a text


def _stored(value: Any) -> Any:
    match value:
        case datetime():
            return stored_time(value)
        case bool() | Rating():
            return int(value)
        case str():
            return value.encode(errors="replace").decode()  # bytes of a terminal that were no text
        case _:
            return value


def _review(row: tuple[Any, ...]) -> Review:
    data = dict(zip(_REVIEW, row, strict=True))
    data["at"] = datetime.fromisoformat(data["at"])
    data["hinted"] = bool(data["hinted"])
    data["rating"] = None if data["rating"] is None else Rating(data["rating"])
    return Review(**data)


def _attempt(row: tuple[Any, ...]) -> Attempt:
    data = dict(zip(_ATTEMPT, row, strict=True))
    data["at"] = datetime.fromisoformat(data["at"])
    data["mistakes"] = tuple(json.loads(data["mistakes"]))
    return Attempt(**data)


def _schedule(row: tuple[Any, ...]) -> Schedule:
    data = dict(zip(_SCHEDULE, row, strict=True))
    data["due"], data["last"] = datetime.fromisoformat(data["due"]), datetime.fromisoformat(data["last"])
    return Schedule(**data)
