"""Independent computations for the questions on: training API and optimizer differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, torch_sgd


def half_the_squares(rng: np.random.Generator) -> tuple[Point, float]:
    """Its gradient is w itself: the work along the way from 0 to w, in small steps."""
    w = rng.normal(size=5)
    at = (np.arange(1000) + 0.5) / 1000
    return {"w": w}, float(sum((t * w) @ (w / 1000) for t in at))


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-torch-momentum-step": lambda: torch_sgd([1, 1], [0.1, 0.01], 0.9)[1],
}
FORMULAS: dict[str, Oracle] = {
    "fw-l2-loss": half_the_squares,
}
