"""Independent computations for the questions on: vectorization, BLAS, memory layout."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def product_intensity(rng: np.random.Generator) -> tuple[Point, float]:
    """Counts the operations of the three loops and the bytes of the three matrices."""
    n = int(rng.integers(2, 12))
    operations = 0
    for _ in np.ndindex(n, n, n):
        operations += 2
    moved = sum(np.zeros((n, n), np.float32).nbytes for _ in range(3))
    return {"n": float(n)}, operations / moved


def nhwc_offset(rng: np.random.Generator) -> tuple[Point, int]:
    """Numbers the elements as they lie in memory and looks one up."""
    shape = tuple(int(size) for size in rng.permutation(np.arange(2, 10))[:4])
    index = tuple(int(rng.integers(1, size)) for size in shape)
    place = int(np.arange(np.prod(shape)).reshape(shape)[index])
    n, h, w, c = index
    return {"n": n, "h": h, "w": w, "c": c, "H": shape[1], "W": shape[2], "C": shape[3]}, place


def speedup() -> float:
    """A program of 100 seconds, 90 of them in the loop."""
    loop, rest = 90.0, 10.0
    return (loop + rest) / (loop / 9 + rest)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-c-strides": lambda: np.zeros((2, 3, 4), dtype=np.float32).strides[0],
    "fw-vec-pad-to-eight": lambda: float(next(rows for rows in range(50_257, 60_000) if rows % 8 == 0)),
    "fw-vec-amdahl": speedup,
}
FORMULAS: dict[str, Oracle] = {
    "fw-vec-gemm-intensity": product_intensity,
    "fw-vec-nhwc-offset": nhwc_offset,
}
