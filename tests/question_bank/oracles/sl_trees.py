"""Independent computations for the questions on: trees, forests, boosting."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np


def gini() -> float:
    """The chance that two examples drawn from the node are of different classes."""
    return float(np.mean([one != other for one, other in product("AAAB", repeat=2)]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-tree-gini": gini,
}
