"""Independent computations for the questions on: weight initialization."""

from __future__ import annotations

import math

import numpy as np

from tests.question_bank.bank import Oracle, Point


def he_deviation(rng: np.random.Generator) -> tuple[Point, float]:
    """The deviation for which a ReLU layer of n inputs keeps the mean square: n s^2 E[relu(z)^2] = 1 for z of variance 1."""
    n = int(rng.integers(2, 500))
    z = np.linspace(-12, 12, 200_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    mean_square = float(np.sum(np.maximum(z, 0) ** 2 * density) * (z[1] - z[0]))
    return {"n": n, "m": int(rng.integers(2, 500))}, 1 / math.sqrt(n * mean_square)


FORMULAS: dict[str, Oracle] = {
    "dl-init-he-std": he_deviation,
}
