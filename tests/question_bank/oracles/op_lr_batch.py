"""Independent computations for the questions on learning rate and batch size."""

from __future__ import annotations

from collections.abc import Callable


def scaled(lr: float, b: int, k: float, doublings: int) -> float:
    """The rate at batch size b * k, when it doubles with so many doublings of the batch."""
    batch: float = b
    while batch != b * k:
        up = batch < b * k
        for _ in range(doublings):
            batch = batch * 2 if up else batch / 2
        lr = lr * 2 if up else lr / 2
    return lr


TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-lr-linear": lambda lr, b, k: scaled(lr, b, k, 1),
    "op-gen-lr-sqrt": lambda lr, b, k: scaled(lr, b, k, 2),
}
