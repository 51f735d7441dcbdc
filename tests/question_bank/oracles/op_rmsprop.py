"""Independent computations for the questions on: RMSprop."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point


def sign_steps() -> float:
    weight = 0.0
    for g in [0.1] * 9 + [-0.9]:
        weight -= math.copysign(1.0, g)
    return weight


def rmsprop_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """One weight at a time; the average moves towards the new square by the share 1 - rho."""
    lr, rho, eps = rng.uniform(0.1, 1), rng.uniform(0.1, 0.9), rng.uniform(0.1, 1)
    w, g, s = rng.normal(size=4), rng.normal(size=4), rng.uniform(0.1, 2, size=4)
    moved = []
    for weight, slope, average in zip(w, g, s, strict=True):
        new = average + (1 - rho) * (slope * slope - average)
        moved.append(weight - lr * slope / (math.sqrt(new) + eps))
    return {"w": w, "g": g, "s": s, "lr": lr, "rho": rho, "eps": eps}, np.array(moved)


def rmsprop_first_step() -> float:
    average = 0.99 * 0.0 + (1 - 0.99) * 5.0**2
    return 0.01 * 5.0 / math.sqrt(average)


def step(k: int, h: int, g: int, lr: float) -> float:
    old = (k * h * h - g * g) / (k - 1)  # as the prompt shows it
    mean_square = np.average([old, g**2], weights=[k - 1, 1])
    return lr * g / float(np.sqrt(mean_square))


NUMBERS: dict[str, Callable[[], float]] = {
    "op-rmsprop-first-step": rmsprop_first_step,
    "op-rmsprop-rprop": sign_steps,
}
FORMULAS: dict[str, Oracle] = {
    "op-rmsprop-step": rmsprop_step,
}
TEMPLATES: dict[str, Callable[..., float]] = {"op-gen-rmsprop-step": step}
