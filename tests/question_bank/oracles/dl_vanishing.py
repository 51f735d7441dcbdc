"""Independent computations for the questions on: vanishing and exploding gradients."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.question_bank.bank import slope


def two_blocks(x: float) -> float:
    for _ in range(2):
        x = x + 0.5 * x
    return x


def cell(state: float) -> float:
    for forget, new in [(1.0, 0.3), (0.8, -0.2), (0.5, 0.7)]:
        state = forget * state + new
    return state


def largest(r: float, n: int) -> float:
    """The slope of a chain of sigmoids whose biases put each of them where it is steepest."""

    def chain(x: float) -> float:
        out, middle = x, 0.0
        for _ in range(n):
            out = 1 / (1 + math.exp(-4 * r * (out - middle)))
            middle = 0.5
        return out

    return slope(chain, 0)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-van-residual-slope": lambda: slope(two_blocks, 0.7),
    "dl-van-lstm-path": lambda: slope(cell, 1.3),
}
TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-sigmoid-chain": largest}
