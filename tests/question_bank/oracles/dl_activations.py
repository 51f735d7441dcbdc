"""Independent computations for the questions on: activations and their derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.question_bank.bank import slope

NUMBERS: dict[str, Callable[[], float]] = {
    "dl-act-tanh-slope": lambda: slope(math.tanh, math.atanh(0.8)),
}
