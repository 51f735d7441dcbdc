"""Independent computations for the questions on: partial derivative, gradient, matrix calculus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope


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
