"""After hostile answers the sandbox is as good as new, and nothing of them is left."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from typing import Any

import numpy as np
import pytest

from quizdl.app.grade import grade, prepare
from quizdl.domain.run import Call, Returned
from quizdl.sandbox.run import Limits, Sandbox, run, using
from tests.sandbox.hostile.attack import TIGHT, derivation, source_of
from tests.sandbox.hostile.catalogue import ANSWERS, GRADED
from tests.sandbox.hostile.world import World, descendants, descriptors, reap, remaining, settled

GOOD = "import numpy as np\ndef f(x):\n    return np.exp(x - x.max()) / np.exp(x - x.max()).sum()\n"
QUICK = [a for a in ANSWERS if a.group not in GRADED and not {"slow", "timeout", "memory"} & a.flags]
"""Hostile answers that are over soon."""


def right(x: Any) -> Any:
    return np.exp(x - x.max()) / np.exp(x - x.max()).sum()


@pytest.fixture
def sandbox(how: str) -> Iterator[Sandbox]:
    """One that nobody else uses."""
    made = Sandbox("warm" if how == "warm" else "cold")
    with using(made):
        yield made
    reap()


def test_200_answers_one_in_ten_hostile(sandbox: Sandbox, world: World) -> None:
    run(GOOD, [Call("f", {"x": np.zeros(2)})])
    processes, open_before = settled(), descriptors()
    rng = np.random.default_rng(3)
    hostile = cycle(rng.permutation(len(QUICK)))
    for i in range(200):
        if i % 10 == 5:
            run(source_of(QUICK[next(hostile)], world), [Call("f")], limits=TIGHT)
            continue
        x = rng.normal(size=(3, i % 7 + 1))
        (result,) = run(GOOD, [Call("f", {"x": x})], limits=Limits(seconds=20)).results
        assert isinstance(result, Returned), (i, result)
        assert np.allclose(result.value, right(x), rtol=1e-12)
    assert world.harms() == set()
    assert not remaining(processes)
    assert descriptors() == open_before


def test_a_closed_sandbox_leaves_nothing(how: str, world: World) -> None:
    processes, open_before = settled(), descriptors()
    with using(Sandbox("warm" if how == "warm" else "cold")):
        for answer in QUICK[:: len(QUICK) // 12]:
            run(source_of(answer, world), [Call("f")], limits=TIGHT)
    reap()
    assert not remaining(processes)
    assert descriptors() == open_before
    assert world.harms() == set()


def test_a_process_killed_before_it_has_said_anything_is_started_once_more(sandbox: Sandbox, world: World) -> None:
    before = set(descendants())
    if sandbox.how == "warm":
        run(GOOD, [Call("f", {"x": np.zeros(2)})])
    known = set(descendants())
    killed: list[int] = []
    source = "def f(): return 7"
    with ThreadPoolExecutor(1) as pool:
        ran = pool.submit(sandbox.run, source, [Call("f")], limits=Limits(seconds=20))
        while not killed and not ran.done():
            for pid in set(descendants()) - known:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
        (result,) = ran.result(60).results
    assert isinstance(result, Returned), (result, killed, before)


@pytest.mark.parametrize("place", ["/nowhere", "/proc", "/dev/full"])
def test_it_needs_no_room_for_temporary_files(place: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, place)
    monkeypatch.setattr("tempfile.tempdir", None)
    x = np.random.default_rng(1).normal(size=100_000)
    with using(Sandbox("warm" if how == "warm" else "cold")):
        (result,) = run("def f(x): return -x", [Call("f", {"x": x})], limits=Limits(seconds=20)).results
    reap()
    assert isinstance(result, Returned)
    assert np.array_equal(result.value, -x)


def test_a_good_answer_is_right_after_all_of_it(how: str) -> None:
    answer = "def relu_backward(dout, z):\n    return dout * (z > 0)\n"
    assert grade(prepare(derivation()), answer, filename="answer.py", limits=Limits(seconds=20)).outcome == "correct"
