"""Independent computations for the questions on pooling and the layers of a CNN."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import gradient

if TYPE_CHECKING:
    from tests.question_bank.bank import Array


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
