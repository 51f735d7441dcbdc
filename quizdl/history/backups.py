"""Backups: one a day at its first use, the last seven of them kept and the last of each of four weeks before."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from quizdl.errors import UsageError
from quizdl.history.complaints import DamagedError

FOLDER = "backups"
DAILY, WEEKLY = 7, 4
AT_ONCE = 256
"""Pages of 4 KB that are copied between two flushes."""
_PREFIX, _SUFFIX, _UNFINISHED = "history-", ".sqlite", ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the history.

    Attributes:
        name: its day, such as 2026-03-01; `schema-1` is the copy that was kept when the schema changed from 1.
        at: when it was made, UTC.
        size: bytes.
    """

    name: str
    path: Path
    at: datetime
    size: int


def backups(home: Path) -> list[Backup]:
    """All there are, newest first."""
    found = []
    for path in (home / FOLDER).glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(FileNotFoundError):  # another process may have just taken it away
            about = path.stat()
            name = path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
            found.append(Backup(name, path, datetime.fromtimestamp(about.st_mtime, UTC), about.st_size))
    return sorted(found, key=lambda backup: (backup.at, backup.name), reverse=True)


def find_backup(home: Path, name: str) -> Path:
    """A backup by its name, or a file by its path.

    Raises:
        UsageError: there is neither.
    """
    for backup in backups(home):
        if name == backup.name:
            return backup.path
    if (path := Path(name)).is_file():
        return path
    raise UsageError(f"no backup {name!r}", "quizdl history restore lists them; or name a file")


def back_up(connection: sqlite3.Connection, path: Path, today: date) -> None:
    """Makes the backup of today of the history at a path, if there is none yet, and takes away those that are too old.

    Without room for it there is none: answers can be recorded all the same.

    Raises:
        DamagedError: the history is damaged; then older backups stay as they are.
    """
    with suppress(OSError):
        folder = path.parent / FOLDER
        target = _target(folder, today.isoformat())
        (anything,) = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM review UNION ALL SELECT 1 FROM attempt UNION ALL SELECT 1 FROM mark)"
        ).fetchone()
        if target.exists() or not anything:
            return
        try:
            _copy(connection, path, target)
        except sqlite3.OperationalError:  # full, or an error of the disk
            return
        _rotate(folder)


def before_migration(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Keeps a copy of the history at a path, whose schema is about to change.

    Raises:
        sqlite3.Error, OSError: it could not be written; then nothing may change.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if 0 < version < newest:
        _copy(connection, path, _target(path.parent / FOLDER, f"schema-{version}"))


def kept(days: list[date]) -> set[date]:
    """Which of the daily backups stay: the last seven, and of the weeks before them the last of each of four."""
    days = sorted(days)
    weeks = {day.isocalendar()[:2]: day for day in days[:-DAILY]}
    return {*days[-DAILY:], *sorted(weeks.values())[-WEEKLY:]}


def _rotate(folder: Path) -> None:
    days = {}
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(ValueError):  # the copies from before a migration have no day, and stay
            days[date.fromisoformat(path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX))] = path
    for day in days.keys() - kept(list(days)):
        days[day].unlink(missing_ok=True)
    for path in folder.glob(f"*{_UNFINISHED}"):
        if path.stat().st_mtime < time.time() - 3600:  # of a process that was ended
            path.unlink(missing_ok=True)


def _target(folder: Path, name: str) -> Path:
    return folder / f"{_PREFIX}{name}{_SUFFIX}"


def _copy(source: sqlite3.Connection, path: Path, target: Path) -> None:
    """A sound copy of the history at a path in one file, complete or not there."""
    target.parent.mkdir(exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}{_UNFINISHED}")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            # it is flushed here, bit by bit: an answer that is recorded waits for one bit at most
            copy.execute("PRAGMA synchronous = OFF")
            source.execute("BEGIN")  # of one moment: else it begins again with every answer
            try:
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                source.backup(copy, pages=AT_ONCE, progress=lambda *_: os.fsync(descriptor))
            finally:
                source.execute("ROLLBACK")
            copy.execute("PRAGMA journal_mode = DELETE")  # no log beside it
            os.fsync(descriptor)
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedError(path, found)
        unfinished.replace(target)
    finally:
        os.close(descriptor)
        unfinished.unlink(missing_ok=True)
