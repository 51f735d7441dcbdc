"""Independent computations for the questions on batch normalization."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def normalized(m: int, u: int, s: int, j: int, gamma: int, beta: int) -> float:
    batch = np.array([m + 5 * s * u, m - s * u, m - s * u, m - 3 * s * u])
    out = gamma * (batch - batch.mean()) / batch.std() + beta
    return float(out[batch == m + j * s * u][0])


def running(new: float, means: list[float]) -> float:
    """The running mean, from 0, with this weight of the new mean: each mean counts less by 1 - new for each later one."""
    return sum(new * (1 - new) ** later * mean for later, mean in enumerate(reversed(means)))


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-batchnorm-four": normalized,
    "dl-gen-bn-running-torch": lambda p, a, b: running(p, [a, b]),
    "dl-gen-bn-running-keras": lambda p, a, b: running(1 - p, [a, b]),
}
