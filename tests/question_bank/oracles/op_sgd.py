"""Independent computations for the questions on SGD and mini-batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import gradient, slope

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.question_bank.bank import Array, Oracle, Point


def sgd_step(weight: float, x: float) -> float:
    return weight - 0.5 * slope(lambda w: (w - x) ** 2 / 2, weight)


def batch_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """Losses that are linear in w have their rows of G as gradients everywhere."""
    rows, w, lr = rng.normal(size=(5, 3)), rng.normal(size=3), rng.uniform(0.1, 1)
    return {"G": rows, "w": w, "lr": lr}, w - lr * gradient(lambda weights: np.mean(rows @ weights), w)


NUMBERS: dict[str, Callable[[], float]] = {"op-sgd-two-examples": lambda: sgd_step(sgd_step(0.0, 2.0), 6.0)}

FORMULAS: dict[str, Oracle] = {"op-sgd-batch-step": batch_step}
