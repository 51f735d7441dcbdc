"""Independent computations for the questions on: team, time, hardware, cost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tests.question_bank.bank import root


def break_even(price: int, rent: int, run: int) -> int:
    return next(hours for hours in count() if rent * hours >= price + run * hours)


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-utilization": lambda: root(lambda used: 8 * 1000 * used - 2 * 1000, 0, 1),
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "pr-rent-or-buy": break_even,
}
