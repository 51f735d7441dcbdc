"""Independent computations for the questions on activations, by central differences."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.question_bank.bank import slope


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-sigmoid-backward": lambda a, g: slope(lambda z: g * sigmoid(z), math.log(a / (1 - a))),
    "dl-gen-tanh-backward": lambda a, g: slope(lambda z: g * math.tanh(z), math.atanh(a)),
    "dl-gen-leaky-relu-backward": lambda z, s, g: slope(lambda at: g * max(at, s * at), z),
}
