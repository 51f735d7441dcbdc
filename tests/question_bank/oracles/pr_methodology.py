"""Independent computations for the questions on: goal, metric, baseline, more data?."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def doublings() -> int:
    examples, gained = 10_000, 0
    while gained < 4:
        examples, gained = 2 * examples, gained + 1
    return examples


def coverage_accuracy() -> float:
    answered = np.arange(1000) >= 500
    right = answered & (np.arange(1000) >= 550)
    return float(right[answered].mean())


def standard_error(rng: np.random.Generator) -> tuple[Point, float]:
    """The spread of the accuracy over all numbers of right answers, each with its binomial probability."""
    p, n = rng.uniform(0.05, 0.95), int(rng.integers(2, 30))
    chance = np.array([math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])
    accuracy = np.arange(n + 1) / n
    mean = chance @ accuracy
    return {"p": p, "n": n}, math.sqrt(chance @ (accuracy - mean) ** 2)


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-data-doublings": doublings,
    "pr-coverage-accuracy": coverage_accuracy,
    "pr-weighted-errors": lambda: sum({"good": 10, "spam": 1}[mail] for mail in ["good"] * 3 + ["spam"] * 20),
}
FORMULAS: dict[str, Oracle] = {
    "pr-accuracy-error-bar": standard_error,
}
