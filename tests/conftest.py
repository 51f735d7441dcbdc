"""What all tests share: a fixed hypothesis profile, a home of their own and a history in it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from quizdl.bank.compiled import open_bank
from quizdl.cli.main import main
from quizdl.history.store import History

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell ignores it for what it puts in the background, and all that is started from there would
    signal.signal(signal.SIGINT, signal.default_int_handler)

for profile, count in (("few", 40), ("many", 100)):
    settings.register_profile(
        profile, derandomize=True, deadline=None, max_examples=count, suppress_health_check=[HealthCheck.too_slow]
    )

ROOT = Path(__file__).parent.parent
BANK = ROOT / "question_bank"


def pytest_configure(config: pytest.Config) -> None:
    """A property is tried with few examples in the default suite, and with many among the longer proofs."""
    settings.load_profile("many" if _longer(config) else "few")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _longer(config):
        for item in items:
            if is_hypothesis_test(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.slow)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is not run need not load the real libraries, which takes seconds in each process."""
    return (collection_path == ROOT / "tests/oracle" and "not oracle" in config.option.markexpr) or None


def times(count: int) -> int:
    """So many examples among the longer proofs, and two in five of them in the default suite."""
    return count if settings.get_current_profile_name() == "many" else count * 2 // 5


def _longer(config: pytest.Config) -> bool:
    return "slow" in config.option.markexpr.replace("not slow", "")


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


Here = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Runs a command in the process of the tests: the same, without the time that starting takes."""

    def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["quizdl", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(words, int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def history(home: Path) -> Iterator[History]:
    """An empty history, to write."""
    opened = History.open(home, writing=True)
    opened._connection.execute("PRAGMA synchronous = OFF")  # that it waits for the disk is tested with the history
    yield opened
    opened.close()
