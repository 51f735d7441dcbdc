"""The history: a SQLite file with the append-only log and the schedules that follow from it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.errors import HistoryError
from quizdl.history import opening
from quizdl.history.backups import back_up
from quizdl.history.complaints import DamagedError, complaints
from quizdl.history.opening import FILE
from quizdl.history.queries import Queries
from quizdl.history.rows import ATTEMPT, REVIEW, SCHEDULE, columns, to_attempt, to_review, to_row, to_schedule

STRICT_SINCE = (3, 37, 0)
"""The first SQLite with strict tables."""
LARGE = 20 << 20
"""Bytes of a history from which its backup takes a second or more, and nobody is to wait for it."""
OFTEN = 50
"""Answers after which what was written ahead is brought into the file, some five megabytes."""
BATCH = 1000
"""Reviews that a merge adds in one transaction: others who answer meanwhile do not wait long."""

_T = TypeVar("_T")


def new_id(at: datetime) -> str:
    """A globally unique id that sorts by time: milliseconds, then 80 random bits."""
    return f"{int(at.timestamp() * 1000):012x}{os.urandom(10).hex()}"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did.

    Attributes:
        reviews: how many were added, `attempts` likewise.
        known: how many were there already.
        differing: how many of those say something else there; they stay as they are.
    """

    reviews: int
    attempts: int
    known: int
    differing: int

    @property
    def added(self) -> int:
        """Reviews and attempts."""
        return self.reviews + self.attempts


