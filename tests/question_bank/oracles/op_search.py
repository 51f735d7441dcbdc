"""Independent computations for the questions on: hyper-parameter search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np


def halving() -> int:
    configurations, epochs = 16, 1
    while epochs < 8:
        configurations, epochs = configurations // 2, 2 * epochs
    return configurations


NUMBERS: dict[str, Callable[[], float]] = {
    "op-search-halving": halving,
    "op-search-log-uniform": lambda: float(np.mean(10 ** (-4 + 3 * (np.arange(300) + 0.5) / 300) > 0.01)),
    "op-search-grid-growth": lambda: len(list(product(range(4), repeat=5))) / len(list(product(range(4), repeat=2))),
}
