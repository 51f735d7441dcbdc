"""Independent computations for the questions on Nesterov's accelerated gradient.

They follow the look-ahead form: the point that a framework stores is the one at which the gradient is taken, w + mu v.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.question_bank.bank import slope


def second_step(mu: float, steps: list[tuple[float, float]]) -> float:
    """How much the stored point falls in the last step, for (lr, gradient) at the stored points, lr inside the velocity."""
    w = v = before = stored = 0.0
    for lr, gradient in steps:
        before = stored
        v = mu * v - lr * gradient
        w += v
        stored = w + mu * v
    return before - stored


def new_velocity(c: float, lr: float, mu: float, w: float, v: float) -> float:
    ahead = w + mu * v
    return mu * v - lr * slope(lambda at: c / 2 * at**2, ahead)


TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-nag-torch": lambda mu, lr, a, b: second_step(mu, [(lr, a), (lr, b)]),
    "op-gen-nag-keras": lambda mu, l1, l2, a, b: second_step(mu, [(l1, a), (l2, b)]),
    "op-gen-nag-lookahead": new_velocity,
}
