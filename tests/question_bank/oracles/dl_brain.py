"""Independent computations for the questions on: brain and deep learning, spiking nets."""

from __future__ import annotations

from collections.abc import Callable


def leaky_integrate_and_fire() -> float:
    voltage, step, tau, drive = 5.0, 2.0, 10.0, 20.0
    slope_now = (drive - voltage) / tau
    return voltage + step * slope_now


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-brain-lif-step": leaky_integrate_and_fire,
}
