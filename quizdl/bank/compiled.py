"""The compiled bank: what the files say, kept in the cache directory, one file's rows replaced when that file changed.

It is only a cache: when it is damaged, from another version or cannot be written, it is made anew, if need be in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quizdl
from quizdl.bank.find import CONTENTS, INTERVIEWS, derivation_files, interview_file, topic_files
from quizdl.domain.catalogue import Entry, Topic, Track
from quizdl.errors import BankError, UsageError

if TYPE_CHECKING:
    from quizdl.bank.findings import Finding
    from quizdl.bank.interviews import Interviews
    from quizdl.bank.schema import Item
    from quizdl.bank.template import Template
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.question import Question

FORMAT = 8
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
LEVELS = (1, 2, 3)
_COLUMNS = Entry._fields


class Bank:
    """A bank that is ready to be asked from. Only what is asked for is parsed."""

    def __init__(self, root: Path, connection: sqlite3.Connection, path: Path | None) -> None:
        self.root = root
        self._path = path
        self._connection = connection
        weakref.finalize(self, connection.close)
        ((text,),) = self._rows("SELECT contents FROM file WHERE path = ?", str(root / CONTENTS))
        contents = json.loads(text)
        self.title: str = contents["title"]
        self.topics = tuple(Topic(name, t["title"], t["subtopics"]) for name, t in contents["topics"].items())
        self.tracks = tuple(Track(name, t["title"], tuple(t["derivations"])) for name, t in contents["tracks"].items())

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query. A damaged cache, which shows when it is read, is thrown away, and the bank read anew."""
        try:
            return self._connection.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            if self._path is None:
                raise
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            again = open_bank(self.root, self._path.parent)
            self._connection, self._path = again._connection, None
            return self._connection.execute(query, values).fetchall()

    @property
    def version(self) -> str:
        """What it says, in twelve hexadecimal digits: the same on every machine, another after any edit that changes a question."""
        query = """
            SELECT id, subtopic || level || seconds || fields FROM item WHERE root = ?1
            UNION ALL SELECT id, json_remove(fields, '$.path', '$.line') FROM derivation WHERE root = ?1 ORDER BY 1
        """
        from hashlib import sha256  # not at every start

        return sha256(json.dumps(self._rows(query, str(self.root))).encode()).hexdigest()[:12]

    def topic(self, name: str) -> Topic:
        """A topic by its id.

        Raises:
            UsageError: there is none; suggests the nearest.
        """
        for topic in self.topics:
            if name == topic.id:
                return topic
        raise UsageError(f"no topic {name!r}{_nearest(name, [t.id for t in self.topics])}", self._known(self.topics))

    def tagged(self, word: str) -> set[str]:
        """The subtopics that a word names: the one of that id, else all that have it in their id or description.

        Raises:
            UsageError: there is none; suggests the nearest.
        """
        subtopics = {name: title for topic in self.topics for name, title in topic.subtopics.items()}
        if word in subtopics:
            return {word}
        sought = word.casefold()
        found = {name for name, title in subtopics.items() if sought and sought in f"{name} {title}".casefold()}
        if not found:
            message = f"no subtopic is or mentions {word!r}{_nearest(word, list(subtopics))}"
            raise UsageError(message, "bank.yaml lists the subtopics; quizdl bank list shows each question's")
        return found

    def track(self, name: str) -> Track | None:
        """A track by its id, or None."""
        return next((track for track in self.tracks if track.id == name), None)

    def entries(self, topic: str | None = None) -> list[Entry]:
        """All questions and templates, or those of a topic, in the order of topics and files."""
        order = {t.id: i for i, t in enumerate(self.topics)}
        found = self._entries("(? IS NULL OR topic = ?) ORDER BY path, line", topic, topic)
        return sorted(found, key=lambda entry: order[entry.topic])

    def entries_of(self, names: Iterable[str]) -> dict[str, Entry]:
        """The entries of some ids; of an id that is not in the bank none."""
        found = self._entries("id IN (SELECT value FROM json_each(?))", json.dumps(list(names)))
        return {entry.id: entry for entry in found}

    def entry(self, name: str) -> Entry:
        """One entry by its id.

        Raises:
            UsageError: there is none; suggests the nearest.
        """
        if found := self.entries_of([name]):
            return found[name]
        raise UsageError(f"no question {name!r}{_nearest(name, list(self.ids()))}", "quizdl bank list shows all")

    def ids(self, topic: str | None = None) -> dict[str, str]:
        """The ids of all questions and templates, or of those of a topic, each with its topic."""
        one = "" if topic is None else "AND topic = ?"
        query = f"SELECT id, topic FROM item INDEXED BY item_topic WHERE root = ? {one}"  # noqa: S608 - ours
        return dict(self._rows(query, str(self.root), *([] if topic is None else [topic])))

    def counts(self) -> dict[str, int]:
        """How many questions and templates each topic has."""
        query = "SELECT topic, sum(questions) FROM part WHERE root = ? GROUP BY topic"
        return {topic.id: 0 for topic in self.topics} | dict(self._rows(query, str(self.root)))

    def parts(self, topic: str | None = None) -> Iterator[tuple[int, str]]:
        """Each level, the easiest first, with each subtopic that has questions of it; of all topics or of one."""
        query = (
            "SELECT DISTINCT subtopic FROM part WHERE root = ? AND level = ? AND (? IS NULL OR topic = ?) ORDER BY 1"
        )
        for level in LEVELS:
            for (subtopic,) in self._rows(query, str(self.root), level, topic, topic):
                yield level, subtopic

    def ids_in(
        self, level: int, subtopics: Iterable[str], topic: str | None = None, kinds: Collection[str] = ()
    ) -> list[tuple[str, str]]:
        """The questions of a level in some subtopics, of all kinds or of some: the id of each, with its subtopic."""
        query = f"""
            SELECT id, subtopic FROM item WHERE root = ? AND level = ? AND subtopic IN (SELECT value FROM json_each(?))
            AND (? IS NULL OR topic = ?) {"AND kind IN (SELECT value FROM json_each(?))" if kinds else ""}
        """  # noqa: S608 - ours
        values = (level, json.dumps(list(subtopics)), topic, topic, *([json.dumps(list(kinds))] if kinds else []))
        return self._rows(query, str(self.root), *values)

    def given_away(self, name: str) -> set[str]:
        """The questions that one gives away, or that give it away: they are not for the same drill."""
        query = "SELECT other FROM reveals WHERE root = ?1 AND id = ?2 UNION SELECT id FROM reveals WHERE root = ?1 AND other = ?2"
        return {other for (other,) in self._rows(query, str(self.root), name)}

    def _entries(self, where: str, *values: object) -> Iterator[Entry]:
        columns = ", ".join(_COLUMNS)
        query = f"SELECT {columns} FROM item WHERE root = ? AND {where}"  # noqa: S608 - ours
        for row in self._rows(query, str(self.root), *values):
            data = dict(zip(_COLUMNS, row, strict=True))
            yield Entry(**data | {"generated": bool(data["generated"])})

    def question(self, entry: Entry) -> Question | Template:
        """The question or template of an entry."""
        ((text,),) = self._rows("SELECT fields FROM item WHERE root = ? AND id = ?", str(self.root), entry.id)
        data = json.loads(text)
        if entry.generated:
            from quizdl.bank.template import Template

            return Template(**data)
        from quizdl import kinds

        return kinds.kind(entry.kind)(**data)

    def derivation(self, name: str) -> Derivation | None:
        """A derivation by its id, or None."""
        rows = self._rows("SELECT fields FROM derivation WHERE root = ? AND id = ?", str(self.root), name)
        return _derivation(rows[0][0]) if rows else None

    def derivations(self) -> list[Derivation]:
        """All derivations, those of tracks first, in their order."""
        rows = self._rows("SELECT fields FROM derivation WHERE root = ?", str(self.root))
        found = {d.id: d for d in map(_derivation, (row[0] for row in rows))}
        ordered = dict.fromkeys(name for track in self.tracks for name in track.derivations)
        return [found[name] for name in (*ordered, *sorted(set(found) - set(ordered)))]

    def interviews(self) -> Interviews:
        """The roles, chains and product questions of interviews; a bank need not have any."""
        from quizdl.bank.interviews import interviews

        rows = self._rows("SELECT contents FROM file WHERE path = ?", str(self.root / INTERVIEWS))
        return interviews(json.loads(rows[0][0]) if rows else {}, self.topics)

    def no_derivation(self, name: str) -> UsageError:
        """The complaint about a misspelt derivation or track."""
        known = [*(track.id for track in self.tracks), *(d.id for d in self.derivations())]
        return UsageError(f"no track or derivation {name!r}{_nearest(name, known)}", "quizdl derive lists them")

    def _known(self, topics: Iterable[Topic]) -> str:
        return "topics: " + ", ".join(topic.id for topic in topics)


