"""Independent computations for the questions on: backprop through affine layers and graphs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, sizes, slope


def affine_weight_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d, m = sizes(rng, 3)
    x, w, dout = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))
    return {"X": x, "dout": dout}, gradient(lambda weights: np.sum(dout * (x @ weights)), w)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-backprop-fork": lambda: slope(lambda x: (x + 2) * x, 3.0),
}
FORMULAS: dict[str, Oracle] = {
    "dl-backprop-affine-dw": affine_weight_gradient,
}
