"""Independent computations for the questions on hyper-parameter search."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS: dict[str, Callable[[], float]] = {
    "op-search-log-uniform": lambda: float(np.mean(10 ** (-4 + 3 * (np.arange(300) + 0.5) / 300) > 0.01)),
    "op-search-grid-growth": lambda: len(list(product(range(4), repeat=5))) / len(list(product(range(4), repeat=2))),
}
