"""Independent computations for the questions on: SVM, margin, kernels."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np


def margin() -> float:
    w = np.array([3.0, 4.0])
    nearest_of_plus, nearest_of_minus = w / (w @ w), -w / (w @ w)  # with b = 0
    assert math.isclose(w @ nearest_of_plus, 1)
    return float(np.linalg.norm(nearest_of_plus - nearest_of_minus))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-svm-margin-width": margin,
}
