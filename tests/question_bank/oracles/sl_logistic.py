"""Independent computations for the questions on: logistic and softmax regression."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, root, sizes, slope, softmax


def logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def odds_factor() -> float:
    """At some base score and feature."""
    before, after = (logistic(-0.7 + math.log(2) * feature) for feature in (1.0, 4.0))
    return (after / (1 - after)) / (before / (1 - before))


def one_example() -> float:
    """By the loss itself, at the weight that gives p = 0.75 for x = 4."""
    weight = math.log(3) / 4
    assert math.isclose(logistic(4 * weight), 0.75)
    return round(slope(lambda w: -math.log(logistic(4 * w)), weight), 8)


def softmax_parameters() -> float:
    weights, biases = np.zeros((4, 3)), np.zeros(3)
    assert (np.ones((5, 4)) @ weights + biases).shape == (5, 3)
    return weights.size + biases.size


def cheapest_threshold() -> float:
    return root(lambda p: 4 * p - 1 * (1 - p), 0, 1)


def signed_loss(rng: np.random.Generator) -> tuple[Point, float]:
    """Minus the log of the probability of the label, with the label as 0 or 1."""
    y, s = float(rng.choice([1, -1])), float(rng.normal())
    p = logistic(s)
    return {"y": y, "s": s}, -math.log(p if y > 0 else 1 - p)


def two_logits(rng: np.random.Generator) -> tuple[Point, float]:
    a, b = rng.normal(size=2)
    return {"a": a, "b": b}, float(softmax(np.array([a, b]))[0])


def logistic_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y = rng.normal(size=(n, d)), rng.normal(size=d), rng.integers(2, size=n).astype(float)

    def loss(at: Array) -> float:
        p = 1 / (1 + np.exp(-x @ at))
        return float(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))

    return {"X": x, "w": w, "y": y}, gradient(loss, w)


def probability_of_one(rng: np.random.Generator) -> tuple[Point, float]:
    """A softmax over the scores of the two classes, of which the second's is 0."""
    w, x, b = rng.normal(size=4), rng.normal(size=4), float(rng.normal())
    scores = np.exp(np.array([float(np.sum(w * x)) + b, 0.0]))
    return {"w": w, "x": x, "b": b}, float(scores[0] / scores.sum())


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-log-logit-to-p": lambda: root(lambda p: math.log(p / (1 - p)) - math.log(3), 1e-6, 1 - 1e-6),
    "sl-log-boundary-point": lambda: root(lambda x: logistic(2 * x - 6) - 0.5, -10, 10),
    "sl-log-odds-factor": odds_factor,
    "sl-log-one-example": one_example,
    "sl-log-softmax-parameters": softmax_parameters,
    "sl-log-cost-threshold": cheapest_threshold,
}
FORMULAS: dict[str, Oracle] = {
    "sl-log-gradient": logistic_gradient,
    "sl-log-signed-loss": signed_loss,
    "sl-log-two-logits": two_logits,
    "sl-log-probability": probability_of_one,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-softmax-ln": lambda a, b, c: float(softmax(np.log(np.array([a, b, c], dtype=float)))[0]),
}
