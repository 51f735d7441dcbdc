"""Independent computations for the questions on: learning-rate schedules, warm-up."""

from __future__ import annotations

import math
from collections.abc import Callable


def step_lr(lr: float, gamma: float, s: int, k: int, r: int) -> float:
    for epoch in range(1, k * s + r + 1):
        if epoch % s == 0:
            lr *= gamma
    return lr


NUMBERS: dict[str, Callable[[], float]] = {
    "op-schedules-cosine": lambda: 0.4 * math.cos(math.pi * 20 / 60 / 2) ** 2,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-schedules-step-lr": step_lr,
}
