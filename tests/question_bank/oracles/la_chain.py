"""Independent computations for the questions on: chain rule, Jacobian, Hessian."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope, softmax


def softmax_backward(rng: np.random.Generator) -> tuple[Point, Array]:
    z, g = rng.normal(size=(2, 5))
    return {"p": softmax(z), "g": g}, gradient(lambda at: softmax(at) @ g, z)


NUMBERS: dict[str, Callable[[], float]] = {
    "la-two-paths": lambda: slope(lambda x: (3 * x) * x**2, 3.0),
    "la-hessian-entries": lambda: len({frozenset(pair) for pair in product(range(10), repeat=2)}),
}
FORMULAS: dict[str, Oracle] = {
    "la-softmax-backward": softmax_backward,
}