def open_bank(root: Path, cache: Path) -> Bank:
    """Opens a bank; reads the files that changed since it was compiled, and no others.

    Args:
        root: the folder of the bank.
        cache: the directory for the compiled bank; made if it is not there.

    Raises:
        BankError: something is wrong with a file: says what, and how many more.
    """
    root = root.resolve()
    path = cache / "bank.sqlite"
    for _ in range(2):
        with suppress(OSError, sqlite3.Error):
            cache.mkdir(parents=True, exist_ok=True)
            return _current(root, _opened(path), path)
        with suppress(OSError):
            path.unlink(missing_ok=True)  # damaged, or not ours to write: it is only a cache
    return _current(root, _opened(":memory:"), None)


def _opened(path: Path | str) -> sqlite3.Connection:
    """The database, with the tables of this format."""
    # whichever thread of a grading lets go of the bank last closes it
    connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
    try:
        if _format(connection) != FORMAT:
            connection.execute("BEGIN IMMEDIATE")
            if _format(connection) != FORMAT:  # no other process was faster
                tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
                for statement in (*(f'DROP TABLE "{name}"' for (name,) in tables), *_SCHEMA.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _format(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing; only a misspelling loads what finds it."""
    from quizdl.bank.findings import nearest

    return nearest(name, known)


def _current(root: Path, connection: sqlite3.Connection, path: Path | None) -> Bank:
    """Brings the rows of this bank up to date."""
    code, head = _code_stamp(), _stamp(root / CONTENTS)
    stamps = {str(path): f"{code}/{head}/{_stamp(path)}" for path in _files(root)}
    known = dict(connection.execute("SELECT path, stamp FROM file WHERE root = ?", (str(root),)))
    if known != stamps:
        _compile(root, connection, known, stamps)
    return Bank(root, connection, path)


def _compile(root: Path, connection: sqlite3.Connection, known: Mapping[str, str], stamps: Mapping[str, str]) -> None:
    """Replaces the rows of the files that changed.

    Raises:
        BankError: one of them has findings.
    """
    from quizdl.bank.check import Checked  # the schema library: only here
    from quizdl.bank.schema import AT_A_START

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
            (_item_row(root, path, item) for path, items in checked.items.items() for item in items),
        )
        connection.executemany(
            "INSERT INTO part SELECT path, root, topic, level, subtopic, count(*) FROM item WHERE path = ? GROUP BY level, subtopic",
            ((str(path),) for path in checked.items),
        )
        connection.executemany(
            "INSERT INTO reveals VALUES (?, ?, ?, ?)",
            (
                (str(path), str(root), item.id, other)
                for path, items in checked.items.items()
                for item in items
                for other in item.reveals
            ),
        )
        connection.executemany(
            "INSERT INTO derivation VALUES (?, ?, ?, ?)",
            ((str(path), str(root), d.id, json.dumps(asdict(d))) for path, d in checked.derivations.items()),
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


def _item_row(root: Path, path: Path, item: Item) -> tuple[Any, ...]:
    about = (
        item.id,
        item.kind,
        path.stem,
        item.subtopic,
        item.level,
        item.seconds,
        item.generated,
        item.source,
        item.line,
    )
    return (str(path), str(root), *about, json.dumps(item.fields))


def bank_error(findings: Sequence[Finding]) -> BankError:
    """The complaint about a bank that cannot be used."""
    more = f"; and {len(findings) - 1} more" if len(findings) > 1 else ""
    return BankError(f"{findings[0]}{more}", "quizdl bank check shows all that is wrong with it")


def _derivation(text: str) -> Derivation:
    from quizdl.domain.derivation import Derivation

    plain: dict[str, Any] = json.loads(text)
    data: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
    data["invariants"] = {output: tuple(held) for output, held in plain["invariants"].items()}
    return Derivation(**data)


def _files(root: Path) -> Iterator[Path]:
    yield root / CONTENTS
    yield from topic_files(root)
    if interviews := interview_file(root):
        yield interviews
    yield from derivation_files(root)


def _stamp(path: Path) -> str:
    try:
        status = os.stat(path)  # noqa: PTH116 - many files, at every start
    except OSError:
        return "unreadable"  # reading it says why
    return f"{status.st_size}:{status.st_mtime_ns}"


def _code_stamp() -> str:
    """What reads the files: the version, and in a checkout the kinds themselves, which may be edited."""
    package = Path(quizdl.__file__).parent
    newest = max(path.stat().st_mtime_ns for folder in ("kinds", "bank") for path in (package / folder).glob("*.py"))
    return f"{quizdl.__version__}:{newest}"
