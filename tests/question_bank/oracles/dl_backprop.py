"""Independent computations for the questions on: backprop through affine layers and graphs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, sizes, slope


def small_net(w1: float) -> float:
    x, w2, t = 1.0, 3.0, 5.0
    h = max(0.0, w1 * x)
    return (w2 * h - t) ** 2


def largest_rank() -> float:
    """The rank of the gradient for random data."""
    rng = np.random.default_rng(0)
    x, dout = rng.normal(size=(4, 100)), rng.normal(size=(4, 50))
    total = np.zeros((100, 50))
    for example in range(4):
        total += np.outer(x[example], dout[example])
    return int(np.linalg.matrix_rank(total))


def affine_input_gradient(rng: np.random.Generator) -> tuple[Point, object]:
    x, w, dout = rng.normal(size=(7, 3)), rng.normal(size=(3, 4)), rng.normal(size=(7, 4))
    return {"dout": dout, "W": w}, gradient(lambda at: np.sum(dout * (at @ w)), x)


def two_layers(rng: np.random.Generator) -> tuple[Point, object]:
    n, d, h, c = 8, 6, 5, 3
    x, w1, w2, ds = (rng.normal(size=shape) for shape in ((n, d), (d, h), (h, c), (n, c)))
    expected = gradient(lambda at: np.sum(ds * (np.maximum(x @ at, 0) @ w2)), w1)
    return {"X": x, "Z": x @ w1, "W2": w2, "dS": ds}, expected


def affine_weight_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d, m = sizes(rng, 3)
    x, w, dout = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))
    return {"X": x, "dout": dout}, gradient(lambda weights: np.sum(dout * (x @ weights)), w)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-backprop-fork": lambda: slope(lambda x: (x + 2) * x, 3.0),
    "dl-backprop-mul-gate": lambda: slope(lambda x: 2 * (x * -3), 4),
    "dl-backprop-small-net": lambda: slope(small_net, 2),
    "dl-backprop-rank": largest_rank,
}
FORMULAS: dict[str, Oracle] = {
    "dl-backprop-affine-dw": affine_weight_gradient,
    "dl-backprop-affine-dx": affine_input_gradient,
    "dl-backprop-two-layers": two_layers,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-backprop-square": lambda x, y, z: slope(lambda at: (at * y + z) ** 2, x),
    "dl-gen-backprop-fork": lambda x, y, z: slope(lambda at: (at * y + at) * z, x),
}
