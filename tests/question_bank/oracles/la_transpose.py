"""Independent computations for the questions on: transpose and reshape, strides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def reshaped_element(a: int, b: int, c: int, i: int, j: int, k: int) -> int:
    return int(np.arange(a * b * c).reshape(a, b, c)[i, j, k])


def transposed_stride(a: int, b: int, c: int, size: int) -> int:
    return np.zeros((a, b, c), dtype=f"f{size}").transpose(2, 0, 1).strides[1]


NUMBERS: dict[str, Callable[[], float]] = {
    "la-flat-position": lambda: int(np.arange(30).reshape(2, 3, 5)[1, 0, 2]),  # each entry holds its own position
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-transposed-element": lambda rows, cols, i, j: int(np.arange(rows * cols).reshape(rows, cols).T[i, j]),
    "la-gen-reshape-element": reshaped_element,
    "la-gen-transpose-strides": transposed_stride,
}
