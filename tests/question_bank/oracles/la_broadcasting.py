"""Independent computations for the questions on: broadcasting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUMBERS: dict[str, Callable[[], float]] = {
    "la-column-minus-vector": lambda: (np.zeros((4, 1)) - np.zeros(4)).size,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-broadcast-size": lambda p, q, r: (np.zeros((p, 1, q)) + np.zeros((r, 1))).size,
}
