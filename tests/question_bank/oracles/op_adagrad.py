"""Independent computations for the questions on AdaGrad and Adadelta."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def step(h: int, g: int, lr: float) -> float:
    history = [1] * (h * h - g * g) + [g]  # gradients that give the sum of squares
    return lr * g / float(np.linalg.norm(history))


TEMPLATES: dict[str, Callable[..., float]] = {"op-gen-adagrad-step": step}
