"""Independent computations for the questions on: curvature, saddle points, second order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, largest_rate


def newton_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """The minimum of a quadratic function with this gradient and Hessian at w, by least squares on its gradient."""
    factor, w, centre = rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=4)
    hessian = factor @ factor.T + np.eye(4)
    g = gradient(lambda at: (at - centre) @ hessian @ (at - centre) / 2, w)
    return {"w": w, "g": g, "H": hessian}, centre


NUMBERS: dict[str, Callable[[], float]] = {
    "op-saddle-largest-lr": lambda: largest_rate(lambda w: 4 * w**2),
}
FORMULAS: dict[str, Oracle] = {
    "op-saddle-newton-step": newton_step,
}
