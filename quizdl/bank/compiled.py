"""The compiled bank: what the files say, kept in the cache directory, one file's rows replaced when that file changed.

It is only a cache: when it is damaged, from another version or cannot be written, it is made anew, if need be in memory.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizdl.bank.cache import bring_up_to_date, code_stamp, is_of_this_format, opened
from quizdl.bank.find import CONTENTS, INTERVIEWS, Source
from quizdl.domain.catalogue import Entry, Topic, Track
from quizdl.errors import BankError, UsageError

if TYPE_CHECKING:
    from quizdl.bank.interviews import Interviews
    from quizdl.bank.template import Template
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.question import Asked, Question

LEVELS = (1, 2, 3)
_COLUMNS = Entry._fields
_OURS = "root IN (SELECT value FROM json_each(?))"
"""In a query: the rows of this bank's folders."""


class Bank:
    """A bank that is ready to be asked from, or several as if they were one. Only what is asked for is parsed.

    Attributes:
        sources: the folders that it is read from.
        left_out: why some of the others that were asked for are not among them.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        connection: sqlite3.Connection,
        path: Path | None,
        left_out: Sequence[BankError] = (),
    ) -> None:
        self.sources = tuple(sources)
        self.left_out = tuple(left_out)
        self._path = path
        self._connection = connection
        self._roots = json.dumps([str(source.root) for source in sources])
        weakref.finalize(self, connection.close)
        topics: list[Topic] = []
        tracks: list[Track] = []
        self.titles: list[str] = []
        for root, prefix, _ in sources:
            ((text,),) = self._connected("SELECT contents FROM file WHERE path = ?", str(root / CONTENTS))
            contents = json.loads(text)
            self.titles.append(contents["title"])
            topics += (
                Topic(prefix + name, t["title"], {prefix + part: words for part, words in t["subtopics"].items()})
                for name, t in contents["topics"].items()
            )
            tracks += (
                Track(prefix + name, t["title"], tuple(prefix + d for d in t["derivations"]))
                for name, t in contents["tracks"].items()
            )
        self.topics, self.tracks = tuple(topics), tuple(tracks)

    @property
    def root(self) -> Path:
        """The folder of the bank; of several the first one's."""
        return self.sources[0].root

    @property
    def title(self) -> str:
        """What the bank calls itself; of several the first one."""
        return self.titles[0]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query; OURS in it, before all its values, stands for those of this bank's folders."""
        roots = [self._roots] * query.count("OURS")
        return self._connected(query.replace("OURS", _OURS), *roots, *values)

    def _connected(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query. A damaged cache, which shows when it is read, is thrown away, and the bank read anew."""
        try:
            return self._connection.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            if self._path is None:
                raise
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            again = open_bank(self.sources[0], self._path.parent, self.sources[1:])
            self._connection, self._path = again._connection, None
            return self._connection.execute(query, values).fetchall()

    @property
    def version(self) -> str:
        """What it says, in twelve hexadecimal digits: the same on every machine, another after any edit that changes a question."""
        query = """
            SELECT id, subtopic || level || seconds || fields FROM item WHERE OURS
            UNION ALL SELECT id, json_remove(fields, '$.path', '$.line') FROM derivation WHERE OURS ORDER BY 1
        """
        from hashlib import sha256  # not at every start

        return sha256(json.dumps(self._rows(query)).encode()).hexdigest()[:12]

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
        query = f"SELECT id, topic FROM item INDEXED BY item_topic WHERE OURS {one}"  # noqa: S608 - ours
        return dict(self._rows(query, *([] if topic is None else [topic])))

    def counts(self) -> dict[str, int]:
        """How many questions and templates each topic has."""
        query = "SELECT topic, sum(questions) FROM part WHERE OURS GROUP BY topic"
        return {topic.id: 0 for topic in self.topics} | dict(self._rows(query))

    def parts(self, topic: str | None = None) -> Iterator[tuple[int, list[str]]]:
        """Each level, the easiest first, with the subtopics that have questions of it; of all topics or of one."""
        query = "SELECT DISTINCT subtopic FROM part WHERE OURS AND level = ? AND (? IS NULL OR topic = ?) ORDER BY 1"
        for level in LEVELS:
            yield level, [subtopic for (subtopic,) in self._rows(query, level, topic, topic)]

    def ids_in(
        self, level: int, subtopics: Iterable[str], topic: str | None = None, kinds: Collection[str] = ()
    ) -> list[tuple[str, str]]:
        """The questions of a level in some subtopics, of all kinds or of some: the id of each, with its subtopic."""
        query = f"""
            SELECT id, subtopic FROM item WHERE OURS AND level = ? AND subtopic IN (SELECT value FROM json_each(?))
            AND (? IS NULL OR topic = ?) {"AND kind IN (SELECT value FROM json_each(?))" if kinds else ""}
        """  # noqa: S608 - ours
        values = (level, json.dumps(list(subtopics)), topic, topic, *([json.dumps(list(kinds))] if kinds else []))
        return self._rows(query, *values)

    def given_away(self, name: str) -> set[str]:
        """The questions that one gives away, or that give it away: they are not for the same drill."""
        those = self._rows("SELECT other FROM reveals WHERE OURS AND id = ?", name)
        these = self._rows("SELECT id FROM reveals WHERE OURS AND other = ?", name)
        return {other for (other,) in those + these}

    def _entries(self, where: str, *values: object) -> Iterator[Entry]:
        columns = ", ".join(_COLUMNS)
        query = f"SELECT {columns} FROM item WHERE OURS AND {where}"  # noqa: S608 - ours
        for row in self._rows(query, *values):
            data = dict(zip(_COLUMNS, row, strict=True))
            yield Entry(**data | {"generated": bool(data["generated"])})

    def question(self, entry: Entry) -> Question | Template:
        """The question or template of an entry."""
        ((text,),) = self._rows("SELECT fields FROM item WHERE OURS AND id = ?", entry.id)
        data = json.loads(text)
        if entry.generated:
            from quizdl.bank.template import Template

            return Template(**data)
        from quizdl import kinds

        return kinds.kind(entry.kind)(**data)

    def asked(self, entry: Entry, seed: int) -> Asked:
        """An entry's question as it is shown; a template is drawn and the options are shuffled by the seed."""
        from random import Random  # not at every start

        from quizdl.domain.question import Question

        rng = Random(seed)  # noqa: S311 - nothing here is secret
        question = self.question(entry)
        if not isinstance(question, Question):  # a template, which is not imported for its name
            question = question.question(question.draw(rng))
        return question.ask(rng)

    def derivation(self, name: str) -> Derivation | None:
        """A derivation by its id, or None."""
        rows = self._rows("SELECT root, fields FROM derivation WHERE OURS AND id = ?", name)
        return self._derivation(*rows[0]) if rows else None

    def derivations(self) -> list[Derivation]:
        """All derivations, those of tracks first, in their order."""
        rows = self._rows("SELECT root, fields FROM derivation WHERE OURS")
        found = {d.id: d for d in (self._derivation(*row) for row in rows)}
        ordered = dict.fromkeys(name for track in self.tracks for name in track.derivations)
        return [found[name] for name in (*ordered, *sorted(set(found) - set(ordered)))]

    def _derivation(self, root: str, text: str) -> Derivation:
        from quizdl.domain.derivation import Derivation

        plain: dict[str, Any] = json.loads(text)
        data: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
        }
        data["invariants"] = {output: tuple(held) for output, held in plain["invariants"].items()}
        data["trusted"] = all(source.trusted for source in self.sources if str(source.root) == root)
        return Derivation(**data)

    def interviews(self) -> Interviews:
        """The roles, chains and product questions of interviews, which a bank need not have: those of an added one if it is asked alone."""
        from quizdl.bank.interviews import interviews

        first = self.sources[0]
        rows = self._connected("SELECT contents FROM file WHERE path = ?", str(first.root / INTERVIEWS))
        return interviews(json.loads(rows[0][0]) if rows else {}, self.topics, first.prefix)

    def derivation_titles(self) -> dict[str, str]:
        """The title of each derivation, by its id, without parsing any."""
        return dict(self._rows("SELECT id, json_extract(fields, '$.title') FROM derivation WHERE OURS ORDER BY id"))

    def no_derivation(self, name: str) -> UsageError:
        """The complaint about a misspelt derivation or track."""
        known = [*(track.id for track in self.tracks), *(d.id for d in self.derivations())]
        return UsageError(f"no track or derivation {name!r}{_nearest(name, known)}", "quizdl derive lists them")

    def _known(self, topics: Iterable[Topic]) -> str:
        return "topics: " + ", ".join(topic.id for topic in topics)


