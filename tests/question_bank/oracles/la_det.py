"""Independent computations for the questions on: determinant, inverse, rank."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUMBERS: dict[str, Callable[[], float]] = {
    "la-det-of-scaled": lambda: float(np.linalg.det(2 * np.array([[1, 5, 0], [0, 2, 3], [0, 0, 1]]))),
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-det-2x2": lambda a, b, c, d: round(float(np.linalg.det(np.array([[a, b], [c, d]])))),
}
