"""Independent computations for the questions on: determinant, inverse, rank."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def determinant(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> int:
    return round(float(np.linalg.det(np.array([[a, b, 0], [c, d, e], [0, f, g]]))))


def inverse_entry(r: int, a: int, b: int, c: int, d: int) -> int:
    return round(float(np.linalg.solve(np.array([[a, b], [c, d]]), np.eye(2))[r - 1, 2 - r]))


NUMBERS: dict[str, Callable[[], float]] = {
    "la-det-of-scaled": lambda: float(np.linalg.det(2 * np.array([[1, 5, 0], [0, 2, 3], [0, 0, 1]]))),
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-det-2x2": lambda a, b, c, d: round(float(np.linalg.det(np.array([[a, b], [c, d]])))),
    "la-gen-det-3x3": determinant,
    "la-gen-inverse-entry": inverse_entry,
}
