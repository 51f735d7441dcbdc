"""Independent computations for the questions on: team, time, hardware, cost."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import count

from tests.question_bank.bank import root


def break_even(price: int, rent: int, run: int) -> int:
    return next(hours for hours in count() if rent * hours >= price + run * hours)


def training_cost(w: int, n: int, f: int, rent: int) -> float:
    """The bill of every GPU, hour by hour until the work is done."""
    left, bill = Fraction(w), Fraction(0)  # the work in hours of one GPU
    each_hour = Fraction(n * f, 100)
    while left > 0:
        share = min(Fraction(1), left / each_hour)
        left -= share * each_hour
        bill += share * n * rent
    return float(bill)


def requests_in_flight() -> float:
    """Acted out in milliseconds: a request every 5 ms, each staying for 50."""
    arrivals = range(0, 10_000, 5)
    watched = range(1000, 2000)
    return sum(sum(start <= now < start + 50 for start in arrivals) for now in watched) / len(watched)


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-utilization": lambda: root(lambda used: 8 * 1000 * used - 2 * 1000, 0, 1),
    "pr-requests-in-flight": requests_in_flight,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "pr-rent-or-buy": break_even,
    "pr-gen-training-cost": training_cost,
}
