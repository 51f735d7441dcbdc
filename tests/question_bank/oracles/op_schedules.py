"""Independent computations for the questions on learning-rate schedules."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np


def cosine(lo: float, d: float, n: int, s: int) -> float:
    """Epoch by epoch: each change of the rate is a piece of the area under a half wave of the sine."""
    epochs, pieces = n * s // 6, 100
    middles = (np.arange(epochs * pieces) + 0.5) / (n * pieces)
    return lo + d - d * float(np.sum(np.sin(np.pi * middles))) * math.pi / 2 / (n * pieces)


def polynomial(lo: float, d: float, n: int, s: int) -> float:
    left = float(np.interp(n * s / 10, [0, n], [1, 0]))
    return lo + d * left * left


def exponential(lr: float, q: float, n: int, s: int) -> float:
    each = math.exp(math.log(q * q) / n)  # so that n steps make decay_rate
    for _ in range(n * s // 2):
        lr *= each
    return lr


TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-schedules-cosine": cosine,
    "op-gen-schedules-polynomial": polynomial,
    "op-gen-schedules-exponential": exponential,
    "op-gen-schedules-warmup": lambda lr, f, n, t: float(np.linspace(f * lr, lr, n + 1)[t]),
}
