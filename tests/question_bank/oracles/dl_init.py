"""Independent computations for the questions on weight initialization: what keeps the variance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import root

MIDDLES = (np.arange(1000) + 0.5) / 1000


def he(k: int, m: int, cout: int) -> float:
    """ReLU halves the mean square; a sum over one filter's weights must double it again."""
    filters = np.zeros((cout, 2 * m * m, k, k))
    return root(lambda std: filters[0].size * std**2 / 2 - 1, 0, 10)


def xavier(m: int, f: int) -> float:
    """Halfway between keeping the variance forward and backward."""
    inputs, outputs = f * m * m, (6 - f) * m * m

    def excess(a: float) -> float:
        variance = float(np.mean((a * (2 * MIDDLES - 1)) ** 2))
        return (inputs * variance + outputs * variance) / 2 - 1

    return root(excess, 0, 10)


TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-init-he": he, "dl-gen-init-xavier": xavier}
