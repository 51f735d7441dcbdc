"""Independent computations for the questions on: gradient checking, debugging a net."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tests.question_bank.bank import Oracle, Point, softmax


def relative_error() -> float:
    analytic, numerical = Fraction(4, 100), Fraction(3, 100)
    return float(abs(1 - numerical / analytic))


def hinge_at_the_start() -> float:
    scores, true = np.zeros(10), 3
    return float(sum(max(0.0, score - scores[true] + 1) for number, score in enumerate(scores) if number != true))


def central_difference(rng: np.random.Generator) -> tuple[Point, float]:
    """Of a parabola, for which it is exact."""
    a, b, c, x = rng.normal(size=4)
    h = float(rng.uniform(0.1, 1))
    above, below = (float(a * at * at + b * at + c) for at in (x + h, x - h))
    return {"p": above, "m": below, "h": h}, float(2 * a * x + b)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-gc-initial-loss": lambda: float(-np.log(softmax(np.zeros(10)))[3]),
    "dl-gc-relative-error": relative_error,
    "dl-gc-hinge-start": hinge_at_the_start,
}
FORMULAS: dict[str, Oracle] = {
    "dl-gc-central-formula": central_difference,
}
