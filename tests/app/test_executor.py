"""The grader's process as an executor, used as a class is graded on it."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import Executor, wait
from dataclasses import replace
from typing import Any

import pytest

from quizdl.app.executor import GraderExecutor
from quizdl.app.grade_one import grade_one
from quizdl.app.grader import Grader
from quizdl.domain.derivation import Derivation
from quizdl.errors import BankError, SandboxError

RIGHT = "def relu_backward(dout, z): return dout * (z > 0)"
WRONG = "def relu_backward(dout, z): return dout * (dout > 0)"
ENDLESS = "while True: pass"
TIMES = ("seconds", "speed_ratio")


def graded(executor: Executor, derivation: Derivation, *answers: str) -> list[dict[str, Any]]:
    futures = [executor.submit(grade_one, answer, "a.py", derivation, 7, 1, False) for answer in answers]
    return [future.result(60) for future in futures]


def untimed(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in verdict.items() if name not in TIMES} for verdict in verdicts]


def test_it_gives_what_the_call_gives_here_and_goes_on_with_the_same_process(grader: Grader, relu: Derivation) -> None:
    answers = (RIGHT, WRONG, ENDLESS, "def relu_backward(dout, z): return -dout * (z > 0)", "print('x'); 1 / 0")
    here = [grade_one(answer, "a.py", relu, 7, 1, False) for answer in answers]
    for _ in range(2):
        with GraderExecutor(grader) as executor:
            assert untimed(graded(executor, relu, *answers)) == untimed(here)
    assert [verdict["outcome"] for verdict in here] == ["correct", "wrong", "timeout", "wrong", "error"]


def test_an_error_is_that_of_its_call_alone(grader: Grader, relu: Derivation) -> None:
    broken = replace(relu, source_code="def inputs(rng): 1 / 0")
    with GraderExecutor(grader) as executor:
        failing = executor.submit(grade_one, RIGHT, "a.py", broken, 7, 1, False)
        assert graded(executor, relu, RIGHT)[0]["outcome"] == "correct"
        with pytest.raises(BankError, match=r"its cases cannot be made \(ZeroDivisionError") as error:
            failing.result(60)
        assert error.value.hint
        with pytest.raises(SandboxError, match=r"the grader failed \(TypeError: .*seconds"):
            executor.submit(grade_one, RIGHT, "a.py", relu, 7).result(60)


def test_when_the_process_is_killed_every_call_hears_of_it(grader: Grader, relu: Derivation) -> None:
    with GraderExecutor(grader) as executor:
        assert graded(executor, relu, RIGHT)[0]["outcome"] == "correct"
        running = [executor.submit(grade_one, ENDLESS, "a.py", relu, 7, 60, False) for _ in range(9)]
        time.sleep(0.1)
        os.kill(grader._process, signal.SIGKILL)
        assert not wait(running, 10).not_done
        assert all(isinstance(future.exception(), SandboxError) for future in running)


def test_who_leaves_in_the_middle_waits_for_nothing(grader: Grader, relu: Derivation) -> None:
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), GraderExecutor(grader) as executor:
        futures = [executor.submit(grade_one, ENDLESS, "a.py", relu, 7, 60, False) for _ in range(9)]
        time.sleep(0.5)
        raise KeyboardInterrupt
    assert all(future.done() for future in futures)
    assert time.monotonic() - started < 10
