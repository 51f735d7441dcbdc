"""Independent computations for the questions on backprop, by central differences."""

from __future__ import annotations

from collections.abc import Callable

from tests.question_bank.bank import slope

TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-backprop-square": lambda x, y, z: slope(lambda at: (at * y + z) ** 2, x),
    "dl-gen-backprop-fork": lambda x, y, z: slope(lambda at: (at * y + at) * z, x),
}
