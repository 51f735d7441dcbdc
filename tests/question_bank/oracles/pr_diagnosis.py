"""Independent computations for the questions on: diagnosis and debugging from curves."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, root, softmax


def update_ratio(rng: np.random.Generator) -> tuple[Point, float]:
    w, g = rng.normal(size=(2, 6))
    lr = rng.uniform(0.01, 1)
    moved = w - lr * g
    return {"w": w, "g": g, "lr": lr}, math.dist(moved, w) / math.hypot(*w)


def output_bias(rng: np.random.Generator) -> tuple[Point, float]:
    p = rng.uniform(0.05, 0.95)
    return {"p": p}, root(lambda bias: 1 / (1 + math.exp(-bias)) - p, -20, 20)


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-first-loss-bits": lambda: float(-np.log2(softmax(np.zeros(8)))[0]),
}
FORMULAS: dict[str, Oracle] = {
    "pr-update-ratio": update_ratio,
    "pr-output-bias": output_bias,
}
