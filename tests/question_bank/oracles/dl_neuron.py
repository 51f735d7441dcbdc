"""Independent computations for the questions on the neuron and the MLP."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def mlp_parameters(a: int, h: int, c: int) -> int:
    return sum(array.size for array in (np.zeros((h, a)), np.zeros(h), np.zeros((c, h)), np.zeros(c)))


TEMPLATES: dict[str, Callable[..., float]] = {"dl-gen-mlp-params": mlp_parameters}
