"""The process that grades, used as the command line uses it."""

from __future__ import annotations

import marshal
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from quizdl.app.grade import grade, prepare
from quizdl.app.grader import Answer, Grader
from quizdl.app.messages import plain, rebuilt
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.errors import BankError, SandboxError
from quizdl.sandbox.run import limited

RIGHT = "def relu_backward(dout, z): return dout * (z > 0)"
WRONG = "def relu_backward(dout, z): return dout * (dout > 0)"
ENDLESS = "while True: pass"


def graded(grader: Grader, answer: Answer) -> Judgement:
    return grader.verdict(grader.submit(answer))


def children(of: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == of:
            found += [int(status.parent.name), *children(int(status.parent.name))]
    return found


def test_it_gives_the_verdict_that_grading_here_gives(grader: Grader, relu: Derivation) -> None:
    for answer in (RIGHT, WRONG, ENDLESS, "def relu_backward(dout, z):\n  print('\x1b[2J')\n  return dout + 1"):
        there = graded(grader, Answer(relu, answer, "a.py", seed=7, seconds=1))
        here = grade(prepare(relu, 7), answer, filename="a.py", limits=limited(1))
        assert replace(there, seconds=0, speed_ratio=None) == replace(here, seconds=0, speed_ratio=None)


def test_a_verdict_crosses_as_data_and_is_the_same_again(relu: Derivation) -> None:
    judgement = grade(prepare(relu, 7), WRONG, filename="a.py")
    odd = replace(relu, equivalent={"": "an edit that a bank's author left empty", "x -> y": "none"})
    for thing in (relu, judgement, odd):
        assert rebuilt(marshal.loads(marshal.dumps(plain(thing)))) == thing


def test_every_verdict_has_a_seed_of_its_own_unless_one_is_given(grader: Grader, relu: Derivation) -> None:
    assert len({graded(grader, Answer(relu, RIGHT, "a.py")).seed for _ in range(4)}) == 4
    assert {graded(grader, Answer(relu, RIGHT, "a.py", seed=9)).seed for _ in range(2)} == {9}


def test_a_newer_answer_ends_the_run_of_an_older_one(grader: Grader, relu: Derivation) -> None:
    grader.prepare(relu)
    for _ in range(5):
        grader.submit(Answer(relu, ENDLESS, "a.py", seconds=1000))
        time.sleep(0.05)
    number = grader.submit(Answer(relu, RIGHT, "a.py"))
    assert select.select([grader], [], [], 100)[0], "the older ones were not ended"
    found = grader.receive()
    assert (found.number, found.judgement.outcome) == (number, "correct")
    assert not select.select([grader], [], [], 0.2)[0]


def test_a_bank_that_fails_is_said_and_the_next_answer_is_graded(grader: Grader, relu: Derivation) -> None:
    broken = replace(relu, source_code="def inputs(rng): 1 / 0")
    with pytest.raises(BankError, match=r"its cases cannot be made \(ZeroDivisionError"):
        graded(grader, Answer(broken, RIGHT, "a.py"))
    grader.prepare(broken)
    assert graded(grader, Answer(relu, RIGHT, "a.py")).outcome == "correct"


def test_its_worker_may_be_killed_between_and_during_runs(grader: Grader, relu: Derivation) -> None:
    assert graded(grader, Answer(relu, RIGHT, "a.py")).outcome == "correct"
    process = grader._process
    for child in children(process):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    assert graded(grader, Answer(relu, RIGHT, "a.py")).outcome == "correct"
    grader.submit(Answer(relu, f"import time\ntime.sleep(0.5)\n{RIGHT}", "a.py"))
    time.sleep(0.3)
    for child in children(process):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    assert grader.receive().judgement.outcome == "correct"


@pytest.mark.slow
def test_it_leaves_nothing_when_it_is_closed_in_the_middle_of_a_run(relu: Derivation) -> None:
    grader = Grader()
    grader.submit(Answer(relu, ENDLESS, "a.py"))
    deadline = time.monotonic() + 60
    while len(started := children(grader._process)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(started) >= 2
    grader.close()
    while any(Path(f"/proc/{process}").exists() for process in started) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(Path(f"/proc/{process}").exists() for process in started)


def test_where_numpy_is_missing_it_says_so(monkeypatch: pytest.MonkeyPatch, relu: Derivation) -> None:
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if not Path(folder, "numpy").is_dir()])
    grader = Grader()
    with pytest.raises(SandboxError, match="the grader has ended: ModuleNotFoundError: No module named 'numpy'"):
        graded(grader, Answer(relu, RIGHT, "a.py"))
    grader.close()
