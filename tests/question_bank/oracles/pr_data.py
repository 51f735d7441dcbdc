"""Independent computations for the questions on: collection, annotation, legal, bias."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np


def label_budget() -> float:
    cents = sum(2 for _ in range(10) for _ in range(5_000) for _ in range(3))
    return cents / 100


def kappa() -> float:
    """From a table of two annotators with these agreements: 1 - disagreement / disagreement by chance."""
    yes = (1 + math.sqrt(0.6)) / 2
    table = np.array([[yes - 0.05, 0.05], [0.05, 1 - yes - 0.05]])
    by_chance = np.outer(table.sum(1), table.sum(0))
    assert math.isclose(np.trace(table), 0.9)
    assert math.isclose(np.trace(by_chance), 0.8)
    return float(1 - (table[0, 1] + table[1, 0]) / (by_chance[0, 1] + by_chance[1, 0]))


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-label-budget": label_budget,
    "pr-kappa": kappa,
}
