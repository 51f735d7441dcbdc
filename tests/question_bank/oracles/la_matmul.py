"""Independent computations for the questions on: matrix products, their cost and identities."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product


def cheapest_order() -> int:
    def cost(left: tuple[int, int], right: tuple[int, int]) -> int:
        assert left[1] == right[0]
        return sum(1 for _ in product(range(left[0]), range(left[1]), range(right[1])))

    a, b, x = (10, 100), (100, 10), (10, 1)
    return min(cost(a, b) + cost((10, 10), x), cost(b, x) + cost(a, (100, 1)))


NUMBERS: dict[str, Callable[[], float]] = {
    "la-cheapest-order": cheapest_order,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-matmul-flops": lambda m, k, n: sum(2 for _ in product(range(m), range(n), range(k))),
}
