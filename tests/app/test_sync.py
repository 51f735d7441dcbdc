"""Several machines and one folder: whatever happens in between, in the end all have the same history."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quizdl.app.shared_folder import Folder, Local, Remote, open_folder
from quizdl.app.sync import Synced, sync
from quizdl.domain.schedule import Rating
from quizdl.errors import HistoryError, UsageError
from quizdl.history import segments
from quizdl.history.events import FORMAT
from quizdl.history.opening import FILE
from quizdl.history.rows import Event
from quizdl.history.store import History
from tests.conftest import times
from tests.history.logs import NOON, attempt, mark, replayed, review
from tests.history.processes import run_bound

State = tuple[list[Event], dict[str, object]]
MACHINES = st.integers(0, 2)


class Interrupted(BaseException):
    """The process is ended here."""


class Ending:
    """A folder whose process is ended at one of its steps; what it was writing then is cut off."""

    def __init__(self, folder: Path, after: int, part: float) -> None:
        self._local, self._path = Local(folder), folder
        self._left, self._part = after, part
        self.name = self._local.name

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Interrupted

    def names(self) -> list[str]:
        return self._local.names()

    def size(self, name: str) -> int:
        return self._local.size(name)

    def read(self, name: str) -> bytes:
        self._step()
        return self._local.read(name)

    def write(self, name: str, data: bytes) -> None:
        try:
            self._step()
        except Interrupted:
            (self._path / f"{name}.1.part").write_bytes(data[: int(self._part * len(data))])
            raise
        self._local.write(name, data)


def _open(home: Path) -> History:
    history = History.open(home, writing=True)
    history._connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
    return history


def _sync(history: History, folder: Folder | Path, *, anew: bool = False) -> Synced:
    opened = Local(folder) if isinstance(folder, Path) else folder
    return sync(history, opened, lambda done, of: None, anew=anew)


def _state(history: History) -> State:
    assert history.schedules() == replayed(history)
    return list(history.events()), dict(history.schedules())


class ThreeMachines(RuleBasedStateMachine):
    """Drills, syncs, interruptions, and all that a synced folder does to files, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.root = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.folder = self.root / "shared"
        self.folder.mkdir()
        self.open = {i: _open(self.root / str(i)) for i in range(3)}
        self.made: list[Event] = []
        self.torn: dict[Path, bytes] = {}

    def _number(self) -> int:
        return len(self.made) + 1

    def _add(self, machine: int, event: Event) -> None:
        self.open[machine].merge([event])
        self.made.append(event)

    @rule(machine=MACHINES, skew=st.integers(-(10**6), 10**6), rating=st.none() | st.sampled_from(Rating))
    def answers(self, machine: int, skew: int, rating: Rating | None) -> None:
        number = self._number()
        self._add(machine, review(number, at=NOON + timedelta(minutes=skew), rating=rating, answer=f"{number}"))

    @rule(machine=MACHINES)
    def derives(self, machine: int) -> None:
        self._add(machine, attempt(self._number()))

    @precondition(lambda self: self.made)
    @rule(machine=MACHINES, what=st.sampled_from(["undo", "dispute", "suspend", "restore"]), of=st.integers(0, 10**6))
    def marks(self, machine: int, what: str, of: int) -> None:
        target = self.made[of % len(self.made)].id if what in ("undo", "dispute") else f"q{of % 3}"
        value = '{"bank": "0123456789ab"}' if what == "dispute" else ""
        self._add(machine, mark(self._number(), what, target, value))  # type: ignore[arg-type]

    @rule(machine=MACHINES)
    def syncs(self, machine: int) -> None:
        _sync(self.open[machine], self.folder, anew=True)

    @rule(machine=MACHINES, after=st.integers(0, 3), part=st.floats(0, 1))
    def is_ended_in_a_sync(self, machine: int, after: int, part: float) -> None:
        with suppress(Interrupted):
            _sync(self.open[machine], Ending(self.folder, after, part), anew=True)
        self.open[machine].close()
        self.open[machine] = _open(self.root / str(machine))

    @rule(machine=MACHINES, to=MACHINES)
    def home_is_copied(self, machine: int, to: int) -> None:
        if machine == to:
            return
        for each in (machine, to):
            self.open[each].close()
        with closing(_open(self.root / str(to))) as lost:
            kept = list(lost.events())
        shutil.rmtree(self.root / str(to))
        shutil.copytree(self.root / str(machine), self.root / str(to))
        self.open |= {each: _open(self.root / str(each)) for each in (machine, to)}
        self.open[to].merge(kept)  # nothing that was answered is to get lost by the copying itself

    @rule(of=st.integers(0, 10**6), part=st.floats(0, 0.99))
    def file_arrives_in_part(self, of: int, part: float) -> None:
        if files := sorted(self.folder.glob("quizdl-*.jsonl")):
            file = files[of % len(files)]
            self.torn.setdefault(file, file.read_bytes())
            file.write_bytes(self.torn[file][: int(part * len(self.torn[file]))])

    @rule(of=st.integers(0, 10**6))
    def file_is_copied_as_a_conflict(self, of: int) -> None:
        if files := sorted(self.folder.glob("quizdl-*.jsonl")):
            file = files[of % len(files)]
            shutil.copy(file, self.folder / f"{file.stem} (conflicted copy).jsonl")

    @rule(of=st.integers(0, 10**6))
    def file_arrives_later(self, of: int) -> None:
        """Or it was taken away, by mistake, and comes back in the end."""
        if files := sorted(self.folder.glob("quizdl-*.jsonl")):
            file = files[of % len(files)]
            self.torn.setdefault(file, file.read_bytes())
            file.unlink()

    @invariant()
    def nothing_is_lost(self) -> None:
        everywhere = {(type(event), event.id) for history in self.open.values() for event in history.events()}
        assert everywhere == {(type(event), event.id) for event in self.made}

    def teardown(self) -> None:
        with self.stack:
            try:
                for file, data in self.torn.items():
                    file.write_bytes(data)
                for _ in range(2):
                    for history in self.open.values():
                        _sync(history, self.folder, anew=True)
                states = [_state(history) for history in self.open.values()]
                assert states[0] == states[1] == states[2]
                assert set(states[0][0]) == set(self.made)
                before = sorted(self.folder.iterdir())
                for history in self.open.values():
                    again = _sync(history, self.folder)
                    assert (again.reviews, again.attempts, again.marks, again.written, again.left) == (0, 0, 0, 0, ())
                assert sorted(self.folder.iterdir()) == before
            finally:
                for history in self.open.values():
                    history.close()


