"""Independent computations for the questions on: parameter server, all-reduce, staleness."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, ring_all_reduce


def kvstore() -> float:
    store = {3: 10.0}
    pushed = [1.0, 2.0, 3.0]
    merged = 0.0
    for value in pushed:
        merged += value
    store[3] = merged  # the default updater assigns
    return store[3]


def all_reduce_time(rng: np.random.Generator) -> tuple[Point, float]:
    n, size, speed = int(rng.integers(2, 9)), rng.uniform(1, 100), rng.uniform(1, 10)
    return {"n": n, "S": size, "B": speed}, ring_all_reduce(n, size) / speed


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-kvstore-push": kvstore,
}
FORMULAS: dict[str, Oracle] = {
    "fw-allreduce-time": all_reduce_time,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-allreduce-bytes": lambda **draw: ring_all_reduce(draw["n"], draw["S"]),
}
