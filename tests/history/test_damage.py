"""A damaged history: it is said, set aside, and what can be saved is saved."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.errors import HistoryError
from quizdl.history import backups
from quizdl.history.opening import FILE, Presence
from quizdl.history.rows import LOGS, Event, utc
from quizdl.history.store import History
from tests.conftest import times
from tests.history.logs import attempt, contents, mark, query, replayed, review
from tests.history.test_migrations import SCHEMAS

REVIEWS = 150


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a sound history of some size."""
    folder = tmp_path_factory.mktemp("whole")
    history = History.open(folder, writing=True)
    history._connection.execute("PRAGMA synchronous = OFF")
    for number in range(REVIEWS):
        history.record(review(number, answer="lr " * 20))
        if number % 3 == 0:
            history.record_attempt(attempt(number, answer="def adam():\n" * 30))
        if number % 5 == 0:
            history.mark(
                mark(number, "undo", review(number).id), mark(number, "flag", "q1", "odd " * 20, id=f"flag {number}")
            )
    history.close()
    return folder / FILE


def _events(path: Path) -> list[Event]:
    with closing(History.read(path)) as history:
        return list(history.events())


def _overwrite(data: bytes, start_at: int, new: bytes) -> bytes:
    return (data[:start_at] + new + data[start_at + len(new) :])[: len(data)]


