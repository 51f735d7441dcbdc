"""Independent computations for the questions on: learning-rate schedules, warm-up."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import count

import numpy as np

from tests.question_bank.bank import Oracle, Point


def transformer_peak() -> float:
    steps = np.arange(1.0, 20_001.0)
    return float((100**-0.5 * np.minimum(steps**-0.5, steps * 2500**-1.5)).max())


def keras_end() -> float:
    """Warms up first, then decays; counts the steps until nothing is left."""

    def rate(step: int) -> float:
        if step < 4:
            return step / 4
        return 0.5 * (1 + math.cos(math.pi * min(step - 4, 10) / 10))

    return next(step for step in count(1) if rate(step) < 1e-12)


def third_restart() -> float:
    restarts, length, since = [], 10, 0
    for epoch in range(200):
        if since == length:
            restarts.append(epoch)
            length, since = 2 * length, 0
        since += 1
    return restarts[2]


def inverse_time(rng: np.random.Generator) -> tuple[Point, float]:
    """1 / lr is a straight line through 1 / a at 0 and 2 / a at 1 / k."""
    a, k, t = (float(value) for value in rng.uniform(0.1, 2, size=3))
    line = np.polynomial.Polynomial.fit([0, 1 / k], [1 / a, 2 / a], 1)
    return {"a": a, "k": k, "t": t}, 1 / float(line(t))


def step_lr(lr: float, gamma: float, s: int, k: int, r: int) -> float:
    for epoch in range(1, k * s + r + 1):
        if epoch % s == 0:
            lr *= gamma
    return lr


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


NUMBERS: dict[str, Callable[[], float]] = {
    "op-schedules-cosine": lambda: 0.4 * math.cos(math.pi * 20 / 60 / 2) ** 2,
    "op-schedules-warm-up-value": lambda: float(np.linspace(0, 0.8, 401)[100]),
    "op-schedules-noam-peak": transformer_peak,
    "op-schedules-keras-warm-up-end": keras_end,
    "op-schedules-restarts": third_restart,
}
FORMULAS: dict[str, Oracle] = {
    "op-schedules-inverse-time": inverse_time,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-schedules-step-lr": step_lr,
    "op-gen-schedules-cosine": cosine,
    "op-gen-schedules-polynomial": polynomial,
    "op-gen-schedules-exponential": exponential,
    "op-gen-schedules-warmup": lambda lr, f, n, t: float(np.linspace(f * lr, lr, n + 1)[t]),
}
