"""Independent computations for the questions on: convolution backward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUMBERS: dict[str, Callable[[], float]] = {
    "dl-convb-bias-sum": lambda: float(np.ones((4, 16, 10, 10)).sum(axis=(0, 2, 3))[0]),
}
