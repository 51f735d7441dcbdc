"""Independent computations for the questions on local minima and convexity."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def renamed_nets() -> float:
    """All orders of the hidden units that leave the outputs of a random net as they are, told apart by their weights."""
    rng = np.random.default_rng(0)
    x, first, second = rng.normal(size=(6, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    expected = np.tanh(x @ first) @ second
    found = set()
    for order in permutations(range(4)):
        units = list(order)
        assert np.allclose(np.tanh(x @ first[:, units]) @ second[units], expected)
        found.add(tuple(first[:, units].ravel()))
    return len(found)


def minima_of_the_quartic() -> float:
    """Points of a fine grid that are lower than both neighbours."""
    w = np.arange(-300, 301) / 100
    f = (w**2 - 1) ** 2
    return int(np.sum((f[1:-1] < f[:-2]) & (f[1:-1] < f[2:])))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-min-permutations": renamed_nets,
    "sl-min-quartic": minima_of_the_quartic,
}
