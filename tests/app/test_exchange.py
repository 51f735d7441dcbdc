"""Banks from notes: what is written, that ids and answers stay the same, and that nothing is left half done."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from quizdl.app import history as log
from quizdl.app.exchange import REVIEWS, UNDECIDED, export_notes, import_notes
from quizdl.bank.check import Checked
from quizdl.bank.compiled import open_bank
from quizdl.bank.exchange.folder import slug
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.bank.exchange.test_apkg import database, package
from tests.cli.program import SMALL_BANK

TABLE = """\
id,topic,subtopic,prompt,answer,options,reasons,explanation
,Números,all,6 x 7?,42,,,Six times seven is forty and two.
,Números,all,Why?,because of this and that and something else,,,
half,Adam & co,op.adam,Which?,lr,"lr
g","
That is the gradient.",
,Números,all,6 x 7?,43,,,
"""


def silent(done: int, of: int) -> None:
    """Shows no progress."""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my notes.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_becomes_a_bank_that_passes_and_says_what_is_undecided(table: Path, tmp_path: Path) -> None:
    imported = import_notes(table, tmp_path / "new" / "bank")
    assert (imported.questions, imported.kinds, imported.findings) == (2, {"numeric": 1, "choice": 1}, [])
    assert [str(finding) for finding in imported.undecided] == [
        "my notes.csv:3: an answer of 8 words cannot be graded: make it a short one, a list, a number or a choice",
        "my notes.csv:7: the same question stands at my notes.csv:2 too; keep one",
    ]
    assert sorted(path.name for path in imported.folder.iterdir()) == [
        "adam_co.yaml",
        "bank.yaml",
        "numeros.yaml",
        UNDECIDED,
    ]
    assert not Checked(imported.folder).findings
    opened = open_bank(imported.folder, tmp_path / "cache")
    verdicts = {entry.id: opened.asked(entry, 0).grade("42").outcome for entry in opened.entries("numeros")}
    assert list(verdicts.values()) == ["correct"]
    assert opened.entry("half").subtopic == "op.adam"


def test_what_was_undecided_is_edited_and_imported_under_the_same_id(table: Path, tmp_path: Path) -> None:
    first = import_notes(table, tmp_path / "one")
    text = (first.folder / UNDECIDED).read_text(encoding="utf-8")
    assert "Undecided: my notes.csv:3: an answer of 8 words" in text
    edited = tmp_path / "edited.md"
    edited.write_text(text.replace("because of this and that and something else", "gravity"), encoding="utf-8")
    again = import_notes(edited, tmp_path / "two")
    table.write_text(TABLE.replace("because of this and that and something else", "gravity"), encoding="utf-8")
    whole = import_notes(table, tmp_path / "three")
    ids = [set(open_bank(folder, tmp_path / "cache").ids()) for folder in (first.folder, again.folder, whole.folder)]
    assert (ids[0] | ids[1], len(ids[1])) == (ids[2], 2), (
        "the two that were undecided, one of which doubles one of the first"
    )


def test_answers_of_anki_are_merged_once_into_the_history(tmp_path: Path, home: Path) -> None:
    sql = "INSERT INTO revlog VALUES (1700000000000, 0, 3, 1), (1700000400000, 1, 1, 0), (1700900000000, 0, 4, 1)"
    path = package(tmp_path / "x.apkg", collection_anki2=database(tmp_path / "db", 3, sql=sql))
    one, again = (import_notes(path, tmp_path / name) for name in ("one", "again"))
    assert one.reviews == 3
    assert (one.folder / REVIEWS).read_text() == (again.folder / REVIEWS).read_text()
    with closing(History.open(home, writing=True)) as history:
        merged = log.merge(history, [one.folder / REVIEWS], silent)
        assert (merged.reviews, merged.known) == (3, 0)
        assert log.merge(history, [again.folder / REVIEWS], silent).known == 3
        schedules = [history.schedule(entry.id) for entry in open_bank(one.folder, tmp_path / "cache").entries()]
        assert [found.reviews if found else 0 for found in schedules] == [2, 1, 0]


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.slow)])
def test_many_questions_go_through_every_format_with_texts_and_answers(tmp_path: Path, count: int) -> None:
    rng = random.Random(1)
    path = tmp_path / "big.csv"
    rows = (
        f'n-{i},"What is {rng.random():.3f}, number {i}?",{rng.choice(["word", "3.5 ms", "12", "true"])}'
        for i in range(count)
    )
    path.write_text("id,prompt,answer\n" + "\n".join(rows) + "\n", encoding="utf-8")
    bank = import_notes(path, tmp_path / "bank").folder
    opened = open_bank(bank, tmp_path / "cache")
    wanted = {entry.id: (q := opened.asked(entry, 0).question).statement() + q.expected() for entry in opened.entries()}
    for name, how in {"a.apkg": None, "a.csv": None, "a.tsv": None, "a.md": None, "b.md": "hashcards"}.items():
        assert export_notes(opened, tmp_path / name, how=how).notes == count
        back = import_notes(tmp_path / name, tmp_path / f"{name}-bank")
        assert (back.questions, back.undecided, back.findings) == (count, [], [])
        read = open_bank(back.folder, tmp_path / "cache")
        found = {entry.id: (q := read.asked(entry, 0).question).statement() + q.expected() for entry in read.entries()}
        if how == "hashcards":  # which has no place for ids
            assert sorted(found.values()) == sorted(wanted.values())
        else:
            assert found == wanted


@pytest.mark.parametrize("name", ["a.apkg", "a.csv", "a.md"])
def test_the_same_bank_is_written_with_the_same_guids(tmp_path: Path, name: str) -> None:
    opened = open_bank(SMALL_BANK, tmp_path / "cache")
    guids = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        export_notes(opened, tmp_path / folder / name)
        back = import_notes(tmp_path / folder / name, tmp_path / folder / "bank")
        guids.append(sorted(open_bank(back.folder, tmp_path / "cache").ids()))
    assert guids[0] == guids[1]
    assert set(guids[0]) <= set(opened.ids())


def test_nothing_is_left_where_an_import_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"prompt,answer\n6 x 7?,42\n\xff,1\n")
    with pytest.raises(UsageError, match=r"x\.csv:3: byte 0xff is not UTF-8"):
        import_notes(path, tmp_path / "bank")
    path.write_bytes(b"prompt,answer\n")
    with pytest.raises(UsageError, match="there are no notes in it"):
        import_notes(path, tmp_path / "bank")
    assert [found.name for found in tmp_path.iterdir()] == ["x.csv"]
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "mine").touch()
    with pytest.raises(UsageError, match="it is there already"):
        import_notes(path, tmp_path / "bank")
    with pytest.raises(UsageError, match="the name does not say which format it has"):
        import_notes(tmp_path / "bank" / "mine", tmp_path / "other")


def test_a_damaged_database_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = package(tmp_path / "x.apkg", collection_anki2=b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(UsageError, match="damaged"):
        import_notes(path, tmp_path / "bank")
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Deep learning", "deep_learning"),
        ("../../etc", "etc"),
        ("Português", "portugues"),
        ("bank", "deck_"),
        ("Interviews", "deck_"),
    ],
)
def test_names_of_decks_become_names_of_files(title: str, name: str) -> None:
    assert slug(title).startswith(name)
    assert "/" not in slug(title)
    assert slug("日本") != slug("中国")
