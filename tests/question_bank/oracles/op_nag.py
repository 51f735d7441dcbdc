"""Independent computations for the questions on Nesterov's accelerated gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.question_bank.bank import slope

if TYPE_CHECKING:
    from collections.abc import Callable


def look_ahead_step() -> float:
    weight, velocity, mu, lr = 1.0, -1.0, 0.5, 0.1
    ahead = weight + mu * velocity
    velocity = mu * velocity - lr * slope(lambda w: w**2, ahead)
    return weight + velocity


NUMBERS: dict[str, Callable[[], float]] = {"op-nag-look-ahead-step": look_ahead_step}
