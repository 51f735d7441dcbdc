from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.review import Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.errors import FAILED, HistoryError
from quizdl.history import opening
from quizdl.history.opening import FILE
from quizdl.history.store import OFTEN, History, new_id
from tests.cli.program import SMALL_BANK
from tests.conftest import times
from tests.history.logs import NOON, attempt, contents, mark, query, replayed, review
from tests.history.processes import finish, run_bound, start

# one answer


def test_what_is_recorded_is_read_back(home: Path) -> None:
    given_up = attempt(2, outcome="gave_up", mistakes=(), answer="")
    odd = review(2, seconds=None, rating=None, outcome="skipped", answer="", hinted=True, mistake="sign")
    history = History.open(home, writing=True)
    for one in (review(1), odd):
        history.record(one)
    for one_attempt in (attempt(1), given_up):
        history.record_attempt(one_attempt)
    assert history.reviews() == [review(1), odd]
    assert history.attempts() == [attempt(1), given_up]
    history.close()
    again = History.open(home, writing=False)
    assert (again.reviews(), again.attempts()) == ([review(1), odd], [attempt(1), given_up])


def test_an_answer_is_in_the_file_when_record_returns(home: Path) -> None:
    history = History.open(home, writing=True)
    for number in range(5):
        schedule = history.record(review(number))
        assert schedule
        assert query(home, "SELECT id FROM review ORDER BY at") == [(review(n).id,) for n in range(number + 1)]
        assert query(home, "SELECT due FROM schedule WHERE question = ?", schedule.question) == [
            (schedule.due.isoformat(timespec="microseconds"),)
        ]
        history.record_attempt(attempt(number))
        assert query(home, "SELECT count(*) FROM attempt") == [(number + 1,)]


def test_a_write_waits_for_the_disk(home: Path) -> None:
    full = 2
    history = History.open(home, writing=True)
    assert history._connection.execute("PRAGMA synchronous").fetchone() >= (full,)
    assert history._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_no_answer_brings_the_log_into_the_file_and_yet_it_stays_small(home: Path) -> None:
    sizes = []
    with closing(History.open(home, writing=True)) as history:
        assert history._connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
        for i in range(6 * OFTEN):
            history.record(review(i, answer="x" * 20_000))
            if history._written % OFTEN == 0 and (beside := history._checkpoint):
                beside.join()
                sizes.append((home / f"{FILE}-wal").stat().st_size)
    assert len(sizes) == 6
    assert sizes[-1] < 2 * sizes[0]
    assert (home / FILE).stat().st_size > 6 * OFTEN * 20_000


def test_review_and_schedule_are_written_together_or_not_at_all(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    query(home, "CREATE TRIGGER no BEFORE INSERT ON schedule BEGIN SELECT RAISE(ABORT, 'not now'); END")
    with pytest.raises(HistoryError, match="not now"):
        history.record(review(2))
    assert query(home, "SELECT id FROM review") == [(review(1).id,)]
    query(home, "DROP TRIGGER no")
    history.record(review(3))
    assert history.reviews() == [review(1), review(3)]


def test_an_answer_that_says_nothing_about_memory_leaves_the_schedule(home: Path) -> None:
    history = History.open(home, writing=True)
    nothing = {"question": "q", "rating": None, "outcome": "skipped"}
    assert history.record(review(1, **nothing)) is None
    first = history.record(review(2, question="q"))
    assert first is not None
    assert history.record(review(3, **nothing)) == first == history.schedule("q")
    assert history.schedule("another") is None


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
def test_times_are_stored_in_utc(home: Path, zone: timezone) -> None:
    at = datetime(2026, 3, 1, 23, 59, 59, 123, tzinfo=zone)
    history = History.open(home, writing=True)
    schedule = history.record(review(1, at=at))
    history.record_attempt(attempt(1, at=at))
    utc = at.astimezone(UTC).isoformat(timespec="microseconds")
    assert utc.endswith("+00:00")
    assert query(home, "SELECT at FROM review UNION ALL SELECT at FROM attempt UNION ALL SELECT last FROM schedule") == [
        (utc,), (utc,), (utc,)
    ]  # fmt: skip
    assert schedule
    assert schedule.last == at
    assert schedule.due.utcoffset() == timedelta()


@pytest.mark.parametrize("answer", ["", "∂L/∂w = Xᵀδ", "a\0b", "two\nlines", "'); DROP TABLE review; --"])
def test_any_text_is_an_answer(home: Path, answer: str) -> None:
    history = History.open(home, writing=True)
    history.record(review(1, answer=answer))
    assert history.reviews()[0].answer == answer


def test_bytes_that_are_no_text_become_question_marks(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1, answer=b"\xffADAM".decode(errors="surrogateescape")))
    assert history.reviews()[0].answer == "?ADAM"