class History(Queries):
    """An open history. Every write is one durable transaction: when the call returns, it is on the disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection, presence: opening.Presence | None) -> None:
        self.path = path
        self._connection = connection
        self._presence = presence
        self._backup: threading.Thread | None = None
        self._checkpoint: threading.Thread | None = None
        self._written = 0

    @classmethod
    def open(cls, home: Path, *, writing: bool, check: bool = False) -> History:
        """Opens the history in a directory.

        Args:
            home: the directory; to write, it and the history are made if they are not there.
            writing: answers will be recorded: complain now, before a question is asked, if they cannot be, bring the file to the
                present schema, and make the backup of the day. Otherwise it is read as it stands at this moment, and nothing is made or
                changed.
            check: when writing, check all of it, even if its last end was clean.

        Raises:
            HistoryError: it cannot be read or written, is no history, or was written by a newer quizdl. It was damaged: then, when
                writing, it is set aside, and what could be saved is in its place.
        """
        if not writing:
            return cls.read(home / FILE)
        _strict_tables()
        path = home / FILE
        try:
            history = cls(path, *opening.to_write(path, check=check))
            try:
                history._back_up()
            except BaseException:
                history.close()
                raise
        except DamagedError as damage:
            from quizdl.history.damage import mend

            raise mend(path, damage) from None
        return history

    @classmethod
    def read(cls, path: Path) -> History:
        """Opens the file of a history, such as a backup, to read it as it stands at this moment.

        Raises:
            HistoryError: it cannot be read, is damaged, is no history, or was written by a newer quizdl.
        """
        _strict_tables()
        return cls(path, *opening.to_read(path))

    def close(self) -> None:
        """Closes the file, when its backup is complete."""
        for beside in (self._backup, self._checkpoint):
            if beside:
                beside.join()
        with suppress(sqlite3.Error):  # all that was to be written is on the disk
            self._connection.close()
        if self._presence:
            self._presence.close()

    def record(self, review: Review) -> Schedule | None:
        """Appends a review and moves its question's schedule on, in one transaction.

        Returns:
            The new schedule; the old one, or None, if the review says nothing about memory.

        Raises:
            HistoryError: it could not be written.
        """
        with self._transaction():
            self._insert("review", REVIEW, to_row(review))
            return self._reschedule(review.question)

    def record_attempt(self, attempt: Attempt) -> None:
        """Appends an attempt at a derivation.

        Raises:
            HistoryError: it could not be written.
        """
        with self._transaction():
            self._insert("attempt", ATTEMPT, to_row(attempt))

    def reviews(self) -> list[Review]:
        """The log of answers, in order."""
        return self._reviews()

    def attempts(self) -> list[Attempt]:
        """The log of attempts at derivations, in order."""
        return self._read(to_attempt, f"SELECT {columns(ATTEMPT)} FROM attempt ORDER BY at, id")  # noqa: S608

    def schedule(self, question: str) -> Schedule | None:
        """The schedule of a question, or None if it is new."""
        query = f"SELECT {columns(SCHEDULE)} FROM schedule WHERE question = ?"  # noqa: S608
        return next(iter(self._read(to_schedule, query, question)), None)

    def schedules(self) -> dict[str, Schedule]:
        """All schedules, by question."""
        query = f"SELECT {columns(SCHEDULE)} FROM schedule"  # noqa: S608
        return {schedule.question: schedule for schedule in self._read(to_schedule, query)}

    def replay(self) -> dict[str, Schedule]:
        """The schedules as they follow from the log alone."""
        query = "SELECT question, at, rating FROM review WHERE rating IS NOT NULL ORDER BY question, at, id"
        schedules: dict[str, Schedule] = {}
        for question, at, rating in self._stream(
            lambda row: (row[0], datetime.fromisoformat(row[1]), Rating(row[2])), query
        ):
            schedules[question] = advance(question, schedules.get(question), rating, at)
        return schedules

    def events(self) -> Iterator[Review | Attempt]:
        """The whole log, one by one: the answers in order, then the attempts in order."""
        yield from self._stream(to_review, f"SELECT {columns(REVIEW)} FROM review ORDER BY at, id")  # noqa: S608
        yield from self._stream(to_attempt, f"SELECT {columns(ATTEMPT)} FROM attempt ORDER BY at, id")  # noqa: S608

    def merge(
        self,
        events: Iterable[Review | Attempt],
        *,
        differing: bool = False,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> Merged:
        """Adds what the log lacks: set union by id. Then the schedules of the questions concerned are replayed.

        Others can answer meanwhile. If it is ended in between, the history is sound, and the next merge adds the rest.

        Args:
            events: to be added, in any order; all are looked at before the first is added.
            differing: keep what is there where an id says something else there; otherwise nothing is added then.
            progress: told how many have been added, and of how many.

        Raises:
            HistoryError: it could not be written, or an id says one thing here and another there.
        """
        events, execute = iter(events), self._connection.execute
        with complaints(self.path):
            try:
                execute("BEGIN")  # only the temporary tables are written, so nobody waits
                for table, names in (("review", REVIEW), ("attempt", ATTEMPT)):
                    execute(f"CREATE TEMP TABLE new_{table} AS SELECT {columns(names)} FROM {table} WHERE 0")  # noqa: S608
                while some := list(islice(events, BATCH)):
                    for kind, table, names in ((Review, "review", REVIEW), (Attempt, "attempt", ATTEMPT)):
                        rows = [to_row(event) for event in some if isinstance(event, kind)]
                        self._connection.executemany(f"INSERT INTO new_{table} VALUES ({_marks(names)})", rows)  # noqa: S608
                counts = [
                    _reduce(self._connection, table, names)
                    for table, names in (("review", REVIEW), ("attempt", ATTEMPT))
                ]
                execute("COMMIT")
                known, odd = (sum(count[place] for count in counts) for place in (0, 1))
                if odd and not differing:
                    message = f"{self.path}: {odd} of the answers are there already and say something else"
                    raise HistoryError(message, "one of the two was changed by hand or is damaged; nothing was added")
                return self._add(known, odd, progress)
            finally:
                if self._connection.in_transaction:
                    execute("ROLLBACK")
                for table in ("review", "attempt"):
                    execute(f"DROP TABLE IF EXISTS temp.new_{table}")

    def _add(self, known: int, odd: int, progress: Callable[[int, int], None]) -> Merged:
        """Adds what the temporary tables hold, a few questions in each transaction."""
        count = "SELECT (SELECT count(*) FROM temp.new_review), (SELECT count(*) FROM temp.new_attempt)"
        reviews, attempts = self._connection.execute(count).fetchone()
        rest = reviews + attempts
        questions = self._connection.execute(
            "SELECT question, count(*) FROM temp.new_review GROUP BY question"
        ).fetchall()
        done = 0
        self._connection.execute(
            "PRAGMA wal_autocheckpoint = 1000"
        )  # nobody waits for an answer, and very much is written
        while questions:
            upto = done + BATCH
            with self._transaction():
                while questions and done < upto:
                    question, size = questions.pop()
                    self._take("review", REVIEW, "question = ?", question)
                    self._reschedule(question)
                    done += size
            progress(done, rest)
        for first in range(1, attempts + 1, BATCH):
            with self._transaction():
                self._take("attempt", ATTEMPT, "rowid BETWEEN ? AND ?", first, first + BATCH - 1)
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        progress(rest, rest)
        return Merged(reviews, attempts, known, odd)

    def _take(self, table: str, names: tuple[str, ...], which: str, *values: object) -> None:
        # asked again whether it is there: another process may have merged the same meanwhile
        self._connection.execute(
            f"INSERT INTO {table} ({columns(names)}) SELECT {columns(names)} FROM temp.new_{table} AS new "  # noqa: S608
            f"WHERE {which} AND NOT EXISTS (SELECT 1 FROM {table} AS old WHERE old.id = new.id)",
            values,
        )

    def _reschedule(self, question: str) -> Schedule | None:
        # from the log, as its order is by time and not by arrival: a clock may have been put back
        query = "SELECT at, rating FROM review WHERE question = ? AND rating IS NOT NULL ORDER BY at, id"
        schedule = None
        for at, rating in self._stream(lambda row: (datetime.fromisoformat(row[0]), Rating(row[1])), query, question):
            schedule = advance(question, schedule, rating, at)
        if schedule:
            self._insert("schedule", SCHEDULE, to_row(schedule), "INSERT OR REPLACE")
        return schedule

    def _reviews(self, where: str = "", *values: str) -> list[Review]:
        query = f"SELECT {columns(REVIEW)} FROM review {where} ORDER BY at, id"  # noqa: S608
        return self._read(to_review, query, *values)

    def _back_up(self) -> None:
        """Makes the backup of the day: of a large history beside what is going on."""
        today = datetime.now(UTC).date()
        if self.path.stat().st_size < LARGE:
            with complaints(self.path):
                back_up(self._connection, self.path, today)
            return

        def beside() -> None:
            # what is wrong here does not concern the answers; damage is said by whatever reads it
            with (
                suppress(sqlite3.Error, HistoryError),
                closing(sqlite3.connect(self.path, isolation_level=None)) as own,
            ):
                back_up(own, self.path, today)

        self._backup = threading.Thread(target=beside)
        self._backup.start()

    def _cursor(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        with complaints(self.path), closing(self._connection.execute(query, values)) as rows:
            yield from rows

    def _read(self, make: Callable[[tuple[Any, ...]], _T], query: str, *values: str) -> list[_T]:
        return list(self._stream(make, query, *values))

    def _stream(self, make: Callable[[tuple[Any, ...]], _T], query: str, *values: str) -> Iterator[_T]:
        """The rows of a query, one by one."""
        with complaints(self.path):
            try:
                yield from map(make, self._connection.execute(query, values))
            except (TypeError, ValueError) as error:
                raise DamagedError(self.path, str(error)) from None

    def _insert(self, table: str, names: tuple[str, ...], values: list[Any], how: str = "INSERT") -> None:
        self._connection.execute(f"{how} INTO {table} ({columns(names)}) VALUES ({_marks(names)})", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with complaints(self.path), self._connection:  # commits, or rolls back
            self._connection.execute("BEGIN IMMEDIATE")
            yield
        self._written += 1
        if self._written % OFTEN == 0 and not (self._checkpoint and self._checkpoint.is_alive()):
            self._checkpoint = threading.Thread(target=self._bring_in)
            self._checkpoint.start()

    def _bring_in(self) -> None:
        """Brings what was written ahead into the file, beside what is going on: it is on the disk already, so nothing hangs on it."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as own:
            own.execute("PRAGMA wal_checkpoint")


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


def _strict_tables() -> None:
    if sqlite3.sqlite_version_info < STRICT_SINCE:
        message = f"this Python has SQLite {sqlite3.sqlite_version}; the history needs 3.37 or newer"
        raise HistoryError(message, "install quizdl with another Python, such as one of uv or python.org")


def _marks(names: tuple[str, ...]) -> str:
    return ", ".join("?" * len(names))
