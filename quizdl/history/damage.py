"""A damaged history: it is set aside, and a new one made of the newest backup and of every row that can still be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quizdl.errors import HistoryError, UsageError
from quizdl.history.backups import backups
from quizdl.history.complaints import DamagedError, complaints
from quizdl.history.events import line, parsed
from quizdl.history.log import Log
from quizdl.history.migrations import MIGRATIONS
from quizdl.history.opening import FILE, Presence, check_all
from quizdl.history.rows import LOGS, Event, columns, to_event
from quizdl.history.store import History

PAGE = 4096
SMALLEST_ROW = 100
"""Bytes: no row of the log is smaller, as its id and its time alone take 64."""
ROWS = b"\x0d"
"""How a page that holds a table's rows begins."""
_LOGS = ("-wal", "-journal")


def mend(path: Path, damage: DamagedError) -> HistoryError:
    """Sets a damaged history aside and puts what can be saved in its place.

    Returns:
        What was done, to be raised: it is to be read before anything else is asked. The damage itself if the file cannot be mended:
        another process has it open, or only this quizdl does not understand it.

    Raises:
        HistoryError: there is no room for it; the file is as it was.
    """
    with complaints(path):
        presence = Presence(path.parent)
        try:
            return _mend(path, damage) if presence.alone and not _sound(path) else damage
        finally:
            presence.close()


def _mend(path: Path, damage: DamagedError) -> HistoryError:
    aside = path.with_name(f"{path.stem}-damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}{path.suffix}")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="mending-") as name:
        folder = Path(name)
        for end in ("", *_LOGS):
            with suppress(FileNotFoundError):
                shutil.copy2(f"{path}{end}", f"{aside}{end}")
                shutil.copy2(f"{path}{end}", f"{folder / 'damaged'}{end}")
        History.open(folder, writing=True).close()
        shutil.copy2(folder / FILE, folder / "empty")
        with closing(History.open(folder, writing=True)) as new:
            from_backup, day = _newest_backup(new, path.parent)
            rest = new.merge(_readable(folder / "damaged", folder / "empty"), differing=True).added
        for end in (*_LOGS, "-shm"):  # first: another's log beside a file would be taken for its own
            Path(f"{path}{end}").unlink(missing_ok=True)
        (folder / FILE).replace(path)
    backup = f"{from_backup} answers of the backup of {day} and {rest} others" if day else f"{rest} answers"
    words = damage.message.removeprefix(f"{path}: ")
    message = f"{path}: {words}; it is kept as {aside.name}, and a new one has {backup} that could be read"
    return HistoryError(message, "go on as before; quizdl history restore lists the backups")


def _newest_backup(new: History, home: Path) -> tuple[int, str]:
    """Puts the newest backup that is sound into a new history: how many answers it had, and its name."""
    for backup in backups(home):
        with suppress(HistoryError), closing(History.read(backup.path)) as old:
            return new.merge(old.events(), differing=True).added, backup.name
    return 0, ""


def _sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file, nor this quizdl with what is in it."""
    try:
        with complaints(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
            check_all(connection, path, indexes=True)
            if connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),):
                Log(path, connection).read_through()
    except HistoryError:
        return False
    return True


def _readable(damaged: Path, empty: Path) -> Iterator[Event]:
    """The rows that can be read. Where the first page, with the schema, is lost, that of an empty history serves.

    Rows have the numbers 1, 2, 3, …, as none is ever taken away: each is looked for by itself, past pages that are lost.
    """
    _mend_first_page(damaged, empty)
    most = damaged.stat().st_size // SMALLEST_ROW
    torn: dict[type[Event], str] = {}
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        for kind, (table, names) in LOGS.items():
            query = f"SELECT {_columns(connection, table, names)} FROM {table}"  # noqa: S608
            for number in range(1, most + 1):
                try:
                    yield from _sensible(kind, connection.execute(f"{query} WHERE rowid = ?", (number,)))
                except sqlite3.Error as error:
                    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                        torn[kind] = query
    for kind, query in torn.items():
        yield from _stranded(damaged, kind, query)


def _stranded(damaged: Path, kind: type[Event], query: str) -> Iterator[Event]:
    """The rows to which nothing leads any more: each page of rows is put where the table's first one was, and is then all of it.

    Source: SQLite, Database File Format, section 1.6 (B-tree pages).
    """
    with closing(sqlite3.connect(damaged)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (LOGS[kind][0],))
    with damaged.open("r+b", buffering=0) as file:
        for start in range(PAGE, file.seek(0, os.SEEK_END), PAGE):
            file.seek(start)
            page = file.read(PAGE)
            if page.startswith(ROWS):
                file.seek((root - 1) * PAGE)
                file.write(page)
                whole = sqlite3.connect(f"{damaged.absolute().as_uri()}?immutable=1", uri=True)
                with suppress(sqlite3.Error), closing(whole):
                    yield from _sensible(kind, whole.execute(query))


def _sensible(kind: type[Event], rows: Iterable[tuple[Any, ...]]) -> Iterator[Event]:
    """The events of those rows that are ones; a row of another table is none."""
    for row in rows:
        with suppress(ValueError, TypeError, OverflowError, UsageError):
            yield from [*parsed("", [line(to_event(kind, row)).encode()])]


def _columns(connection: sqlite3.Connection, table: str, names: tuple[str, ...]) -> str:
    """The columns of a table; NULL for those that one of an older schema lacks."""
    there = set(names)
    with suppress(sqlite3.Error, UnicodeDecodeError):
        there = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    return ", ".join(columns((name,)) if name in there else "NULL" for name in names)


def _mend_first_page(damaged: Path, empty: Path) -> None:
    for first in (None, damaged, empty):
        if first:
            _copy_schema(first, damaged)
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(damaged)) as connection:
            connection.execute("SELECT 1 FROM review, attempt WHERE review.rowid = 1 AND attempt.rowid = 1").fetchone()
            return


def _copy_schema(source: Path, target: Path) -> None:
    """Copies the first page, and the pages of the schema that it leads to; a new history has them at the same places.

    Source: SQLite, Database File Format, sections 1.3 (the header) and 1.6 (B-tree pages).
    """
    raw = source.read_bytes()
    first = bytearray(raw[:PAGE])
    pages = []
    if first[100:101] == b"\x05":  # an inner page: the rows stand on others
        cells = [int.from_bytes(first[i : i + 2], "big") for i in range(112, 112 + 2 * first[104], 2)]
        pages = [int.from_bytes(first[at : at + 4], "big") for at in (*cells, 108)]
    with target.open("r+b") as file:
        if file.seek(0, os.SEEK_END) < len(raw):  # of an older schema: the tables that it lacks stand beyond its end
            file.truncate(len(raw))
        for page in pages:
            if source != target and 0 < page <= len(raw) // PAGE:
                file.seek((page - 1) * PAGE)
                file.write(raw[(page - 1) * PAGE : page * PAGE])
        first[28:32] = (file.seek(0, os.SEEK_END) // PAGE).to_bytes(4, "big")  # how many pages there are:
        first[92:96] = first[24:28]  # it counts if these two agree
        file.seek(0)
        file.write(first)
