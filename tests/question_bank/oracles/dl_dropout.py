"""Independent computations for the questions on: dropout, DropConnect."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, root


def backward(rng: np.random.Generator) -> tuple[Point, Array]:
    q = float(rng.uniform(0.2, 0.8))
    mask, dout, x = np.array([1.0, 0.0, 1.0, 1.0, 0.0]), rng.normal(size=5), rng.normal(size=5)
    return {"m": mask, "q": q, "dout": dout}, gradient(lambda at: np.sum(dout * np.where(mask == 1, at / q, 0)), x)


def kept(p: float, x: float) -> float:
    """What a kept activation must become for the mean over keeping and dropping to stay x."""
    return root(lambda out: (1 - p) * out + p * 0 - x, 0, 1000)


def expected(p: float, n: int, x: float) -> float:
    """Over all numbers of units that stay."""
    return sum(comb(n, stay) * (1 - p) ** stay * p ** (n - stay) * stay * x for stay in range(n + 1))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-drop-inverted-scale": lambda: float(1 / np.mean([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])),
    "dl-drop-classic-test": lambda: float(np.mean([1, 1, 1, 0])),  # one unit in four is dropped
    "dl-drop-variance": lambda: float(np.var([5 / 4, 5 / 4, 5 / 4, 5 / 4, 0])),  # one in five, four scaled up
}
FORMULAS: dict[str, Oracle] = {
    "dl-drop-backward": backward,
}
TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-dropout-scale": kept, "dl-gen-dropout-expected": expected}
