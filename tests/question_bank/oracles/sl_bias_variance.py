"""Independent computations for the questions on: overfitting, underfitting, bias and variance."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Oracle, Point


def neighbours() -> float:
    """Over all draws of four labels that are off by plus or minus the noise."""
    means = [np.mean(noise) for noise in product([-math.sqrt(8), math.sqrt(8)], repeat=4)]
    return float(np.var(means))


def shrunk() -> float:
    """An estimate that is 0 or 4 with equal chances has the mean 2 and the variance 4."""
    estimates = np.array([0.0, 4.0])
    assert (estimates.mean(), estimates.var()) == (2.0, 4.0)
    return float(np.mean((estimates / 2 - 2.0) ** 2))


def ensemble(rng: np.random.Generator) -> tuple[Point, float]:
    """From the matrix of all covariances."""
    s, r, size = float(rng.uniform(0.5, 2)), float(rng.uniform(0.1, 0.9)), int(rng.integers(2, 10))
    covariance = np.full((size, size), r * s)
    np.fill_diagonal(covariance, s)
    weights = np.full(size, 1 / size)
    return {"s": s, "r": r, "B": size}, float(weights @ covariance @ weights)


def squared_bias(rng: np.random.Generator) -> tuple[Point, float]:
    """What is left of the squared error without the variance."""
    p, t = rng.normal(size=6), float(rng.normal())
    return {"p": p, "t": t}, float(np.mean((p - t) ** 2) - np.var(p))


def expected_squared_error() -> float:
    """Over a predictor and a label with two values each, of these moments about a truth of 0."""
    predictions, labels = (3 + 2, 3 - 2), (math.sqrt(2), -math.sqrt(2))
    assert [np.mean(predictions), np.var(predictions)] == [3.0, 4.0]
    return float(np.mean([(one - other) ** 2 for one, other in product(predictions, labels)]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-bv-sum": expected_squared_error,
    "sl-bv-knn-variance": neighbours,
    "sl-bv-shrink": shrunk,
}
FORMULAS: dict[str, Oracle] = {
    "sl-bv-ensemble": ensemble,
    "sl-bv-squared-bias": squared_bias,
}
