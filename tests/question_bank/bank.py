"""The bank that ships with quizdl, read once per process, and the small tools of the oracles."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.schema import AT_A_START, Item
from quizdl.bank.template import Template
from quizdl.domain.question import Question
from tests.conftest import BANK
from tests.question_bank import oracles

Array = NDArray[np.float64]
Point = dict[str, Any]
Oracle = Callable[[np.random.Generator], tuple[Point, Any]]


@cache
def checked() -> Checked:
    """The whole bank, read with as few draws as at a start; among the longer proofs `test_content` tries them all."""
    return Checked(BANK, draws=AT_A_START)


def items() -> Iterator[Item]:
    """All questions and templates."""
    for found in checked().items.values():
        yield from found


@cache
def questions() -> dict[str, Question]:
    """All questions that are not generated, by id."""
    return {item.id: kinds.kind(item.kind)(**item.fields) for item in items() if not item.generated}


@cache
def templates() -> dict[str, Template]:
    """All templates, by id."""
    return {item.id: Template(**item.fields) for item in items() if item.generated}


def gathered(table: str) -> dict[str, Callable[..., Any]]:
    """The oracles of one table (`NUMBERS`, `FORMULAS`, `TEMPLATES`) of all modules of `oracles`, by the id of the question."""
    modules = [
        importlib.import_module(f"{oracles.__name__}.{found.name}") for found in pkgutil.iter_modules(oracles.__path__)
    ]
    pairs = [pair for module in modules for pair in getattr(module, table, {}).items()]
    assert len(dict(pairs)) == len(pairs), "two oracles for one question"
    return dict(pairs)


def seeded(seed: int) -> random.Random:
    """A source of random numbers."""
    return random.Random(seed)


def slope(function: Callable[[float], float], at: float) -> float:
    """The derivative of a function of a number, by central differences."""
    step = 1e-5
    return (function(at + step) - function(at - step)) / (2 * step)


def gradient(loss: Callable[[Array], Any], at: Array) -> Array:
    """The gradient of a scalar function of an array, by central differences."""
    result = np.empty_like(at)
    for index in np.ndindex(at.shape):

        def along(value: float, index: tuple[int, ...] = index) -> float:
            moved = at.copy()
            moved[index] = value
            return float(loss(moved))

        result[index] = slope(along, float(at[index]))
    return result


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign, by bisection."""
    rising = function(high) > 0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if (function(middle) > 0) == rising else (middle, high)
    return (low + high) / 2


def softmax(scores: Array) -> Array:
    """Over the last axis."""
    powers = np.exp(scores)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def ring_all_reduce(ranks: int, size: float) -> float:
    """How much each rank sends when a ring adds up arrays of a size, acted out; checks that all end with the sum."""
    chunks = [[{rank} for _ in range(ranks)] for rank in range(ranks)]  # whose numbers chunk c of rank r has in it
    sent = [0.0] * ranks
    for step in range(2 * (ranks - 1)):
        adding = step < ranks - 1
        messages = []
        for rank in range(ranks):
            chunk = (rank - step) % ranks if adding else (rank + 1 - (step - ranks + 1)) % ranks
            messages.append(((rank + 1) % ranks, chunk, set(chunks[rank][chunk])))
            sent[rank] += size / ranks
        for receiver, chunk, content in messages:
            chunks[receiver][chunk] = chunks[receiver][chunk] | content if adding else content
    assert all(content == set(range(ranks)) for own in chunks for content in own)
    assert max(sent) == min(sent)
    return sent[0]


def sizes(rng: np.random.Generator, count: int) -> list[int]:
    """Unequal dimensions."""
    return [int(size) for size in rng.permutation(np.arange(2, 2 + 2 * count))[:count]]


def parameters(*shapes: tuple[int, ...]) -> int:
    return sum(np.zeros(shape).size for shape in shapes)


def torch_sgd(gradients: list[float], rates: list[float], momentum: float, *, nesterov: bool = False) -> list[float]:
    """The moves of a weight, step by step, as torch.optim.SGD is documented."""
    velocity, moves = 0.0, []
    for number, (g, rate) in enumerate(zip(gradients, rates, strict=True)):
        velocity = momentum * velocity + g if number else g
        moves.append(rate * (g + momentum * velocity if nesterov else velocity))
    return moves


def largest_rate(loss: Callable[[float], float]) -> float:
    """The rate at which a step of gradient descent from 1 ends just as far away as it started."""
    return root(lambda rate: abs(1 - rate * slope(loss, 1.0)) - 1, 1e-3, 10)
