"""Independent computations for the questions on linear and non-linear hypotheses."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def monomials() -> float:
    return sum(sum(powers) <= 2 for powers in product(range(3), repeat=3))


def slope_with_interaction() -> float:
    def y(x1: float, x2: float) -> float:
        return 2 + 3 * x1 + 4 * x2 + 5 * x1 * x2

    return y(7, 2) - y(6, 2)


def lowest_degree() -> float:
    """The first degree whose powers span all values at ten points."""
    x = np.linspace(-1, 1, 10)
    return next(d for d in range(20) if np.linalg.matrix_rank(np.vander(x, d + 1)) == 10)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-hyp-count-monomials": monomials,
    "sl-hyp-interaction": slope_with_interaction,
    "sl-hyp-interpolation": lowest_degree,
}
