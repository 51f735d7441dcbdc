"""Independent computations for the questions on: clipping, mixed precision, loss scaling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def clipped() -> float:
    g = np.array([3.0, 4.0])
    return float((g * min(1.0, 1.0 / np.linalg.norm(g)))[0])


NUMBERS: dict[str, Callable[[], float]] = {
    "op-clipping-norm": clipped,
}
