"""Independent computations for the questions on: regularization, augmentation, early stopping."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, slope


def penalty_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    w, lam = rng.normal(size=4), rng.uniform(0.1, 2)
    return {"w": w, "lam": lam}, gradient(lambda weights: lam / 2 * np.sum(weights**2), w)


def early_stopping() -> int:
    best, kept, waited = float("inf"), 0, 0
    for epoch, loss in enumerate([5, 4, 3, 4, 5, 2], start=1):
        waited += 1
        if loss < best:
            best, kept, waited = loss, epoch, 0
        if waited == 2:
            break
    return kept


def input_noise(rng: np.random.Generator) -> tuple[Point, float]:
    """Over all signs of a noise that is plus or minus its standard deviation in each entry."""
    w, x, y, s = rng.normal(size=4), rng.normal(size=4), rng.normal(), float(rng.uniform(0.5, 2))
    noisy = [(w @ (x + np.sqrt(s) * np.array(signs)) - y) ** 2 for signs in product([-1, 1], repeat=4)]
    return {"w": w, "s": s}, float(np.mean(noisy) - (w @ x - y) ** 2)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-reg-l1-step": lambda: 2 - 0.1 * slope(lambda w: 0.5 * abs(w), 2.0),
    "dl-reg-patience": early_stopping,
}
FORMULAS: dict[str, Oracle] = {
    "dl-reg-l2-grad": penalty_gradient,
    "dl-reg-input-noise": input_noise,
}
