"""Independent computations for the questions on: losses, cross-entropy, KL."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import log

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, sizes, slope, softmax


def expected_bits(p: list[float], q: list[float]) -> float:
    """What an outcome of p costs on average in a code made for q."""
    return sum(share * log(1 / probability) / log(2) for share, probability in zip(p, q, strict=True) if share)


def entropy(i: int, j: int, m: int) -> float:
    first = [0.5**i] * m
    p = first + [0.5**j] * round((1 - sum(first)) * 2**j)
    return expected_bits(p, p)


def completed(*shares: float) -> list[float]:
    """With one more share, so that they add up to 1."""
    return [*shares, 1 - sum(shares)]


def cross_entropy_drawn(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    return expected_bits(completed(a / 4, b / 4, c / 4), completed(0.5**i, 0.5**j, 0.5**k))


def kl(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    pairs = zip(completed(a / 4, b / 4, c / 4), completed(0.5**i, 0.5**j, 0.5**k), strict=True)
    return sum(p * (log(p / q) / log(2)) for p, q in pairs if p)


def cross_entropy(z: float, y: float) -> float:
    """By its definition, with the probability written out."""
    p = 1 / (1 + math.exp(-z))
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


def huber() -> float:
    """The integral of its force, which is the residual cut off at delta."""
    delta, residual, steps = 2.0, 5.0, 100_000
    at = (np.arange(steps) + 0.5) * residual / steps
    return float(np.sum(np.minimum(at, delta)) * residual / steps)


def smoothed_target() -> float:
    """A tenth of the labels is drawn anew among all 10 classes: the expected share of the true class, 0."""
    share = 0.0
    for kept, weight in ((True, 0.9), (False, 0.1)):
        for drawn in range(10):
            share += weight / 10 * float(kept or drawn == 0)
    return share


def bce_of_logit(rng: np.random.Generator) -> tuple[Point, object]:
    z, y = float(rng.normal()), float(rng.uniform(0.1, 0.9))
    return {"z": z, "y": y}, cross_entropy(z, y)


def cross_entropy_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, c = sizes(rng, 2)
    scores = rng.normal(size=(n, c))
    labels = np.eye(c)[rng.integers(c, size=n)]
    expected = gradient(lambda z: -np.mean(np.sum(labels * np.log(softmax(z)), axis=1)), scores)
    return {"P": softmax(scores), "Y": labels}, expected


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-loss-ce-bits": lambda: len([bit for bit in range(10) if 2.0**-bit > 1 / 8]),  # halvings from 1 to 1/8
    "dl-loss-bce-logit": lambda: slope(lambda z: cross_entropy(z, 1), 0),
    "dl-loss-huber": huber,
    "dl-loss-label-smoothing": smoothed_target,
}
FORMULAS: dict[str, Oracle] = {
    "dl-loss-softmax-ce-grad": cross_entropy_gradient,
    "dl-loss-bce-formula": bce_of_logit,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-cross-entropy-bits": cross_entropy_drawn,
    "dl-gen-entropy-bits": entropy,
    "dl-gen-kl-bits": kl,
}
