"""Independent computations for the questions on: clipping, mixed precision, loss scaling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def scale_after_overflows() -> float:
    scale = 65536.0
    for overflow in (True, True, True):
        scale *= 0.5 if overflow else 1.0
    return scale


def bytes_per_weight() -> float:
    kept = [np.float16, np.float16, np.float32, np.float32, np.float32]  # weight, gradient; master, m, v
    return sum(np.dtype(kind).itemsize for kind in kept)


def clipping_factor(rng: np.random.Generator) -> tuple[Point, float]:
    """How long the gradient is after the clipping, by how long it was."""
    n, c = (float(value) for value in rng.uniform(0.1, 2, size=2))
    g = rng.normal(size=5)
    g *= n / np.linalg.norm(g)
    clipped = g / np.linalg.norm(g) * c if np.linalg.norm(g) > c else g
    return {"n": n, "c": c}, float(np.linalg.norm(clipped) / np.linalg.norm(g))


def clipped() -> float:
    g = np.array([3.0, 4.0])
    return float((g * min(1.0, 1.0 / np.linalg.norm(g)))[0])


NUMBERS: dict[str, Callable[[], float]] = {
    "op-clipping-norm": clipped,
    "op-clipping-scale-after-overflow": scale_after_overflows,
    "op-clipping-adam-bytes": bytes_per_weight,
}
FORMULAS: dict[str, Oracle] = {
    "op-clipping-formula": clipping_factor,
}