def _noise(count: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(count)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut to a hundred bytes": lambda data: data[:100],
    "cut to a page": lambda data: data[:4096],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut within a page": lambda data: data[:-1000],
    "cut by a page": lambda data: data[:-4096],
    "random bytes throughout": lambda data: _noise(len(data), 1),
    "random bytes at the start": lambda data: _overwrite(data, 0, _noise(100, 2)),
    "random bytes in the schema": lambda data: _overwrite(data, 100, _noise(3000, 3)),
    "a name in the schema that is no text": lambda data: data.replace(b"schedule_due", b"schedule_du\x80", 1),
    "a name in the schema that is another": lambda data: data.replace(b"schedule_due", b"schedule_duo", 1),
    "random bytes in the middle": lambda data: _overwrite(data, len(data) // 2, _noise(5000, 4)),
    "zero bytes at the start": lambda data: _overwrite(data, 0, bytes(4096)),
    "zero bytes in the middle": lambda data: _overwrite(data, len(data) // 8192 * 4096, bytes(4096)),
    "zero bytes near the end": lambda data: _overwrite(data, len(data) - 8192, bytes(8192)),
    "another kind of file": lambda data: b"# my notes\n" * 1000,
}


LOST = {"another kind of file", "cut to a hundred bytes", "cut to a page", "random bytes throughout"}
"""Of these nothing is left to read."""


def _aside(home: Path) -> list[Path]:
    return list(home.glob("history-damaged-*.sqlite"))


@pytest.mark.parametrize("damage", DAMAGE)
def test_who_reads_is_told_of_damage_and_touches_nothing(home: Path, whole: Path, damage: str) -> None:
    (home / FILE).write_bytes(DAMAGE[damage](whole.read_bytes()))
    before = contents(home)
    with pytest.raises(HistoryError, match="damaged") as caught:
        history = History.open(home, writing=False)
        try:
            for use in (lambda: list(history.events()), history.schedules):
                use()
            pytest.skip("none of what it reads is damaged")
        finally:
            history.close()
    assert caught.value.message.startswith(str(home / FILE))
    assert "\n" not in caught.value.message
    assert "quizdl history restore" in caught.value.hint
    assert contents(home) == before


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_set_aside_and_what_can_be_read_is_saved(home: Path, whole: Path, damage: str) -> None:
    damaged = DAMAGE[damage](whole.read_bytes())
    (home / FILE).write_bytes(damaged)
    with pytest.raises(HistoryError, match="damaged") as caught:
        History.open(home, writing=True, check=True)
    (aside,) = _aside(home)
    assert aside.read_bytes() == damaged
    assert aside.name in caught.value.message
    history = History.open(home, writing=True, check=True)
    saved = history.reviews()
    assert f" {len(saved) + len(history.attempts()) + len(history.marks())} answers" in caught.value.message
    assert (saved == []) == (damage in LOST)
    assert {found.id for found in saved} <= {review(number).id for number in range(REVIEWS)}
    assert history.schedules() == replayed(history)
    history.record(review(1000))


def test_only_what_stood_on_a_lost_page_is_lost(home: Path, whole: Path) -> None:
    (home / FILE).write_bytes(DAMAGE["zero bytes at the start"](whole.read_bytes()))
    with pytest.raises(HistoryError, match="damaged"):
        History.open(home, writing=True, check=True)
    history = History.open(home, writing=True)
    assert history.reviews() == [review(number, answer="lr " * 20) for number in range(REVIEWS)], "that was the schema"
    assert len(history.marks()) == REVIEWS // 5 * 2
    assert len(history.counted()) == REVIEWS - REVIEWS // 5


@pytest.mark.parametrize(("start_at", "pages"), [(0, 1), (4, 1), (-2, 2)], ids=["first page", "index", "schema"])
def test_of_a_damaged_history_of_an_older_schema_the_answers_are_saved_too(
    home: Path, start_at: int, pages: int
) -> None:
    shutil.copy(SCHEMAS / "2.sqlite", home / FILE)
    old = (home / FILE).read_bytes()
    (home / FILE).write_bytes(_overwrite(old, start_at * 4096 % len(old), bytes(pages * 4096)))
    with pytest.raises(HistoryError, match="kept as"):
        History.open(home, writing=True, check=True)
    history = History.open(home, writing=True)
    assert [found.seed for found in history.reviews()] == list(range(12))


def test_the_newest_backup_fills_what_cannot_be_read(home: Path, whole: Path) -> None:
    shutil.copy(whole, home / FILE)
    History.open(home, writing=True).close()
    (backup,) = backups.backups(home)
    history = History.open(home, writing=True)
    history.record(review(500))
    history.close()
    (home / FILE).write_bytes(DAMAGE["zero bytes in the middle"]((home / FILE).read_bytes()))
    with pytest.raises(HistoryError, match=f"of the backup of {backup.name} and 1 others"):
        History.open(home, writing=True, check=True)
    history = History.open(home, writing=True)
    assert [found.seed for found in history.reviews()] == [*range(REVIEWS), 500]
    assert len(history.attempts()) == REVIEWS // 3
    assert len(history.marks()) == REVIEWS // 5 * 2


@pytest.mark.parametrize("table", [table for table, _ in LOGS.values()])
def test_rows_to_which_nothing_leads_any_more_are_saved(home: Path, whole: Path, table: str) -> None:
    (home / FILE).write_bytes(whole.read_bytes())
    ((root,),) = query(home, "SELECT rootpage FROM sqlite_schema WHERE name = ?", table)
    before = query(home, f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
    (home / FILE).write_bytes(_overwrite(whole.read_bytes(), (root - 1) * 4096, _noise(4096, 5)))
    with pytest.raises(HistoryError, match="kept as"):
        History.open(home, writing=True, check=True)
    History.open(home, writing=True).close()
    after = query(home, f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
    assert after == (before if len(before) > 1 else []), "one page alone is lost with its rows"


SENSELESS = {
    "answer": "CAST(x'ff41' AS TEXT)",
    "at": "'yesterday'",
    "rating": "9",
    "confidence": "x'00'",
    "seconds": "'a while'",
    "topic": "NULL",
}


@pytest.mark.parametrize("column", SENSELESS)
def test_a_row_that_makes_no_sense_costs_that_row_alone_when_all_of_it_is_checked(home: Path, column: str) -> None:
    with closing(History.open(home, writing=True)) as history:
        for number in range(3):
            history.record(review(number))
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as odd:
        ((sound,),) = odd.execute("SELECT sql FROM sqlite_schema WHERE name = 'review'").fetchall()
        odd.execute("DROP TRIGGER review_is_fixed")
        odd.execute("PRAGMA writable_schema = RESET")
        for sql in (sound.replace("NOT NULL", "").replace("STRICT", ""), sound):
            odd.execute("PRAGMA writable_schema = ON")
            odd.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'review'", (sql,))
            odd.execute("PRAGMA writable_schema = RESET")
            if sql != sound:
                odd.execute(f"UPDATE review SET [{column}] = {SENSELESS[column]} WHERE seed = 1")  # noqa: S608
    with pytest.raises(HistoryError, match=r"damaged .* a new one has 2 answers"):
        History.open(home, writing=True, check=True)
    with closing(History.open(home, writing=True, check=True)) as history:
        assert [found.seed for found in history.reviews()] == [0, 2]
        assert history.schedules() == replayed(history)


def test_an_index_that_differs_from_its_table_is_made_anew(home: Path, whole: Path) -> None:
    at = f"q{7 % 3}{utc(review(7).at)}".encode()
    sound = whole.read_bytes()
    assert at in sound
    (home / FILE).write_bytes(sound.replace(at, at[:-1] + b"?"))
    with pytest.raises(HistoryError, match=f"kept as .* has {len(_events(whole))} answers"):
        History.open(home, writing=True, check=True)
    with closing(History.open(home, writing=True, check=True)) as history:
        history.record(review(1000))


@pytest.mark.parametrize(
    ("word", "other"), [(b"AND rating IS NOT", b"AND r\x83ting IS NOT"), (b"INSERT INTO again", b"INSERT INTO agaim")]
)
def test_a_trigger_that_was_damaged_is_made_anew(home: Path, whole: Path, word: bytes, other: bytes) -> None:
    sound = whole.read_bytes()
    assert word in sound
    (home / FILE).write_bytes(sound.replace(word, other))
    with pytest.raises(HistoryError, match="kept as"):
        History.open(home, writing=True, check=True)
    with closing(History.open(home, writing=True, check=True)) as history:
        history.record(review(1000))
        assert len(history.reviews()) == REVIEWS + 1


def test_after_an_end_that_was_not_clean_all_of_it_is_checked(home: Path, whole: Path) -> None:
    damaged = DAMAGE["zero bytes near the end"](whole.read_bytes())
    (home / FILE).write_bytes(damaged)
    Path(f"{home / FILE}-wal").write_bytes(b"x")
    with pytest.raises(HistoryError, match="kept as"):
        History.open(home, writing=True)


def test_a_damaged_history_that_another_has_open_is_left_to_it(home: Path, whole: Path) -> None:
    (home / FILE).write_bytes(DAMAGE["random bytes at the start"](whole.read_bytes()))
    presence = Presence(home)
    presence.share()
    before = contents(home)
    with pytest.raises(HistoryError, match="damaged"):
        History.open(home, writing=True)
    assert contents(home) == before
    presence.close()


def test_a_damaged_history_never_becomes_a_backup(home: Path, whole: Path) -> None:
    (home / FILE).write_bytes(DAMAGE["zero bytes near the end"](whole.read_bytes()))
    with pytest.raises(HistoryError, match="kept as"):
        History.open(home, writing=True)
    assert backups.backups(home) == []


@given(st.data())
@settings(max_examples=times(25))
def test_whatever_is_wrong_with_a_file_has_words(whole: Path, data: st.DataObject) -> None:
    new = data.draw(st.binary(min_size=1, max_size=60) | st.integers(1, 9000).map(bytes), "new")
    sound = whole.read_bytes()
    at = data.draw(st.integers(0, 200) | st.integers(0, 4096) | st.integers(0, len(sound) - 1), "at")
    damaged = _overwrite(sound, at, new)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / FILE).write_bytes(damaged)
        for writing in (False, True, True):
            try:
                history = History.open(home, writing=writing)
            except HistoryError as error:
                assert error.hint
                assert writing or contents(home) == {FILE: damaged}
                continue
            for use in (History.reviews, History.attempts, History.schedules, replayed, _standings):
                try:
                    use(history)
                except HistoryError as error:
                    assert "damaged" in error.message
            if writing:
                try:
                    history.record(review(1000))
                except HistoryError as error:
                    assert error.hint
            history.close()


@pytest.mark.parametrize(
    ("column", "value"), [("at", "'yesterday'"), ("rating", "9"), ("answer", "CAST(x'ff41' AS TEXT)")]
)
def test_a_row_that_makes_no_sense_is_damage(home: Path, column: str, value: str) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    columns = {name: f'"{name}"' for _, name, *_ in query(home, "PRAGMA table_info(review)")}
    copy = columns | {"id": "'another'"} | {column: value}
    query(home, "DROP TRIGGER review_is_counted")  # it would not have let this row in
    query(home, f"INSERT INTO review SELECT {', '.join(copy.values())} FROM review")  # noqa: S608
    with pytest.raises(HistoryError, match="damaged"):
        history.reviews()


@pytest.mark.parametrize("column", [b"stability", b"difficulty", b"lapses"])
def test_a_column_that_is_not_there_is_damage(home: Path, whole: Path, column: bytes) -> None:
    (home / FILE).write_bytes(whole.read_bytes().replace(column + b" ", column[::-1] + b" "))
    history = History.open(home, writing=True)
    with pytest.raises(HistoryError, match="damaged"):
        history.schedules()


def _standings(history: History) -> list[object]:
    return list(history.standings(datetime.now(UTC)))


@pytest.mark.parametrize("read", [replayed, _standings, lambda history: history.span(None, None), History.latest])
def test_a_time_that_is_none_is_damage(home: Path, read: Callable[[History], object]) -> None:
    with closing(History.open(home, writing=True)) as history:
        history.record(review(1))
    path = home / FILE
    path.write_bytes(path.read_bytes().replace(b"2026-03-01T13", b"2026-03-X1T13"))
    with closing(History.open(home, writing=False)) as history, pytest.raises(HistoryError, match="damaged"):
        read(history)


def test_a_file_that_another_program_added_to_is_not_damaged(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history._connection.execute("ANALYZE")
    history.close()
    with closing(History.open(home, writing=True, check=True)) as again:
        assert again.reviews() == [review(1)]
