"""Independent computations for the questions on logistic and softmax regression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import softmax

TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-softmax-ln": lambda a, b, c: float(softmax(np.log(np.array([a, b, c], dtype=float)))[0]),
}
