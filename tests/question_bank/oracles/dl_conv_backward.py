"""Independent computations for the questions on: convolution backward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, gradient


def correlate(x: Array, w: Array) -> Array:
    return np.array([x[i] * w[0] + x[i + 1] * w[1] for i in range(len(x) - 1)])


def weight_gradient() -> float:
    x, dout = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0])
    return float(gradient(lambda w: dout @ correlate(x, w), np.array([0.3, -0.7]))[1])


def input_gradient() -> float:
    w, dout = np.array([2.0, 5.0]), np.array([1.0, 3.0])
    return float(gradient(lambda x: dout @ correlate(x, w), np.array([0.3, -0.7, 0.1]))[1])


def uses_of_a_weight() -> float:
    """The gradient for images and dout of ones: each product counts 1."""
    images = np.ones((2, 6, 6))

    def total(w: Array) -> float:
        return float(
            sum(np.sum(w * image[i : i + 3, j : j + 3]) for image in images for i in range(4) for j in range(4))
        )

    return float(gradient(total, np.zeros((3, 3)))[1, 2])


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-convb-bias-sum": lambda: float(np.ones((4, 16, 10, 10)).sum(axis=(0, 2, 3))[0]),
    "dl-convb-dw-value": weight_gradient,
    "dl-convb-dx-value": input_gradient,
    "dl-convb-weight-uses": uses_of_a_weight,
}
