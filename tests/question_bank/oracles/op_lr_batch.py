"""Independent computations for the questions on learning rate and batch size."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tests.question_bank.bank import root

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS: dict[str, Callable[[], float]] = {
    "op-lr-batch-square-root": lambda: root(lambda lr: lr**2 / 4096 - 0.001**2 / 256, 0.0, 1.0),
    "op-lr-batch-effective": lambda: len(list(product(range(4), range(8), range(2)))),
}
