"""Independent computations for the questions on: chain rule, Jacobian, Hessian."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope, softmax


def softmax_backward(rng: np.random.Generator) -> tuple[Point, Array]:
    z, g = rng.normal(size=(2, 5))
    return {"p": softmax(z), "g": g}, gradient(lambda at: softmax(at) @ g, z)


def least_squares_hessian(rng: np.random.Generator) -> tuple[Point, Array]:
    """Second differences, exact for a quadratic function but for rounding."""
    a, b, x = rng.normal(size=(5, 3)), rng.normal(size=5), rng.normal(size=3)

    def loss(at: Array) -> float:
        return float(np.sum((a @ at - b) ** 2))

    units = np.eye(3)
    rows = [[loss(x + u + v) - loss(x + u) - loss(x + v) + loss(x) for v in units] for u in units]
    return {"A": a}, np.array(rows)


def stretched_density() -> float:
    """Of a cube about 0 with the density 16, after stretching."""
    side = 0.1
    probability = 16 * side**3
    return probability / (2 * side) ** 3


NUMBERS: dict[str, Callable[[], float]] = {
    "la-two-paths": lambda: slope(lambda x: (3 * x) * x**2, 3.0),
    "la-hessian-entries": lambda: len({frozenset(pair) for pair in product(range(10), repeat=2)}),
    "la-chain-square": lambda: slope(lambda x: (3 * x + 1) ** 2, 1.0),
    "la-density-scaling": stretched_density,
}
FORMULAS: dict[str, Oracle] = {
    "la-softmax-backward": softmax_backward,
    "la-least-squares-hessian": least_squares_hessian,
}
