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


def places(length: int, kernel: int, stride: int, before: int = 0, after: int = 0) -> int:
    """How many windows fit along an axis, by trying every start."""
    padded = before + length + after
    return sum(1 for start in range(0, padded, stride) if start + kernel <= padded)


def same(length: int, kernel: int, stride: int) -> int:
    """TensorFlow's SAME: one window for each stride that starts inside, with as much padding as that takes."""
    windows = len(range(0, length, stride))
    missing = max((windows - 1) * stride + kernel - length, 0)
    assert places(length, kernel, stride, missing // 2, missing - missing // 2) == windows
    return windows


def local3_inputs() -> float:
    side = 24
    for kernel, stride in ((5, 1), (3, 2), (5, 1), (3, 2)):
        side = same(side, kernel, stride)
    return float(np.zeros((side, side, 64)).size)


def lenet_inputs() -> float:
    side = places(28, 5, 1, 2, 2)
    side = places(side, 2, 2)
    side = places(side, 5, 1)
    side = places(side, 2, 2)
    return float(np.zeros((16, side, side)).size)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-cifar-conv1-params": lambda: parameters((5, 5, 3, 64), (64,)),
    "fw-shape-local3-inputs": local3_inputs,
    "fw-shape-lenet-flat": lenet_inputs,
    "fw-shape-dense-mib": lambda: np.empty((4096, 4096), np.float32).nbytes / 1024 / 1024,
}
FORMULAS: dict[str, Oracle] = {
    "fw-resnet-depth": resnet_layers,
}
