"""Independent computations for the questions on vanishing and exploding gradients."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.question_bank.bank import slope


def largest(r: float, n: int) -> float:
    """The slope of a chain of sigmoids whose biases put each of them where it is steepest."""

    def chain(x: float) -> float:
        out, middle = x, 0.0
        for _ in range(n):
            out = 1 / (1 + math.exp(-4 * r * (out - middle)))
            middle = 0.5
        return out

    return slope(chain, 0)


TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-sigmoid-chain": largest}
