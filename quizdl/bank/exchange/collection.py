"""The SQLite database of an Anki collection, in its older form (note types as JSON) and its newer one (as protocol buffers).

It is somebody else's: nothing in its schema is trusted, and what is read is bounded.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from quizdl.bank.exchange.markup import has_media, to_text
from quizdl.bank.exchange.note import Answered, Card, Skipped
from quizdl.domain.schedule import Rating

LARGEST_FIELD = 16 << 20
"""Bytes of one value."""
STEPS, MOST_STEPS = 1_000_000, 20_000
"""SQLite is asked so often, after so many of its steps; whoever needs more of them is not reading tables."""
MOST_CARDS = 10_000
"""Of one note, or answers to it."""
ID_TAG, LEVEL_TAG = "quizdl::", "level::"
REASONS, DATA = "Reasons", "quizdl"
"""Fields of quizdl's own notes: why the other options are wrong, and all of the question, as JSON."""
_TABLES = {"notes", "cards", "col"}
_SHOWN = re.compile(r"\{\{([^}#^/!][^}]*)\}\}")
_TOPIC_TAG = re.compile(r"([a-z0-9_]+)::([a-z0-9_.-]+)")
_LAST = 1 << 64


class NoteType(NamedTuple):
    """What shows the fields of a note: for each card the fields on its front, and those that come on its back."""

    fields: tuple[str, ...]
    cards: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    cloze: bool


def connect(database: Path) -> sqlite3.Connection:
    """Opens somebody else's database: nothing in its schema is trusted, no text is long, and no query goes on for ever."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_FIELD)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    asked = iter(range(MOST_STEPS))
    connection.set_progress_handler(lambda: next(asked, None) is None, STEPS)
    tables = dict(connection.execute("SELECT name, type FROM sqlite_master WHERE name IN ('notes', 'cards', 'col')"))
    if set(tables) != _TABLES or set(tables.values()) != {"table"}:
        connection.close()
        raise ValueError("tables are missing")
    return connection


def cards(connection: sqlite3.Connection, progress: Callable[[int, int], None] | None) -> Iterator[Card | Skipped]:
    """Three tables, each in the order of the notes, are read side by side: none of them is ever held."""
    types, decks = _types(connection), _decks(connection)
    ((of,),) = connection.execute("SELECT count(*) FROM notes")
    cards_of = _by_note(
        connection.execute("SELECT nid, ord, CASE WHEN odid THEN odid ELSE did END FROM cards ORDER BY nid, ord")
    )
    answers = _by_note(_review_log(connection))
    notes = connection.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
    for number, (name, guid, kind, tags, text) in enumerate(notes, 1):
        if progress and number % 100 == 0:
            progress(number, of)
        found, answered = cards_of(name), answers(name)
        if kind not in types or not found:
            yield Skipped(number, "a note without cards" if kind in types else "a note whose type is missing")
            continue
        fields = dict(zip(types[kind].fields, str(text).split("\x1f"), strict=False))
        own = _of_tags(str(tags))
        for _, ordinal, deck in found:
            log = tuple(
                Answered(when, at, Rating(ease))
                for _, card, when, ease in answered
                if card == ordinal and (at := _time(when))
            )
            card = _card(
                Card(number, str(guid), "", number=ordinal, answered=log, deck=decks.get(deck, ()), **own),
                fields,
                types[kind],
            )
            yield card or Skipped(number, f"its card {ordinal + 1} is none of its type")


def _card(empty: Card, fields: dict[str, str], kind: NoteType) -> Card | None:
    """The card with its texts."""
    if not 0 <= empty.number < len(kind.cards) and not kind.cloze:
        return None
    shown, after = kind.cards[0 if kind.cloze else empty.number]
    texts = {name: to_text(fields.get(name, "")) for name in (*shown, *after)}
    front = "\n".join(filter(None, (texts[name] for name in shown)))
    back = "" if kind.cloze else next((texts[name] for name in after if texts[name]), "")
    rest = [name for name in after if texts[name] and (kind.cloze or texts[name] != back)]
    sources = [name for name in rest if name.casefold() in ("source", "sources")]
    return replace(
        empty,
        front=front,
        back=back,
        explanation="\n".join(texts[name] for name in rest if name not in (*sources, REASONS)),
        source="\n".join(texts[name] for name in sources),
        data=unescape(fields.get(DATA, "")),
        media=any(has_media(fields.get(name, "")) for name in (*shown, *after)),
    )


def _of_tags(tags: str) -> dict[str, Any]:
    """What tags of quizdl's own say."""
    own: dict[str, Any] = {}
    for tag in tags.split():
        if tag.startswith(ID_TAG):
            own["id"] = tag.removeprefix(ID_TAG)
        elif found := re.fullmatch(rf"{LEVEL_TAG}([123])", tag):
            own["level"] = int(found[1])
    topics = [
        found.groups()
        for tag in tags.split()
        if (found := _TOPIC_TAG.fullmatch(tag)) and not tag.startswith((ID_TAG, LEVEL_TAG))
    ]
    return own | ({"tags": topics[0]} if own.get("id") and topics else {})


