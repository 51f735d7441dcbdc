"""Independent computations for the questions on: norms, inner products, projection."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def projection(rng: np.random.Generator) -> tuple[Point, float]:
    u, v = rng.normal(size=(2, 5))
    coefficient, *_ = np.linalg.lstsq(u[:, None], v, rcond=None)
    return {"u": u, "v": v}, float(coefficient[0])


NUMBERS: dict[str, Callable[[], float]] = {
    "la-cosine": lambda: math.cos(math.acos(np.array([1, 2, 2]) / 3 @ np.array([1, 0, 0]))),
    "la-frobenius-norm": lambda: float(np.linalg.norm(np.full((2, 8), 3.0), "fro")),
}
FORMULAS: dict[str, Oracle] = {
    "la-projection-coefficient": projection,
}
