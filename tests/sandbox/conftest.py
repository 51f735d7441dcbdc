"""A sandbox whose worker stands at a path of its own, so that whatever a test leaves running can be told from other tests' processes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from quizdl.sandbox import processes
from quizdl.sandbox import run as sandbox
from quizdl.sandbox.processes import How
from quizdl.sandbox.run import Sandbox

FILES = ("worker.py", "protocol.py", "confinement.py")


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A worker's path."""
    folder = tmp_path_factory.mktemp("worker")
    for name in FILES:
        shutil.copy(Path(processes.WORKER).with_name(name), folder)
    return folder / "worker.py"


@pytest.fixture(scope="session", params=["warm", pytest.param("cold", marks=pytest.mark.slow)])
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox of either kind; the warm one is kept for all tests, as it is for all answers."""
    how: How = request.param
    made = Sandbox(how)
    yield made
    made.close()


@pytest.fixture
def worker(path: Path, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The worker's path; this process shares a sandbox that starts it. Fails a test that leaves a process of it, but for the worker."""
    monkeypatch.setattr(processes, "WORKER", str(path))
    monkeypatch.setattr(sandbox, "_shared", box)
    box.run("", [])
    warm = int(box.how == "warm")
    assert len(running(path, warm)) == warm
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    yield path
    box.run("", [])  # it still works, or is started again
    assert len(running(path, warm)) == warm
    assert len(os.listdir("/proc/self/fd")) <= descriptors  # noqa: PTH208
    with suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)  # no dead child that nobody has waited for


def running(path: Path, wanted: int = 0, patience: float = 30) -> list[int]:
    """The processes started from a path; those beyond what is wanted that are just ending have a moment to do so."""
    deadline = time.monotonic() + patience
    while len(found := _started_from(path)) > wanted and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def _started_from(path: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(path) in arguments:
            found.append(int(process.name))
    return found
