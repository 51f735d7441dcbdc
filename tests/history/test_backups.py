"""Backups: one a day, seven daily and four weekly of them kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from quizdl.errors import UsageError
from quizdl.history import backups as making
from quizdl.history import store
from quizdl.history.backups import FOLDER, back_up, backups, find_backup
from quizdl.history.opening import FILE
from quizdl.history.store import History
from tests.history.logs import contents, replayed, review

MONDAY = date(2026, 3, 2)


def _backed_up(home: Path, days: list[date]) -> list[str]:
    with closing(History.open(home, writing=True)) as history:
        for number, day in enumerate(days):
            history.record(review(number))
            back_up(history._connection, home / FILE, day)
    return sorted(backup.name for backup in backups(home))


def _names(*days: int) -> list[str]:
    return [(MONDAY + timedelta(days=day)).isoformat() for day in days]


def test_of_a_year_of_days_seven_and_the_ends_of_four_weeks_before_are_kept(home: Path) -> None:
    days = [MONDAY + timedelta(days=day) for day in range(100)]
    _backed_up(home, days)
    kept = [date.fromisoformat(name) for name in sorted(backup.name for backup in backups(home))]
    assert kept[-7:] == days[-7:]
    weeks = [day.isocalendar()[:2] for day in kept[:-7]]
    before = [(days[-8] - timedelta(weeks=number)).isocalendar()[:2] for number in (3, 2, 1, 0)]
    assert weeks == before
    assert all(day.isoweekday() == 7 for day in kept[:-8]), "the last of its week"


def test_gaps_do_not_shorten_what_is_kept(home: Path) -> None:
    assert _backed_up(home, [MONDAY + timedelta(days=70 * n) for n in range(15)]) == _names(
        *(70 * n for n in range(4, 15))
    )


def test_a_second_use_on_a_day_makes_none(home: Path) -> None:
    _backed_up(home, [MONDAY])
    before = contents(home / FOLDER)
    assert _backed_up_again(home) == _names(0)
    assert contents(home / FOLDER) == before


def _backed_up_again(home: Path) -> list[str]:
    with closing(History.open(home, writing=False)) as history:
        back_up(history._connection, home / FILE, MONDAY)
    return sorted(backup.name for backup in backups(home))


def test_the_first_use_of_a_day_makes_one_of_what_there_is(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    assert backups(home) == [], "there was nothing"
    History.open(home, writing=True).close()
    (backup,) = backups(home)
    assert list(contents(home / FOLDER)) == [backup.path.name], "one file, and no log beside it"
    with closing(History.read(backup.path)) as copy:
        assert copy.reviews() == [review(1)]
        assert copy.schedules() == replayed(copy)


def test_nobody_waits_for_the_backup_of_a_large_history(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGE", 0)
    with closing(History.open(home, writing=True)) as history:
        history.record(review(1))
    with closing(History.open(home, writing=True)) as history:
        history.record(review(2))
    (backup,) = backups(home)
    with closing(History.read(backup.path)) as copy:
        assert review(1) in copy.reviews()
        assert copy.schedules() == replayed(copy)


def test_a_backup_that_cannot_be_written_stops_nobody(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    (home / FOLDER).write_text("in the way")
    with closing(History.open(home, writing=True)) as history:
        history.record(review(2))
    assert backups(home) == []


def test_a_backup_is_found_by_its_day_or_its_path(home: Path, tmp_path: Path) -> None:
    _backed_up(home, [MONDAY])
    path = find_backup(home, MONDAY.isoformat())
    assert find_backup(home, str(path)) == path
    with pytest.raises(UsageError, match="no backup 'yesterday'"):
        find_backup(home, "yesterday")


def test_backups_are_plain_databases(home: Path) -> None:
    _backed_up(home, [MONDAY])
    with closing(sqlite3.connect(find_backup(home, MONDAY.isoformat()))) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_is_of_one_moment_and_does_not_begin_again_with_every_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        closing(History.open(home, writing=True)) as history,
        closing(sqlite3.connect(home / FILE, isolation_level=None)) as own,
    ):
        for i in range(50):
            history.record(review(i))
        flushed = []

        def flush(_: int) -> None:
            flushed.append(1)
            history.record(review(1000 + len(flushed)))

        monkeypatch.setattr(making, "AT_ONCE", 4)
        monkeypatch.setattr("os.fsync", flush)
        back_up(own, home / FILE, MONDAY)
        (pages,) = own.execute("PRAGMA page_count").fetchone()
    assert 5 < len(flushed) < pages
    with closing(History.read(home / "backups" / f"history-{MONDAY}.sqlite")) as kept:
        assert len(kept.reviews()) == 50
