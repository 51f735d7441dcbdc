"""Independent computations for the questions on: Adam, AdamW, AMSGrad."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point


def uncorrected_after_two_steps() -> float:
    m = 0.0
    for _ in range(2):
        m += (1 - 0.9) * (1.0 - m)
    return m


def adamw_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """In place, in the order of PyTorch: decay, then step."""
    w, u, lr, lam = rng.normal(size=4), rng.normal(size=4), rng.uniform(0.1, 1), rng.uniform(0.1, 1)
    moved = w.copy()
    moved *= 1 - lr * lam
    moved += -lr * u
    return {"w": w, "u": u, "lr": lr, "lam": lam}, np.asarray(moved)


def adam_bias_factor() -> float:
    uncorrected = 0.999 * 0.0 + (1 - 0.999) * 7.0**2
    return 7.0**2 / uncorrected  # the corrected second moment of one gradient is its square


def averaged(values: list[float], beta: float) -> float:
    """The exponential average of some values that starts at 0, not corrected."""
    average = 0.0
    for value in values:
        average = beta * average + (1 - beta) * value
    return average


def missing(b: float, t: int) -> float:
    """What an average of ones has come to, which is what the correction divides by."""
    return averaged([1.0] * t, b)


def first_step(w: float, g: float, lr: float) -> float:
    m = averaged([g], 0.9) / missing(0.9, 1)
    v = averaged([g * g], 0.999) / missing(0.999, 1)
    return w - lr * m / math.sqrt(v)


def corrected_step(t: int, m: float, h: float, lr: float) -> float:
    raw_m, raw_v = averaged([m] * t, 0.5), averaged([h * h] * t, 0.5)
    return lr * (raw_m / missing(0.5, t)) / math.sqrt(raw_v / missing(0.5, t))


def swapped_betas() -> float:
    """The first step by the docstring over the first step by Algorithm 1, for a gradient of 1."""
    m, v = 1 - 0.9, 1 - 0.999
    as_written = (1 - 0.9) ** 0.5 / (1 - 0.999) * m / v**0.5
    right = (m / (1 - 0.9)) / (v / (1 - 0.999)) ** 0.5
    return float(as_written / right)


NUMBERS: dict[str, Callable[[], float]] = {
    "op-adam-bias-factor": adam_bias_factor,
    "op-adam-state-bytes": lambda: sum(np.zeros(1, dtype=np.float32).nbytes for _ in ("m", "v")),
    "op-adam-uncorrected": uncorrected_after_two_steps,
    "op-adam-swapped-betas": swapped_betas,
}
FORMULAS: dict[str, Oracle] = {
    "op-adam-adamw-step": adamw_step,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "op-gen-adam-first-step": first_step,
    "op-gen-adam-corrected-step": corrected_step,
    "op-gen-adam-bias-factor": missing,
}
