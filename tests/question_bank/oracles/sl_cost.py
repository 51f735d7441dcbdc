"""Independent computations for the questions on: cost function design."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, slope


def huber() -> float:
    """The work against a force that is the residual, clipped to delta."""
    steps = 50_000
    residuals = (np.arange(steps) + 0.5) * 5 / steps
    return round(float(np.sum(np.minimum(residuals, 2.0)) * 5 / steps), 6)


def pinball() -> float:
    """As the larger of two straight lines through zero."""
    error = 10 - 8
    return max(0.9 * error, -0.1 * error)


def best_quantile() -> float:
    """The stock with the least expected cost, for a demand of 1 to 1000, all equally likely."""
    demand = np.arange(1, 1001)

    def cost(stock: int) -> float:
        return float(np.mean(3 * np.maximum(demand - stock, 0) + np.maximum(stock - demand, 0)))

    best = min(range(1, 1001), key=lambda stock: (round(cost(stock), 9), stock))
    return best / 1000


def same_steps() -> float:
    """The rate that moves as far as 0.64 does with the mean."""
    targets = np.linspace(1, 2, 32)
    by_mean = 0.64 * slope(lambda w: float(np.mean((w - targets) ** 2)), 5.0)
    by_sum = slope(lambda w: float(np.sum((w - targets) ** 2)), 5.0)
    return round(by_mean / by_sum, 9)


def squared_hinge(rng: np.random.Generator) -> tuple[Point, float]:
    y, f = float(rng.choice([-1, 1])), float(rng.normal(scale=2))
    missing = 1 - (f if y > 0 else -f)
    return {"y": y, "f": f}, missing * missing if missing > 0 else 0.0


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-cost-hinge": lambda: max(0.0, 1 - (-1) * 0.25),
    "sl-cost-pinball": pinball,
    "sl-cost-short-stock": best_quantile,
    "sl-cost-sum-or-mean": same_steps,
}
FORMULAS: dict[str, Oracle] = {
    "sl-cost-hinge-squared": squared_hinge,
}
