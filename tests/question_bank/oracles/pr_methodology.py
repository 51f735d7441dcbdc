"""Independent computations for the questions on: goal, metric, baseline, more data?."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def doublings() -> int:
    examples, gained = 10_000, 0
    while gained < 4:
        examples, gained = 2 * examples, gained + 1
    return examples


def coverage_accuracy() -> float:
    answered = np.arange(1000) >= 500
    right = answered & (np.arange(1000) >= 550)
    return float(right[answered].mean())


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-data-doublings": doublings,
    "pr-coverage-accuracy": coverage_accuracy,
}
