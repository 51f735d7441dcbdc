"""Independent computations for the questions on: logistic and softmax regression."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, root, sizes, softmax


def logistic_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y = rng.normal(size=(n, d)), rng.normal(size=d), rng.integers(2, size=n).astype(float)

    def loss(at: Array) -> float:
        p = 1 / (1 + np.exp(-x @ at))
        return float(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))

    return {"X": x, "w": w, "y": y}, gradient(loss, w)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-log-logit-to-p": lambda: root(lambda p: math.log(p / (1 - p)) - math.log(3), 1e-6, 1 - 1e-6),
}
FORMULAS: dict[str, Oracle] = {
    "sl-log-gradient": logistic_gradient,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-softmax-ln": lambda a, b, c: float(softmax(np.log(np.array([a, b, c], dtype=float)))[0]),
}
