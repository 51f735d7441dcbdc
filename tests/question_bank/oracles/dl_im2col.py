"""Independent computations for the questions on: im2col, col2im, memory."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient


def windows(image: Array, size: int, stride: int) -> list[tuple[slice, slice]]:
    """All places where the whole window lies inside of the image."""
    return [
        (slice(top, top + size), slice(left, left + size))
        for top in range(0, image.shape[0], stride)
        for left in range(0, image.shape[1], stride)
        if top + size <= image.shape[0] and left + size <= image.shape[1]
    ]


def growth() -> float:
    image = np.ones((8, 8))
    padded = np.pad(image, 1)
    columns = np.array([padded[place].ravel() for place in windows(padded, 4, 2)])
    return columns.size / image.size


def there_and_back() -> float:
    image = np.ones((4, 4))
    patches = [(place, image[place].copy()) for place in windows(image, 3, 1)]
    back = np.zeros_like(image)
    for place, patch in patches:
        back[place] += patch
    return float(back[1, 1])


def columns_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    w, dout, columns = rng.normal(size=(3, 5)), rng.normal(size=(3, 4)), rng.normal(size=(5, 4))
    return {"W": w, "dout": dout}, gradient(lambda at: np.sum(dout * (w @ at)), columns)


def size(n: int, c: int, k: int, s: int, o: int) -> int:
    side = (o - 1) * s + k
    windows = np.lib.stride_tricks.sliding_window_view(np.zeros((n, c, side, side)), (k, k), axis=(2, 3))
    return windows[:, :, ::s, ::s].size


def memory(m: int, k: int, s: int) -> float:
    """On a map of 16x16: the patches that start at every s-th pixel, with what they take in beyond the border."""
    patches = [(row, column) for row in range(0, 16, s) for column in range(0, 16, s)]
    return m * sum(k * k for _ in patches) / 16**2


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-im2col-columns": lambda: sum(1 for _ in product(range(4), range(4 - 1), range(4 - 1))),
    "dl-im2col-stride-growth": growth,
    "dl-im2col-col2im-count": there_and_back,
}
FORMULAS: dict[str, Oracle] = {
    "dl-im2col-dcols": columns_gradient,
}
TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-im2col-size": size, "dl-gen-im2col-memory": memory}