def test_ids_are_unique_and_sort_by_time() -> None:
    ids = [new_id(NOON + timedelta(milliseconds=number)) for number in range(500) for _ in range(2)]
    assert len(set(ids)) == len(ids)
    assert [found[:12] for found in sorted(ids)] == [found[:12] for found in ids]


# append-only


@pytest.mark.parametrize("table", ["review", "attempt", "mark"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET at = 'now'",
        "UPDATE {} SET id = 'x'",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "INSERT INTO {0} SELECT * FROM {0}",
    ],
)
def test_the_database_refuses_to_change_the_log(home: Path, table: str, statement: str) -> None:
    history = History.open(home, writing=True)
    history.record(review(1, outcome="wrong"))
    history.record_attempt(attempt(1))
    history.mark(mark(1, "flag", "q1"))
    before = query(home, f"SELECT * FROM {table}")  # noqa: S608
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        query(home, statement.format(table))
    assert query(home, f"SELECT * FROM {table}") == before  # noqa: S608


def test_an_id_that_is_in_the_log_is_refused(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    with pytest.raises(HistoryError, match="this id is in it"):
        history.record(review(2, id=review(1).id))
    history.record_attempt(attempt(1))
    with pytest.raises(HistoryError, match="this id is in it"):
        history.record_attempt(attempt(2, id=attempt(1).id))
    history.mark(mark(1, "flag", "q1"))
    with pytest.raises(HistoryError, match="this id is in it"):
        history.mark(mark(2, "flag", "q1"), mark(1, "suspend", "q1"))
    assert list(history.events()) == [review(1), attempt(1), mark(1, "flag", "q1")]


# schedules

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30))])
TIMES = st.builds(
    lambda days, microseconds, zone: (NOON + timedelta(days=days, microseconds=microseconds)).astimezone(zone),
    st.integers(0, 400), st.sampled_from([0, 0, 1, 999, 86_399_999_999]) | st.integers(0, 86_400_000_000), ZONES,
)  # fmt: skip
REVIEWS = st.lists(
    st.builds(
        review, st.integers(0, 5), id=st.uuids().map(lambda found: found.hex), question=st.sampled_from("abc"), at=TIMES,
        rating=st.none() | st.sampled_from(Rating),
    ),
    max_size=12, unique_by=lambda found: found.id,
)  # fmt: skip


@given(REVIEWS)
@settings(max_examples=times(60))
def test_schedules_equal_the_replay_bit_for_bit_whatever_the_order_of_arrival(reviews: list[Review]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder), writing=True)
        history._connection.execute("PRAGMA synchronous = OFF")  # that it waits for the disk is tested above
        for found in reviews:
            assert history.record(found) == history.schedule(found.question)
            assert history.schedules() == replayed(history)
        history.close()
        again = History.open(Path(folder), writing=False)
    expected: dict[str, Schedule] = {}
    for found in sorted(reviews, key=lambda found: (found.at, found.id)):
        if found.rating is not None:
            name = found.question
            expected[name] = advance(name, expected.get(name), found.rating, found.at.astimezone(UTC))
    assert again.schedules() == replayed(again) == expected
    assert again.reviews() == sorted(reviews, key=lambda found: (found.at, found.id))


# opening to read


def test_opening_to_read_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "not" / "there"
    assert History.open(home, writing=False).reviews() == []
    assert list(tmp_path.iterdir()) == []


