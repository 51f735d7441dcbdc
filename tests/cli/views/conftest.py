"""The small bank and a history, both real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizdl.app.drill import Drill, start_drill
from quizdl.bank.compiled import Bank, open_bank
from quizdl.history.store import History
from tests.cli.program import SMALL_BANK
from tests.cli.views.rendering import NOW

Start = Callable[..., Drill]


@pytest.fixture(scope="session")
def small_bank(compiled: Path) -> Bank:
    """The small bank."""
    return open_bank(SMALL_BANK, compiled)


@pytest.fixture
def history(home: Path) -> Iterator[History]:
    """An empty history, to write."""
    opened = History.open(home, writing=True)
    yield opened
    opened.close()


@pytest.fixture
def start(small_bank: Bank, history: History) -> Start:
    """Starts a drill over the small bank."""

    def started(
        topic: str | None = None, *, now: datetime = NOW, seed: int = 1, ahead: bool = True, count: int = 8
    ) -> Drill:
        return start_drill(
            small_bank, history, topic=topic, count=count, seed=seed, ahead=ahead, clock=lambda: now, zone=UTC,
        )  # fmt: skip

    return started
