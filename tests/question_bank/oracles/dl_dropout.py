"""Independent computations for the questions on: dropout, DropConnect."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def backward(rng: np.random.Generator) -> tuple[Point, Array]:
    q = float(rng.uniform(0.2, 0.8))
    mask, dout, x = np.array([1.0, 0.0, 1.0, 1.0, 0.0]), rng.normal(size=5), rng.normal(size=5)
    return {"m": mask, "q": q, "dout": dout}, gradient(lambda at: np.sum(dout * np.where(mask == 1, at / q, 0)), x)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-drop-inverted-scale": lambda: float(1 / np.mean([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])),
    "dl-drop-classic-test": lambda: float(np.mean([1, 1, 1, 0])),  # one unit in four is dropped
    "dl-drop-variance": lambda: float(np.var([5 / 4, 5 / 4, 5 / 4, 5 / 4, 0])),  # one in five, four scaled up
}
FORMULAS: dict[str, Oracle] = {
    "dl-drop-backward": backward,
}
