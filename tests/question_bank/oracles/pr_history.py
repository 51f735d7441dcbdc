"""Independent computations for the questions on: history."""

from __future__ import annotations

from collections.abc import Callable


def transformer_year() -> int:
    """The first two digits of its arXiv number."""
    return 2000 + int("1706.03762"[:2])


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-transformer-year": transformer_year,
}