ThreeMachines.TestCase.settings = settings(max_examples=times(25), stateful_step_count=20, deadline=None)
TestThreeMachines = ThreeMachines.TestCase


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Callable[[str], History]]:
    """Machines by their names; closed in the end."""
    with ExitStack() as stack:
        opened: dict[str, History] = {}

        def named(name: str) -> History:
            if name not in opened:
                opened[name] = stack.enter_context(closing(_open(tmp_path / name)))
            return opened[name]

        yield named


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shared folder."""
    path = tmp_path / "shared"
    path.mkdir()
    return path


Machine = Callable[[str], History]


class Counting(Local):
    """A folder that says what was read from it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reads: list[str] = []

    def read(self, name: str) -> bytes:
        self.reads.append(name)
        return super().read(name)


def test_a_second_sync_reads_and_writes_only_what_is_new(machine: Machine, folder: Path) -> None:
    a, b = machine("a"), machine("b")
    a.merge(map(review, range(5)))
    assert _sync(a, folder)[1:6] == (0, 0, 0, 5, 1)
    assert _sync(b, folder)[1:6] == (5, 0, 0, 0, 0)
    a.record(review(7))
    b.record_attempt(attempt(7))
    a_again, b_again = Counting(folder), Counting(folder)
    assert _sync(a, a_again)[1:6] == (0, 0, 0, 1, 1)
    assert _sync(b, b_again)[1:6] == (1, 0, 0, 1, 1)
    assert (len(a_again.reads), len(b_again.reads)) == (0, 1)


def test_old_answers_that_a_merge_brings_are_written_too(machine: Machine, folder: Path) -> None:
    a = machine("a")
    a.record(review(100))
    _sync(a, folder)
    a.merge(map(review, range(3)))  # older than what was written
    assert _sync(a, folder).written == 3


