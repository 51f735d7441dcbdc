"""Independent computations for the questions on: FLOPS, bandwidth, memory, cost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def vector_add_intensity() -> float:
    x = np.ones(1000, dtype=np.float32)
    z = x + x
    return z.size / (x.nbytes + x.nbytes + z.nbytes)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-vector-add-intensity": vector_add_intensity,
}
