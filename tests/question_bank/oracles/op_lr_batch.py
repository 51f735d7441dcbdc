"""Independent computations for the questions on: learning rate and batch size."""

from __future__ import annotations

from collections.abc import Callable


def linear_scaling() -> float:
    rate, batch = 0.1, 256
    while batch < 1024:
        rate, batch = 2 * rate, 2 * batch
    return rate


NUMBERS: dict[str, Callable[[], float]] = {
    "op-lr-batch-linear": linear_scaling,
}
