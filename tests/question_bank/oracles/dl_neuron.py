"""Independent computations for the questions on: neuron, perceptron, MLP, capacity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, parameters


def mlp_parameters(a: int, h: int, c: int) -> int:
    return sum(array.size for array in (np.zeros((h, a)), np.zeros(h), np.zeros((c, h)), np.zeros(c)))


def perceptron_update() -> float:
    """Acted out."""
    w, x, y = np.array([2.0, -1.0]), np.array([1.0, 3.0]), 1.0
    assert y * (w @ x) < 0, "the example must be misclassified"
    w = w + y * x
    return float(w @ x)


def relu_pieces() -> float:
    """The most straight pieces in the graphs of random nets, counted on a fine grid by their slopes."""
    rng = np.random.default_rng(0)
    grid = np.linspace(-40, 40, 160_001)
    most = 0
    for _ in range(20):
        incoming, kinks = rng.choice([-1.0, 1.0], size=6), rng.permutation(np.arange(-30.0, 30.0, 7.0))[:6]
        outgoing = rng.normal(size=6)
        graph = np.maximum(0, incoming * (grid[:, None] - kinks)) @ outgoing
        slopes = np.diff(graph) / np.diff(grid)
        bends = np.abs(np.diff(slopes)) > 1e-6
        most = max(most, 1 + int(np.count_nonzero(bends & ~np.roll(bends, 1))))
    return most


def dense_forward(rng: np.random.Generator) -> tuple[Point, object]:
    """Unit by unit."""
    x, w, b = rng.normal(size=(7, 4)), rng.normal(size=(4, 5)), rng.normal(size=5)
    expected = np.zeros((7, 5))
    for n in range(7):
        for unit in range(5):
            expected[n, unit] = b[unit]
            for d in range(4):
                expected[n, unit] += x[n, d] * w[d, unit]
    return {"X": x, "W": w, "b": b}, expected


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-neuron-mlp-params": lambda: parameters((4, 5), (5,), (5, 3), (3,)),
    "dl-neuron-perceptron-update": perceptron_update,
    "dl-neuron-relu-pieces": relu_pieces,
}
FORMULAS: dict[str, Oracle] = {
    "dl-neuron-dense-forward": dense_forward,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-mlp-params": mlp_parameters,
}
