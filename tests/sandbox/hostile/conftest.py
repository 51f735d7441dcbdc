"""A world to harm, and the two ways that the sandbox has."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from quizdl.sandbox.run import Sandbox, using
from tests.sandbox.hostile.attack import probed
from tests.sandbox.hostile.world import SIGNALS, World, adopt, reap


@pytest.fixture(scope="module", params=["warm", pytest.param("cold", marks=pytest.mark.slow)])
def how(request: pytest.FixtureRequest) -> Iterator[str]:
    """Whether a worker is kept between runs, or each has an interpreter of its own."""
    with using(Sandbox(request.param)):
        yield request.param


@pytest.fixture(scope="module")
def fresh(how: str) -> dict[str, Any]:
    """What a run finds that nobody has touched, once the worker has loaded all that it loads while it waits."""
    deadline = time.monotonic() + 20
    while not (found := probed())["kept"] and how == "warm":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


class Worlds:
    """The one world that the answers share; a new one after each harm."""

    def __init__(self) -> None:
        self.world: World | None = None

    def get(self) -> World:
        if self.world and self.world.harms():
            self.close()
        self.world = self.world or World()
        return self.world

    def close(self) -> None:
        if self.world:
            self.world.close()
        self.world = None


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    adopt(True)
    reap()  # what other tests left when nobody was looking
    kept = Worlds()
    yield kept
    kept.close()
    adopt(False)


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """A world that nothing has happened to; signals to this process are noted in it."""
    world = worlds.get()
    before = {number: signal.signal(number, lambda got, _: world.signals.append(got)) for number in SIGNALS}
    yield world
    for number, handler in before.items():
        signal.signal(number, handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of what takes long, every third is run with the longer proofs, and all of it on demand: `pytest -m exhaustive`."""
    long = [item for item in items if item.path.parent.name == "hostile" and _takes_long(item)]
    for place, item in enumerate(long):
        if place % 3:
            item.add_marker(pytest.mark.exhaustive)


def _takes_long(item: pytest.Item) -> bool:
    return item.path.name == "test_control.py" or (item.path.name == "test_hostile.py" and "cold" in item.name)
