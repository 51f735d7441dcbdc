"""Independent computations for the questions on: momentum and its conventions."""

from __future__ import annotations

from collections.abc import Callable


def steady_velocity() -> float:
    velocity = 0.0
    for _ in range(1000):
        velocity = 0.9 * velocity + 1
    return velocity


def momentum(mu: float, lr: float, w: float, a: float, b: float) -> float:
    velocity = 0.0
    for gradient in (a, b):
        velocity = mu * velocity + gradient
        w -= lr * velocity
    return w


NUMBERS: dict[str, Callable[[], float]] = {
    "op-momentum-final-velocity": steady_velocity,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-momentum-two-steps": momentum,
}
