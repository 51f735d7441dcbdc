"""Independent computations for the questions on clusters and mixtures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import gradient, root, slope

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.question_bank.bank import Array, Oracle, Point


def centre() -> float:
    """Where the sum of squared distances is least."""
    points = np.array([1.0, 2.0, 9.0])
    return round(root(lambda at: slope(lambda c: np.sum((points - c) ** 2), at), 0, 10), 7)


def responsibility() -> float:
    """By counting: of 400 draws, those that fall into a small bin around x."""
    first = 100 * Fraction(6, 10)
    second = 300 * Fraction(2, 10)
    return float(first / (first + second))


def mixture_mean(rng: np.random.Generator) -> tuple[Point, Array]:
    """The mean that maximizes the expected log-likelihood of a Gaussian of any covariance: descended to."""
    x, r = rng.normal(size=(7, 3)), rng.uniform(0.1, 0.9, size=7)

    def loss(mean: Array) -> float:
        return float(np.sum(r[:, None] * (x - mean) ** 2) / 2)

    mean = np.zeros(3)
    for _ in range(300):
        mean = mean - 0.1 * gradient(loss, mean)
    return {"X": x, "r": r}, mean


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-clu-centre": centre,
    "sl-clu-responsibility": responsibility,
}
FORMULAS: dict[str, Oracle] = {"sl-clu-mixture-mean": mixture_mean}
