"""Independent computations for the questions on: regularization, augmentation, early stopping."""

from __future__ import annotations

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def penalty_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    w, lam = rng.normal(size=4), rng.uniform(0.1, 2)
    return {"w": w, "lam": lam}, gradient(lambda weights: lam / 2 * np.sum(weights**2), w)


FORMULAS: dict[str, Oracle] = {
    "dl-reg-l2-grad": penalty_gradient,
}