def test_opening_to_read_leaves_the_folder_as_it_is(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    before = contents(home)
    reading = History.open(home, writing=False)
    assert reading.reviews() == [review(1)]
    reading.close()
    assert contents(home) == before


def test_a_closed_history_is_one_file(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    assert list(contents(home)) == [FILE]


def test_a_history_opened_to_read_does_not_swallow_an_answer(home: Path) -> None:
    History.open(home, writing=True).close()
    reading = History.open(home, writing=False)
    with pytest.raises(HistoryError):
        reading.record(review(1))
    reading.close()
    assert History.open(home, writing=False).reviews() == []


def test_who_reads_does_not_wait_for_who_writes(home: Path) -> None:
    History.open(home, writing=True).record(review(1))
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM schedule")
        reading = History.open(home, writing=False)
        assert list(reading.schedules()) == [review(1).question]


def test_a_writer_that_never_ends_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    History.open(home, writing=True).close()
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="another program is writing"):
            History.open(home, writing=True)
    History.open(home, writing=True).close()


# processes

RECORD = """
import sys
from pathlib import Path
from quizdl.history.store import History
from tests.history.logs import attempt, mark, review
home, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
history = History.open(home, writing=True)
print("open", flush=True)
for number in range(first, first + count):
    history.record(review(number))
    print(number, flush=True)
    if number % 3 == 0:
        history.mark(mark(number, "undo", review(number).id), mark(number, "suspend", "x", id=f"{number}x"))
        print("undone", number, flush=True)
"""
KILLS = 12


def test_kill_9_at_any_moment_loses_no_answer_given(home: Path) -> None:
    rng = random.Random(1)
    given_ones: list[int] = []
    for kill in range(KILLS):
        first = kill * 1000
        process = start(RECORD, home, first, 1000)
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n")
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(2 + rng.randrange(8))]
        time.sleep(rng.uniform(0, 0.003))
        process.kill()
        lines += process.stdout.readlines()
        assert process.wait() == -9
        told = [int(line) for line in lines if line.strip().isdigit() and line.endswith("\n")]
        last = max(told, default=first - 1)
        written = [
            int(found, 16) for (found,) in query(home, "SELECT id FROM review WHERE seed >= ? ORDER BY id", first)
        ]
        assert written in (list(range(first, last + 1)), list(range(first, last + 2))), (
            "told, and at most the one under way"
        )
        given_ones += written
        undone = [int(line.split()[1]) for line in lines if line.startswith("undone") and line.endswith("\n")]
        marked = [int(found, 16) for (found,) in query(home, "SELECT id FROM mark WHERE what = 'undo' ORDER BY id")]
        assert set(undone) <= set(marked)
        assert query(home, "SELECT count(*) FROM mark") == [(2 * len(marked),)], "both of a transaction, or none"
    assert len(given_ones) > KILLS
    history = History.open(home, writing=True)
    assert [found.seed for found in history.reviews()] == given_ones
    assert history.schedules() == replayed(history)
    assert query(home, "PRAGMA integrity_check") == [("ok",)]


def test_kill_9_while_the_history_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    for kill in range(12):
        home = tmp_path / str(kill)
        process = start(RECORD, home, 0, 1)
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(kill * 0.0005)
        process.kill()
        process.communicate()
        assert len(History.open(home, writing=False).reviews()) <= 1
        history = History.open(home, writing=True)
        history.record(review(7))
        assert history.reviews()[-1] == review(7)


def _interrupted(home: Path, elsewhere: Path) -> None:
    """Copies a history to another place as it stands in the middle of a big write."""
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 2")
        writer.execute("BEGIN IMMEDIATE")
        many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
        writer.execute(f"{many} INSERT INTO schedule SELECT 'x' || i, 'x', 1, 1, 1, 1, 'x', 1, 1 FROM n")  # noqa: S608
        for name, data in contents(home).items():
            (elsewhere / name).write_bytes(data)


def test_an_interrupted_write_is_undone_by_whoever_opens_next(home: Path, tmp_path: Path, writing: bool) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    _interrupted(home, tmp_path)
    assert (tmp_path / f"{FILE}-wal").stat().st_size > 10_000
    history = History.open(tmp_path, writing=writing)
    assert history.reviews() == [review(1)]
    assert history.schedules() == replayed(history)


