"""Independent computations for the questions on: Adam, AdamW, AMSGrad."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def adam_bias_factor() -> float:
    uncorrected = 0.999 * 0.0 + (1 - 0.999) * 7.0**2
    return 7.0**2 / uncorrected  # the corrected second moment of one gradient is its square


NUMBERS: dict[str, Callable[[], float]] = {
    "op-adam-bias-factor": adam_bias_factor,
    "op-adam-state-bytes": lambda: sum(np.zeros(1, dtype=np.float32).nbytes for _ in ("m", "v")),
}
