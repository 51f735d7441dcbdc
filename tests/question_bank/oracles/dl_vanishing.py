"""Independent computations for the questions on: vanishing and exploding gradients."""

from __future__ import annotations

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


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-van-residual-slope": lambda: slope(two_blocks, 0.7),
    "dl-van-lstm-path": lambda: slope(cell, 1.3),
}
