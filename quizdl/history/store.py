"""The history: a SQLite file with the append-only log and the schedules that follow from it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizdl.domain.mark import Mark
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.errors import HistoryError
from quizdl.history import opening
from quizdl.history.backups import back_up
from quizdl.history.complaints import DamagedError, complaints
from quizdl.history.log import Log
from quizdl.history.opening import FILE
from quizdl.history.rows import LOGS, SCHEDULE, Event, columns, places, to_row

if TYPE_CHECKING:
    from quizdl.history.merging import Incoming, Merged
    from quizdl.history.sharing import Shared

STRICT_SINCE = (3, 37, 0)
"""The first SQLite with strict tables."""
LARGE = 20 << 20
"""Bytes of a history from which its backup takes a second or more, and nobody is to wait for it."""
OFTEN = 50
"""Answers after which what was written ahead is brought into the file, some five megabytes."""
BATCH = 1000
"""Reviews that a merge adds in one transaction: others who answer meanwhile do not wait long."""
STALE = 200
"""Questions that are replayed in one transaction; each has some dozen reviews."""


def new_id(at: datetime) -> str:
    """A globally unique id that sorts by time: milliseconds, then 80 random bits."""
    return f"{int(at.timestamp() * 1000):012x}{os.urandom(10).hex()}"


class History(Log):
    """An open history. Every write is one durable transaction: when the call returns, it is on the disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection, presence: opening.Presence | None) -> None:
        super().__init__(path, connection)
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
                if check:
                    history.read_through()
                history._back_up()
                with complaints(path):
                    history._catch_up()
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

    def record(
        self,
        review: Review,
        also: Callable[[Schedule | None, Schedule], Mark | None] = lambda before, after: None,
    ) -> Schedule | None:
        """Appends a review and moves its question's schedule on, in one transaction.

        Args:
            review: the answer.
            also: given the schedule before and after, the mark that belongs to the answer, if any.

        Returns:
            The new schedule; the old one, or None, if the review says nothing about memory.

        Raises:
            HistoryError: it could not be written.
        """
        with self._transaction():
            before = self.schedule(review.question)
            self._append(review)
            after = self._follow(before, review)
            if after and (mark := also(before, after)):
                self._append(mark)
            return after

    def record_attempt(self, attempt: Attempt) -> None:
        """Appends an attempt at a derivation.

        Raises:
            HistoryError: it could not be written.
        """
        with self._transaction():
            self._append(attempt)

    def mark(self, *marks: Mark, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Appends marks, and brings in step what follows from them, in one transaction.

        Parameters concern all schedules: these are replayed in many transactions, and if that is ended in between, whoever opens the
        history next to write replays the rest.

        Args:
            marks: to be appended.
            progress: told how many schedules have been replayed, and of how many, when they are many.

        Raises:
            HistoryError: it could not be written.
        """
        with self._transaction():
            for mark in marks:
                self._append(mark)
            self._replay_stale()
        self._catch_up(progress)

    def merge(
        self,
        events: Iterable[Event],
        *,
        differing: bool = False,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> Merged:
        """Adds what the log lacks: set union by id. The schedules of the questions concerned are replayed.

        Others can answer meanwhile. If it is ended in between, the history is sound, and the next merge adds the rest.

        Args:
            events: to be added, in any order; all are looked at before the first is added.
            differing: keep what is there where an id says something else there; otherwise nothing is added then.
            progress: told how many have been added, and of how many; then, if all schedules are replayed, how many of them.

        Raises:
            HistoryError: it could not be written, or an id says one thing here and another there.
        """
        from quizdl.history.merging import Incoming, Merged

        with complaints(self.path), Incoming(self._connection, events, BATCH) as new:
            if new.odd and not differing:
                message = f"{self.path}: {new.odd} of the answers are there already and say something else"
                raise HistoryError(message, "one of the two was changed by hand or is damaged; nothing was added")
            with self._brought_in():
                self._add(new, progress)
            return Merged(new.counts["review"], new.counts["attempt"], new.counts["mark"], new.known, new.odd)

    def shared(self, folder: str) -> Shared:
        """What is known of a folder that this history is shared through."""
        from quizdl.history.sharing import Shared

        return Shared(self._connection, self.path, folder)

    def _add(self, new: Incoming, progress: Callable[[int, int], None]) -> None:
        """Adds what comes, a few questions in each transaction: the marks first, so that each schedule is replayed once."""
        done, rest = 0, sum(new.counts.values())
        for table in ("mark", "attempt"):
            for first in range(1, new.counts[table] + 1, BATCH):
                with self._transaction():
                    done += new.take(table, "rowid BETWEEN ? AND ?", first, first + BATCH - 1)
                progress(done, rest)
        questions = new.questions()
        while questions:
            upto = done + BATCH
            with self._transaction():
                while questions and done < upto:
                    question = questions.pop()
                    done += new.take("review", "question = ?", question)
                    self._reschedule(question)
            progress(done, rest)
        self._catch_up(progress)

    def _follow(self, before: Schedule | None, review: Review) -> Schedule | None:
        """Moves a schedule on by an answer; replays its log only if that is more than one step."""
        query = "SELECT at, rating, EXISTS (SELECT 1 FROM stale WHERE question = :question) FROM counted WHERE id = :id"
        counts = self._connection.execute(query, {"question": review.question, "id": review.id}).fetchone()
        if before is None or counts is None or counts[2] or (at := datetime.fromisoformat(counts[0])) <= before.last:
            return self._reschedule(review.question)
        if counts[1] is None:
            return before
        return self._keep(advance(review.question, before, Rating(counts[1]), at, self.parameters()))

    def _reschedule(self, question: str) -> Schedule | None:
        # from the log, as its order is by time and not by arrival: a clock may have been put back
        query = "SELECT at, rating FROM counted WHERE question = ? AND rating IS NOT NULL ORDER BY at, id"
        parameters, schedule = self.parameters(), None
        for at, rating in self._made(lambda row: (datetime.fromisoformat(row[0]), Rating(row[1])), query, (question,)):
            schedule = advance(question, schedule, rating, at, parameters)
        self._connection.execute("DELETE FROM stale WHERE question = ?", (question,))
        if schedule:
            return self._keep(schedule)
        self._connection.execute("DELETE FROM schedule WHERE question = ?", (question,))
        return None

    def _keep(self, schedule: Schedule) -> Schedule:
        self._insert("schedule", SCHEDULE, to_row(schedule), "INSERT OR REPLACE")
        return schedule

    def _catch_up(self, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Replays the schedules that do not follow from the log yet, a few in each transaction: whoever opens next does the rest."""
        ((count,),) = self._connection.execute("SELECT count(*) FROM stale")
        done = 0
        while done < count:
            with self._transaction():
                some = self._replay_stale()
            done = done + some if some else count  # another process did the rest
            progress(done, count)

    def _replay_stale(self) -> int:
        stale = self._connection.execute("SELECT question FROM stale LIMIT ?", (STALE,)).fetchall()
        for (question,) in stale:
            self._reschedule(question)
        return len(stale)

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

    def _append(self, event: Event) -> None:
        table, names = LOGS[type(event)]
        self._insert(table, names, to_row(event))

    def _insert(self, table: str, names: tuple[str, ...], values: list[Any], how: str = "INSERT") -> None:
        self._connection.execute(f"{how} INTO {table} ({columns(names)}) VALUES ({places(names)})", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with complaints(self.path), self._connection:  # commits, or rolls back
            self._connection.execute("BEGIN IMMEDIATE")
            yield
        self._written += 1
        if self._written % OFTEN == 0 and not (self._checkpoint and self._checkpoint.is_alive()):
            self._checkpoint = threading.Thread(target=self._bring_in)
            self._checkpoint.start()

    @contextmanager
    def _brought_in(self) -> Iterator[None]:
        """While very much is written, whoever writes brings it into the file: nobody waits for an answer."""
        self._connection.execute("PRAGMA wal_autocheckpoint = 1000")
        try:
            yield
        finally:
            self._connection.execute("PRAGMA wal_autocheckpoint = 0")

    def _bring_in(self) -> None:
        """Brings what was written ahead into the file, beside what is going on: it is on the disk already, so nothing hangs on it."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as own:
            own.execute("PRAGMA wal_checkpoint")


def _strict_tables() -> None:
    if sqlite3.sqlite_version_info < STRICT_SINCE:
        message = f"this Python has SQLite {sqlite3.sqlite_version}; the history needs 3.37 or newer"
        raise HistoryError(message, "install quizdl with another Python, such as one of uv or python.org")
