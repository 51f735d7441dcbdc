"""Independent computations for the questions on: momentum and its conventions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, root


def spectral_radius(lr: float, curvature: float, mu: float) -> float:
    """Of one step of v = mu v + curvature w, w = w - lr v, as a matrix on (v, w)."""
    step = np.array([[mu, curvature], [-lr * mu, 1 - lr * curvature]])
    return float(np.abs(np.linalg.eigvals(step)).max())


def stable_rate() -> float:
    return root(lambda lr: spectral_radius(lr, 10.0, 0.5) - 1, 0.25, 1.0)


def keras_step() -> float:
    """By way of the buffer of the other convention, of which the velocity is -lr times."""
    lr, weight, velocity = 0.1, 1.0, -0.2
    buffer = -velocity / lr
    buffer = 0.9 * buffer + 1.0
    return weight - lr * buffer


def unrolled(rng: np.random.Generator) -> tuple[Point, Array]:
    gradients, mu = rng.normal(size=(3, 4)), rng.uniform(0.1, 0.9)
    velocity = np.zeros(4)
    for g in gradients:
        velocity = mu * velocity + g
    return {"g1": gradients[0], "g2": gradients[1], "g3": gradients[2], "mu": mu}, velocity


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


def lr_inside(mu: float, l1: float, l2: float, a: float, b: float) -> float:
    w, v = [0.0], 0.0
    for lr, gradient in ((l1, a), (l2, b)):
        v = mu * v - lr * gradient
        w.append(w[-1] + v)
    return w[1] - w[2]


NUMBERS: dict[str, Callable[[], float]] = {
    "op-momentum-final-velocity": steady_velocity,
    "op-momentum-stable-lr": stable_rate,
    "op-momentum-keras-step": keras_step,
}
FORMULAS: dict[str, Oracle] = {
    "op-momentum-unrolled": unrolled,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-momentum-two-steps": momentum,
    "op-gen-momentum-lr-inside": lr_inside,
}
