"""Independent computations for the questions on convolution: sizes, parameters, FLOPs, receptive field."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, product

import numpy as np


def transposed_size(n: int, k: int, s: int, p: int, o: int) -> int:
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


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-conv-flops": conv_flops,
    "dl-gen-receptive-field": lambda k, m, n, s, t, u: pixels_seen((k, s, 1), (m, t, 1), (n, u, 1)),
    "dl-gen-receptive-field-dilated": lambda k, d, f, g: pixels_seen((k, 1, d), (k, 1, f), (k, 1, g)),
    "dl-gen-same-size": lambda n, k, s: len(range(0, n, s)),  # a window for each stride that starts in the input
    "dl-gen-separable-params": lambda k, cin, cout: np.zeros((cin, 1, k, k)).size + np.zeros((cout, cin, 1, 1)).size,
    "dl-gen-separable-ratio": separable_ratio,
    "dl-gen-transposed-conv-size": transposed_size,
}
