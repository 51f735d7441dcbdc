"""Independent computations for the questions on: norms, inner products, projection."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def cosine(a: int, b: int, c: int, d: int, e: int, f: int, t: int) -> float:
    """By the law of cosines."""
    u, v = np.array([a, b, c]), t * np.array([d, e, f])
    sides = [float(np.linalg.norm(side)) for side in (u, v, u - v)]
    return (sides[0] ** 2 + sides[1] ** 2 - sides[2] ** 2) / (2 * sides[0] * sides[1])


def projection_drawn(a: int, b: int, c: int, d: int) -> float:
    """The first component of the nearest point of the line, by least squares."""
    line = np.array([[c], [d]], dtype=float)
    factor = np.linalg.lstsq(line, np.array([a, b], dtype=float))[0]
    return float((line @ factor)[0])


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
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-cosine": cosine,
    "la-gen-norm-l1": lambda w, x, y, z, s, t: float(np.linalg.norm(np.array([w, -x, s * y, t * z]), 1)),
    "la-gen-norm-l2": lambda x, y, z, s, t: float(np.linalg.norm(np.array([x, s * y, t * z]))),
    "la-gen-projection": projection_drawn,
}
