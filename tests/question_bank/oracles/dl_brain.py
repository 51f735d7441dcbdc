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


def synapses_each() -> int:
    """By dividing both numbers written out."""
    return int("1" + 14 * "0") // int("1" + 11 * "0")


def expert_flops() -> int:
    """A multiply and an add for each active parameter, of which one in a billion is counted."""
    return sum(1 for _billion in range(37) for _operation in ("multiply", "add"))


def support_set() -> int:
    return len([(way, shot) for way in "abcde" for shot in range(3)])


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-brain-lif-step": leaky_integrate_and_fire,
    "dl-brain-power": brains_fed,
    "dl-brain-synapses-each": synapses_each,
    "dl-brain-expert-flops": expert_flops,
    "dl-brain-few-shot": support_set,
}
