"""Independent computations for the questions on: activations and their derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, gradient, slope, softmax


def leaky_relu(z: float) -> float:
    return z if z > 0 else 0.01 * z


def at_temperature() -> float:
    """From logits that have the probabilities 0.9 and 0.1."""
    logits = np.log(np.array([0.9, 0.1])) + 5.0
    assert np.allclose(softmax(logits), [0.9, 0.1])
    return float(softmax(logits / 2).max())


def relu_backward(rng: np.random.Generator) -> tuple[Point, object]:
    g, z = rng.normal(size=(2, 6))
    return {"g": g, "z": z}, gradient(lambda at: g @ np.maximum(at, 0), z)


def softplus_slope(rng: np.random.Generator) -> tuple[Point, object]:
    z = 2 * rng.normal(size=6)
    return {"z": z}, gradient(lambda at: np.sum(np.logaddexp(0, at)), z)


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-act-tanh-slope": lambda: slope(math.tanh, math.atanh(0.8)),
    "dl-act-leaky-slope": lambda: slope(lambda z: 2 * leaky_relu(z), -3),
    "dl-act-silu-slope": lambda: slope(lambda z: z / (1 + math.exp(-z)), 0),
    "dl-act-temperature": at_temperature,
}
FORMULAS: dict[str, Oracle] = {
    "dl-act-relu-backward": relu_backward,
    "dl-act-softplus-slope": softplus_slope,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-sigmoid-backward": lambda a, g: slope(lambda z: g * sigmoid(z), math.log(a / (1 - a))),
    "dl-gen-tanh-backward": lambda a, g: slope(lambda z: g * math.tanh(z), math.atanh(a)),
    "dl-gen-leaky-relu-backward": lambda z, s, g: slope(lambda at: g * max(at, s * at), z),
}
