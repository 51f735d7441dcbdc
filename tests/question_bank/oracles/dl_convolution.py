"""Independent computations for the questions on: convolution sizes, parameters, FLOPs, receptive field."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def transposed_size_drawn(n: int, k: int, s: int, p: int, o: int) -> int:
    """The smallest size that a convolution turns into n, and the output padding."""
    return o + next(size for size in count(1) if len(range(0, size + 2 * p - k + 1, s)) == n)


def conv_flops(h: int, k: int, cin: int, cout: int) -> int:
    operations = 0
    for _ in product(range(h), range(h), range(cout)):
        operations += 2 * np.zeros((cin, k, k)).size
    return operations


def separable_ratio(k: int, cin: int, cout: int) -> float:
    """Weights that are used at each pixel, in one kernel for each channel and a 1x1 convolution, or in whole filters."""
    separable = np.zeros((cin, 1, k, k)).size + np.zeros((cout, cin, 1, 1)).size
    return separable / np.zeros((cout, cin, k, k)).size


def pixels_seen(*layers: tuple[int, int, int]) -> int:
    """How wide the input is that one output sees, through layers of a kernel, a stride and a dilation; traced back."""
    seen = {0}
    for kernel, stride, dilation in reversed(layers):
        seen = {at * stride + tap * dilation for at in seen for tap in range(kernel)}
    return max(seen) - min(seen) + 1


def windows(size: int, kernel: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> list[list[int]]:
    """Which pixels of a padded row each window touches, window by window while they fit."""
    found, start = [], 0
    while start + dilation * (kernel - 1) < size + 2 * padding:
        found.append([start + dilation * tap - padding for tap in range(kernel)])
        start += stride
    return found


def padding_that_keeps_the_size() -> float:
    return next(p for p in range(20) if len(windows(32, 3, padding=p, dilation=4)) == 32)


def dilated_field() -> float:
    """How many pixels lie between the first and the last that an output can see."""
    seen = {0}
    for dilation in (4, 2, 1):  # from the output back to the input
        seen = {pixel + dilation * (tap - 1) for pixel in seen for tap in range(3)}
    return max(seen) - min(seen) + 1


def weights_of(inputs: int, outputs: int, kernel: int, groups: int = 1) -> int:
    """By building the filters."""
    filters = [np.zeros((inputs // groups, kernel, kernel)) for _ in range(outputs)]
    return sum(single.size for single in filters)


def bottleneck() -> float:
    c = 8
    return (weights_of(4 * c, c, 1) + weights_of(c, c, 3) + weights_of(c, 4 * c, 1)) / c**2


def dense_to_convolution() -> float:
    size = 384
    for _ in range(5):
        size = len(windows(size, 2, stride=2))
    return len(windows(size, 7))


def flops(rng: np.random.Generator) -> tuple[Point, int]:
    """Every multiplication and addition counted, those of a sum that starts from 0."""
    height, width, inputs, outputs, kernel = (int(v) for v in rng.integers(2, 5, size=5))
    count = 0
    for _position in range(height * width):
        for _filter in range(outputs):
            for _channel in range(inputs):
                for _row in range(kernel):
                    for _column in range(kernel):
                        count += 1  # the multiplication
                        count += 1  # the addition
    return {"H": height, "W": width, "Ci": inputs, "Co": outputs, "k": kernel}, count


def transposed_size(rng: np.random.Generator) -> tuple[Point, int]:
    """Each input paints a kernel; then the padding is cut off."""
    n, s = (int(v) for v in rng.integers(2, 9, size=2))
    p = int(rng.integers(2, 5))
    k = 2 * p + int(rng.integers(0, 4))
    painted = {i * s + tap for i in range(n) for tap in range(k)}
    full = max(painted) + 1
    return {"n": n, "k": k, "s": s, "p": p}, len(range(p, full - p))


def receptive_field_of_three_3x3() -> int:
    """How many inputs of a row move one output."""

    def three_layers(row: Array) -> float:
        for _ in range(3):
            row = np.convolve(row, [1.0, 2.0, 3.0], mode="same")
        return float(row[len(row) // 2])

    return int(np.count_nonzero(gradient(three_layers, np.ones(25)).round(6)))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-conv-three-3x3": receptive_field_of_three_3x3,
    "dl-conv-dilated-padding": padding_that_keeps_the_size,
    "dl-conv-dilated-field": dilated_field,
    "dl-conv-bottleneck-weights": bottleneck,
    "dl-conv-groups": lambda: weights_of(16, 32, 3, groups=4),
    "dl-conv-dense-to-conv": dense_to_convolution,
}
FORMULAS: dict[str, Oracle] = {
    "dl-conv-flops": flops,
    "dl-conv-transposed-size": transposed_size,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-conv-output-size": lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s)),
    "dl-conv-params": lambda cin, cout, k: np.zeros((cout, cin, k, k)).size + np.zeros(cout).size,
    "dl-gen-conv-flops": conv_flops,
    "dl-gen-receptive-field": lambda k, m, n, s, t, u: pixels_seen((k, s, 1), (m, t, 1), (n, u, 1)),
    "dl-gen-receptive-field-dilated": lambda k, d, f, g: pixels_seen((k, 1, d), (k, 1, f), (k, 1, g)),
    "dl-gen-same-size": lambda n, k, s: len(range(0, n, s)),  # a window for each stride that starts in the input
    "dl-gen-separable-params": lambda k, cin, cout: np.zeros((cin, 1, k, k)).size + np.zeros((cout, cin, 1, 1)).size,
    "dl-gen-separable-ratio": separable_ratio,
    "dl-gen-transposed-conv-size": transposed_size_drawn,
}
