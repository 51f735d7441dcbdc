"""A worker at a path of its own, so that whatever a test leaves running can be told from other tests' processes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizdl.sandbox import run as sandbox


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The worker at its own path; fails a test that leaves a process of it."""
    for name in ("worker.py", "protocol.py"):
        shutil.copy(sandbox.WORKER.with_name(name), tmp_path)
    path = tmp_path / "worker.py"
    monkeypatch.setattr(sandbox, "WORKER", path)
    yield path
    assert running(path) == []
    with pytest.raises(ChildProcessError):  # not even a dead child that nobody has waited for
        os.waitpid(-1, os.WNOHANG)


def running(path: Path, patience: float = 1.0) -> list[int]:
    """The processes started from a path; those that are just ending have a moment to do so."""
    deadline = time.monotonic() + patience
    while (found := _started_from(path)) and time.monotonic() < deadline:
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
