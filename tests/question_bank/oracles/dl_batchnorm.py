"""Independent computations for the questions on: batch normalization."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def batch_norm() -> float:
    batch = np.array([1.0, 5.0])
    return float((10 * (batch - batch.mean()) / batch.std() + 1)[1])


def values_per_mean() -> int:
    """How many inputs move the mean of channel 0."""
    weights = gradient(lambda x: x.mean(axis=(0, 2, 3))[0], np.zeros((8, 16, 5, 5)))
    return int(np.count_nonzero(weights.round(6)))


def running_mean() -> float:
    """The step of the average towards the new value, a tenth of the way."""
    average, new = 10.0, 20.0
    average += 0.1 * (new - average)
    return average


def gradient_of_doubled_weights() -> float:
    rng = np.random.default_rng(0)
    x, target, w = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3)

    def loss(weights: Array) -> float:
        z = x @ weights
        return float(np.sum((np.tanh((z - z.mean()) / z.std()) - target) ** 2))

    return float(np.linalg.norm(gradient(loss, 2 * w)) / np.linalg.norm(gradient(loss, w)))


def scale_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    xhat, dout, gamma = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), rng.normal(size=3)
    return {"xhat": xhat, "dout": dout}, gradient(lambda at: np.sum(dout * (at * xhat)), gamma)


def folded_bias(rng: np.random.Generator) -> tuple[Point, Array]:
    """The intercept of what the two layers do one after the other, by least squares."""
    channels, inputs = 4, 3
    gamma, beta, b, m = rng.normal(size=(4, channels))
    v, eps = rng.uniform(0.5, 2, size=channels), float(rng.uniform(0.1, 1))
    x, w = rng.normal(size=(20, inputs)), rng.normal(size=(inputs, channels))
    centred = x @ w + b - m
    y = gamma * centred / np.sqrt(v + eps) + beta
    fitted, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(20)]), y, rcond=None)
    return {"gamma": gamma, "beta": beta, "b": b, "m": m, "v": v, "eps": eps}, fitted[-1]


def normalized(m: int, u: int, s: int, j: int, gamma: int, beta: int) -> float:
    batch = np.array([m + 5 * s * u, m - s * u, m - s * u, m - 3 * s * u])
    out = gamma * (batch - batch.mean()) / batch.std() + beta
    return float(out[batch == m + j * s * u][0])


def running(new: float, means: list[float]) -> float:
    """The running mean, from 0, with this weight of the new mean: each mean counts less by 1 - new for each later one."""
    return sum(new * (1 - new) ** later * mean for later, mean in enumerate(reversed(means)))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-bn-value": batch_norm,
    "dl-bn-2d-count": values_per_mean,
    "dl-bn-running-torch": running_mean,
    "dl-bn-weight-scale": gradient_of_doubled_weights,
}
FORMULAS: dict[str, Oracle] = {
    "dl-bn-dgamma": scale_gradient,
    "dl-bn-fold-bias": folded_bias,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-batchnorm-four": normalized,
    "dl-gen-bn-running-torch": lambda p, a, b: running(p, [a, b]),
    "dl-gen-bn-running-keras": lambda p, a, b: running(1 - p, [a, b]),
}
