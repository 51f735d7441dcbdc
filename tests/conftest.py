"""What all tests share: a fixed hypothesis profile, a home of their own and a history in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from quizdl.bank.compiled import open_bank
from quizdl.history.store import History

settings.register_profile(
    "quizdl", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quizdl")

ROOT = Path(__file__).parent.parent
BANK = ROOT / "question_bank"


@pytest.fixture(scope="session")
def compiled_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the real bank, which one of the processes that run the tests compiles for all. To be read: copy it to write."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "compiled"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        open_bank(BANK, folder)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh QUIZDL_HOME; nothing of the person who runs the tests is touched. Wherever quizdl is started, it is this one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("QUIZDL_HOME", str(folder))
    for name in ("QUIZDL_BANK", "QUIZDL_WORKSPACE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def history(home: Path) -> Iterator[History]:
    """An empty history, to write."""
    opened = History.open(home, writing=True)
    opened._connection.execute("PRAGMA synchronous = OFF")  # that it waits for the disk is tested with the history
    yield opened
    opened.close()
