"""Independent computations for the questions on team, time, hardware and cost."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction


def training_cost(w: int, n: int, f: int, rent: int) -> float:
    """The bill of every GPU, hour by hour until the work is done."""
    left, bill = Fraction(w), Fraction(0)  # the work in hours of one GPU
    each_hour = Fraction(n * f, 100)
    while left > 0:
        share = min(Fraction(1), left / each_hour)
        left -= share * each_hour
        bill += share * n * rent
    return float(bill)


TEMPLATES: dict[str, Callable[..., float]] = {"pr-gen-training-cost": training_cost}
