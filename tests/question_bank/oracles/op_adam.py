"""Independent computations for the questions on: Adam, AdamW, AMSGrad."""

from __future__ import annotations

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


NUMBERS: dict[str, Callable[[], float]] = {
    "op-adam-bias-factor": adam_bias_factor,
    "op-adam-state-bytes": lambda: sum(np.zeros(1, dtype=np.float32).nbytes for _ in ("m", "v")),
    "op-adam-uncorrected": uncorrected_after_two_steps,
}
FORMULAS: dict[str, Oracle] = {
    "op-adam-adamw-step": adamw_step,
}
