"""Independent computations for the questions on: shape inference, parameter counts of named nets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, parameters


def resnet_layers(rng: np.random.Generator) -> tuple[Point, int]:
    n = int(rng.integers(1, 20))
    layers = ["first conv"]
    for stage in range(3):
        for block in range(n):
            layers += [f"stage {stage}, block {block}, conv {i}" for i in range(2)]
    return {"n": n}, len([*layers, "linear"])


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-cifar-conv1-params": lambda: parameters((5, 5, 3, 64), (64,)),
}
FORMULAS: dict[str, Oracle] = {
    "fw-resnet-depth": resnet_layers,
}
