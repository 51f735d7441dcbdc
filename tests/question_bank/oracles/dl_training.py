"""Independent computations for the questions on: training steps, splits, leakage."""

from __future__ import annotations

import math
from collections.abc import Callable


def trainings() -> int:
    done = [(setting, fold) for setting in range(8) for fold in range(5)]
    return len([*done, "the best setting on all training data"])


def standard_error() -> float:
    """From the binomial distribution of the number of hits."""
    n, p = 100, 0.9
    chances = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    mean = sum(chance * k / n for k, chance in enumerate(chances))
    return math.sqrt(sum(chance * (k / n - mean) ** 2 for k, chance in enumerate(chances)))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-train-cv-fits": trainings,
    "dl-train-test-noise": standard_error,
}
