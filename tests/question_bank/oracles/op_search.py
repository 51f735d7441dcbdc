"""Independent computations for the questions on: hyper-parameter search."""

from __future__ import annotations

from collections.abc import Callable


def halving() -> int:
    configurations, epochs = 16, 1
    while epochs < 8:
        configurations, epochs = configurations // 2, 2 * epochs
    return configurations


NUMBERS: dict[str, Callable[[], float]] = {
    "op-search-halving": halving,
}
