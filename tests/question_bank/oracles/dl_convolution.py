"""Independent computations for the questions on: convolution sizes, parameters, FLOPs, receptive field."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, gradient


def receptive_field_of_three_3x3() -> int:
    """How many inputs of a row move one output."""

    def three_layers(row: Array) -> float:
        for _ in range(3):
            row = np.convolve(row, [1.0, 2.0, 3.0], mode="same")
        return float(row[len(row) // 2])

    return int(np.count_nonzero(gradient(three_layers, np.ones(25)).round(6)))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-conv-three-3x3": receptive_field_of_three_3x3,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-conv-output-size": lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s)),
    "dl-conv-params": lambda cin, cout, k: np.zeros((cout, cin, k, k)).size + np.zeros(cout).size,
}
