"""Independent computations for the questions on: batch normalization."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def batch_norm() -> float:
    batch = np.array([1.0, 5.0])
    return float((10 * (batch - batch.mean()) / batch.std() + 1)[1])


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-bn-value": batch_norm,
}
