"""Independent computations for the questions on FLOPS, bandwidth, memory and cost, by the bytes of arrays."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

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


TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-gen-adam-training-memory": adam_training,
    "fw-gen-weights-memory": weights,
    "fw-gen-activation-memory": activation,
    "fw-gen-gflops-per-dollar": gflops_per_dollar,
}
