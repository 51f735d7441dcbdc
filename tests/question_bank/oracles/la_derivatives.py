"""Independent computations for the questions on: partial derivative, gradient, matrix calculus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope


def complex_step(function: Callable[[complex], complex], at: float) -> float:
    """The derivative of a function, without a difference that could lose digits."""
    return function(at + 1e-20j).imag / 1e-20


def quadratic_form_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    a, x = rng.normal(size=(4, 4)), rng.normal(size=4)
    return {"A": a, "x": x}, gradient(lambda at: at @ a @ at, x)


def log_sum_exp_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    z = rng.normal(size=5)
    return {"z": z}, gradient(lambda at: np.log(np.sum(np.exp(at))), z)


NUMBERS: dict[str, Callable[[], float]] = {
    "la-partial-at-point": lambda: slope(lambda x: x**2 * 5 + 3 * 5, 2.0),
}
FORMULAS: dict[str, Oracle] = {
    "la-quadratic-form-gradient": quadratic_form_gradient,
    "la-logsumexp-gradient": log_sum_exp_gradient,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-partial-x": lambda a, b, c, x, y: complex_step(lambda at: a * at**3 + b * at * y + c * y, x),
    "la-gen-partial-y": lambda a, b, x, y: complex_step(lambda at: a * x**2 * at + b * at**2, y),
}
