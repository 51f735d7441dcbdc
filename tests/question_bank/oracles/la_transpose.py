"""Independent computations for the questions on: transpose and reshape, strides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUMBERS: dict[str, Callable[[], float]] = {
    "la-stride-bytes": lambda: np.zeros((3, 6)).strides[0],
    "la-flat-position": lambda: int(np.arange(30).reshape(2, 3, 5)[1, 0, 2]),  # each entry holds its own position
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-transposed-element": lambda rows, cols, i, j: int(np.arange(rows * cols).reshape(rows, cols).T[i, j]),
}
