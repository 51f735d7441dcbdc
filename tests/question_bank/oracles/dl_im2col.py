"""Independent computations for the questions on im2col, by taking the patches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def size(n: int, c: int, k: int, s: int, o: int) -> int:
    side = (o - 1) * s + k
    windows = np.lib.stride_tricks.sliding_window_view(np.zeros((n, c, side, side)), (k, k), axis=(2, 3))
    return windows[:, :, ::s, ::s].size


def memory(m: int, k: int, s: int) -> float:
    """On a map of 16x16: the patches that start at every s-th pixel, with what they take in beyond the border."""
    patches = [(row, column) for row in range(0, 16, s) for column in range(0, 16, s)]
    return m * sum(k * k for _ in patches) / 16**2


TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-im2col-size": size, "dl-gen-im2col-memory": memory}
