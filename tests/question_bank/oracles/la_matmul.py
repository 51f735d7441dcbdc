"""Independent computations for the questions on: matrix products, their cost and identities."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Oracle, Point


def cheapest_order() -> int:
    def cost(left: tuple[int, int], right: tuple[int, int]) -> int:
        assert left[1] == right[0]
        return sum(1 for _ in product(range(left[0]), range(left[1]), range(right[1])))

    a, b, x = (10, 100), (100, 10), (10, 1)
    return min(cost(a, b) + cost((10, 10), x), cost(b, x) + cost(a, (100, 1)))


def gram_vector_cost(rng: np.random.Generator) -> tuple[Point, int]:
    """Counted, one multiplication at a time."""
    n, d = (int(size) for size in rng.integers(2, 9, size=2))
    x, w = rng.normal(size=(n, d)), rng.normal(size=d)
    count, inner, outer = 0, np.zeros(n), np.zeros(d)
    for i, j in product(range(n), range(d)):
        inner[i] += x[i, j] * w[j]
        count += 1
    for j, i in product(range(d), range(n)):
        outer[j] += x[i, j] * inner[i]
        count += 1
    assert np.allclose(outer, x.T @ (x @ w))
    return {"N": n, "D": d}, count


NUMBERS: dict[str, Callable[[], float]] = {
    "la-cheapest-order": cheapest_order,
    "la-einsum-products": lambda: sum(1 for _ in product(range(8), range(2), range(3), range(4))),
    "la-low-rank-parameters": lambda: np.zeros((512, 8)).size + np.zeros((8, 512)).size,
    "la-trace-of-gram": lambda: float(np.trace(np.full((2, 3), 2.0).T @ np.full((2, 3), 2.0))),
}
FORMULAS: dict[str, Oracle] = {
    "la-gram-vector-cost": gram_vector_cost,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-matmul-flops": lambda m, k, n: sum(2 for _ in product(range(m), range(n), range(k))),
}
