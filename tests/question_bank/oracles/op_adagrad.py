"""Independent computations for the questions on: AdaGrad, Adadelta."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point


def sixteenth_step() -> float:
    total, step = 0.0, 0.0
    for _ in range(16):
        total += 3.0**2
        step = 3.0 / math.sqrt(total)
    return step


def adadelta_first_step() -> float:
    rho, eps, g = 0.99, 1e-6, 5.0
    squares, updates = 0.0, 0.0
    squares = rho * squares + (1 - rho) * g**2
    return math.sqrt(updates + eps) / math.sqrt(squares + eps) * g


def adagrad_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """One weight at a time, from a history of gradients."""
    history, lr, eps = rng.normal(size=(6, 4)), rng.uniform(0.1, 1), rng.uniform(0.1, 1)
    w, g = rng.normal(size=4), rng.normal(size=4)
    moved = [
        weight - lr * slope / (math.hypot(*past, slope) + eps)
        for weight, slope, past in zip(w, g, history.T, strict=True)
    ]
    return {"w": w, "g": g, "s": (history**2).sum(axis=0), "lr": lr, "eps": eps}, np.array(moved)


def adagrad_second_step() -> float:
    total = step = 0.0
    for g in (3.0, 4.0):
        total += g * g
        step = 1.0 * g / math.sqrt(total)
    return step


def step(h: int, g: int, lr: float) -> float:
    history = [1] * (h * h - g * g) + [g]  # gradients that give the sum of squares
    return lr * g / float(np.linalg.norm(history))


NUMBERS: dict[str, Callable[[], float]] = {
    "op-adagrad-second-step": adagrad_second_step,
    "op-adagrad-constant": sixteenth_step,
    "op-adadelta-first-step": adadelta_first_step,
}
FORMULAS: dict[str, Oracle] = {
    "op-adagrad-step": adagrad_step,
}
TEMPLATES: dict[str, Callable[..., float]] = {"op-gen-adagrad-step": step}
