"""Independent computations for the questions on: learning rate and batch size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from tests.question_bank.bank import root


def linear_scaling() -> float:
    rate, batch = 0.1, 256
    while batch < 1024:
        rate, batch = 2 * rate, 2 * batch
    return rate


def scaled(lr: float, b: int, k: float, doublings: int) -> float:
    """The rate at batch size b * k, when it doubles with so many doublings of the batch."""
    batch: float = b
    while batch != b * k:
        up = batch < b * k
        for _ in range(doublings):
            batch = batch * 2 if up else batch / 2
        lr = lr * 2 if up else lr / 2
    return lr


NUMBERS: dict[str, Callable[[], float]] = {
    "op-lr-batch-linear": linear_scaling,
    "op-lr-batch-square-root": lambda: root(lambda lr: lr**2 / 4096 - 0.001**2 / 256, 0.0, 1.0),
    "op-lr-batch-effective": lambda: len(list(product(range(4), range(8), range(2)))),
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-lr-linear": lambda lr, b, k: scaled(lr, b, k, 1),
    "op-gen-lr-sqrt": lambda lr, b, k: scaled(lr, b, k, 2),
}