def _time(milliseconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError, TypeError):
        return None


def _review_log(connection: sqlite3.Connection) -> Iterable[tuple[Any, ...]]:
    """What was answered: types 0 to 3 are learning, review, relearning and ahead of time; the others are no answers."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'revlog' AND type = 'table'").fetchone():
        return ()
    return connection.execute("""
        SELECT cards.nid, cards.ord, revlog.id, revlog.ease FROM revlog JOIN cards ON cards.id = revlog.cid
        WHERE revlog.ease BETWEEN 1 AND 4 AND revlog.type <= 3 ORDER BY cards.nid, cards.ord, revlog.id
    """)


def _by_note(rows: Iterable[tuple[Any, ...]]) -> Callable[[int], list[tuple[Any, ...]]]:
    """The rows of a note, for notes that are asked for in rising order, from rows in rising order."""
    groups = groupby(rows, itemgetter(0))
    held: list[Any] = [None, []]

    def of(note: int) -> list[tuple[Any, ...]]:
        while held[0] is None or held[0] < note:
            name, group = next(groups, (_LAST, ()))
            held[:] = name, list(islice(group, MOST_CARDS))
        return held[1] if held[0] == note else []

    return of


def _decks(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    if _is_new(connection):
        rows: Iterable[tuple[int, str]] = connection.execute("SELECT id, name FROM decks")
        return {name: tuple(filter(None, title.split("\x1f"))) for name, title in rows}
    ((text,),) = connection.execute("SELECT decks FROM col LIMIT 1")
    return {int(name): tuple(filter(None, deck["name"].split("::"))) for name, deck in json.loads(text).items()}


def _types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    if not _is_new(connection):
        ((text,),) = connection.execute("SELECT models FROM col LIMIT 1")
        return {
            int(name): _type(
                [field["name"] for field in model["flds"]],
                [(card["qfmt"], card["afmt"]) for card in model["tmpls"]],
                cloze=model.get("type") == 1,
            )
            for name, model in json.loads(text).items()
        }
    found: dict[int, NoteType] = {}
    for name, settings in connection.execute("SELECT id, config FROM notetypes").fetchall():
        fields = connection.execute("SELECT name FROM fields WHERE ntid = ? ORDER BY ord", (name,)).fetchall()
        cards = connection.execute("SELECT config FROM templates WHERE ntid = ? ORDER BY ord", (name,)).fetchall()
        forms = [_texts(bytes(config)) for (config,) in cards]
        # its first field says the kind; 1 is cloze, and 0 is not written
        found[name] = _type([field for (field,) in fields], forms, cloze=bytes(settings)[:2] == b"\x08\x01")
    return found


def _is_new(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notetypes'").fetchone() is not None


def _type(fields: Sequence[str], forms: Sequence[tuple[str, str]], *, cloze: bool) -> NoteType:
    def shown(form: str, *, typed: bool) -> list[str]:
        marks = [mark.strip() for mark in _SHOWN.findall(form)]
        names = [mark.rpartition(":")[2] for mark in marks if typed or not mark.startswith("type:")]
        return [name for name in dict.fromkeys(names) if name in fields]

    cards = []
    for front, back in forms:
        first = shown(front, typed=False)
        cards.append((tuple(first), tuple(name for name in shown(back, typed=True) if name not in first)))
    return NoteType(tuple(fields), tuple(cards), cloze)


def _texts(message: bytes) -> tuple[str, str]:
    """The fields 1 and 2 of a protocol buffer: what the front and the back of a card are made from."""
    texts = {1: "", 2: ""}
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        if key & 7 == 0:
            _, at = _varint(message, at)
        elif key & 7 == 2:
            size, at = _varint(message, at)
            if key >> 3 in texts:
                texts[key >> 3] = message[at : at + size].decode(errors="replace")
            at += size
        else:
            at += {1: 8, 5: 4}.get(key & 7, len(message))
    return texts[1], texts[2]


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128 or shift > 63:
            return value, at