def test_a_backup_that_is_put_back_gets_all_of_it_again(machine: Machine, folder: Path, tmp_path: Path) -> None:
    a = machine("a")
    a.merge(map(review, range(3)))
    _sync(a, folder)
    a.close()
    shutil.copy(tmp_path / "a" / FILE, tmp_path / "old")
    with closing(_open(tmp_path / "a")) as later:
        later.record(review(5))
        _sync(later, folder)
    shutil.copy(tmp_path / "old", tmp_path / "a" / FILE)
    with closing(_open(tmp_path / "a")) as restored:
        restored.record(review(6))  # takes the row that another answer had
        done = _sync(restored, folder)
        assert (done.reviews, done.written) == (1, 1)
        assert [one.seed for one in restored.reviews()] == [0, 1, 2, 5, 6]
    assert _sync(machine("b"), folder).reviews == 5


def test_two_processes_of_one_machine_at_once_write_it_once(machine: Machine, folder: Path, tmp_path: Path) -> None:
    a = machine("a")
    a.merge(map(review, range(3)))

    class Meanwhile(Local):
        def write(self, name: str, data: bytes) -> None:
            with closing(_open(tmp_path / "a")) as other:
                assert sync(other, Local(folder), lambda done, of: None).written == 3
            super().write(name, data)

    _sync(a, Meanwhile(folder))
    assert len(list(folder.iterdir())) == 1
    assert _sync(a, folder).written == 0


def test_a_folder_that_lost_all_is_not_filled_unless_it_is_asked_for(machine: Machine, folder: Path) -> None:
    a = machine("a")
    a.record(review(1))
    _sync(a, folder)
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(UsageError, match="what was shared here is gone") as caught:
        _sync(a, folder)
    assert "--anew" in caught.value.hint
    assert list(folder.iterdir()) == []
    assert _sync(a, folder, anew=True).written == 1


def test_what_was_taken_from_the_folder_is_written_again(machine: Machine, folder: Path) -> None:
    a, b = machine("a"), machine("b")
    a.record(review(1))
    _sync(a, folder)
    (first,) = folder.iterdir()
    b.record(review(2))
    _sync(b, folder)
    first.unlink()
    assert _sync(b, folder).written == 1, "b has read it"
    assert _sync(a, folder).written == 0
    assert a.reviews() == b.reviews()


def test_files_that_are_not_ours_are_left_alone_and_said_once(machine: Machine, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / ".stignore").write_text("")
    (folder / "quizdl-x.jsonl").write_text("{}")
    (folder / "quizdl-0123.jsonl.17.part").write_text("{")
    a = machine("a")
    a.record(review(1))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert _sync(a, folder).others == 2
    assert _sync(a, folder).others == 0
    assert {name: (folder / name).read_bytes() for name in before} == before


def _write(folder: Path, data: bytes) -> str:
    name = segments.name(data)
    (folder / name).write_bytes(data)
    return name


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (json.dumps({"event": "history", "format": FORMAT + 1}).encode() + b'\n{"event": "dream"}\n', "newer quizdl"),
        (b'{"event": "dream"}\n', "1: "),
        (b"\xff\xfe\n", "1: "),
    ],
)
def test_a_segment_that_cannot_be_read_is_said_and_kept_for_later(
    machine: Machine, folder: Path, data: bytes, why: str
) -> None:
    name = _write(folder, data)
    a = machine("a")
    a.record(review(1))
    for _ in range(2):  # each time, until it can be read
        (left,) = _sync(a, folder).left
        assert left.name == name
        assert why in left.why
    assert (folder / name).read_bytes() == data
    assert [one.seed for one in a.reviews()] == [1]


def test_a_segment_that_is_not_all_there_is_read_when_it_is(machine: Machine, folder: Path) -> None:
    a, b = machine("a"), machine("b")
    a.merge(map(review, range(3)))
    _sync(a, folder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])  # it ends at a line
    assert "not all there" in _sync(b, folder).left[0].why
    assert b.reviews() == []
    file.write_bytes(whole)
    assert _sync(b, folder).reviews == 3


