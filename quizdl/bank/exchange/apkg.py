"""Anki packages (`.apkg`, `.colpkg`): a zip file with an SQLite database in one of three forms.

`collection.anki21b` (Anki 2.1.50 and later: compressed with Zstandard, note types as protocol buffers), `collection.anki21` and
`collection.anki2` (note types as JSON). Nothing but the database is taken out, and that into a temporary file; sizes are bounded
before and while it is read. Sources: Anki's manual, *Exporting*, and the schema of what Anki 26.9 writes.
"""

from __future__ import annotations

import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from quizdl.bank.exchange import collection
from quizdl.bank.exchange.collection import DATA, ID_TAG, LEVEL_TAG, REASONS
from quizdl.bank.exchange.markup import INSTALL, to_html
from quizdl.bank.exchange.note import Card, Skipped, with_gaps
from quizdl.errors import UsageError

LARGEST = 1 << 30
"""Bytes of the database: a million notes need less."""
SMALL, MOST = 32 << 20, 200
"""A database larger than the first that was packed more tightly than the second is a bomb: Anki's own are packed 3 to 20 times."""
NEWEST = 3
"""The version of packages that this file knows."""
DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NO_PACKAGE = "export it again from Anki, as a deck package (.apkg)"
_CSS = """\
.card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; }
.small { font-size: 16px; margin-top: 1em; } .source { font-size: 13px; margin-top: 1em; opacity: 0.6; }
"""


def read(path: Path, progress: Callable[[int, int], None] | None = None) -> Iterator[Card | Skipped]:
    """The cards of a package, note by note; the line of each is the number of its note.

    Raises:
        UsageError: it is no package, damaged, a newer one, or a bomb.
    """
    with TemporaryDirectory(prefix="quizdl-") as folder:
        database = Path(folder) / "collection"
        try:
            with zipfile.ZipFile(path) as package:
                _take_out(path, package, database)
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror or error})", _NO_PACKAGE) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise UsageError(f"{path}: no package that can be read ({error})", _NO_PACKAGE) from None
        try:
            with closing(collection.connect(database)) as connection:
                yield from collection.cards(connection, progress)
        except (sqlite3.Error, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
            raise UsageError(f"{path}: its database is damaged ({error})", _NO_PACKAGE) from None


def _take_out(path: Path, package: zipfile.ZipFile, database: Path) -> None:
    """Copies the newest of the databases; sizes are looked at before, and again while it is read."""
    names = set(package.namelist())
    if "meta" in names:
        with package.open("meta") as meta:
            version = meta.read(2)
        if version[:1] == b"\x08" and version[1] > NEWEST:
            hint = "in Anki, export it with “Support older Anki versions”"
            raise UsageError(f"{path}: a package of version {version[1]}, newer than quizdl knows", hint)
    name = next((name for name in DATABASES if name in names), None)
    if name is None:
        raise UsageError(f"{path}: no Anki package (there is no collection in it)", _NO_PACKAGE)
    entry = package.getinfo(name)
    _refuse(path, entry.file_size, entry.compress_size)
    with package.open(entry) as packed, database.open("wb") as file:
        copied = 0
        for block in _unpacked(packed) if name.endswith("b") else iter(lambda: packed.read(1 << 20), b""):
            copied += len(block)
            _refuse(path, copied, entry.compress_size)
            file.write(block)


def _refuse(path: Path, size: int, packed: int) -> None:
    if size > LARGEST or (size > SMALL and size > MOST * max(packed, 1)):
        words = f"{path}: its database takes more than {size >> 20} MB, packed into {packed / 1e6:.1f} MB"
        raise UsageError(f"{words}: not one of Anki's", "export fewer decks at a time, if it is")


def _unpacked(packed: IO[bytes]) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise UsageError("newer Anki packages are read with zstandard, which is not installed", INSTALL) from None
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(packed) as stream:
            yield from iter(lambda: stream.read(1 << 20), b"")
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None


def write(path: Path, cards: Iterable[Card], title: str) -> int:
    """Writes a package; returns the number of its notes. Guids, note types and decks stay the same in every package.

    Raises:
        UsageError: it cannot be written, or what writes packages is not installed.
    """
    try:
        import genanki
    except ImportError:
        raise UsageError("Anki packages are written with genanki, which is not installed", INSTALL) from None
    basic, cloze = _note_types(genanki)
    decks: dict[str, Any] = {}
    count = 0
    for card in cards:
        name = "::".join((title, *card.deck))
        deck = decks.setdefault(name, genanki.Deck(_number(name), name))
        html = {name: to_html(text) for name, text in _shown_texts(card).items()}
        model = basic if card.back else cloze
        tags = [
            _tag("::".join(card.tags)),
            f"{ID_TAG}{card.id}",
            *([f"{LEVEL_TAG}{card.level}"] if card.level else []),
        ]
        values = [html[field["name"]] for field in model.fields]
        deck.add_note(genanki.Note(model, values, guid=genanki.guid_for(card.guid), tags=[tag for tag in tags if tag]))
        count += 1
    unfinished = path.parent / f"{path.name}.part"
    try:
        genanki.Package(list(decks.values())).write_to_file(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})", "name another file") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _shown_texts(card: Card) -> dict[str, str]:
    """The texts of a note's fields."""
    return {
        "Question": card.front if card.back else with_gaps(card.front),
        "Options": "\n".join(f"{number}. {option}" for number, option in enumerate(card.options, 1)),
        "Answer": card.back,
        "Explanation": card.explanation,
        REASONS: "\n".join(f"{option}: {reason}" for option, reason in card.options.items() if reason),
        "Source": card.source,
        DATA: card.data,
    }


def _note_types(genanki: Any) -> tuple[Any, Any]:
    after = f"<div class=small>{{{{Explanation}}}}</div><div class=small>{{{{{REASONS}}}}}</div><div class=source>{{{{Source}}}}</div>"
    names = ("Question", "Options", "Answer", "Explanation", REASONS, "Source", DATA)
    basic = genanki.Model(
        _number("quizdl question"), "quizdl question", fields=[{"name": name} for name in names], css=_CSS,
        templates=[{
            "name": "Card 1", "qfmt": "{{Question}}<br><br>{{Options}}",
            "afmt": "{{FrontSide}}<hr id=answer><b>{{Answer}}</b>" + after,
        }],
    )  # fmt: skip
    cloze = genanki.Model(
        _number("quizdl cloze"), "quizdl cloze", model_type=genanki.Model.CLOZE, css=_CSS,
        fields=[{"name": name} for name in ("Question", "Explanation", "Source", DATA)],
        templates=[{
            "name": "Cloze", "qfmt": "{{cloze:Question}}",
            "afmt": "{{cloze:Question}}<hr id=answer>" + after.replace(f"<div class=small>{{{{{REASONS}}}}}</div>", ""),
        }],
    )  # fmt: skip
    return basic, cloze


def _tag(text: str) -> str:
    return re.sub(r"\s+", "_", text)


def _number(name: str) -> int:
    """A number that Anki takes as an id, always the same for a name."""
    return int.from_bytes(sha256(name.encode()).digest()[:5]) | 1 << 40
