"""Independent computations for the questions on losses."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import slope

if TYPE_CHECKING:
    from tests.question_bank.bank import Oracle, Point


def cross_entropy(z: float, y: float) -> float:
    """By its definition, with the probability written out."""
    p = 1 / (1 + math.exp(-z))
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


def huber() -> float:
    """The integral of its force, which is the residual cut off at delta."""
    delta, residual, steps = 2.0, 5.0, 100_000
    at = (np.arange(steps) + 0.5) * residual / steps
    return float(np.sum(np.minimum(at, delta)) * residual / steps)


def smoothed_target() -> float:
    """A tenth of the labels is drawn anew among all 10 classes: the expected share of the true class, 0."""
    share = 0.0
    for kept, weight in ((True, 0.9), (False, 0.1)):
        for drawn in range(10):
            share += weight / 10 * float(kept or drawn == 0)
    return share


def bce_of_logit(rng: np.random.Generator) -> tuple[Point, object]:
    z, y = float(rng.normal()), float(rng.uniform(0.1, 0.9))
    return {"z": z, "y": y}, cross_entropy(z, y)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-loss-bce-logit": lambda: slope(lambda z: cross_entropy(z, 1), 0),
    "dl-loss-huber": huber,
    "dl-loss-label-smoothing": smoothed_target,
}
FORMULAS: dict[str, Oracle] = {"dl-loss-bce-formula": bce_of_logit}
