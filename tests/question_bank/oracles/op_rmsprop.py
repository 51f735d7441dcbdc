"""Independent computations for the questions on RMSprop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def step(k: int, h: int, g: int, lr: float) -> float:
    old = (k * h * h - g * g) / (k - 1)  # as the prompt shows it
    mean_square = np.average([old, g**2], weights=[k - 1, 1])
    return lr * g / float(np.sqrt(mean_square))


TEMPLATES: dict[str, Callable[..., float]] = {"op-gen-rmsprop-step": step}
