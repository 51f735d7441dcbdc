"""Independent computations for the questions on dropout and DropConnect."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

from tests.question_bank.bank import root


def kept(p: float, x: float) -> float:
    """What a kept activation must become for the mean over keeping and dropping to stay x."""
    return root(lambda out: (1 - p) * out + p * 0 - x, 0, 1000)


def expected(p: float, n: int, x: float) -> float:
    """Over all numbers of units that stay."""
    return sum(comb(n, stay) * (1 - p) ** stay * p ** (n - stay) * stay * x for stay in range(n + 1))


TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-dropout-scale": kept, "dl-gen-dropout-expected": expected}
