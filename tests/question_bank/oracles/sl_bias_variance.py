"""Independent computations for the questions on: overfitting, underfitting, bias and variance."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np


def expected_squared_error() -> float:
    """Over a predictor and a label with two values each, of these moments about a truth of 0."""
    predictions, labels = (3 + 2, 3 - 2), (math.sqrt(2), -math.sqrt(2))
    assert [np.mean(predictions), np.var(predictions)] == [3.0, 4.0]
    return float(np.mean([(one - other) ** 2 for one, other in product(predictions, labels)]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-bv-sum": expected_squared_error,
}
