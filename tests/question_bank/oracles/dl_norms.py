"""Independent computations for the questions on: layer, group, instance, RMS norm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import root


def rms_norm() -> float:
    """The factor that makes the mean square 1 is searched for."""
    x = np.array([1.0, 7.0])
    factor = root(lambda scale: float(np.mean((scale * x) ** 2)) - 1, 0.0, 1.0)
    return float(factor * x[1])


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-norms-group-means": lambda: np.ones((8, 4, 4, 5, 5)).mean(axis=(2, 3, 4)).size,
    "dl-norms-layer-means": lambda: np.zeros((8, 16, 64)).mean(axis=-1).size,
    "dl-norms-rms-value": rms_norm,
}
