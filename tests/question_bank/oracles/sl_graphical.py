"""Independent computations for the questions on: graphical models, Boltzmann machines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, sizes, softmax


def free_probabilities() -> int:
    """The dimension of the family of joint distributions: the rank of its Jacobian by all ten table entries."""

    def joint(logits: Array) -> Array:
        a, b, c = softmax(logits[:2]), softmax(logits[2:6].reshape(2, 2)), softmax(logits[6:].reshape(2, 2))
        return np.asarray(np.einsum("a,ab,bc->abc", a, b, c)).ravel()

    at = np.random.default_rng(0).normal(size=10)
    jacobian = np.array([gradient(lambda logits, i=i: joint(logits)[i], at) for i in range(8)])  # type: ignore[misc]
    return int(np.linalg.matrix_rank(jacobian, tol=1e-6))


def boltzmann_energy(rng: np.random.Generator) -> tuple[Point, float]:
    """Pair by pair and unit by unit."""
    visible, hidden = sizes(rng, 2)
    v, h = rng.integers(2, size=visible).astype(float), rng.integers(2, size=hidden).astype(float)
    w, b, c = rng.normal(size=(visible, hidden)), rng.normal(size=visible), rng.normal(size=hidden)
    energy = 0.0
    for i in range(visible):
        energy -= b[i] if v[i] else 0
        for j in range(hidden):
            energy -= w[i, j] if v[i] and h[j] else 0
    energy -= sum(c[j] for j in range(hidden) if h[j])
    return {"v": v, "h": h, "W": w, "b": b, "c": c}, energy


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-graph-parameters": free_probabilities,
}
FORMULAS: dict[str, Oracle] = {
    "sl-graph-rbm-energy": boltzmann_energy,
}
