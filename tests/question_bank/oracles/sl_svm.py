"""Independent computations for the questions on: SVM, margin, kernels."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def polynomial_kernel() -> float:
    """The inner product of the monomials, written out."""

    def features(x: tuple[float, float]) -> Array:
        extended = (1.0, *x)
        return np.array([a * b for a, b in product(extended, extended)])

    return float(features((1, 2)) @ features((3, 0)))


def multiclass_hinge() -> float:
    scores, true = [4, 6, 1], 0
    loss = 0
    for j, score in enumerate(scores):
        missing = score + 1 - scores[true]
        if j != true and missing > 0:
            loss += missing
    return loss


def dual_weights(rng: np.random.Generator) -> tuple[Point, Array]:
    """Where the Lagrangian is stationary in w: descended to."""
    x, y = rng.normal(size=(7, 3)), rng.choice([-1.0, 1.0], size=7)
    a = rng.uniform(0.1, 1, size=7)

    def lagrangian(w: Array) -> float:
        return float(w @ w / 2 - np.sum(a * (y * (x @ w) - 1)))

    w = np.zeros(3)
    for _ in range(200):
        w = w - 0.5 * gradient(lagrangian, w)
    return {"X": x, "y": y, "a": a}, w


def sub_gradient_step(rng: np.random.Generator) -> tuple[Point, Array]:
    y = float(rng.choice([1, -1]))
    w, x = rng.normal(size=(2, 4))
    x = x if y * (w @ x) < 1 else -x
    lam, lr = rng.uniform(0.1, 0.9, size=2)
    slope = gradient(lambda at: lam / 2 * np.sum(at**2) + max(0.0, 1 - y * float(at @ x)), w)
    return {"w": w, "x": x, "y": y, "lam": lam, "lr": lr}, w - lr * slope


def margin() -> float:
    w = np.array([3.0, 4.0])
    nearest_of_plus, nearest_of_minus = w / (w @ w), -w / (w @ w)  # with b = 0
    assert math.isclose(w @ nearest_of_plus, 1)
    return float(np.linalg.norm(nearest_of_plus - nearest_of_minus))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-svm-margin-width": margin,
    "sl-svm-poly-kernel": polynomial_kernel,
    "sl-svm-one-vs-one": lambda: len(list(combinations("abcde", 2))),
    "sl-svm-multiclass-hinge": multiclass_hinge,
}
FORMULAS: dict[str, Oracle] = {
    "sl-svm-dual-weights": dual_weights,
    "sl-svm-pegasos": sub_gradient_step,
}
