from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizdl.errors import FAILED, HistoryError
from quizdl.history import opening
from quizdl.history.migrations import APPLICATION_ID, MIGRATIONS
from quizdl.history.opening import FILE
from quizdl.history.store import History
from tests.history.logs import contents, query, replayed, review

SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
NOTE = ("CREATE TABLE note (text TEXT NOT NULL) STRICT", "INSERT INTO note VALUES ('made by a later step')")


def _database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _make_nothing(path: Path) -> None:
    assert not path.exists()


def _make_empty(path: Path) -> None:
    path.touch()


def _make_version_0(path: Path) -> None:
    _database(path, "CREATE TABLE t (a)", "DROP TABLE t")
    assert path.stat().st_size > 0


@pytest.mark.parametrize("make", [_make_nothing, _make_empty, _make_version_0])
def test_a_history_is_made_from(home: Path, make: Callable[[Path], None]) -> None:
    make(home / FILE)
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    assert query(home, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert query(home, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(home, "SELECT id FROM review") == [(review(1).id,)]


@pytest.mark.parametrize("make", [_make_nothing, _make_empty, _make_version_0])
def test_an_empty_history_is_read_and_left_alone(home: Path, make: Callable[[Path], None]) -> None:
    make(home / FILE)
    before = contents(home)
    history = History.open(home, writing=False)
    assert (history.reviews(), history.attempts(), history.schedules(), replayed(history)) == ([], [], {}, {})
    history.close()
    assert contents(home) == before


def test_every_table_is_strict(home: Path) -> None:
    History.open(home, writing=True).close()
    tables = query(home, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    caches = dict.fromkeys(("schedule", "again", "tally", "amended", "aside", "stale", "shared", "segment"), 1)
    assert dict(tables) == {"review": 1, "attempt": 1, "mark": 1, **caches}


@pytest.mark.parametrize(
    ("column", "value"),
    [("seed", "'many'"), ("score", "'good'"), ("rating", "2.5"), ("seconds", "x'00'"), ("at", "NULL"), ("id", "NULL")],
)
def test_a_value_of_another_type_is_refused_by_the_database(home: Path, column: str, value: str) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    columns = {name: f'"{name}"' for _, name, *_ in query(home, "PRAGMA table_info(review)")}
    copy = columns | {"id": "'another'"} | {column: value}
    with pytest.raises(sqlite3.IntegrityError, match=r"cannot store|NOT NULL"):
        query(home, f"INSERT INTO review SELECT {', '.join(copy.values())} FROM review")  # noqa: S608


def test_a_python_with_an_old_sqlite_is_said(home: Path, writing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(HistoryError, match=r"needs 3\.37 or newer") as caught:
        History.open(home, writing=writing)
    assert "another Python" in caught.value.hint
    assert contents(home) == {}


def test_opening_again_changes_no_schema(home: Path) -> None:
    History.open(home, writing=True).close()
    before = query(home, SCHEMA)
    History.open(home, writing=True).close()
    assert query(home, SCHEMA) == before


@pytest.fixture
def later(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of the present version with two reviews, under a quizdl that knows one step more."""
    history = History.open(home, writing=True)
    for number in (1, 2):
        history.record(review(number))
    history.close()
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, NOTE))
    return home


def test_a_history_of_an_older_version_is_brought_up_to_date_with_all_that_is_in_it(later: Path) -> None:
    history = History.open(later, writing=True)
    assert history.reviews() == [review(1), review(2)]
    history.close()
    assert query(later, "SELECT text FROM note") == [(NOTE[1].split("'")[1],)]
    assert query(later, "PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]


def test_a_copy_is_kept_of_a_history_whose_schema_changes(later: Path) -> None:
    History.open(later, writing=True).close()
    copy = later / "backups" / f"history-schema-{len(MIGRATIONS)}.sqlite"
    assert sorted(contents(later / "backups")) == sorted([copy.name, f"history-{datetime.now(UTC).date()}.sqlite"])
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("SELECT id FROM review ORDER BY id").fetchall() == [(review(n).id,) for n in (1, 2)]


SCHEMAS = Path(__file__).parent / "schemas"


def test_every_released_schema_is_a_file_of_the_tests() -> None:
    assert sorted(path.name for path in SCHEMAS.glob("*.sqlite")) == [
        f"{n}.sqlite" for n in range(1, len(MIGRATIONS) + 1)
    ]


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_history_of_every_released_schema_is_read_and_goes_on(home: Path, version: int, writing: bool) -> None:
    shutil.copy(SCHEMAS / f"{version}.sqlite", home / FILE)
    history = History.open(home, writing=writing)
    assert [found.seed for found in history.reviews()] == list(range(12))
    assert [found.answer for found in history.reviews()] == ["", "∂L/∂w = Xᵀδ"] * 6
    assert [found.rating for found in history.reviews()] == [3, 1, None, 4] * 3
    assert [found.mistakes for found in history.attempts()] == [
        ("no_bias_correction", "epsilon_inside")[: number % 3] for number in range(4)
    ]
    assert [found.what for found in history.marks()] == ["undo", "dispute", "suspend", "flag"] * (version >= 3)
    assert len(history.counted()) == 12 - (version >= 3)
    assert history.schedules() == replayed(history)
    if writing:
        history.record(review(12))
        assert len(history.reviews()) == 13
    history.close()
    if writing:
        assert query(home, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_to_be_read_a_history_of_an_older_version_is_left_as_it_is(later: Path) -> None:
    before = contents(later)
    history = History.open(later, writing=False)
    assert history.reviews() == [review(1), review(2)]
    history.close()
    assert contents(later) == before


def test_a_step_that_fails_leaves_nothing_of_itself(later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, (*NOTE, "CREATE TABLE review (a)")))
    with pytest.raises(HistoryError):
        History.open(later, writing=True)
    assert query(later, "SELECT count(*) FROM sqlite_schema WHERE name = 'note'") == [(0,)]
    assert query(later, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    monkeypatch.setattr(opening, "MIGRATIONS", MIGRATIONS)
    assert History.open(later, writing=True).reviews() == [review(1), review(2)]


def test_a_newer_version_is_refused_with_how_to_update(home: Path, writing: bool) -> None:
    History.open(home, writing=True).close()
    query(home, "PRAGMA user_version = 99")
    before = contents(home)
    with pytest.raises(HistoryError, match=r"newer quizdl \(history version 99;") as caught:
        History.open(home, writing=writing)
    assert "pip install --upgrade quizdl" in caught.value.hint
    assert str(home / FILE) in caught.value.message
    assert caught.value.exit_code == FAILED
    assert contents(home) == before


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE bookmark (url)"],
        ["CREATE TABLE bookmark (url)", "PRAGMA user_version = 1"],
        ["CREATE TABLE review (id)", "PRAGMA user_version = 1", "PRAGMA application_id = 7"],
        ["PRAGMA user_version = 40"],
    ],
)
def test_another_programs_database_is_refused_and_left_alone(home: Path, statements: list[str], writing: bool) -> None:
    _database(home / FILE, *statements)
    before = contents(home)
    with pytest.raises(HistoryError, match="no history of quizdl") as caught:
        History.open(home, writing=writing)
    assert "QUIZDL_HOME" in caught.value.hint
    assert contents(home) == before