def test_the_power_may_go_at_any_moment(home: Path, tmp_path: Path) -> None:
    """A process is stopped, its files are copied as they are then, and it goes on."""
    rng = random.Random(2)
    process = start(RECORD, home, 0, 100_000)
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    os.set_blocking(process.stdout.fileno(), False)
    told, sizes = b"", []
    for cut in range(25):
        time.sleep(rng.uniform(0.005, 0.1))
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        copy = tmp_path / str(cut)
        copy.mkdir()
        for name in (FILE, f"{FILE}-wal"):  # what is in shared memory goes with the power
            with suppress(FileNotFoundError):
                shutil.copy(home / name, copy / name)
        with suppress(BlockingIOError):
            told += os.read(process.stdout.fileno(), 1 << 20)
        process.send_signal(signal.SIGCONT)
        least = sum(line.isdigit() for line in told.split(b"\n")[:-1])
        with closing(History.open(copy, writing=bool(cut % 2))) as history:
            seeds = [found.seed for found in history.reviews()]
            assert history.schedules() == replayed(history)
        assert seeds in (list(range(least)), list(range(least + 1)))
        sizes.append(least)
    process.kill()
    process.communicate()
    assert sizes[-1] > 100


def test_a_log_that_was_torn_at_its_end_is_read_up_to_there(home: Path, tmp_path: Path) -> None:
    history = History.open(home, writing=True)
    for number in range(20):
        history.record(review(number))
    whole = contents(home)
    history.close()
    log = whole[f"{FILE}-wal"]
    lengths = []
    for number, size in enumerate(range(0, len(log), len(log) // 30)):
        copy = tmp_path / str(number)
        copy.mkdir()
        (copy / FILE).write_bytes(whole[FILE])
        (copy / f"{FILE}-wal").write_bytes(log[:size])
        with closing(History.open(copy, writing=True)) as torn:
            seeds = [found.seed for found in torn.reviews()]
            assert seeds == list(range(len(seeds)))
            assert torn.schedules() == replayed(torn)
        lengths.append(len(seeds))
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert lengths[-1] >= 18


def test_processes_that_record_at_once_lose_and_double_nothing(home: Path) -> None:
    each = 40
    processes = [start(RECORD, home, number * 1000, each) for number in range(3)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:  # all open it, and make it, at the same moment
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        finish(process)
    history = History.open(home, writing=True)
    numbers = sorted(found.seed for found in history.reviews())
    assert numbers == [first * 1000 + number for first in range(3) for number in range(each)]
    assert history.schedules() == replayed(history)


# places that cannot be written or read

OPEN = """
import sys
from pathlib import Path
from quizdl.errors import HistoryError
from quizdl.history.store import History
try:
    history = History.open(Path(sys.argv[1]), writing=sys.argv[2] == "True")
    print(len(history.reviews()), "reviews")
except HistoryError as error:
    print(error.message)
    print(error.hint)
"""


def _opened(home: Path, *, writing: bool) -> str:
    """What comes of opening a history as somebody whom permissions bind."""
    done = run_bound(sys.executable, "-c", OPEN, home, writing)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one review, somewhere below a folder of its own; the bank is small, as it may have to be compiled each time."""
    monkeypatch.setenv("QUIZDL_BANK", str(SMALL_BANK))
    home = tmp_path / "outer" / "home"
    history = History.open(home, writing=True)
    history.record(review(1))
    history.close()
    return home


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_place_is_said_to_who_writes_and_serves_who_reads(place: Path, file: int, folder: int) -> None:
    (place / FILE).chmod(file)
    place.chmod(folder)
    before = contents(place)
    message, hint = _opened(place, writing=True).splitlines()
    assert message == f"{place / FILE}: cannot be written (read-only)"
    assert "permissions" in hint
    assert "QUIZDL_HOME" in hint
    assert _opened(place, writing=False) == "1 reviews\n"
    assert contents(place) == before
    place.chmod(0o755)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o644, 0o555)])
def test_a_read_only_place_is_said_before_anything_is_asked(
    place: Path, file: int, folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZDL_HOME", str(place))
    (place / FILE).chmod(file)
    place.chmod(folder)
    drill = run_bound(sys.executable, "-m", "quizdl", "drill", "--json", stdin="1\n" * 5)
    place.chmod(0o755)
    assert (drill.returncode, drill.stdout) == (FAILED, "")
    assert drill.stderr.startswith(f"quizdl: {place / FILE}: cannot be written (read-only)\n")
    assert len(drill.stderr.splitlines()) == 2


def test_statistics_need_no_writable_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZDL_HOME", str(place))
    place.chmod(0o555)
    stats = run_bound(sys.executable, "-m", "quizdl", "stats", "--json")
    place.chmod(0o755)
    assert (stats.returncode, stats.stderr) == (0, "")
    assert json.loads(stats.stdout)["reviews"] == 1
    assert list(contents(place)) == [FILE]


@pytest.mark.parametrize("locked", ["file", "folder", "folder above"])
def test_a_place_that_cannot_be_read_is_said(place: Path, locked: str, writing: bool) -> None:
    path = {"file": place / FILE, "folder": place, "folder above": place.parent}[locked]
    mode = path.stat().st_mode
    path.chmod(0)
    message, hint = _opened(place, writing=writing).splitlines()
    path.chmod(mode)
    assert message.startswith(str(place))
    assert "cannot be" in message
    assert "QUIZDL_HOME" in hint


TWICE = """
import sys
from pathlib import Path
from quizdl.errors import HistoryError
from quizdl.history.store import History
kept = []
for writing in (True, False):
    try:
        History.open(Path(sys.argv[1]), writing=writing)
    except HistoryError as error:
        kept.append(error)  # and with it all that was at hand
        print(error.message)
"""


def test_a_folder_in_the_place_of_the_file_is_said_and_locks_nobody_out(home: Path) -> None:
    (home / FILE).mkdir()
    assert finish(start(TWICE, home)).count("cannot be opened") == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a file/home", "Not a directory"), ("a file", "exists|Not a directory"), ("x" * 300, "too long")],
)
def test_a_home_that_cannot_be_made_is_said(tmp_path: Path, name: str, reason: str, writing: bool) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(HistoryError, match=reason) as caught:
        History.open(tmp_path / name, writing=writing)
    assert "QUIZDL_HOME" in caught.value.hint
    assert (tmp_path / "a file").read_text() == ""


def test_a_home_below_a_read_only_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir(mode=0o555)
    message, hint = _opened(tmp_path / "outer" / "home", writing=True).splitlines()
    assert message == f"{tmp_path / 'outer' / 'home'}: cannot be made (Permission denied)"
    assert "QUIZDL_HOME" in hint
    assert _opened(tmp_path / "outer" / "home", writing=False) == "0 reviews\n"


def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    home = tmp_path / "50% of ?mode=ro #1 é \udcff"
    history = History.open(home, writing=True)
    history.record(review(1))
    reading = History.open(home, writing=False)
    assert reading.reviews() == [review(1)]
    reading.close()
    history.close()
    assert list(contents(home)) == [FILE]


# a full disk


def test_a_disk_without_room_is_said_before_anything_is_asked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ROOM", 1 << 60)  # more than any disk has
    with pytest.raises(HistoryError, match="the disk is full") as caught:
        History.open(home, writing=True)
    assert "free some space" in caught.value.hint
    assert contents(home) == {}
    assert History.open(home, writing=False).reviews() == [], "to read needs none"


def test_a_full_disk_is_said_and_nothing_is_lost(home: Path) -> None:
    history = History.open(home, writing=True)
    history.record(review(1))
    (pages,) = history._connection.execute("PRAGMA page_count").fetchone()
    history._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = review(2, answer="x" * 100_000)
    for _ in range(2):
        with pytest.raises(HistoryError, match="the disk is full") as caught:
            history.record(big)
        assert "was not recorded" in caught.value.hint
        assert query(home, "SELECT id FROM review") == [(review(1).id,)]
    history._connection.execute("PRAGMA max_page_count = 1000000")
    history.record(big)
    assert history.reviews() == [review(1), big]
    assert history.schedules() == replayed(history)


QUOTA = """
import resource, sys
from pathlib import Path
from quizdl.errors import HistoryError
from quizdl.history.store import History
from tests.history.logs import review
history = History.open(Path(sys.argv[1]), writing=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
recorded = 0
try:
    while True:
        history.record(review(recorded, answer="x" * 5000))
        recorded += 1
except HistoryError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(recorded, len(history.reviews()), error.message)
"""


def test_a_disk_that_refuses_a_write_is_said_and_nothing_is_lost(home: Path) -> None:
    recorded, kept, *message = finish(start(QUOTA, home)).split()
    assert int(recorded) == int(kept) > 0
    assert " ".join(message) == f"{home / FILE}: the disk gave an error"
    history = History.open(home, writing=True)
    assert len(history.reviews()) == int(recorded)
    assert history.schedules() == replayed(history)
