"""Independent computations for the questions on momentum."""

from __future__ import annotations

from collections.abc import Callable


def lr_inside(mu: float, l1: float, l2: float, a: float, b: float) -> float:
    w, v = [0.0], 0.0
    for lr, gradient in ((l1, a), (l2, b)):
        v = mu * v - lr * gradient
        w.append(w[-1] + v)
    return w[1] - w[2]


TEMPLATES: dict[str, Callable[..., float]] = {"op-gen-momentum-lr-inside": lr_inside}
