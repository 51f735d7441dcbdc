"""Independent computations for the questions on: eigenvalues, SVD, PCA."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def eigenvalues(p: int, q: int, a: int, b: int) -> list[int]:
    """Of the matrix with top row a, b, of which p and q add up to the trace and p is an eigenvalue; ascending."""
    d = p + q - a
    c = next(c for c in range(-200, 200) if round(float(np.linalg.det(np.array([[a - p, b], [c, d - p]])))) == 0)
    return sorted(round(float(value)) for value in np.linalg.eigvals(np.array([[a, b], [c, d]], dtype=float)))


def other_eigenvalue(p: int, q: int, a: int, b: int) -> int:
    both = eigenvalues(p, q, a, b)
    both.remove(p)
    return both[0]


NUMBERS: dict[str, Callable[[], float]] = {
    "la-eigenvalue-2x2": lambda: float(np.linalg.eigvals(np.array([[4, 1], [2, 3]])).real.max()),
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-eigenvalue-larger": lambda p, q, a, b: eigenvalues(p, q, a, b)[1],
    "la-gen-eigenvalue-other": other_eigenvalue,
}
