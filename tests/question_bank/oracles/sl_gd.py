"""Independent computations for the questions on: gradient descent by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, largest_rate, sizes, slope


def two_steps() -> float:
    w = 8.0
    for _ in range(2):
        w -= 0.25 * slope(lambda at: at**2, w)
    return round(w, 8)


def largest_rate() -> float:
    """Tried out: the rate at which the distance to the minimum begins to grow."""

    def grows(rate: float) -> bool:
        at = np.array([1.0, 1.0])
        for _ in range(4000):
            at = at - rate * np.array([1.0, 10.0]) * at
            if np.abs(at).max() > 1e3:
                return True
        return False

    low, high = 0.01, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return round(low, 2)


def intercept_gradient(rng: np.random.Generator) -> tuple[Point, float]:
    x, w, y = rng.normal(size=(7, 3)), rng.normal(size=3), rng.normal(size=7)
    b = rng.normal(size=1)
    found = gradient(lambda at: np.mean((x @ w + at[0] - y) ** 2), b)
    return {"X": x, "w": w, "b": float(b[0]), "y": y}, float(found[0])


def linear_step(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y, lr = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=n), rng.uniform(0.01, 1)
    point = {"X": x, "w": w, "y": y, "lr": lr}
    return point, w - lr * gradient(lambda at: np.mean((x @ at - y) ** 2), w)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-gd-largest-rate": lambda: largest_rate(lambda w: w**2),
    "sl-gd-two-steps": two_steps,
    "sl-gd-two-curvatures": largest_rate,
}
FORMULAS: dict[str, Oracle] = {
    "sl-gd-linear-step": linear_step,
    "sl-gd-intercept-gradient": intercept_gradient,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gd-one-step": lambda w, x, y, lr: w - lr * slope(lambda at: (at * x - y) ** 2, w),
}
