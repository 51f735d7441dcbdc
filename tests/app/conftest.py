"""The real bank, a clock that stands still until it is told, and answers that are right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizdl.app.grader import Grader
from quizdl.bank.compiled import Bank, open_bank
from quizdl.domain.derivation import Derivation
from quizdl.domain.question import Asked
from tests.conftest import BANK


@dataclass
class Clock:
    """A clock for tests."""

    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        """Moves it on."""
        self.now += timedelta(**time)


@pytest.fixture(scope="session")
def bank(compiled_bank: Path) -> Bank:
    """The real bank."""
    return open_bank(BANK, compiled_bank)


@pytest.fixture
def clock() -> Clock:
    """Noon of the first of March."""
    return Clock()


def right_answer(asked: Asked) -> str:
    """What a person types who knows it."""
    question = asked.question
    count = len(asked.options)
    digits = "123456789"[:count]
    typed = [question.expected().split(" of: ")[-1]]
    keys = ["".join(some) for n in range(1, count + 1) for some in itertools.combinations(digits, n)]
    orders = ["".join(order) for order in itertools.permutations(digits)]
    sides = [f"{key}{digit}" for key, reasons in asked.then.items() for digit in "123456789"[: len(reasons)]]
    return next(text for text in (*typed, *keys, *sides, *orders) if asked.grade(text).outcome == "correct")


@pytest.fixture(scope="module")
def relu(compiled_bank: Path) -> Derivation:
    found = open_bank(BANK, compiled_bank).derivation("relu_backward")
    assert found
    return found


@pytest.fixture
def grader() -> Iterator[Grader]:
    made = Grader()
    yield made
    made.close()
