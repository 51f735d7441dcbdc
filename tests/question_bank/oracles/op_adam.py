"""Independent computations for the questions on Adam and AdamW."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

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


NUMBERS: dict[str, Callable[[], float]] = {"op-adam-uncorrected": uncorrected_after_two_steps}

FORMULAS: dict[str, Oracle] = {"op-adam-adamw-step": adamw_step}
