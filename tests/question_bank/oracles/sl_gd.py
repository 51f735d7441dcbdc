"""Independent computations for the questions on: gradient descent by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, largest_rate, sizes, slope


def linear_step(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y, lr = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=n), rng.uniform(0.01, 1)
    point = {"X": x, "w": w, "y": y, "lr": lr}
    return point, w - lr * gradient(lambda at: np.mean((x @ at - y) ** 2), w)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-gd-largest-rate": lambda: largest_rate(lambda w: w**2),
}
FORMULAS: dict[str, Oracle] = {
    "sl-gd-linear-step": linear_step,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gd-one-step": lambda w, x, y, lr: w - lr * slope(lambda at: (at * x - y) ** 2, w),
}
