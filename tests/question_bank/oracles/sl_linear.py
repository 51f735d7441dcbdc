"""Independent computations for the questions on: linear regression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point


def r_squared() -> float:
    """On data with these sums of squares: four targets around 0, fitted too low by a half."""
    y = np.array([4.0, -4.0, 6.0, -6.0, 0.0]) * np.sqrt(80 / 104)
    assert np.isclose(np.sum((y - y.mean()) ** 2), 80)
    predictions = y / 2
    assert np.isclose(np.sum((y - predictions) ** 2), 20)
    return float(1 - np.var(y - predictions) / np.var(y))


def line(slope: float) -> Array:
    """The least-squares line, slope first, through points with the moments of the question."""
    x = np.array([1.0, 3.0, 2.0 - np.sqrt(2), 2.0 + np.sqrt(2)])
    y = 10 + slope * (x - 2)
    return np.asarray(np.polyfit(x, y, 1))


def slope_from_moments() -> float:
    covariance = np.array([[2.0, 6.0], [6.0, 18.0]])
    points = np.linalg.svd(covariance)[0][:, :1] * np.sqrt(20) * np.array([1.0, -1.0])  # both on one line
    assert np.allclose(points @ points.T / 2, covariance)
    return float(np.polyfit(points[0], points[1], 1)[0])


def dummy_columns() -> float:
    """The most one-hot columns of four categories that leave the matrix with an intercept of full column rank."""
    one_hot = np.eye(4)[np.arange(20) % 4]
    ranks = {k: np.linalg.matrix_rank(np.column_stack([np.ones(20), one_hot[:, :k]])) == k + 1 for k in range(5)}
    return max(k for k, full in ranks.items() if full)


def mean_squared_error(rng: np.random.Generator) -> tuple[Point, float]:
    n, d = 7, 3
    x, w, b, y = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(), rng.normal(size=n)
    total = 0.0
    for i in range(n):
        prediction = b
        for j in range(d):
            prediction += x[i, j] * w[j]
        total += (prediction - y[i]) ** 2
    return {"X": x, "w": w, "b": b, "y": y}, total / n


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-lin-predict": lambda: float(np.array([2, -1]) @ np.array([3, 4])) + 5,
    "sl-lin-r2": r_squared,
    "sl-lin-slope": slope_from_moments,
    "sl-lin-intercept": lambda: float(line(3.0)[1]),
    "sl-lin-dummies": dummy_columns,
}
FORMULAS: dict[str, Oracle] = {
    "sl-lin-mse": mean_squared_error,
}
