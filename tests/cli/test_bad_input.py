"""What goes wrong through no fault of quizdl's: one line of what, one of what to do, the right exit code, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from quizdl.app.answer import read_answer
from quizdl.errors import FAILED, GOOD, USAGE, WRONG, UsageError
from quizdl.history.opening import FILE
from quizdl.history.store import History
from tests.cli.program import SMALL_BANK, environment, quizdl
from tests.conftest import ROOT, Here

Stats = Callable[[], dict[str, Any]]
RIGHT = "def relu_backward(dout, z):\n    return dout * (z > 0)\n"
RELU = "import numpy as np\n\n\ndef relu_backward(dout, z):\n    "


def complaint(done: subprocess.CompletedProcess[str], exit_code: int) -> str:
    """The complaint: one line of what and at most one of what to do, and nothing else on standard error."""
    assert done.returncode == exit_code, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert 1 <= len(lines) <= 2, done.stderr
    assert lines[0].startswith("quizdl: ")
    assert "own (" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert all(line.startswith("        ") and line.strip() for line in lines[1:])
    return done.stderr


# -- options and names


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("drill --topic optimisation", "no topic 'optimisation'; did you mean optimization?"),
        ("stats --topic optimisation", "did you mean optimization?"),
        ("bank list --topic lineer_algebra", "did you mean linear_algebra?"),
        ("drill --topic zzz", "topics: linear_algebra, supervised_learning"),
        ("derive backprob", "no track or derivation 'backprob'; did you mean backprop?"),
        ("derive relu_backwards", "did you mean relu_backward?"),
        ("derive backprop --file answer.py", "backprop is a track; --file needs one derivation"),
        ("bank show adam-first-step", "no question 'adam-first-step'; did you mean op-adam-first-step?"),
        ("bank answer zzz 1", "quizdl bank list shows all"),
        ("drill --count 0", "Invalid value for '--count'"),
        ("drill --time-factor 0", "Invalid value for '--time-factor'"),
        ("drill --time-factor nan", "Invalid value for '--time-factor': nan is no number."),
        ("drill --seconds nan", "nan is no number"),
        ("interview --minutes nan", "nan is no number"),
        ("interview --time-factor nan", "nan is no number"),
        ("drill --resume --topic optimization", "leave out what else is wanted"),
        ("drill --resume --count 3", "--resume goes on with the drill as it began"),
        ("drill --level x", "Invalid value for '--level': 'x' is not a whole number."),
        ("drill --time-factor fast", "'fast' is not a number."),
        ("drill --topic practice --level 1 --kind formula", "no question fits: topic practice, level 1, kind formula"),
        ("drill --topic optimization --tag la.eigen", "no question fits: topic optimization, tag la.eigen"),
        ("derive relu_backward --seconds 0", "Invalid value for '--seconds'"),
        ("stats --page tempo", "'tempo' is not one of 'calibration', 'time'"),
        ("stats --html nowhere/stats.html", "nowhere/stats.html: cannot be written (No such file or directory)"),
        ("stats --html .", ".: cannot be written (Is a directory)"),
        ("history export -o /", "/: cannot be written (Is a directory)"),
        ("stats --since yesterday", "'yesterday' is no day; write it as 2"),
        ("stats --since 2026-13-45", "'2026-13-45' is no day"),
        ("drill --tpic optimization", "--topic"),
        ("dril", "drill"),
        ("bank show", "Missing argument 'ID'"),
    ],
)
def test_what_is_misspelt_or_out_of_range_is_named(command: str, words: str, here: Here, workspace: Path) -> None:
    said = complaint(here(*command.split()), USAGE)
    assert words in said
    assert list(workspace.iterdir()) == []


@pytest.mark.parametrize("group", ["bank", "history"])
def test_without_a_command_a_group_shows_its_help(group: str, here: Here) -> None:
    done = here(group)
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert "Commands" in done.stdout


# -- banks


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, bytes, bytes], Path]:
    """A copy of the small bank in which one piece of a file is replaced."""

    def broke(name: str, old: bytes, new: bytes) -> Path:
        folder = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
        text = (folder / name).read_bytes()
        assert old in text
        (folder / name).write_bytes(text.replace(old, new, 1))
        return folder

    return broke


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("numeric.yaml", b"    kind: numeric", b"\tkind: numeric", "numeric.yaml:4: "),
        ("numeric.yaml", b"kind: numeric", b"kind: numbers", "numeric.yaml:4: unknown kind 'numbers'"),
        ("numeric.yaml", b"    answer: ceil(1000 / 64)\n", b"", "numeric.yaml:3: answer is missing"),
        ("numeric.yaml", b"1000 examples", b"1000 ex\xe4mples", "numeric.yaml:8: byte 0xe4 is not UTF-8"),
        ("choice.yaml", b"answer: plain SGD", b"answer: plain sgd", "choice.yaml:"),
        ("bank.yaml", b"format: 1", b"format: 9", "bank.yaml:2: "),
        ("bank.yaml", b"[twice, halve]", b"[twice, thrice]", "bank.yaml:14: "),
        ("derivations/order/twice.py", b"def twice(x):", b"def twice(x:", "twice.py:"),
        ("derivations/order/twice.py", b"LEVEL = 1\n", b"", "LEVEL"),
    ],
)
def test_a_broken_bank_is_named_with_path_and_line(
    broken: Callable[[str, bytes, bytes], Path], here: Here, name: str, old: bytes, new: bytes, words: str
) -> None:
    folder = broken(name, old, new)
    said = complaint(here("drill", "--bank", folder, stdin="1\n"), FAILED)
    assert words in said
    assert "quizdl bank check" in said
    checked = here("bank", "check", folder)
    assert (checked.returncode, checked.stderr) == (WRONG, "")
    assert words in checked.stdout


def test_a_folder_that_is_no_bank(tmp_path: Path, here: Here) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        said = complaint(here("bank", "list", "--bank", folder), FAILED)
        assert f"{folder}: no bank here" in said
        assert "bank.yaml" in said
        complaint(here("bank", "check", folder), FAILED)


# -- answers to derivations


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        (RELU + "return dout * (z >", "error", "SyntaxError"),
        (RELU.replace("relu_backward", "relu") + "return dout", "not_implemented", "there is no function relu_backward; there is relu"),
        (RELU + "while True:\n        pass", "timeout", "stopped after 1 s"),
        (RELU + "return np.ones(50 * 2**30 // 8)", "memory", "memory"),
        (RELU + "for _ in range(1024):\n        print('x' * 2**20)", "refused", "printed more than 1 MB"),
        (RELU + "pass", "not_implemented", "None"),
        (RELU + "return (dout * (z > 0))[:1, :1]", "shape", "shape"),
        (RELU + "1 / 0", "error", "ZeroDivisionError"),
        (RELU + "import os\n    os._exit(0)", "error", ""),
        ("", "not_implemented", "there is no function relu_backward"),
    ],
    ids=["no Python", "other name", "endless", "50 GB", "a gigabyte printed", "None", "shape", "raises", "ends", "empty"],
)  # fmt: skip
def test_an_answer_that_does_not_do_is_told_why(
    answer: str, outcome: str, words: str, tmp_path: Path, home: Path, here: Here
) -> None:
    file = tmp_path / "relu_backward.py"
    file.write_text(answer, encoding="utf-8")
    done = here("derive", "relu_backward", "--file", file, "--seconds", "1")
    assert (done.returncode, done.stderr) == (WRONG, "")
    assert words in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout
    with closing(History.open(home, writing=False)) as history:
        assert [attempt.outcome for attempt in history.attempts()] == [outcome]


def test_an_answer_file_that_cannot_be_read(tmp_path: Path, here: Here, stats: Stats) -> None:
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe")
    (tmp_path / "large.py").write_bytes(b"#" * 1_000_001)
    for name, words in (
        ("none.py", "no such file"),
        ("", "not a file"),
        ("bytes.py", "byte 0 is not UTF-8"),
        ("large.py", "at most 1 MB"),
    ):
        assert words in complaint(here("derive", "relu_backward", "--file", tmp_path / name), USAGE)
    assert stats()["attempts"] == 0


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda path: path.mkdir(), "not a file"),
        (os.mkfifo, "not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "not a file"),
        (lambda path: path.symlink_to("/dev/full"), "not a file"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (lambda path: path.symlink_to(path.parent / "none"), "no such file"),
        (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), ""),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 10 << 20), "10.5 MB; an answer has at most 1 MB"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 10 << 40), "an answer has at most 1 MB"),
        (lambda path: path.symlink_to("/proc/self/pagemap"), ""),
        (lambda path: path.write_bytes(bytes(range(256)) * 100), "is not UTF-8"),
        (lambda path: path.write_text(RIGHT, encoding="utf-16"), "is not UTF-8"),
        (lambda path: path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\xff"), "is not UTF-8"),
    ],
    ids=[
        "folder", "fifo", "/dev/zero", "/dev/full", "link to itself", "link to nothing", "socket", "10 MB", "10 TB", "size 0, but endless",
        "all bytes", "UTF-16", "program",
    ],
)  # fmt: skip
def test_what_is_no_answer_file_is_refused_at_once(
    made: Callable[[Path], object], words: str, tmp_path: Path, here: Here, stats: Stats
) -> None:
    made(tmp_path / "answer.py")
    assert words in complaint(here("derive", "relu_backward", "--file", tmp_path / "answer.py"), USAGE)
    assert stats()["attempts"] == 0


@pytest.mark.parametrize(
    "answer",
    [b"\0" * 1000, RIGHT.encode() + b"\0", b"\x1a" + RIGHT.encode(), RIGHT.replace("\n", "\r").encode() + b"\x00\x01"],
)
def test_text_that_is_no_python_is_a_verdict(answer: bytes, tmp_path: Path, here: Here) -> None:
    (tmp_path / "answer.py").write_bytes(answer)
    done = here("derive", "relu_backward", "--file", tmp_path / "answer.py")
    assert (done.returncode, done.stderr) == (WRONG, "")
    assert "SyntaxError" in done.stdout


@pytest.mark.parametrize("how", ["in place", "replaced"])
def test_an_answer_that_changes_while_it_is_read_is_what_it_was_or_what_it_is(how: str, tmp_path: Path) -> None:
    path, other = tmp_path / "answer.py", tmp_path / "new.py"
    texts = [RIGHT + "#" * size + "\n" for size in (10, 500_000)]
    path.write_text(texts[0], encoding="utf-8")
    over = threading.Event()

    def change() -> None:
        while not over.is_set():
            for text in texts:
                (path if how == "in place" else other).write_text(text, encoding="utf-8")
                if how == "replaced":
                    other.replace(path)

    writer = threading.Thread(target=change)
    writer.start()
    try:
        read = [read_answer(path) for _ in range(200)]
    finally:
        over.set()
        writer.join()
    if how == "replaced":
        assert set(read) <= set(texts)
    else:  # the system gives what is there; a watcher sees the file again when it is complete
        assert all(texts[1].startswith(text) or text == texts[0] for text in read)


def test_a_fifo_put_in_the_place_of_an_answer_does_not_hang(tmp_path: Path) -> None:
    path, file, fifo = (tmp_path / name for name in ("answer.py", "file", "fifo"))
    file.write_text(RIGHT, encoding="utf-8")
    os.mkfifo(fifo)
    path.symlink_to(file)
    swap = 'cd "$1"; while :; do ln -s fifo new; mv -T new answer.py; ln -s file new; mv -T new answer.py; done'
    swapper = subprocess.Popen(["sh", "-c", swap, "sh", str(tmp_path)], start_new_session=True)
    texts = []

    def read() -> None:
        until = time.monotonic() + 1
        while time.monotonic() < until:
            with suppress(UsageError):
                texts.append(read_answer(path))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(60)
    os.killpg(swapper.pid, signal.SIGKILL)
    swapper.wait()
    assert not reader.is_alive()
    assert set(texts) == {RIGHT}


@pytest.mark.usefixtures("small")
def test_a_starter_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    said = complaint(quizdl("derive", "twice", where=folder, bound=True), USAGE)
    assert "twice.py: cannot be written" in said
    assert "QUIZDL_WORKSPACE" in said


# -- the history


@pytest.fixture
def kept(home: Path) -> Path:
    """A history with one answer."""
    assert quizdl("drill", "--topic", "optimization", "--seed", "1", stdin="16\n").returncode == GOOD
    return home / FILE


def test_a_history_that_is_read_only(kept: Path, stats: Stats) -> None:
    before = kept.read_bytes()
    kept.chmod(0o400)
    kept.parent.chmod(0o500)
    try:
        said = complaint(quizdl("drill", stdin="1\n", bound=True), FAILED)
        assert f"{kept}: cannot be " in said
        assert "QUIZDL_HOME" in said
        assert quizdl("stats", bound=True).returncode == GOOD
    finally:
        kept.parent.chmod(0o700)
        kept.chmod(0o600)
    assert kept.read_bytes() == before
    assert stats()["reviews"] == 1


@pytest.mark.parametrize("command", [("drill",), ("stats",), ("derive", "relu_backward", "--file", "answer.py")])
def test_a_history_that_is_damaged_is_said_and_kept(here: Here, kept: Path, command: tuple[str, ...]) -> None:
    damaged = b"this is no database at all, however you look at it" * 100
    kept.write_bytes(damaged)
    if "--file" in command:
        command = (*command[:-1], str(kept.with_name("answer.py")))
        kept.with_name("answer.py").write_text(RIGHT, encoding="utf-8")
    assert str(kept) in complaint(here(*command, stdin="1\n"), FAILED)
    assert damaged in [path.read_bytes() for path in kept.parent.glob("history*.sqlite")]


def test_a_history_of_a_newer_version_is_left_as_it_is(here: Here, kept: Path) -> None:
    with sqlite3.connect(kept) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = kept.read_bytes()
    assert "newer" in complaint(here("drill", stdin="1\n"), FAILED)
    assert "newer" in complaint(here("stats"), FAILED)
    assert kept.read_bytes() == before


@pytest.mark.usefixtures("small")
def test_a_home_that_cannot_be_made(tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUIZDL_HOME", str(tmp_path / "file" / "home"))
    assert "set QUIZDL_HOME" in complaint(here("drill", stdin="1\n"), FAILED)
    assert here("bank", "list").returncode == GOOD


# -- standard streams


@pytest.mark.parametrize(
    "command", [("bank", "list"), ("bank", "list", "--json"), ("bank", "check", SMALL_BANK), ("drill", "--json")]
)
def test_a_reader_that_has_gone_ends_it_quietly(command: tuple[object, ...]) -> None:
    done = quizdl(*command, stdin="1\n" * 10, through='("$@"; echo "exit $?" >&2) | true')
    assert done.stderr == "exit 0\n"


@pytest.mark.parametrize(
    ("command", "closed"), [("drill", "<&-"), ("drill", "<&- >&- 2>&-"), ("derive", ">&-"), ("stats", "2>&-")]
)
def test_closed_streams_do_no_harm(command: str, closed: str) -> None:
    done = quizdl(command, through=f'"$@" {closed}')
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert (done.stdout == "") == (">&-" in closed.split())


def test_a_full_disk_at_the_other_end_is_named() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    complaint(quizdl("stats", through='"$@" > /dev/full'), FAILED)


def test_a_terminal_that_knows_no_such_characters_gets_others(stats: Stats) -> None:
    done = quizdl("drill", "--topic", "optimization", "--seed", "1", stdin="16\n", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert stats()["reviews"] == 1


@pytest.mark.parametrize("command", [("stats",), ("grade", "a.py", "-d", "relu_backward"), ("bank", "add", ".")])
def test_a_system_without_its_modules_is_named_in_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def relu_backward(dout, z):\n    return dout\n", encoding="utf-8")
    without = "import sys; sys.modules['fcntl'] = None; from quizdl.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without, *command], cwd=tmp_path, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (FAILED, "")
    what, what_to_do = done.stderr.splitlines()
    assert what == "quizdl: the Python here has no fcntl, which is part of it on Linux and macOS"
    assert "WSL" in what_to_do
