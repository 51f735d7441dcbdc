"""Independent computations for the questions on: training API and optimizer differences."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tests.question_bank.bank import Oracle, Point, torch_sgd


def half_the_squares(rng: np.random.Generator) -> tuple[Point, float]:
    """Its gradient is w itself: the work along the way from 0 to w, in small steps."""
    w = rng.normal(size=5)
    at = (np.arange(1000) + 0.5) / 1000
    return {"w": w}, float(sum((t * w) @ (w / 1000) for t in at))


def steps_of_350_epochs() -> float:
    steps = images = 0
    while images < 50_000 * 350:
        images += 100
        steps += 1
    return float(steps)


def rate_at_1999() -> float:
    rate = Fraction(1, 10)
    for step in range(1, 2000):
        if step % 1000 == 0:
            rate /= 10
    return float(rate)


def moving_average(rng: np.random.Generator) -> tuple[Point, float]:
    """By TensorFlow's own form of the update, shadow -= (1 - decay) * (shadow - variable)."""
    d, shadow, w = rng.uniform(0.1, 0.9), rng.normal(), rng.normal()
    return {"d": d, "s": shadow, "w": w}, shadow - (1 - d) * (shadow - w)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-torch-momentum-step": lambda: torch_sgd([1, 1], [0.1, 0.01], 0.9)[1],
    "fw-train-decay-steps": steps_of_350_epochs,
    "fw-train-ema-ramp": lambda: float(sorted([Fraction(9999, 10_000), Fraction(9, 18)])[0]),
    "fw-train-staircase": rate_at_1999,
}
FORMULAS: dict[str, Oracle] = {
    "fw-l2-loss": half_the_squares,
    "fw-train-ema-shadow": moving_average,
}
