"""Independent computations for the questions on: graphical models, Boltzmann machines."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

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


def chain_joint() -> float:
    """The table of all eight states; what is not given is filled in at random and must not matter."""
    rng = np.random.default_rng(0)
    b_given_a = np.array([rng.dirichlet([1, 1]), [0.6, 0.4]])
    c_given_b = np.array([rng.dirichlet([1, 1]), [0.75, 0.25]])
    joint = np.einsum("a,ab,bc->abc", np.array([0.5, 0.5]), b_given_a, c_given_b)
    assert np.isclose(joint.sum(), 1)
    return float(joint[1, 1, 1])


def hidden_given_visible(rng: np.random.Generator) -> tuple[Point, Array]:
    """By summing over all states of the hidden units."""
    v, w, b, c = rng.integers(2, size=4), rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=3)
    states = np.array(list(product((0, 1), repeat=3)))
    weights = np.array([np.exp(v @ w @ h + b @ v + c @ h) for h in states])
    return {"v": v.astype(float), "W": w, "c": c}, weights @ states / weights.sum()


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-graph-parameters": free_probabilities,
    "sl-graph-chain-joint": chain_joint,
    "sl-graph-partition-terms": lambda: sum(1 for _ in product((0, 1), repeat=10)),
    "sl-graph-two-energies": lambda: float(softmax(-np.array([0.0, math.log(3)]))[0]),
}
FORMULAS: dict[str, Oracle] = {
    "sl-graph-rbm-energy": boltzmann_energy,
    "sl-graph-rbm-hidden": hidden_given_visible,
}
