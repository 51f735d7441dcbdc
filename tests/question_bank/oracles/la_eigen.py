"""Independent computations for the questions on: eigenvalues, SVD, PCA."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUMBERS: dict[str, Callable[[], float]] = {
    "la-eigenvalue-2x2": lambda: float(np.linalg.eigvals(np.array([[4, 1], [2, 3]])).real.max()),
}
