"""`quizdl grade` and `quizdl doctor` through a pipe."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quizdl.bank.derivation_file import read_derivation
from quizdl.errors import FAILED, GOOD, USAGE, WRONG
from tests.cli.program import COMMAND, Terminal, environment
from tests.conftest import BANK, ROOT, Here
from tests.sandbox.hostile.submissions import write_class

ANSWER = "def relu_backward(dout, z):\n    return {}\n"


def test_every_answer_gets_its_verdict_whatever_the_others_do(here: Here, tmp_path: Path) -> None:
    answers = {
        "a": "dout * (z > 0)",
        "b": "dout * (dout > 0)",
        "c": "exec('while True: pass')",
        "e": "dout * (z > 0.0)",
    }
    for name, answer in answers.items():
        (tmp_path / f"{name}.py").write_text(ANSWER.format(answer), encoding="utf-8")
    (tmp_path / "d.py").write_bytes(b"\xff")
    done = here("grade", tmp_path, "--derivation", "relu_backward", "--seconds", "1", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["outcome"] for row in rows] == ["correct", "wrong", "timeout", "error", "correct"]
    assert rows[1]["mistake"] == "mask_on_dout"
    assert done.returncode == WRONG
    shown = here("grade", tmp_path / "a.py", tmp_path / "b.py", "-d", "relu_backward").stdout
    assert "1 of 2 right" in shown
    assert "1 × mask_on_dout" in shown
    assert here("grade", tmp_path / "a.py", "-d", "relu_backward").returncode == GOOD
    assert here("grade", tmp_path, "-d", "relu_bakward").returncode == USAGE


def test_a_name_with_a_line_end_stays_on_its_line(here: Here, tmp_path: Path) -> None:
    (tmp_path / "two\nlines.py").write_text("", encoding="utf-8")
    assert "two\\nlines.py" in here("grade", tmp_path, "-d", "relu_backward").stdout


RIGHT, MASKED, SIGN = "dout * (z > 0)", "dout * (dout > 0)", "-dout * (z > 0)"
HANGS = "exec('while True: pass')"
TIMES = ("seconds", "speed_ratio")
"""What of a verdict differs from run to run."""


@pytest.fixture
def class_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes a class's folder: a file for each name."""

    def write(**answers: str) -> Path:
        folder = tmp_path / "class"
        folder.mkdir(exist_ok=True)
        for name, answer in answers.items():
            (folder / f"{name}.py").write_text(ANSWER.format(answer), encoding="utf-8")
        return folder

    return write


def rows_of(output: str) -> list[dict[str, Any]]:
    """The verdicts, without what is a time."""
    return [{k: v for k, v in json.loads(line).items() if k not in TIMES} for line in output.splitlines()]


def test_files_of_every_sort_each_get_a_verdict(here: Here, class_of: Callable[..., Path], tmp_path: Path) -> None:
    folder = class_of(anna=RIGHT, **{"with spaces": RIGHT, "ünï 学生": MASKED, "=1+1": RIGHT})
    (folder / "binary.py").write_bytes(bytes(range(256)))
    (folder / "empty.py").touch()
    (folder / "null.py").write_bytes(b"def relu_backward(dout, z):\0")
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "away").symlink_to("/etc")
    os.mkfifo(folder / "fifo.py")
    (folder / "bytes\udcff.py").write_text(ANSWER.format(RIGHT))
    (folder / "bob").mkdir()
    (folder / "bob" / "answer.py").write_text(ANSWER.format(RIGHT))
    (folder / "carl").mkdir()
    (folder / "carl" / "notebook.ipynb").write_text("{}")
    (folder / ".hidden.py").write_text("x")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "anna.py").write_text("x")
    done = here("grade", folder, "-d", "relu_backward", "--json")
    assert done.returncode == WRONG, done.stderr
    outcomes = {row["name"]: row["outcome"] for row in rows_of(done.stdout)}
    assert outcomes == {
        "=1+1.py": "correct", "anna.py": "correct", "binary.py": "error", "bob/answer.py": "correct", "bytes\\udcff.py": "correct",
        "empty.py": "not_implemented", "fifo.py": "error", "link.py": "error", "loop.py": "error", "null.py": "error",
        "with spaces.py": "correct", "ünï 学生.py": "wrong",
    }  # fmt: skip
    assert "root:x" not in done.stdout
    table, feedback = tmp_path / "t.csv", tmp_path / "feedback"
    shown = here("grade", folder, "-d", "relu_backward", "--csv", table, "--feedback", feedback)
    assert "Nothing to grade in away, carl" in shown.stdout
    lines = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 1 + len(outcomes)
    assert lines[1][:2] == ["'=1+1", "'=1+1.py"]
    assert len(list(feedback.iterdir())) == len(outcomes) + 1
    assert str(tmp_path) not in "".join(path.read_text(encoding="utf-8") for path in feedback.iterdir())


