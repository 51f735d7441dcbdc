"""Independent computations for the questions on: losses, cross-entropy, KL."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, sizes, softmax


def cross_entropy_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, c = sizes(rng, 2)
    scores = rng.normal(size=(n, c))
    labels = np.eye(c)[rng.integers(c, size=n)]
    expected = gradient(lambda z: -np.mean(np.sum(labels * np.log(softmax(z)), axis=1)), scores)
    return {"P": softmax(scores), "Y": labels}, expected


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-loss-ce-bits": lambda: len([bit for bit in range(10) if 2.0**-bit > 1 / 8]),  # halvings from 1 to 1/8
}
FORMULAS: dict[str, Oracle] = {
    "dl-loss-softmax-ce-grad": cross_entropy_gradient,
}
