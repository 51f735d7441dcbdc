"""Nesterov momentum, the learning rate inside the velocity

Nesterov's method takes the gradient at a look-ahead point. With the learning rate η of the step inside the
velocity, one step of it is

    v ← μ v − η ∇f(θ + μ v)
    θ ← θ + v

A framework knows the gradient only where its parameters are. So it does not store θ; it stores the look-ahead point
itself, `w = θ + μ v`, and is given `g = ∇f(w)`.

Rewrite the step so that only `w`, `v`, `g` and η occur in it, and then carry out T of them, with η = `lrs[t]` and g
= `grads[t]` in step t. (This is Keras' SGD with `nesterov=True`, and `NAG` of MXNet 1.9.1.)

Return `ws`, of shape (T, D), the look-ahead points w after every step, and `v`, the velocity after the last step.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.nag"
LEVEL = 3
MINUTES = 9
RETURNS = ("ws", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "The argument of ∇f is w itself, so the first line needs no work; only the second has to be rewritten.",
    "The new w is (new θ) + μ (new v). Put θ = w − μ (old v) into it.",
    "(new v) − μ (old v) is −η g by the first line, so the old velocity drops out; the new v is left, times μ.",
)
SOLUTION = """
Write θ, v for the old and θ′, v′ for the new state. The first line evaluates ∇f just at w = θ + μ v, so

    v′ = μ v − η g

The new look-ahead point is w′ = θ′ + μ v′, and θ′ = θ + v′ with θ = w − μ v:

    w′ = w − μ v + v′ + μ v′

By the first line v′ − μ v = −η g, and the old velocity is gone:

    w′ = w + μ v′ − η g

Nothing in this needed η to be constant: as the velocity holds the rates itself, the stored point w = θ + μ v does
not depend on the rate, and the rewriting is exact for every schedule. In PyTorch's form, with the rate outside, it
is so only for a constant η. For μ = 0 plain gradient descent is left, and from rest the first step is (1 + μ) times
as long as plain gradient descent's.
"""
SOURCE = "Keras 3.15.1, optimizers/sgd.py, SGD.update_step; MXNet 1.9.1, src/operator/optimizer_op-inl.h, NAGMomKernel"
COVERS = ("18c",)
REVIEWED = "2026-11-22 fixed"


def nesterov_keras(w, v, grads, lrs, mu):
    """The parameters after every step, and the last velocity.

    w: (D,) parameters (the look-ahead point) before the first step
    v: (D,) velocity before the first step
    grads: (T, D) gradient at w in every step
    lrs: (T,) learning rate of every step
    mu: momentum, between 0 and 1
    returns ws: (T, D), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        v = mu * v - lr * g
        w = w + mu * v - lr * g
        ws.append(w)
    return np.array(ws), v


def _case(rng, size, lrs, mu, moving=False):
    v = 0.1 * rng.normal(size=size) if moving else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    return {"w": rng.normal(size=size), "v": v, "grads": grads, "lrs": np.array(lrs), "mu": mu}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 11)))
    yield "one step, one parameter", _case(rng, 1, [0.1], 0.9, moving=True)
    yield "from rest, constant learning rate", _case(rng, a, [0.1, 0.1, 0.1], 0.9)
    yield "learning rate drops", _case(rng, b, [0.1, 0.1, 0.01, 0.01], 0.9)
    yield "resumed with a velocity", _case(rng, c, rng.uniform(0.01, 0.3, size=d), 0.8, moving=True)
    rolling = _case(rng, e, rng.uniform(0.05, 0.2, size=f), 0.95)
    rolling["grads"][1:] = 0.0
    yield "no gradient after the first step", rolling
    yield "no momentum", _case(rng, d, 0.2 * np.arange(1, e + 1) / e, 0.0, moving=True)
    yield "as many steps as parameters", _case(rng, b, rng.uniform(0.05, 0.2, size=b), 0.7)
    yield "many parameters", _case(rng, 30 + a, 0.1 * 0.8 ** np.arange(12), float(rng.uniform(0.6, 0.99)))
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], 0.5))


def naive(w, v, grads, lrs, mu):
    """Walks with θ, as the method is stated, and gives θ + μ v after each step."""
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        theta, speed = w[j] - mu * v[j], v[j]
        for t in range(steps):
            speed = mu * speed - lrs[t] * grads[t, j]
            theta += speed
            ws[t, j] = theta + mu * speed
        last[j] = speed
    return ws, last


def _walk(step, w, v, grads, lrs):
    """Runs step(v, g, lr), which gives the new velocity and what is added to w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        v, move = step(v, g, lr)
        w = w + move
        ws.append(w)
    return np.array(ws), v


def mistake_heavy_ball(w, v, grads, lrs, mu):
    """You moved w by v, or by μ v − lr g with the velocity from before the step, which is the same: ordinary momentum.
    To stay on the look-ahead point, μ must multiply the velocity that already holds g.
    """

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, v

    return _walk(step, w, v, grads, lrs)


def mistake_lr_outside_velocity(w, v, grads, lrs, mu):
    """You kept the learning rate out of the velocity and multiplied the whole move by it, as PyTorch does. Here each
    gradient gets its own step's rate when it enters the velocity.
    """

    def step(v, g, lr):
        v = mu * v - g
        return v, lr * (mu * v - g)

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_counted_twice(w, v, grads, lrs, mu):
    """You moved by (1 + μ) times the new velocity. When θ is replaced by w − μ v, the old velocity has to be taken off
    again, and what remains beside μ v is the gradient step alone.
    """

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, (1 + mu) * v

    return _walk(step, w, v, grads, lrs)


def mistake_gradient_left_out(w, v, grads, lrs, mu):
    """You moved by μ v only. That is the shift to the look-ahead point; the gradient step itself is missing."""

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, mu * v

    return _walk(step, w, v, grads, lrs)


def mistake_shift_reversed(w, v, grads, lrs, mu):
    """You moved against the velocity, by −μ v − lr g. The velocity points downhill already: the look-ahead point lies
    where it leads, so μ v is added.
    """

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, -mu * v - lr * g

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_uphill(w, v, grads, lrs, mu):
    """Your velocity has the other sign: v = μ v + lr g, subtracted. Here it holds the minus and is added, so a velocity
    that is given counts with the right sign.
    """

    def step(v, g, lr):
        v = mu * v + lr * g
        return v, -(mu * v + lr * g)

    return _walk(step, w, v, grads, lrs)


def mistake_theta_returned(w, v, grads, lrs, mu):
    """Your rows are θ, the points behind the look-ahead. The framework stores w = θ + μ v: add μ times the new
    velocity.
    """
    ws, last = nesterov_keras(w, v, grads, lrs, mu)
    rows = []
    for row, g, lr in zip(ws, grads, lrs, strict=True):
        v = mu * v - lr * g
        rows.append(row - mu * v)
    return np.array(rows), last


def mistake_first_learning_rate(w, v, grads, lrs, mu):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return nesterov_keras(w, v, grads, np.full_like(lrs, lrs[0]), mu)
