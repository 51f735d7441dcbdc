"""Every test has a home of its own in which the banks are compiled already, as at any start but the first."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizdl.bank.compiled import open_bank
from tests.cli.program import SMALL_BANK
from tests.conftest import Here


@pytest.fixture(scope="session")
def compiled(compiled_bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the real bank and the small one."""
    folder = tmp_path_factory.mktemp("compiled")
    shutil.copy(compiled_bank / "bank.sqlite", folder)
    open_bank(SMALL_BANK, folder)
    return folder


@pytest.fixture(autouse=True)
def warm(home: Path, compiled: Path) -> None:
    """Puts the compiled banks where the program looks for them."""
    shutil.copytree(compiled, home / "cache")


@pytest.fixture
def another(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Goes to another machine: a home without a history, with compiled banks."""

    def go() -> None:
        shutil.copytree(compiled, tmp_path / "another" / "cache")
        monkeypatch.setenv("QUIZDL_HOME", str(tmp_path / "another"))

    return go


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small bank is the one in use."""
    monkeypatch.setenv("QUIZDL_BANK", str(SMALL_BANK))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the learner's files are."""
    monkeypatch.setenv("QUIZDL_WORKSPACE", str(tmp_path))
    return tmp_path


@pytest.fixture
def stats(here: Here) -> Callable[[], dict[str, Any]]:
    """What `quizdl stats --json` counts."""

    def counted() -> dict[str, Any]:
        done = here("stats", "--json")
        assert done.returncode == 0, done.stderr
        page: dict[str, Any] = json.loads(done.stdout)
        return page

    return counted
