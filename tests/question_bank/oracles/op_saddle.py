"""Independent computations for the questions on: curvature, saddle points, second order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, largest_rate


def slow_direction() -> float:
    w = np.array([1.0, 1.0])
    moved = w - 1 / 50 * gradient(lambda x: (1 * x[0] ** 2 + 50 * x[1] ** 2) / 2, w)
    return float(moved[0])


def all_heads() -> float:
    flips = list(product([False, True], repeat=10))
    return sum(all(flip) for flip in flips) / len(flips)


def hessian_gigabytes() -> float:
    """Of 1000 x 1000 blocks for 100 weights each."""
    return np.zeros((100, 100), dtype=np.float32).nbytes * 1000 * 1000 / 1e9


def curvature(rng: np.random.Generator) -> tuple[Point, float]:
    """The second difference along u, which is exact for a quadratic."""
    half, u, w = rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=4)
    hessian = half + half.T

    def loss(t: float) -> float:
        x = w + t * u
        return float(x @ hessian @ x / 2 + x.sum())

    return {"u": u, "H": hessian}, loss(1) - 2 * loss(0) + loss(-1)


def newton_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """The minimum of a quadratic function with this gradient and Hessian at w, by least squares on its gradient."""
    factor, w, centre = rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=4)
    hessian = factor @ factor.T + np.eye(4)
    g = gradient(lambda at: (at - centre) @ hessian @ (at - centre) / 2, w)
    return {"w": w, "g": g, "H": hessian}, centre


NUMBERS: dict[str, Callable[[], float]] = {
    "op-saddle-largest-lr": lambda: largest_rate(lambda w: 4 * w**2),
    "op-saddle-slow-direction": slow_direction,
    "op-saddle-coin-flips": all_heads,
    "op-saddle-hessian-memory": hessian_gigabytes,
}
FORMULAS: dict[str, Oracle] = {
    "op-saddle-newton-step": newton_step,
    "op-saddle-curvature": curvature,
}