def test_a_file_larger_than_any_segment_is_not_read(machine: Machine, folder: Path) -> None:
    with (folder / f"quizdl-{'0' * 32}.jsonl").open("wb") as file:
        file.truncate(1 << 40)
    assert "larger" in _sync(machine("a"), folder).left[0].why


def test_events_that_differ_stay_as_they_are_and_are_counted(machine: Machine, folder: Path) -> None:
    a, b = machine("a"), machine("b")
    a.record(review(1))
    b.record(replace(review(1), answer="another"))
    _sync(a, folder)
    assert _sync(b, folder).differing == 1
    assert [one.answer for one in b.reviews()] == ["another"]


def test_a_folder_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, words in (("none", "is not there"), ("file", "is no folder")):
        with pytest.raises(UsageError, match=words):
            open_folder(str(tmp_path / name))


READ_ONLY = """
import sys
from pathlib import Path
from quizdl.app.shared_folder import Local
from quizdl.app.sync import sync
from quizdl.errors import HistoryError
from quizdl.history.store import History
history = History.open(Path(sys.argv[1]), writing=True)
try:
    sync(history, Local(Path(sys.argv[2])), lambda done, of: None)
except HistoryError as error:
    print(error.message, "|", len(history.reviews()))
"""


def test_a_read_only_folder_is_read_and_the_rest_said(machine: Machine, folder: Path, tmp_path: Path) -> None:
    a, b = machine("a"), machine("b")
    a.record(review(1))
    _sync(a, folder)
    b.record(review(2))
    b.close()
    folder.chmod(0o500)
    done = run_bound(sys.executable, "-c", READ_ONLY, tmp_path / "b", folder)
    folder.chmod(0o700)
    message, count = done.stdout.split("|")
    assert "Permission denied; what the others wrote is in your history (1 new)" in message, done.stderr
    assert count.strip() == "2"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_and_the_next_sync_goes_on(machine: Machine, folder: Path) -> None:
    class Full(Local):
        def write(self, name: str, data: bytes) -> None:
            with self._complaints(name), Path("/dev/full").open("wb", buffering=0) as file:
                file.write(data)

    a = machine("a")
    a.record(review(1))
    with pytest.raises(HistoryError, match="No space left on device"):
        _sync(a, Full(folder))
    assert _sync(a, folder).written == 1


def test_a_url_is_shared_with_fsspec(machine: Machine, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="pip install 'quizdl[remote]'")
    a, b = machine("a"), machine("b")
    a.merge(map(review, range(3)))
    b.record_attempt(attempt(1))
    url = f"memory://{tmp_path.name}/shared"  # nothing is there yet, as in a bucket
    assert isinstance(open_folder(url), Remote)
    assert _sync(a, open_folder(url)).written == 3
    assert _sync(b, open_folder(f"{url}/"))[1:6] == (3, 0, 0, 1, 1)
    assert _sync(a, open_folder(url)).attempts == 1
    assert _state(a) == _state(b)
    assert _sync(b, open_folder(url))[1:6] == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("url", ["no-such-protocol://x", "file:///proc/nope/x"])
def test_a_url_that_cannot_be_used_is_one_line(machine: Machine, url: str) -> None:
    pytest.importorskip("fsspec", reason="pip install 'quizdl[remote]'")
    a = machine("a")
    a.record(review(1))
    with pytest.raises(HistoryError) as caught:
        _sync(a, open_folder(url))
    assert caught.value.message.startswith(url)
    assert "\n" not in caught.value.message


@pytest.mark.slow
def test_memory_is_bounded_by_a_segment_and_not_by_the_history(
    machine: Machine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "SIZE", 1 << 16)

    def most(name: str) -> int:
        tracemalloc.start()
        _sync(machine(name), folder)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    machine("a").merge(review(number, question=f"q{number % 20}") for number in range(400))
    for name in ("a", "b"):  # loads what it needs
        most(name)
    small = most("c")
    machine("a").merge(review(number, question=f"q{number % 20}") for number in range(400, 4000))
    written, read = most("a"), most("d")
    assert len(list(folder.iterdir())) > 10
    assert written < 2 * max(small, 1 << 20)
    assert read < 2 * max(small, 1 << 20)
