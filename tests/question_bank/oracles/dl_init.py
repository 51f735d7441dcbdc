"""Independent computations for the questions on: weight initialization."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, root


def he_deviation(rng: np.random.Generator) -> tuple[Point, float]:
    """The deviation for which a ReLU layer of n inputs keeps the mean square: n s^2 E[relu(z)^2] = 1 for z of variance 1."""
    n = int(rng.integers(2, 500))
    z = np.linspace(-12, 12, 200_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    mean_square = float(np.sum(np.maximum(z, 0) ** 2 * density) * (z[1] - z[0]))
    return {"n": n, "m": int(rng.integers(2, 500))}, 1 / math.sqrt(n * mean_square)


def weighted_sum() -> float:
    """Term by term: x w has the variance of x times that of w, as both have mean 0."""
    x, w = np.array([-1.0, 1.0]), np.array([-0.2, 0.2])  # two-point distributions with these variances
    one_term = float(np.var(np.outer(x, w)))
    return sum(one_term for _ in range(100))


def ten_layers() -> float:
    variance = 1.0
    for _ in range(10):
        variance = sum(variance * 0.02 for _ in range(100))
    return math.sqrt(variance)


def xavier_limit(rng: np.random.Generator) -> tuple[Point, float]:
    """The limit at which n Var(w) and m Var(w) are 1 on average, the variance being that of a fine grid."""
    n, m = (float(size) for size in rng.integers(2, 300, size=2))
    grid = (np.arange(200_000) + 0.5) / 100_000 - 1  # from -1 to 1
    variance = float(np.mean(grid**2))
    return {"n": n, "m": m}, root(lambda a: (n * a * a * variance + m * a * a * variance) / 2 - 1, 0.0, 10.0)


MIDDLES = (np.arange(1000) + 0.5) / 1000


def he(k: int, m: int, cout: int) -> float:
    """ReLU halves the mean square; a sum over one filter's weights must double it again."""
    filters = np.zeros((cout, 2 * m * m, k, k))
    return root(lambda std: filters[0].size * std**2 / 2 - 1, 0, 10)


def xavier(m: int, f: int) -> float:
    """Halfway between keeping the variance forward and backward."""
    inputs, outputs = f * m * m, (6 - f) * m * m

    def excess(a: float) -> float:
        variance = float(np.mean((a * (2 * MIDDLES - 1)) ** 2))
        return (inputs * variance + outputs * variance) / 2 - 1

    return root(excess, 0, 10)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-init-preactivation-variance": weighted_sum,
    "dl-init-depth-growth": ten_layers,
}
FORMULAS: dict[str, Oracle] = {
    "dl-init-he-std": he_deviation,
    "dl-init-xavier-limit": xavier_limit,
}
TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-init-he": he, "dl-gen-init-xavier": xavier}
