"""Independent computations for the questions on the brain and spiking nets."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction


def brains_fed() -> float:
    """Whole brains, by scaling up: a kilowatt feeds 50, a megawatt a thousand times as many."""
    brains, watts = 0, Fraction(0)
    while watts < 1000:
        brains, watts = brains + 1, watts + 20
    return 3 * 1000 * brains


NUMBERS: dict[str, Callable[[], float]] = {"dl-brain-power": brains_fed}
