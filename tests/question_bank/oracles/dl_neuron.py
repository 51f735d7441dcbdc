"""Independent computations for the questions on: neuron, perceptron, MLP, capacity."""

from __future__ import annotations

from collections.abc import Callable

from tests.question_bank.bank import parameters

NUMBERS: dict[str, Callable[[], float]] = {
    "dl-neuron-mlp-params": lambda: parameters((4, 5), (5,), (5, 3), (3,)),
}
