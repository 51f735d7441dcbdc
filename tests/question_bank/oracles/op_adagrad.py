"""Independent computations for the questions on: AdaGrad, Adadelta."""

from __future__ import annotations

import math
from collections.abc import Callable


def adagrad_second_step() -> float:
    total = step = 0.0
    for g in (3.0, 4.0):
        total += g * g
        step = 1.0 * g / math.sqrt(total)
    return step


NUMBERS: dict[str, Callable[[], float]] = {
    "op-adagrad-second-step": adagrad_second_step,
}