def test_a_folder_without_answers_is_said(here: Here, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    for options in (["-d", "relu_backward"], ["--track", "backprop"]):
        done = here("grade", tmp_path, *options)
        assert (done.returncode, done.stdout) == (USAGE, "")
        assert "there" in done.stderr
    assert here("grade", tmp_path).returncode == USAGE
    assert here("grade", tmp_path, "-d", "relu_backward", "--track", "backprop").returncode == USAGE
    assert here("grade", tmp_path, "--track", "nothing").returncode == USAGE


def test_feedback_tells_the_mistake_and_never_the_reference(
    here: Here, class_of: Callable[..., Path], tmp_path: Path
) -> None:
    folder = class_of(
        right=RIGHT, masked=MASKED, sign=SIGN, crash="1 / 0", shape="dout[None]", loud="print('```\\n# x') or z"
    )
    assert here("grade", folder, "-d", "relu_backward", "--feedback", tmp_path / "f").returncode == WRONG
    told = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "f").iterdir()}
    assert told.keys() == {"right", "masked", "sign", "crash", "shape", "loud"}
    assert "where dout is positive" in told["masked"]
    assert "line 2" in told["crash"].lower() and "ZeroDivisionError" in told["crash"]
    assert "````text" in told["loud"]
    found, _ = read_derivation(
        BANK / "derivations" / "deep_learning" / "relu_backward.py", {"deep_learning": ["dl.activations"]}
    )
    assert found
    lines = {line.strip() for line in (found.reference_code + found.solution).splitlines() if len(line.strip()) > 15}
    lines -= {line.strip() for line in found.starter().splitlines()}
    assert lines
    assert not [line for line in lines if any(line in words for words in told.values())]


def test_a_track_is_a_matrix_of_students_and_derivations(here: Here, tmp_path: Path) -> None:
    done = here("derive", "--json")
    folder, table = tmp_path / "class", tmp_path / "t.csv"
    for student, answers in {
        "anna": {"relu_backward": RIGHT, "sigmoid_backward": "1 / 0"},
        "bob": {},
        "carl": {"relu_backward": MASKED},
    }.items():
        (folder / student / "week 1").mkdir(parents=True)
        for name, answer in answers.items():
            source = ANSWER.format(answer).replace("relu_backward", name)
            (folder / student / "week 1" / f"{name}.py").write_text(source, encoding="utf-8")
        (folder / student / "helpers.py").touch()
    report, feedback = tmp_path / "r.html", tmp_path / "f"
    done = here("grade", folder, "--track", "backprop", "--csv", table, "--report", report, "--feedback", feedback)
    assert done.returncode == WRONG, done.stderr
    lines = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [line["student"] for line in lines] == ["anna", "bob", "carl"]
    asked = len(lines[0]) - 2
    assert float(lines[0]["score"]) == pytest.approx(1 / asked, abs=1e-4)
    assert (lines[0]["relu_backward"], lines[1]["relu_backward"], lines[1]["score"]) == ("1", "", "0")
    assert "1 of 3 right" in done.stdout
    assert "relu_backward: mask_on_dout" in done.stdout
    assert "Nothing to grade in bob" in done.stdout
    assert "Not handed in: `relu_backward.py`" in (feedback / "bob.md").read_text()
    page = report.read_text(encoding="utf-8")
    assert "mask on dout" in page and "Students and derivations" in page


