"""Independent computations for the questions on derivatives."""

from __future__ import annotations

from collections.abc import Callable


def complex_step(function: Callable[[complex], complex], at: float) -> float:
    """The derivative of a function, without a difference that could lose digits."""
    return function(at + 1e-20j).imag / 1e-20


TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-partial-x": lambda a, b, c, x, y: complex_step(lambda at: a * at**3 + b * at * y + c * y, x),
    "la-gen-partial-y": lambda a, b, x, y: complex_step(lambda at: a * x**2 * at + b * at**2, y),
}
