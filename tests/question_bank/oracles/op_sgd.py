"""Independent computations for the questions on: SGD and mini-batches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope


def sgd_step(weight: float, x: float) -> float:
    return weight - 0.5 * slope(lambda w: (w - x) ** 2 / 2, weight)


def batch_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """Losses that are linear in w have their rows of G as gradients everywhere."""
    rows, w, lr = rng.normal(size=(5, 3)), rng.normal(size=3), rng.uniform(0.1, 1)
    return {"G": rows, "w": w, "lr": lr}, w - lr * gradient(lambda weights: np.mean(rows @ weights), w)


def penalized_step(rng: np.random.Generator) -> tuple[Point, Array]:
    w, g = rng.normal(size=(2, 4))
    lr, lam = rng.uniform(0.01, 1, size=2)
    whole = gradient(lambda at: g @ at + lam / 2 * np.linalg.norm(at) ** 2, w)
    return {"w": w, "g": g, "lr": lr, "lam": lam}, w - lr * whole


NUMBERS: dict[str, Callable[[], float]] = {
    "op-sgd-noise-factor": lambda: float(np.linalg.norm(np.full(64, 1 / 64)) / np.linalg.norm(np.full(16, 1 / 16))),
    "op-sgd-steps-per-epoch": lambda: len(range(0, 1000, 64)),
    "op-sgd-two-examples": lambda: sgd_step(sgd_step(0.0, 2.0), 6.0),
}
FORMULAS: dict[str, Oracle] = {
    "op-sgd-l2-step": penalized_step,
    "op-sgd-batch-step": batch_step,
}
