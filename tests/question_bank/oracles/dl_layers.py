"""Independent computations for the questions on pooling and the layers of a CNN."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, gradient


def windows_that_cover(n: int, k: int, s: int) -> int:
    """How many windows it takes until the last pixel is covered."""
    windows = 1
    while (windows - 1) * s + k < n:
        windows += 1
    return windows


def overlapping_max_pool() -> float:
    def loss(x: Array) -> float:
        return float(2 * max(x[0:3]) + 5 * max(x[2:5]))

    return float(gradient(loss, np.array([1.0, 2.0, 9.0, 4.0, 3.0]))[2])


def average_at_the_corner() -> float:
    padded = np.pad(np.ones((20, 20)), 1)
    return float(padded[:3, :3].mean())


def dense_block() -> float:
    maps = np.zeros((16, 4, 4))
    for _ in range(3):
        new = np.zeros((8, 4, 4))
        maps = np.concatenate([maps, new])
    return len(maps)


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-layers-maxpool-overlap": overlapping_max_pool,
    "dl-layers-avgpool-corner": average_at_the_corner,
    "dl-layers-dense-block": dense_block,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-pool-ceil-size": windows_that_cover,
    "dl-gen-pool-default-stride": lambda n, k: len(range(0, n - k + 1, k)),
}
