"""The tables of the compiled banks, and how the rows of a file that changed are replaced."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quizdl
from quizdl.bank.find import CONTENTS, INTERVIEWS, Source, all_files
from quizdl.errors import BankError

if TYPE_CHECKING:
    from quizdl.bank.findings import Finding
    from quizdl.bank.schema import Item
    from quizdl.domain.derivation import Derivation

FORMAT = 10
_SCHEMA = """
CREATE TABLE file (path TEXT PRIMARY KEY, root TEXT NOT NULL, stamp TEXT NOT NULL, contents TEXT) STRICT;
CREATE INDEX file_root ON file (root);
CREATE TABLE item (
  path TEXT NOT NULL, root TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, topic TEXT NOT NULL, subtopic TEXT NOT NULL,
  level INTEGER NOT NULL, seconds REAL NOT NULL, generated INTEGER NOT NULL, source TEXT NOT NULL, line INTEGER NOT NULL,
  fields TEXT NOT NULL, PRIMARY KEY (root, id)
) STRICT;
CREATE INDEX item_path ON item (path);
CREATE INDEX item_topic ON item (root, topic, id);
CREATE INDEX item_part ON item (root, level, subtopic, topic, kind, id);
CREATE TABLE part (
  path TEXT NOT NULL, root TEXT NOT NULL, topic TEXT NOT NULL, level INTEGER NOT NULL, subtopic TEXT NOT NULL,
  questions INTEGER NOT NULL
) STRICT;
CREATE INDEX part_root ON part (root, level, subtopic, topic);
CREATE INDEX part_path ON part (path);
CREATE TABLE reveals (path TEXT NOT NULL, root TEXT NOT NULL, id TEXT NOT NULL, other TEXT NOT NULL) STRICT;
CREATE INDEX reveals_id ON reveals (root, id, other);
CREATE INDEX reveals_other ON reveals (root, other, id);
CREATE INDEX reveals_path ON reveals (path);
CREATE TABLE derivation (
  path TEXT NOT NULL, root TEXT NOT NULL, id TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (root, id)
) STRICT;
CREATE INDEX derivation_path ON derivation (path);
"""


def opened(path: Path | str) -> sqlite3.Connection:
    """The database, with the tables of this format."""
    # whichever thread of a grading lets go of the bank last closes it
    connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
    try:
        if not is_of_this_format(connection):
            connection.execute("BEGIN IMMEDIATE")
            if not is_of_this_format(connection):  # no other process was faster
                tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
                for statement in (*(f'DROP TABLE "{name}"' for (name,) in tables), *_SCHEMA.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_of_this_format(connection: sqlite3.Connection) -> bool:
    """Whether a database was made by this version of what follows."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version == FORMAT)


def bring_up_to_date(source: Source, connection: sqlite3.Connection, code: str) -> None:
    """Compiles the files of a bank that changed; `code` is what reads them.

    Raises:
        BankError: one of them has findings.
    """
    root = source.root
    paths = all_files(root)
    head = f"{code}/{source.prefix}/{_stamp(paths[0])}"
    stamps = {path: f"{head}/{_stamp(path)}" for path in paths}
    known = dict(connection.execute("SELECT path, stamp FROM file WHERE root = ?", (str(root),)))
    if known != stamps:
        _compile(source, connection, known, stamps)


def _compile(
    source: Source, connection: sqlite3.Connection, known: Mapping[str, str], stamps: Mapping[str, str]
) -> None:
    """Replaces the rows of the files that changed.

    Raises:
        BankError: one of them has findings.
    """
    from quizdl.bank.check import Checked  # the schema library: only here
    from quizdl.bank.schema import AT_A_START

    root, prefix, _ = source
    changed = {path: Path(path) for path, stamp in stamps.items() if known.get(path) != stamp}
    checked = Checked(root, only=set(changed.values()), draws=AT_A_START)
    if checked.findings or checked.contents is None:
        raise bank_error(checked.findings)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for path in (*(known.keys() - stamps.keys()), *changed):
            for table in ("file", "item", "part", "reveals", "derivation"):
                connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608 - a literal of ours
        connection.executemany(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_item_row(source, path, item) for path, items in checked.items.items() for item in items),
        )
        connection.executemany(
            "INSERT INTO part SELECT path, root, topic, level, subtopic, count(*) FROM item WHERE path = ? GROUP BY level, subtopic",
            ((str(path),) for path in checked.items),
        )
        connection.executemany(
            "INSERT INTO reveals VALUES (?, ?, ?, ?)",
            (
                (str(path), str(root), prefix + item.id, prefix + other)
                for path, items in checked.items.items()
                for item in items
                for other in item.reveals
            ),
        )
        connection.executemany(
            "INSERT INTO derivation VALUES (?, ?, ?, ?)",
            (
                (str(path), str(root), prefix + d.id, _derivation_fields(d, prefix))
                for path, d in checked.derivations.items()
            ),
        )
        contents = {CONTENTS: asdict(checked.contents), INTERVIEWS: checked.interviews}
        connection.executemany(
            "INSERT INTO file VALUES (?, ?, ?, ?)",
            (
                (
                    name,
                    str(root),
                    stamps[name],
                    json.dumps(contents[path.name]) if path.name in contents else None,
                )
                for name, path in changed.items()
            ),
        )
        if connection.execute(
            "SELECT 1 FROM item JOIN derivation USING (root, id) WHERE root = ?", (str(root),)
        ).fetchone():
            raise sqlite3.IntegrityError("a question and a derivation of the same id")
    except sqlite3.IntegrityError:
        # an id stands in two files of which one did not change: the whole check says where
        connection.rollback()
        if findings := Checked(root).findings:
            raise bank_error(findings) from None
        raise  # the files changed meanwhile: open_bank tries again
    connection.commit()


def _item_row(source: Source, path: Path, item: Item) -> tuple[Any, ...]:
    prefix = source.prefix
    name, topic, subtopic = prefix + item.id, prefix + path.stem, prefix + item.subtopic
    about = (name, item.kind, topic, subtopic, item.level, item.seconds, item.generated, item.source, item.line)
    return (str(path), str(source.root), *about, json.dumps({**item.fields, "id": name}))


def _derivation_fields(d: Derivation, prefix: str) -> str:
    return json.dumps(asdict(d) | {name: prefix + getattr(d, name) for name in ("id", "topic", "subtopic")})


def bank_error(findings: Sequence[Finding]) -> BankError:
    """The complaint about a bank that cannot be used."""
    more = f"; and {len(findings) - 1} more" if len(findings) > 1 else ""
    return BankError(f"{findings[0]}{more}", "quizdl bank check shows all that is wrong with it")


def _stamp(path: str) -> str:
    try:
        status = os.stat(path)  # noqa: PTH116 - many files, at every start
    except OSError:
        return "unreadable"  # reading it says why
    return f"{status.st_size}:{status.st_mtime_ns}"


def code_stamp() -> str:
    """What reads the files: the version, and in a checkout the kinds themselves, which may be edited."""
    package = Path(quizdl.__file__).parent
    newest = max(path.stat().st_mtime_ns for folder in ("kinds", "bank") for path in (package / folder).glob("*.py"))
    return f"{quizdl.__version__}:{newest}"
