"""Independent computations for the questions on: FLOPS, bandwidth, memory, cost."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tests.question_bank.bank import Oracle, Point, root


def vector_add_intensity() -> float:
    x = np.ones(1000, dtype=np.float32)
    z = x + x
    return z.size / (x.nbytes + x.nbytes + z.nbytes)


def peak_gflops() -> float:
    """Counts the operations of all lanes in one cycle."""
    operations = sum(2 for _core in range(8) for _unit in range(2) for _lane in range(4))
    return operations * 3e9 / 1e9


def ridge() -> float:
    """Where the time of the arithmetic catches up with the time of the transfer, for one byte."""
    return root(lambda flops: flops / 40e12 - 1 / 2e12, 0.0, 1000.0)


def attainable(rng: np.random.Generator) -> tuple[Point, float]:
    """A kernel that moves 1000 bytes takes as long as the slower of transfer and arithmetic."""
    peak, bandwidth, intensity = rng.uniform(5, 50), rng.uniform(1, 5), rng.uniform(1.5, 20)
    moved = 1000.0
    operations = intensity * moved
    seconds = np.maximum(moved / bandwidth, operations / peak)
    return {"P": peak, "B": bandwidth, "I": intensity}, float(operations / seconds)


SAMPLE = 1000


def adam_training(p: int) -> float:
    """Megabytes, from the arrays of 1000 parameters."""
    weights, gradients, m, v = np.zeros((4, SAMPLE), np.float32)
    return sum(array.nbytes for array in (weights, gradients, m, v)) * p / SAMPLE


def weights(p: int, bits: int) -> float:
    """Gigabytes, from the packed bits of 1000 weights."""
    return np.packbits(np.zeros((SAMPLE, bits), np.uint8)).nbytes * p / SAMPLE


def activation(n: int, c: int, h: int) -> float:
    return np.broadcast_to(np.float32(0), (n, c, h, h)).nbytes / 2**20


def gflops_per_dollar(f: int, total: int, pc: int) -> float:
    card = total - pc  # as the prompt shows it
    return float(Fraction(f * 10**12, card + pc) / 10**9)


def cheaper_by() -> float:
    """As many Pis as one i7 costs, and how many times their Gflops the i7 has."""
    pis = 700 // 35
    return float(140 / sum(Fraction(4, 100) for _pi in range(pis)))


def double_without_boost() -> float:
    """Both peaks fall with the clock."""
    clock = 5.6 / 8.74
    return 2.91 * clock


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-vector-add-intensity": vector_add_intensity,
    "fw-hw-5960x-peak": peak_gflops,
    "fw-hw-ridge": ridge,
    "fw-hw-decode-time": lambda: float(Fraction(14 * 10**9, 2 * 10**12) * 1000),
    "fw-hw-pis-per-i7": lambda: float(Fraction("140") / Fraction("0.04")),
    "fw-hw-gflops-per-dollar": cheaper_by,
    "fw-hw-k80-no-boost": double_without_boost,
}
FORMULAS: dict[str, Oracle] = {
    "fw-hw-roofline": attainable,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-gen-adam-training-memory": adam_training,
    "fw-gen-weights-memory": weights,
    "fw-gen-activation-memory": activation,
    "fw-gen-gflops-per-dollar": gflops_per_dollar,
}
