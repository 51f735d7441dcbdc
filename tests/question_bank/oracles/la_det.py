"""Independent computations for the questions on: determinant, inverse, rank."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def det_of_quotient() -> float:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 4, 4))
    a[0] *= 6 / np.linalg.det(a)  # any matrices with these determinants
    b[0] *= 3 / np.linalg.det(b)
    return float(np.linalg.det(a @ np.linalg.inv(b)))


def gram_condition() -> float:
    rng = np.random.default_rng(0)
    left, _ = np.linalg.qr(rng.normal(size=(5, 3)))
    right, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    a = left @ np.diag([100.0, 7.0, 1.0]) @ right
    return float(np.linalg.cond(a.T @ a))


def determinant(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> int:
    return round(float(np.linalg.det(np.array([[a, b, 0], [c, d, e], [0, f, g]]))))


def inverse_entry(r: int, a: int, b: int, c: int, d: int) -> int:
    return round(float(np.linalg.solve(np.array([[a, b], [c, d]]), np.eye(2))[r - 1, 2 - r]))


NUMBERS: dict[str, Callable[[], float]] = {
    "la-det-of-scaled": lambda: float(np.linalg.det(2 * np.array([[1, 5, 0], [0, 2, 3], [0, 0, 1]]))),
    "la-det-of-quotient": det_of_quotient,
    "la-det-triangular": lambda: float(np.linalg.det(np.array([[2, 5, 7], [0, 3, 1], [0, 0, 4]]))),
    "la-gram-condition": gram_condition,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-det-2x2": lambda a, b, c, d: round(float(np.linalg.det(np.array([[a, b], [c, d]])))),
    "la-gen-det-3x3": determinant,
    "la-gen-inverse-entry": inverse_entry,
}
