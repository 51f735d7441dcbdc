"""Independent computations for the questions on: logging, TensorBoard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def smoothed() -> float:
    """The debiased average as what it is, a weighted mean with weights that halve into the past."""
    return float(np.average([4.0, 1.0], weights=[0.5, 1.0]))


def samples_per_second() -> float:
    return sum(128 for _ in range(20)) / 4


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-log-smoothing": smoothed,
    "fw-log-speedometer": samples_per_second,
}