def test_the_report_counts_mistakes_and_is_safe_from_names(
    here: Here, class_of: Callable[..., Path], tmp_path: Path
) -> None:
    folder = class_of(a=MASKED, b=MASKED, c=RIGHT, **{"<script>alert(1)<&": "print('x')"})
    page = tmp_path / "r.html"
    assert here("grade", folder, "-d", "relu_backward", "--report", page).returncode == WRONG
    text = page.read_text(encoding="utf-8")
    tags = set(re.findall(r"<([a-z]+)", text))
    assert "script" not in tags and "svg" in tags
    assert "&lt;script&gt;" in text
    cells = [part.partition("<")[0] for part in text.split('<td role="cell"')[1:]]
    assert any(cell.endswith(">2") for cell in cells)
    assert here("grade", folder, "-d", "relu_backward", "--report", tmp_path).returncode == USAGE
    assert here("grade", folder, "-d", "relu_backward", "--csv", tmp_path / "no" / "t.csv").returncode == USAGE


LONG = """def relu_backward(dout, z):
    rows = []
    for upstream, forward in zip(dout.reshape(-1), z.reshape(-1)):
        if forward > 0 and not upstream == 0:
            rows.append(float(upstream) * 1.0)
        else:
            rows.append(0.0)
    return {"dz": rows}["dz"] and __import__("numpy").array(rows).reshape(z.shape)
"""


def test_answers_that_are_alike_are_pointed_out(here: Here, class_of: Callable[..., Path]) -> None:
    folder = class_of(c=RIGHT)
    (folder / "a.py").write_text(LONG)
    (folder / "b.py").write_text(LONG.replace("rows", "out").replace("upstream", "u") + "# my own work\n")
    rows = {
        row["student"]: row["similar"] for row in rows_of(here("grade", folder, "-d", "relu_backward", "--json").stdout)
    }
    assert rows == {"a": [{"name": "b.py", "share": 1.0}], "b": [{"name": "a.py", "share": 1.0}], "c": []}
    assert "100 %  a.py  b.py" in here("grade", folder, "-d", "relu_backward").stdout


def test_a_file_of_results_goes_on_where_it_was(here: Here, class_of: Callable[..., Path], tmp_path: Path) -> None:
    folder, kept = class_of(a=RIGHT, b=MASKED, c=SIGN), tmp_path / "r.jsonl"
    command = ("grade", folder, "-d", "relu_backward", "--results", kept, "--json")
    first = here(*command)
    whole = kept.read_bytes()
    assert here(*command).stdout == first.stdout, "the same seed, and no answer run again"
    assert kept.read_bytes() == whole
    kept.write_bytes(whole[:-10])  # torn
    assert rows_of(here(*command).stdout) == rows_of(first.stdout)
    assert len(kept.read_bytes().splitlines()) == 4
    (folder / "b.py").write_text(ANSWER.format(RIGHT))
    assert [row["outcome"] for row in rows_of(here(*command).stdout)] == ["correct", "correct", "wrong"]
    assert len(kept.read_bytes().splitlines()) == 5
    kept.write_bytes(whole.replace(b'"name": "a.py"', b'"name": 5'))
    assert rows_of(here(*command).stdout)[0]["outcome"] == "correct"


def test_results_of_another_grading_are_said(here: Here, class_of: Callable[..., Path], tmp_path: Path) -> None:
    folder, kept = class_of(a=RIGHT), tmp_path / "r.jsonl"
    assert here("grade", folder, "-d", "relu_backward", "--results", kept, "--seed", "7").returncode == GOOD
    for options, words in (
        (["-d", "relu_backward", "--seed", "8"], "--seed 7, not 8"),
        (["-d", "relu_backward", "--seconds", "3"], "--seconds 2, not 3"),
        (["-d", "sigmoid_backward"], "results of relu_backward, not of sigmoid_backward"),
    ):
        done = here("grade", folder, "--results", kept, *options)
        assert (done.returncode, words in done.stderr) == (USAGE, True), done.stderr
    kept.write_bytes(kept.read_bytes().replace(b'"relu_backward": "', b'"relu_backward": "0'))
    assert "was another in the bank" in here("grade", folder, "-d", "relu_backward", "--results", kept).stderr
    kept.write_text("my notes")
    assert "not a file of results" in here("grade", folder, "-d", "relu_backward", "--results", kept).stderr
    assert kept.read_text() == "my notes"


