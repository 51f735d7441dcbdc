"""Independent computations for the chains of interviews: counting, acting out, finite differences. All parameters of a chain are given."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import exp, isqrt
from typing import Any

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, gradient, parameters, ring_all_reduce, root, softmax


def conv_parameters(n: int, c: int, f: int, k: int) -> int:
    return parameters((f, c, k, k), (f,))


def conv_multiplications(n: int, c: int, f: int, k: int, stride: int = 1) -> int:
    """Window by window along each axis, of an image that is padded on all sides."""
    pad = k // 2
    places = len(range(0, n + 2 * pad - k + 1, stride))
    return int(np.zeros((f, c, k, k)).size) * places * places


def halved(n: int, c: int, f: int, k: int) -> float:
    return conv_multiplications(n, c, f, k) / conv_multiplications(n, c, f, k, stride=2)


def seen(layers: int) -> int:
    """How many inputs reach one output through layers of width 3, by following them back."""
    places = {0}
    for _ in range(layers):
        places = {place + step for place in places for step in (-1, 0, 1)}
    return len(places)


def stack(c: int, m: int) -> int:
    return parameters(*((c, c, 3, 3) for _ in range(m)))


def small_ratio(c: int, m: int) -> float:
    width = seen(m)
    return parameters((c, c, width, width)) / stack(c, m)


def patches(n: int, c: int, k: int, f: int) -> Array:
    """The matrix of patches of an image whose pixels all differ: a column for each place of the window."""
    image = np.arange(n * n * c, dtype=float).reshape(n, n, c)
    places = product(range(n - k + 1), repeat=2)
    return np.stack([image[i : i + k, j : j + k].ravel() for i, j in places], axis=1)


def blow_up(n: int, c: int, k: int, f: int) -> float:
    return patches(n, c, k, f).size / (n * n * c)


def matrix_product(n: int, c: int, k: int, f: int) -> int:
    rows, columns = patches(n, c, k, f).shape
    return int(f * rows * columns)


WHOLE = {"weight": 2, "gradient": 2, "copy": 4, "m": 4, "v": 4}
"""Bytes per weight of Adam in mixed precision."""


def zero(b: int, g: int, *sharded: str) -> float:
    """GB on one GPU, when some of what a weight needs is spread over all."""
    return float(sum(Fraction(b * size, g if name in sharded else 1) for name, size in WHOLE.items()))


def fills(b: int, g: int) -> float:
    return root(lambda weights: zero(1, g, *WHOLE) * weights - 80, 0, 10_000)


def flop(rows: int, inner: int, columns: int) -> int:
    return 2 * rows * inner * columns


def training_flop_per_weight() -> float:
    """Of a matrix product A B over the size of B, for one row of A: forward, and for both gradients."""
    rows, inner, columns = 1, 5, 7
    forward = flop(rows, inner, columns)
    to_b, to_a = flop(inner, rows, columns), flop(rows, columns, inner)
    return (forward + to_a + to_b) / (inner * columns)


def training_days(b: int, t: int, g: int, u: int) -> float:
    seconds = training_flop_per_weight() * (b * 1e9) * (t * 1e9) / (g * (u * 1e12))
    return seconds / 60 / 60 / 24


def cache_bytes(layers: int, heads: float | Fraction, tokens: int) -> float:
    """Layer by layer, a key and a value of 128 numbers of 2 bytes for each head and token."""
    return float(heads) * sum(np.zeros((2, 128)).size * np.dtype(np.float16).itemsize * tokens for _ in range(layers))


def alarms(q: int, r: int, a: int, times: int = 1) -> tuple[Fraction, Fraction]:
    """Right and wrong alarms, as fractions of all people, when so many independent tests must all alarm."""
    ill = Fraction(1, q)
    return ill * Fraction(r, 100) ** times, (1 - ill) * Fraction(a, 100) ** times


def precision(q: int, r: int, a: int, times: int = 1) -> float:
    right, wrong = alarms(q, r, a, times)
    return float(right / (right + wrong))


def largest_rate(s: int, m: int) -> float:
    """Where 60 steps of gradient descent on ridge regression, from an error of 1 in each direction, neither shrink nor grow it."""
    eigenvalues = np.diag([float(m), float(s)]) + np.eye(2)

    def growth(rate: float) -> float:
        error = np.ones(2)
        for _ in range(60):
            error = error - rate * eigenvalues @ error
        return float(np.abs(error).max()) - 1

    return root(growth, 0.9 * 2 / (max(s, m) + 1.0), 5)


def condition(s: int, m: int) -> float:
    found = np.linalg.eigvalsh(np.diag([float(m), float(s)]) + np.eye(2))
    return float(found.max() / found.min())


def first_loss(c: int, n: int, z: int) -> float:
    return float(-np.log(softmax(np.zeros((n, c)))[:, 0]).mean())


def logit_gradient(c: int, n: int, z: int) -> Array:
    """Of the mean loss, whose right class is always the first, at logits of 0."""

    def loss(flat: Array) -> float:
        return float(-np.log(softmax(flat.reshape(n, c))[:, 0]).mean())

    return gradient(loss, np.zeros(n * c)).reshape(n, c)


def sure_loss(c: int, n: int, z: int) -> float:
    """Of one sample, whose right class is the first and whose surest class the second."""
    logits = np.full((1, c), -100.0)
    logits[0, :2] = 0, z
    return float(-np.log(softmax(logits)[0, 0]))


def velocity(b: float, g: float, steps: int) -> float:
    v = 0.0
    for _ in range(steps):
        v = b * v + g
    return v


def pace(b: float, r: float, g: float) -> float:
    """How much longer the steps are in the long run than those of plain SGD with the same rate."""
    return velocity(b, g, 2000) / g


def coasting(b: float, r: float, g: float) -> float:
    """How far w moves by 2000 steps without a gradient, after 2000 with it."""
    v, moved = velocity(b, g, 2000), 0.0
    for _ in range(2000):
        v = b * v
        moved += r * v
    return moved


def adam(r: float, gradients: list[float], *, corrected: bool = True) -> float:
    """The size of the last step, from the exponential averages written out as sums."""
    t = len(gradients)
    weigh = [0.1 * 0.9 ** (t - 1 - i) for i in range(t)]
    square = [0.001 * 0.999 ** (t - 1 - i) for i in range(t)]
    m = sum(w * g for w, g in zip(weigh, gradients, strict=True))
    v = sum(w * g * g for w, g in zip(square, gradients, strict=True))
    if corrected:
        m, v = m / sum(weigh), v / sum(square)
    return float(abs(r * m / v**0.5))


def ridge_gradient(rng: np.random.Generator) -> tuple[Point, Any]:
    x, y, w, lam = rng.normal(size=(7, 3)), rng.normal(size=7), rng.normal(size=3), float(rng.uniform(0.5, 2))

    def loss(at: Array) -> float:
        return float(np.mean((x @ at - y) ** 2) / 2 + lam / 2 * at @ at)

    return {"X": x, "y": y, "w": w, "lam": lam}, gradient(loss, w)


def ridge_penalty(rng: np.random.Generator) -> tuple[Point, Any]:
    w, lam = rng.normal(size=4), float(rng.uniform(0.5, 2))
    return {"w": w, "lam": lam}, gradient(lambda at: float(lam / 2 * np.sum(at**2)), w)


def ridge_solution(rng: np.random.Generator) -> tuple[Point, Any]:
    """By least squares with the penalty as more rows, whose targets are 0."""
    x, y, lam = rng.normal(size=(8, 3)), rng.normal(size=8), float(rng.uniform(0.5, 2))
    rows = np.vstack([x, np.sqrt(len(x) * lam) * np.eye(3)])
    solved = np.linalg.lstsq(rows, np.concatenate([y, np.zeros(3)]), rcond=None)[0]
    return {"X": x, "y": y, "lam": lam, "I": np.eye(3)}, solved


def cross_entropy_gradient(rng: np.random.Generator) -> tuple[Point, Any]:
    z, y = rng.normal(size=5), np.eye(5)[2]
    return {"z": z, "y": y}, gradient(lambda at: float(-np.log(softmax(at)) @ y), z)


STEPS: dict[str, Callable[..., float]] = {
    "conv-layer-cost.parameters": conv_parameters,
    "conv-layer-cost.one-filter": lambda n, c, f, k: parameters((c, k, k)),
    "conv-layer-cost.multiplications": conv_multiplications,
    "conv-layer-cost.outputs": lambda n, c, f, k: np.zeros((f, n, n)).size,
    "conv-layer-cost.halved": halved,
    "small-filters.field": lambda c, m: seen(m),
    "small-filters.two-layers": lambda c, m: seen(2),
    "small-filters.parameters": stack,
    "small-filters.ratio": small_ratio,
    "im2col-memory.columns": lambda n, c, k, f: patches(n, c, k, f).shape[1],
    "im2col-memory.width": lambda n, c, k, f: isqrt(patches(n, c, k, f).shape[1]),
    "im2col-memory.rows": lambda n, c, k, f: patches(n, c, k, f).shape[0],
    "im2col-memory.blow-up": blow_up,
    "im2col-memory.product": matrix_product,
    "training-memory.states": zero,
    "training-memory.adam": lambda b, g: sum(WHOLE[name] for name in ("copy", "m", "v")),
    "training-memory.stage-one": lambda b, g: zero(b, g, "copy", "m", "v"),
    "training-memory.stage-two": lambda b, g: zero(b, g, "copy", "m", "v", "gradient"),
    "training-memory.stage-three": fills,
    "training-compute.per-token": lambda b, t, g, u: training_flop_per_weight() * b,
    "training-compute.days": training_days,
    "training-compute.doubled": lambda b, t, g, u: training_days(2 * b, 2 * t, g, u) / training_days(b, t, g, u),
    "kv-cache.per-token": lambda depth, h, t, r: cache_bytes(depth, h, 1) / 2**10,
    "kv-cache.one-layer": lambda depth, h, t, r: cache_bytes(1, h, 1) / 2,
    "kv-cache.sequence": lambda depth, h, t, r: cache_bytes(depth, h, t) / 1e9,
    "kv-cache.grouped": lambda depth, h, t, r: cache_bytes(depth, Fraction(h, r), t) / 1e9,
    "decode-latency.latency": lambda b, w, u: (b * 1e9) * 2 / (w * 1e12) * 1000,
    "decode-latency.bytes": lambda b, w, u: b * np.dtype(np.float16).itemsize,
    "decode-latency.arithmetic": lambda b, w, u: (b * 2e9 / (w * 1e12)) / (flop(1, b * 10**9, 1) / (u * 1e12)),
    "decode-latency.throughput": lambda b, w, u: root(
        lambda batch: flop(1, b * 10**9, 1) * batch / (u * 1e12) - b * 2e9 / (w * 1e12), 0, 1e5
    ),
    "decode-latency.int8": lambda b, w, u: root(
        lambda batch: flop(1, b * 10**9, 1) * batch / (u * 1e12) - b * 1e9 / (w * 1e12), 0, 1e5
    ),
    "all-reduce.sent": lambda p, g, w, s: ring_all_reduce(g, p * 4.0),
    "all-reduce.gradients": lambda p, g, w, s: p * np.dtype(np.float32).itemsize,
    "all-reduce.time": lambda p, g, w, s: ring_all_reduce(g, p * 4e6) / (w * 1e9) * 1000,
    "all-reduce.efficiency": lambda p, g, w, s: 1 / (1 + ring_all_reduce(g, p * 4e6) / (w * 1e9) * 1000 / s),
    "rare-disease.precision": precision,
    "rare-disease.alarms": lambda q, r, a: float(alarms(q, r, a)[1] * 100 * q),
    "rare-disease.accuracy": lambda q, r, a: float(np.mean(np.arange(q) > 0)),
    "rare-disease.twice": lambda q, r, a: precision(q, r, a, 2),
    "ridge-by-hand.step": largest_rate,
    "ridge-by-hand.condition": condition,
    "softmax-from-scratch.first-loss": first_loss,
    "softmax-from-scratch.probability": lambda c, n, z: exp(-first_loss(c, n, z)),
    "softmax-from-scratch.gradient-value": lambda c, n, z: float(logit_gradient(c, n, z)[0, 0]),
    "softmax-from-scratch.sum": lambda c, n, z: round(float(logit_gradient(c, n, z)[0].sum()), 6),
    "softmax-from-scratch.surely-wrong": sure_loss,
    "momentum-speed.two-steps": lambda b, r, g: velocity(b, g, 2),
    "momentum-speed.one-step": lambda b, r, g: velocity(b, g, 1),
    "momentum-speed.limit": lambda b, r, g: velocity(b, g, 2000),
    "momentum-speed.rate": lambda b, r, g: r * pace(b, r, g),
    "momentum-speed.coasting": coasting,
    "adam-steps.first": lambda r, g: adam(r, [g]),
    "adam-steps.moments": lambda r, g: (r * g / adam(r, [g])) ** 2,
    "adam-steps.uncorrected": lambda r, g: adam(r, [g], corrected=False),
    "adam-steps.constant": lambda r, g: adam(r, [g] * 10),
    "adam-steps.after-a-jump": lambda r, g: adam(r, [g, 0.0]),
}
"""By `chain.step`; given what the chain draws."""
STEP_FORMULAS: dict[str, Oracle] = {
    "ridge-by-hand.gradient": ridge_gradient,
    "ridge-by-hand.penalty": ridge_penalty,
    "ridge-by-hand.closed": ridge_solution,
    "softmax-from-scratch.formula": cross_entropy_gradient,
}