def open_bank(first: Path | Source, cache: Path, others: Sequence[Source] = ()) -> Bank:
    """Opens a bank, and others with it; reads the files that changed since they were compiled, and no others.

    Args:
        first: the folder of the bank.
        cache: the directory for the compiled banks; made if it is not there.
        others: what is asked together with it; one that cannot be used is left out, and `Bank.left_out` says why.

    Raises:
        BankError: something is wrong with a file of the first: says what, and how many more.
    """
    main = first if isinstance(first, Source) else Source(first)
    sources = [source._replace(root=source.root.resolve()) for source in (main, *others)]
    path = cache / "bank.sqlite"
    for _ in range(2):
        with suppress(OSError, sqlite3.Error):
            cache.mkdir(parents=True, exist_ok=True)
            return _current(sources, opened(path), path)
        with suppress(OSError):
            path.unlink(missing_ok=True)  # damaged, or not ours to write: it is only a cache
    return _current(sources, opened(":memory:"), None)


def last_compiled(sources: Sequence[Source], cache: Path) -> Bank | None:
    """Banks as they were when they were compiled last, at once and without a look at their files; None if one never was."""
    path = cache / "bank.sqlite"
    with suppress(sqlite3.Error, ValueError):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        if is_of_this_format(connection):
            return Bank([source._replace(root=source.root.resolve()) for source in sources], connection, None)
    return None


def _current(sources: Sequence[Source], connection: sqlite3.Connection, path: Path | None) -> Bank:
    """Brings the rows of these banks up to date."""
    code = code_stamp()
    usable, left_out = [], []
    for source in sources:
        try:
            bring_up_to_date(source, connection, code)
            usable.append(source)
        except BankError as error:
            if source is sources[0]:
                raise
            left_out.append(error)
    return Bank(usable, connection, path, left_out)


def _nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing; only a misspelling loads what finds it."""
    from quizdl.bank.findings import nearest

    return nearest(name, known)
