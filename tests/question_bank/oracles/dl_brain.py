"""Independent computations for the questions on: brain and deep learning, spiking nets."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction


def brains_fed() -> float:
    """Whole brains, by scaling up: a kilowatt feeds 50, a megawatt a thousand times as many."""
    brains, watts = 0, Fraction(0)
    while watts < 1000:
        brains, watts = brains + 1, watts + 20
    return 3 * 1000 * brains


def leaky_integrate_and_fire() -> float:
    voltage, step, tau, drive = 5.0, 2.0, 10.0, 20.0
    slope_now = (drive - voltage) / tau
    return voltage + step * slope_now


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-brain-lif-step": leaky_integrate_and_fire,
    "dl-brain-power": brains_fed,
}
