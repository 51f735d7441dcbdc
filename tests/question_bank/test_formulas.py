"""Every formula of the bank against finite differences, or another way to the same value, at random points."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from quizdl.domain.evaluation import evaluate_arrays
from quizdl.domain.expression import parse
from quizdl.kinds.formula import Formula
from tests.question_bank.bank import Array, gradient, questions, ring_all_reduce, root, seeded, softmax

Point = dict[str, Any]
Oracle = Callable[[np.random.Generator], tuple[Point, Any]]


def sizes(rng: np.random.Generator, count: int) -> list[int]:
    """Unequal dimensions."""
    return [int(size) for size in rng.permutation(np.arange(2, 2 + 2 * count))[:count]]


def cross_entropy_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, c = sizes(rng, 2)
    scores = rng.normal(size=(n, c))
    labels = np.eye(c)[rng.integers(c, size=n)]
    expected = gradient(lambda z: -np.mean(np.sum(labels * np.log(softmax(z)), axis=1)), scores)
    return {"P": softmax(scores), "Y": labels}, expected


def affine_weight_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d, m = sizes(rng, 3)
    x, w, dout = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))
    return {"X": x, "dout": dout}, gradient(lambda weights: np.sum(dout * (x @ weights)), w)


def penalty_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    w, lam = rng.normal(size=4), rng.uniform(0.1, 2)
    return {"w": w, "lam": lam}, gradient(lambda weights: lam / 2 * np.sum(weights**2), w)


def he_deviation(rng: np.random.Generator) -> tuple[Point, float]:
    """The deviation for which a ReLU layer of n inputs keeps the mean square: n s^2 E[relu(z)^2] = 1 for z of variance 1."""
    n = int(rng.integers(2, 500))
    z = np.linspace(-12, 12, 200_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    mean_square = float(np.sum(np.maximum(z, 0) ** 2 * density) * (z[1] - z[0]))
    return {"n": n, "m": int(rng.integers(2, 500))}, 1 / math.sqrt(n * mean_square)


def resnet_layers(rng: np.random.Generator) -> tuple[Point, int]:
    n = int(rng.integers(1, 20))
    layers = ["first conv"]
    for stage in range(3):
        for block in range(n):
            layers += [f"stage {stage}, block {block}, conv {i}" for i in range(2)]
    return {"n": n}, len([*layers, "linear"])


def half_the_squares(rng: np.random.Generator) -> tuple[Point, float]:
    """Its gradient is w itself: the work along the way from 0 to w, in small steps."""
    w = rng.normal(size=5)
    at = (np.arange(1000) + 0.5) / 1000
    return {"w": w}, float(sum((t * w) @ (w / 1000) for t in at))


def all_reduce_time(rng: np.random.Generator) -> tuple[Point, float]:
    n, size, speed = int(rng.integers(2, 9)), rng.uniform(1, 100), rng.uniform(1, 10)
    return {"n": n, "S": size, "B": speed}, ring_all_reduce(n, size) / speed


def projection(rng: np.random.Generator) -> tuple[Point, float]:
    u, v = rng.normal(size=(2, 5))
    coefficient, *_ = np.linalg.lstsq(u[:, None], v, rcond=None)
    return {"u": u, "v": v}, float(coefficient[0])


def quadratic_form_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    a, x = rng.normal(size=(4, 4)), rng.normal(size=4)
    return {"A": a, "x": x}, gradient(lambda at: at @ a @ at, x)


def log_sum_exp_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    z = rng.normal(size=5)
    return {"z": z}, gradient(lambda at: np.log(np.sum(np.exp(at))), z)


def softmax_backward(rng: np.random.Generator) -> tuple[Point, Array]:
    z, g = rng.normal(size=(2, 5))
    return {"p": softmax(z), "g": g}, gradient(lambda at: softmax(at) @ g, z)


def penalized_step(rng: np.random.Generator) -> tuple[Point, Array]:
    w, g = rng.normal(size=(2, 4))
    lr, lam = rng.uniform(0.01, 1, size=2)
    whole = gradient(lambda at: g @ at + lam / 2 * np.linalg.norm(at) ** 2, w)
    return {"w": w, "g": g, "lr": lr, "lam": lam}, w - lr * whole


def keras_nesterov(rng: np.random.Generator) -> tuple[Point, Array]:
    """The look-ahead weight: u goes by plain momentum, and w = u + mu v is where the gradient was taken."""
    u, v, g = rng.normal(size=(3, 4))
    mu, lr = rng.uniform(0.1, 0.9, size=2)
    w = u + mu * v
    new_v = mu * v - lr * g
    new_u = u + new_v
    return {"w": w, "v": v, "g": g, "mu": mu, "lr": lr}, new_u + mu * new_v


def newton_step(rng: np.random.Generator) -> tuple[Point, Array]:
    """The minimum of a quadratic function with this gradient and Hessian at w, by least squares on its gradient."""
    factor, w, centre = rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=4)
    hessian = factor @ factor.T + np.eye(4)
    g = gradient(lambda at: (at - centre) @ hessian @ (at - centre) / 2, w)
    return {"w": w, "g": g, "H": hessian}, centre


def update_ratio(rng: np.random.Generator) -> tuple[Point, float]:
    w, g = rng.normal(size=(2, 6))
    lr = rng.uniform(0.01, 1)
    moved = w - lr * g
    return {"w": w, "g": g, "lr": lr}, math.dist(moved, w) / math.hypot(*w)


def output_bias(rng: np.random.Generator) -> tuple[Point, float]:
    p = rng.uniform(0.05, 0.95)
    return {"p": p}, root(lambda bias: 1 / (1 + math.exp(-bias)) - p, -20, 20)


def logistic_gradient(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y = rng.normal(size=(n, d)), rng.normal(size=d), rng.integers(2, size=n).astype(float)

    def loss(at: Array) -> float:
        p = 1 / (1 + np.exp(-x @ at))
        return float(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))

    return {"X": x, "w": w, "y": y}, gradient(loss, w)


def linear_step(rng: np.random.Generator) -> tuple[Point, Array]:
    n, d = sizes(rng, 2)
    x, w, y, lr = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=n), rng.uniform(0.01, 1)
    point = {"X": x, "w": w, "y": y, "lr": lr}
    return point, w - lr * gradient(lambda at: np.mean((x @ at - y) ** 2), w)


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


ORACLES: dict[str, Oracle] = {
    "dl-loss-softmax-ce-grad": cross_entropy_gradient,
    "dl-backprop-affine-dw": affine_weight_gradient,
    "dl-reg-l2-grad": penalty_gradient,
    "dl-init-he-std": he_deviation,
    "fw-resnet-depth": resnet_layers,
    "fw-l2-loss": half_the_squares,
    "fw-allreduce-time": all_reduce_time,
    "la-projection-coefficient": projection,
    "la-quadratic-form-gradient": quadratic_form_gradient,
    "la-logsumexp-gradient": log_sum_exp_gradient,
    "la-softmax-backward": softmax_backward,
    "op-sgd-l2-step": penalized_step,
    "op-nag-keras-update": keras_nesterov,
    "op-saddle-newton-step": newton_step,
    "pr-update-ratio": update_ratio,
    "pr-output-bias": output_bias,
    "sl-log-gradient": logistic_gradient,
    "sl-gd-linear-step": linear_step,
    "sl-graph-rbm-energy": boltzmann_energy,
}


def formula(name: str) -> Formula:
    question = questions()[name]
    assert isinstance(question, Formula)
    return question


def value(question: Formula, expression: str, point: Point) -> Any:
    """What an expression of the bank is worth at a point; dimensions count as numbers."""
    for name, spec in question.variables.items():
        words = [word for word in spec.split() if word not in ("scalar", "positive", "probability", "integer")]
        point |= dict(zip(words, np.shape(point[name]), strict=True))
    return evaluate_arrays(parse(expression, set(point), question.aliases), point)


def test_every_formula_has_an_oracle_and_every_oracle_its_formula() -> None:
    asked = {name for name, question in questions().items() if isinstance(question, Formula)}
    assert asked == set(ORACLES), "a new formula needs an independent computation of its value here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_formula_agrees_with_its_oracle_at_random_points(name: str) -> None:
    question = formula(name)
    for seed in range(5):
        point, expected = ORACLES[name](np.random.default_rng(seed))
        found = value(question, question.answer, point)
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ORACLES)
def test_no_named_mistake_agrees_with_the_oracle(name: str) -> None:
    question = formula(name)
    assert question.mistakes
    for mistake, content in question.mistakes.items():
        point, expected = ORACLES[name](np.random.default_rng(3))
        found = value(question, content["value"], point)
        assert np.shape(found) != np.shape(expected) or not np.allclose(found, expected, rtol=1e-3), mistake
        verdict = question.ask(seeded(0)).grade(content["value"])
        assert (verdict.outcome, verdict.mistake, verdict.says) == ("wrong", mistake, content["says"])


@pytest.mark.parametrize("name", ORACLES)
def test_the_answer_to_a_formula_is_accepted_as_it_stands(name: str) -> None:
    question = formula(name)
    assert question.ask(seeded(0)).grade(question.answer).outcome == "correct"
