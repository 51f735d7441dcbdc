"""Independent computations for the questions on Adam."""

from __future__ import annotations

import math
from collections.abc import Callable


def averaged(values: list[float], beta: float) -> float:
    """The exponential average of some values that starts at 0, not corrected."""
    average = 0.0
    for value in values:
        average = beta * average + (1 - beta) * value
    return average


def missing(b: float, t: int) -> float:
    """What an average of ones has come to, which is what the correction divides by."""
    return averaged([1.0] * t, b)


def first_step(w: float, g: float, lr: float) -> float:
    m = averaged([g], 0.9) / missing(0.9, 1)
    v = averaged([g * g], 0.999) / missing(0.999, 1)
    return w - lr * m / math.sqrt(v)


def corrected_step(t: int, m: float, h: float, lr: float) -> float:
    raw_m, raw_v = averaged([m] * t, 0.5), averaged([h * h] * t, 0.5)
    return lr * (raw_m / missing(0.5, t)) / math.sqrt(raw_v / missing(0.5, t))


TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-adam-first-step": first_step,
    "op-gen-adam-corrected-step": corrected_step,
    "op-gen-adam-bias-factor": missing,
}
