"""Packages that are broken, hostile or large. What good ones hold is tested against Anki itself."""

from __future__ import annotations

import io
import json
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from quizdl.bank.exchange import apkg
from quizdl.bank.exchange.note import Card, Skipped
from quizdl.errors import UsageError

MODELS = {
    "1": {
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
        "type": 0,
    }
}
DECKS = {"1": {"name": "Deck::Part"}}


def database(path: Path, notes: int = 1, models: object = MODELS, sql: str = "") -> bytes:
    """A collection in the older form, with so many notes."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript("""
        CREATE TABLE col (models TEXT, decks TEXT);
        CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, tags TEXT, flds TEXT);
        CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER, did INTEGER, ord INTEGER, odid INTEGER);
        CREATE TABLE revlog (id INTEGER PRIMARY KEY, cid INTEGER, ease INTEGER, type INTEGER);
    """)
    connection.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(models), json.dumps(DECKS)))
    connection.executemany(
        "INSERT INTO notes VALUES (?, ?, 1, '', ?)",
        ((i, f"g{i}", f"What is <b>{i}</b>?\x1fword {i}") for i in range(notes)),
    )
    connection.executemany("INSERT INTO cards VALUES (?, ?, 1, 0, 0)", ((i, i) for i in range(notes)))
    connection.executescript(sql)
    connection.commit()
    connection.close()
    return path.read_bytes()


def package(path: Path, **entries: bytes) -> Path:
    """A zip file with these entries, by their names with `_` for a point."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name.replace("_", "."), content)
    return path


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return database(tmp_path / "good")


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as error:
        list(apkg.read(path))
    assert error.value.hint
    assert "\n" not in error.value.message
    return error.value.message.removeprefix(f"{path}: ")


BROKEN: dict[str, Callable[[bytes], dict[str, bytes]]] = {
    "no Anki package (there is no collection in it)": lambda good: {"notes_txt": b"x"},
    "its database is damaged (file is not a database)": lambda good: {"collection_anki2": b"x" * 5000},
    "its database is damaged (database disk image is malformed)": lambda good: {"collection_anki2": good[:4096]},
    "its database is damaged (tables are missing)": lambda good: {"collection_anki2": b""},
    "no package that can be read (": lambda good: {"collection_anki21b": b"no zstandard at all"},
    "a package of version 9, newer than quizdl knows": lambda good: {"meta": b"\x08\x09", "collection_anki2": good},
}


@pytest.mark.parametrize("words", BROKEN)
def test_what_is_no_package_is_one_line(tmp_path: Path, good: bytes, words: str) -> None:
    assert refused(package(tmp_path / "x.apkg", **BROKEN[words](good))).startswith(words)


def test_what_is_no_zip_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.apkg"
    path.write_bytes(b"hello")
    assert refused(path) == "no package that can be read (File is not a zip file)"
    assert refused(tmp_path / "none.apkg") == "cannot be read (No such file or directory)"


@pytest.mark.parametrize(
    ("models", "sql"),
    [
        ([], ""), ({"x": 1}, ""), ({"1": {"flds": 1}}, ""), (None, ""),
        (MODELS, "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n"),
        (MODELS, "UPDATE col SET decks = '[[['"), (MODELS, "UPDATE notes SET id = id; DELETE FROM col"), (MODELS, "DROP TABLE cards; CREATE TABLE cards (x)"),
        (MODELS, "CREATE TABLE notetypes (id, config); INSERT INTO notetypes VALUES (1, x'ff')"),
    ],
)  # fmt: skip
def test_a_database_with_something_else_in_it_is_refused(tmp_path: Path, models: object, sql: str) -> None:
    path = package(tmp_path / "x.apkg", collection_anki2=database(tmp_path / "db", models=models, sql=sql))
    assert refused(path).startswith("its database is damaged (")


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apkg, "SMALL", 1 << 20)
    zeros = bytes(8 << 20)
    assert "not one of Anki's" in refused(package(tmp_path / "zip.apkg", collection_anki2=zeros))
    packed = zstandard.ZstdCompressor().compress(zeros)
    with zipfile.ZipFile(tmp_path / "zstd.apkg", "w") as file:
        file.writestr("collection.anki21b", packed)
    tracemalloc.start()
    assert "not one of Anki's" in refused(tmp_path / "zstd.apkg")
    assert tracemalloc.get_traced_memory()[1] < 6 << 20, "it is not held"
    tracemalloc.stop()


def test_names_that_lead_elsewhere_are_never_written(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in ("../outside", str(tmp_path / "absolute"), "collection.anki2", "a/../../up", "0"):
            file.writestr(name, good)
    (tmp_path / "x.apkg").write_bytes(buffer.getvalue())
    assert len(list(apkg.read(tmp_path / "x.apkg"))) == 1
    assert {path.name for path in tmp_path.rglob("*")} == {"inside", "good", "x.apkg"}


def test_notes_without_type_or_cards_are_skipped_and_times_that_are_none_left_out(tmp_path: Path) -> None:
    sql = """
        UPDATE notes SET mid = 7 WHERE id = 1; DELETE FROM cards WHERE nid = 2; UPDATE cards SET ord = 5 WHERE nid = 3;
        UPDATE notes SET flds = 'only a front' WHERE id = 4;
        INSERT INTO revlog VALUES (9000000000000000000, 0, 3, 1), (1700000000000, 0, 3, 1), (1700000000001, 0, 0, 4), (1700000000002, 0, 9, 1);
    """
    found = list(apkg.read(package(tmp_path / "x.apkg", collection_anki2=database(tmp_path / "db", 5, sql=sql))))
    assert [(card.line, card.message) for card in found if isinstance(card, Skipped)] == [
        (2, "a note whose type is missing"), (3, "a note without cards"), (4, "its card 6 is none of its type"),
    ]  # fmt: skip
    first, last = (card for card in found if isinstance(card, Card))
    assert [(answer.id, answer.rating) for answer in first.answered] == [(1700000000000, 3)]
    assert (last.front, last.back) == ("only a front", "")
