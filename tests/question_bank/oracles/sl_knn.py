"""Independent computations for the questions on nearest neighbours and KD trees."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

import numpy as np

from tests.question_bank.bank import root

if TYPE_CHECKING:
    from collections.abc import Callable


def three_nearest() -> float:
    pairs = np.array([(1, 5), (2, 9), (-3, 4), (8, 22)])
    order = np.argsort(np.abs(pairs[:, 0]))
    return float(pairs[order[:3], 1].mean())


def axis_at_depth_seven() -> float:
    return next(islice(cycle(range(3)), 7, None))


def side_of_the_cube() -> float:
    return root(lambda side: float(np.prod(np.full(10, side))) - 1 / 1024, 0, 1)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-knn-regression": three_nearest,
    "sl-knn-kd-axis": axis_at_depth_seven,
    "sl-knn-cube-side": side_of_the_cube,
}
