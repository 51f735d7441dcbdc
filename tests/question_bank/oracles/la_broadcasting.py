"""Independent computations for the questions on: broadcasting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def size_of_sum(*shapes: tuple[int, ...]) -> int:
    """How many numbers a sum of arrays of these shapes holds; 0 if there is none."""
    try:
        return int(np.sum(np.ones_like(sum(np.zeros(shape) for shape in shapes))))
    except ValueError:
        return 0


def size_that_fits(p: int, q: int, r: int) -> int:
    (only,) = {n for n in (p, q, r, q * r) if size_of_sum((p, q, r), (n, 1))}
    return only


NUMBERS: dict[str, Callable[[], float]] = {
    "la-column-minus-vector": lambda: (np.zeros((4, 1)) - np.zeros(4)).size,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-broadcast-size": lambda p, q, r: (np.zeros((p, 1, q)) + np.zeros((r, 1))).size,
    "la-gen-broadcast-fits": size_that_fits,
    "la-gen-broadcast-or-error": lambda p, q, n: size_of_sum((p, q), (n,)),
}