def test_a_bar_on_the_terminal_does_not_disturb_the_lines(class_of: Callable[..., Path]) -> None:
    terminal = Terminal("grade", class_of(a=RIGHT, b=MASKED), "-d", "relu_backward", "--seed", "7", columns=60)
    terminal.sees("a.py +100%")
    terminal.sees("b.py +0%")
    terminal.sees("1 of 2 right")
    terminal.ends()


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 1,000, one answer in ten hostile."""
    folder = tmp_path_factory.mktemp("class") / "thousand"
    write_class(folder, 1000)
    return folder


@pytest.mark.slow
def test_a_thousand_one_in_ten_hostile_killed_and_started_again(here: Here, thousand: Path, tmp_path: Path) -> None:
    kept = tmp_path / "r.jsonl"
    command = ("grade", str(thousand), "-d", "relu_backward", "--seed", "7", "--json", "--results", str(kept))
    for until in (150, 600):
        killed = subprocess.Popen([*COMMAND, *command], env=environment(), stdout=subprocess.DEVNULL)
        wait_for(kept, until)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    before = lines_of(kept)
    rows = rows_of(here(*command).stdout)
    assert len({row["name"] for row in rows}) == 1000
    assert 600 < before < 1001
    assert lines_of(kept) == 1001, "nothing was graded twice"
    ordinary = [row["outcome"] for i, row in enumerate(rows) if i % 10 != 5]
    assert [ordinary.count(outcome) for outcome in ("correct", "wrong")] == [500, 400]
    assert not [row["name"] for i, row in enumerate(rows) if i % 10 == 5 and row["outcome"] == "correct"]


def wait_for(path: Path, lines: int) -> None:
    """Waits until a file has more lines."""
    until = time.monotonic() + 100
    while lines_of(path) <= lines:
        assert time.monotonic() < until
        time.sleep(0.02)


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two workers, each a process."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    from distributed import LocalCluster

    make: Any = LocalCluster
    with make(n_workers=2, threads_per_worker=2, dashboard_address=None, host="127.0.0.1", silence_logs=50) as made:
        yield made


@pytest.mark.slow
@pytest.mark.cluster
def test_a_cluster_that_loses_a_worker_gives_the_same(here: Here, cluster: Any, tmp_path: Path) -> None:
    write_class(folder := tmp_path / "class", 300)
    kept = tmp_path / "there.jsonl"
    command = ("grade", folder, "-d", "relu_backward", "--seed", "7", "--json")
    killed = []

    def kill() -> None:
        wait_for(kept, 60)
        killed.append(lines_of(kept))
        os.kill(cluster.workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    there = here(*command, "--cluster", cluster.scheduler_address, "--results", kept)
    killer.join()
    assert there.returncode == WRONG, there.stderr
    assert killed[0] < 250, "in the middle"
    alone = here(*command)
    assert len(rows_of(alone.stdout)) == 300
    assert rows_of(there.stdout) == rows_of(alone.stdout)


@pytest.mark.slow
@pytest.mark.cluster
@pytest.mark.parametrize(("address", "code"), [("tcp://127.0.0.1:1", FAILED), ("nonsense", USAGE)])
def test_where_no_cluster_is_one_line_says_so(class_of: Callable[..., Path], address: str, code: int) -> None:
    done = subprocess.run(
        [*COMMAND, "grade", class_of(a=RIGHT), "-d", "relu_backward", "--cluster", address],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 2, done.stderr
    assert address in done.stderr


def test_what_is_wrong_with_the_bank_is_said_once_whatever_process_finds_it(here: Here, tmp_path: Path) -> None:
    bank = shutil.copytree(ROOT / "tests/cli/small_bank", tmp_path / "bank")
    file = bank / "derivations/order/twice.py"
    file.write_text(file.read_text().replace("def inputs(rng):\n", "def inputs(rng):\n    raise ValueError\n"))
    (tmp_path / "a.py").write_text(ANSWER.format("dout * (z > 0)"))
    done = here("grade", tmp_path / "a.py", tmp_path / "a.py", "-d", "twice", "--bank", bank)
    assert done.returncode == FAILED
    assert done.stderr.count("its cases cannot be made (ValueError)") == 1


@pytest.mark.slow
def test_doctor_says_what_holds(here: Here) -> None:
    found = json.loads(here("doctor", "--json").stdout)
    assert {"versions", "places", "terminal", "sandbox"} == set(found)
    assert found["sandbox"]["safe"]
    assert "Stops an answer that tries to" in here("doctor").stdout
