"""Independent computations for the questions on clipping and mixed precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

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


NUMBERS: dict[str, Callable[[], float]] = {
    "op-clipping-scale-after-overflow": scale_after_overflows,
    "op-clipping-adam-bytes": bytes_per_weight,
}

FORMULAS: dict[str, Oracle] = {"op-clipping-formula": clipping_factor}
