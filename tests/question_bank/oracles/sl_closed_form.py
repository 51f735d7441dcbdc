"""Independent computations for the questions on the closed form, ridge, Newton and IRLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import gradient, root, slope

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.question_bank.bank import Array, Oracle, Point


def ridge_one_feature() -> float:
    x, y = np.array([2.0, 0.0]), np.array([6.0, 1.0])
    assert (x @ x, x @ y) == (4, 12)
    return round(root(lambda w: slope(lambda at: np.sum((at * x - y) ** 2) + 2 * at**2, w), -10, 10), 7)


def ridge_shrinkage() -> float:
    """Least squares on the data with the rows that act as the penalty, against least squares without."""
    x, y = np.diag([2.0, 5.0]), np.array([3.0, 1.0])
    plain = np.linalg.lstsq(x, y)[0]
    penalized = np.linalg.lstsq(np.vstack([x, np.sqrt(12) * np.eye(2)]), np.append(y, [0, 0]))[0]
    return float(penalized[0] / plain[0])


def normal_equation(rng: np.random.Generator) -> tuple[Point, Array]:
    x, y = rng.normal(size=(7, 3)), rng.normal(size=7)
    return {"X": x, "y": y}, np.asarray(np.linalg.lstsq(x, y)[0])


def logistic_hessian(rng: np.random.Generator) -> tuple[Point, Array]:
    """Differences of the gradients that differences of the loss would give; those are known for one score at a time."""
    x, w = rng.normal(size=(7, 3)), rng.normal(size=3)
    y = rng.integers(2, size=7)

    def p(weights: Array) -> Array:
        return np.asarray(1 / (1 + np.exp(-x @ weights)))

    def derivative(j: int) -> Callable[[Array], float]:
        return lambda weights: float(np.sum((p(weights) - y) * x[:, j]))

    losses = gradient(lambda at: -np.sum(y * np.log(p(at)) + (1 - y) * np.log(1 - p(at))), w)
    np.testing.assert_allclose([derivative(j)(w) for j in range(3)], losses, rtol=1e-5, atol=1e-7)
    return {"X": x, "p": p(w)}, np.array([gradient(derivative(j), w) for j in range(3)])


def odds_of_two_groups() -> float:
    """Newton's method on the likelihood of the 30 examples."""
    x = np.repeat([0.0, 1.0], 15)
    y = np.concatenate([np.arange(15) < 5, np.arange(15) < 12]).astype(float)
    data = np.column_stack([np.ones(30), x])
    w = np.zeros(2)
    for _ in range(30):
        p = 1 / (1 + np.exp(-data @ w))
        w = w - np.linalg.solve(data.T @ (data * (p * (1 - p))[:, None]), data.T @ (p - y))
    return float(np.exp(w[1]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-cf-ridge-one-feature": ridge_one_feature,
    "sl-cf-ridge-shrinkage": ridge_shrinkage,
    "sl-cf-logistic-binary-feature": odds_of_two_groups,
}
FORMULAS: dict[str, Oracle] = {
    "sl-cf-normal-equation": normal_equation,
    "sl-cf-logistic-hessian": logistic_hessian,
}
