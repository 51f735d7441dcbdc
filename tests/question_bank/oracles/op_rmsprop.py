"""Independent computations for the questions on: RMSprop."""

from __future__ import annotations

import math
from collections.abc import Callable


def rmsprop_first_step() -> float:
    average = 0.99 * 0.0 + (1 - 0.99) * 5.0**2
    return 0.01 * 5.0 / math.sqrt(average)


NUMBERS: dict[str, Callable[[], float]] = {
    "op-rmsprop-first-step": rmsprop_first_step,
}
