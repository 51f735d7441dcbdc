"""Independent computations for the questions on: Nesterov's accelerated gradient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, slope, torch_sgd


def look_ahead_step() -> float:
    weight, velocity, mu, lr = 1.0, -1.0, 0.5, 0.1
    ahead = weight + mu * velocity
    velocity = mu * velocity - lr * slope(lambda w: w**2, ahead)
    return weight + velocity


def keras_nesterov(rng: np.random.Generator) -> tuple[Point, Array]:
    """The look-ahead weight: u goes by plain momentum, and w = u + mu v is where the gradient was taken."""
    u, v, g = rng.normal(size=(3, 4))
    mu, lr = rng.uniform(0.1, 0.9, size=2)
    w = u + mu * v
    new_v = mu * v - lr * g
    new_u = u + new_v
    return {"w": w, "v": v, "g": g, "mu": mu, "lr": lr}, new_u + mu * new_v


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


NUMBERS: dict[str, Callable[[], float]] = {
    "op-nag-first-step": lambda: 1 - torch_sgd([1], [0.1], 0.9, nesterov=True)[0],
    "op-nag-look-ahead-step": look_ahead_step,
}
FORMULAS: dict[str, Oracle] = {
    "op-nag-keras-update": keras_nesterov,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-nag-torch": lambda mu, lr, a, b: second_step(mu, [(lr, a), (lr, b)]),
    "op-gen-nag-keras": lambda mu, l1, l2, a, b: second_step(mu, [(l1, a), (l2, b)]),
    "op-gen-nag-lookahead": new_velocity,
}
