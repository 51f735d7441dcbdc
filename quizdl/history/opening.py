"""Opens the file of a history: says what is in the way before a question is asked, and brings its schema up to date.

A history is written ahead to a log beside it (WAL): who reads does not wait for who writes, and several terminals share it. SQLite takes
that log away when the last of them closes; one that is there while nobody has the history open is the mark of an end that was not clean,
and only then is the whole file checked.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
import weakref
from contextlib import ExitStack, closing
from pathlib import Path

from quizdl.errors import HistoryError
from quizdl.history.backups import before_migration
from quizdl.history.complaints import FULL, PERMISSIONS, READ_ONLY, DamagedError, complaints
from quizdl.history.migrations import APPLICATION_ID, MIGRATIONS

FILE = "history.sqlite"
PATIENCE = 10.0
"""Seconds to wait while another process writes."""
ROOM = 1 << 20
"""Bytes that must be free before a question is asked: an answer takes some ten kilobytes."""


class Presence:
    """A lock on the directory of a history for as long as it is open. The system frees it however the process ends.

    Attributes:
        alone: nobody else has the history open; nobody else can open it until `share`.
    """

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        self.close = weakref.finalize(self, os.close, self._descriptor)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.alone = True
        except BlockingIOError:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)  # waits while another checks the file or mends it
            self.alone = False
        except OSError:  # a file system without locks: better to check too often
            self.alone = True

    def share(self) -> None:
        """Lets others open the history too."""
        if self.alone:
            self.alone = False
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            except OSError:
                return


def to_write(path: Path, *, check: bool = False) -> tuple[sqlite3.Connection, Presence]:
    """The file itself, of the present schema and proved to be writable.

    Args:
        path: the file; it and its directory are made if they are not there.
        check: check all of it, even if its last end was clean, and its indexes too.

    Raises:
        HistoryError: it cannot be written, or is none that this quizdl can use.
        DamagedError: it is damaged.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "set QUIZDL_HOME to a directory of your own"
        raise HistoryError(f"{path.parent}: cannot be made ({error.strerror})", hint) from None
    with complaints(path):
        for place in (path.parent, path):
            if place.exists() and not os.access(place, os.W_OK):
                raise HistoryError(f"{path}: {READ_ONLY}", PERMISSIONS)
        disk = os.statvfs(path.parent)
        if disk.f_bavail * disk.f_frsize < ROOM:
            raise HistoryError(f"{path}: {FULL}", f"free some space: less than {ROOM >> 20} MB is left")
        with ExitStack() as undo:
            presence = Presence(path.parent)
            undo.callback(presence.close)
            unclean = presence.alone and _left_open(path)
            connection = _connect(path, "rwc")
            undo.callback(connection.close)
            _recognise(connection, path)
            if check or unclean:
                check_all(connection, path, indexes=check)
            # what is written before the first answer need not wait for the disk: with a log, what comes later takes it there
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if _write_ahead(connection) else 'EXTRA'}")
            before_migration(connection, path, len(MIGRATIONS))
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                _migrate(connection)
            connection.execute("PRAGMA synchronous = EXTRA")  # as FULL; and without a log the directory too
            # no answer waits while the log is brought into the file: see History
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            undo.pop_all()
    presence.share()
    return connection, presence


def to_read(path: Path) -> tuple[sqlite3.Connection, Presence | None]:
    """What is in the file at this moment, of the present schema; neither made nor changed. A read-only directory will do.

    Raises:
        HistoryError: it cannot be read, or is none that this quizdl can use.
        DamagedError: it is damaged.
    """
    with complaints(path):
        try:
            path.stat()  # SQLite does not tell a file that is not there from one that cannot be opened
        except FileNotFoundError:
            return _migrated_copy(None), None
        with ExitStack() as undo:
            presence = Presence(path.parent)
            undo.callback(presence.close)
            unclean = _left_open(path)
            writable = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)
            # one that can be written is opened so, as SQLite then takes away what it puts beside it; where nothing can be put
            # beside it, nobody can write to it either
            connection = _connect(path, "rw" if writable else "ro" if unclean else "ro&immutable=1")
            undo.callback(connection.close)
            _recognise(connection, path)
            if unclean and presence.alone:
                check_all(connection, path)
            presence.share()
            connection.execute("BEGIN")  # all that is read is of one moment
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < len(MIGRATIONS):
                copy = _migrated_copy(connection)
                connection.close()
                connection = copy
            else:
                connection.execute("PRAGMA query_only = ON")
            undo.pop_all()
    return connection, presence


def check_all(connection: sqlite3.Connection, path: Path, *, indexes: bool = False) -> None:
    """Reads the whole file; and on request holds its indexes against their tables, which takes some times longer.

    Raises:
        DamagedError: it is damaged.
    """
    with complaints(path):
        (found,) = connection.execute(f"PRAGMA {'integrity' if indexes else 'quick'}_check(1)").fetchone()
        odd = found != "ok"
        if not odd and connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),):
            # SQLite takes any text of a trigger for sound until it is needed
            with closing(_migrated_copy(None)) as sound:
                odd = not _schema(sound) <= _schema(connection)  # more, as of ANALYZE, does no harm
            found = "its tables are not as they were made"
    if odd:
        raise DamagedError(path, found)


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def _left_open(path: Path) -> bool:
    """Whether there is a log beside the file: somebody has it open, or did not end well."""
    for end in ("-wal", "-journal"):
        try:
            if Path(f"{path}{end}").stat().st_size:
                return True
        except FileNotFoundError:
            continue
    return False


def _migrated_copy(source: sqlite3.Connection | None) -> sqlite3.Connection:
    """A copy in memory, of the present schema."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if source:
        source.backup(memory)
    _migrate(memory)
    memory.execute("PRAGMA query_only = ON")
    return memory


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None)


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
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


def _write_ahead(connection: sqlite3.Connection) -> bool:
    """Turns the log on. It stays on; a file system that cannot have one keeps the journal, and this is False."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return bool(mode == "wal")
        except sqlite3.OperationalError as error:  # SQLite does not wait by itself here
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for step in MIGRATIONS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")  # a write in any case: it shows whether one can
