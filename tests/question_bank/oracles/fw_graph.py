"""Independent computations for the questions on: symbolic and eager, graph order, autodiff."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, slope


def bytes_in_place() -> float:
    """Runs the program in as few arrays as it can and adds up their sizes."""
    a, b = np.arange(10.0), np.full(10, 2.0)
    expected = a * b + 1
    np.multiply(b, a, out=b)  # c in the place of b
    np.add(b, 1, out=b)  # d in the place of c
    assert np.array_equal(b, expected)
    return float(a.nbytes + b.nbytes)


def jacobian_sweeps(rng: np.random.Generator) -> tuple[Point, int]:
    """Fills a Jacobian column by column, then row by row, and counts the sweeps."""
    n, m = (int(size) for size in rng.permutation(np.arange(2, 12))[:2])
    matrix = rng.normal(size=(m, n))
    forward = [matrix @ direction for direction in np.eye(n)]
    backward = [direction @ matrix for direction in np.eye(m)]
    assert np.allclose(np.stack(forward, axis=1), np.stack(backward))
    return {"n": n, "m": m}, sorted([len(forward), len(backward)])[0]


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-graph-reuse-memory": bytes_in_place,
    "fw-graph-two-paths": lambda: slope(lambda b: 3 * b + b * b, 2.0),
}
FORMULAS: dict[str, Oracle] = {
    "fw-graph-jacobian-sweeps": jacobian_sweeps,
}
