"""Nesterov momentum, in the form of the frameworks

Nesterov's method takes the gradient at a look-ahead point. With a learning rate η that stays
outside the velocity, one step of it is

    v ← μ v + ∇f(θ − η μ v)
    θ ← θ − η v

A framework knows the gradient only where its parameters are. So it does not store θ; it stores the
look-ahead point itself, `w = θ − η μ v`, and is given `g = ∇f(w)`.

Rewrite the step so that only `w`, `v` and `g` occur in it, and then carry out T of them. Derive it
for a constant η; then step t uses `lrs[t]` in its place and `grads[t]` as g (this is
`torch.optim.SGD` with `nesterov=True`).

Return `ws`, of shape (T, D), the parameters w after every step, and `v`, the velocity after the
last step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.nag"
LEVEL = 3
MINUTES = 9
RETURNS = ("ws", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "The first line needs no work: the argument of ∇f is w, so it is the velocity of the heavy ball.",
    "Write the new w as (new θ) − η μ (new v), and put θ = w + η μ (old v) into it.",
    "Use μ (old v) = (new v) − g: the old velocity drops out. What is left is w − η (g + something times the new v).",
)
SOLUTION = """
Write θ, v for the old and θ′, v′ for the new state, and w = θ − η μ v for the look-ahead point.

The first line of the method evaluates ∇f just at w, so with g = ∇f(w) it is the heavy ball's

    v′ = μ v + g

The second is θ′ = θ − η v′. The new look-ahead point is w′ = θ′ − η μ v′. Put in θ = w + η μ v:

    w′ = w + η μ v − η v′ − η μ v′

By the first line μ v = v′ − g, so η μ v − η v′ = −η g, and the old velocity is gone:

    w′ = w − η (g + μ v′)

The step is this gradient plus μ times the velocity that already holds it. For a learning rate that changes,
frameworks use this last line with η = lrs[t]; the substitution above was for a constant η, so then it is a
definition, not a consequence. With μ = 0 it is plain SGD.
"""
SOURCE = "PyTorch, torch/optim/sgd.py, docstring of class SGD: algorithm with nesterov=True"
COVERS = ("18c",)
REVIEWED = "2026-11-22 agreed"


def nesterov(w, v, grads, lrs, mu):
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
        v = mu * v + g
        w = w - lr * (g + mu * v)
        ws.append(w)
    return np.array(ws), v


def _case(rng, size, lrs, mu, moving=False):
    v = rng.normal(size=size) if moving else np.zeros(size)
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
    yield "many parameters", _case(rng, 30 + a, 0.1 * 0.8 ** np.arange(12), float(rng.uniform(0.6, 0.99)))
    yield "as many steps as parameters", _case(rng, b, rng.uniform(0.05, 0.2, size=b), 0.7)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], 0.5))


def naive(w, v, grads, lrs, mu):
    """Goes through θ in every step: from w to θ, one classical step, and back to w."""
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at, speed = w[j], v[j]
        for t in range(steps):
            theta = at + lrs[t] * mu * speed
            speed = mu * speed + grads[t, j]
            theta -= lrs[t] * speed
            at = theta - lrs[t] * mu * speed
            ws[t, j] = at
        last[j] = speed
    return ws, last


def _walk(step, w, v, grads, lrs):
    """Runs step(v, g, lr), which gives the new velocity and what is subtracted from w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        v, move = step(v, g, lr)
        w = w - move
        ws.append(w)
    return np.array(ws), v


def mistake_heavy_ball(w, v, grads, lrs, mu):
    """You moved w by lr v, or by lr (g + μ v) with the velocity from before the step, which is the same:
    ordinary momentum. To stay on the look-ahead point, μ must multiply the velocity that already holds g.
    """

    def step(v, g, lr):
        v = mu * v + g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_lr_inside_velocity(w, v, grads, lrs, mu):
    """You put the learning rate into the velocity, v = μ v + lr g, as Keras and MXNet do. Here it stays outside;
    the two agree only while the learning rate is constant.
    """

    def step(v, g, lr):
        v = mu * v + lr * g
        return v, lr * g + mu * v

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_counted_twice(w, v, grads, lrs, mu):
    """You moved by (1 + μ) times the new velocity. When θ is replaced by w + lr μ v, the old velocity has to be
    taken off again, and what remains beside μ v is g alone.
    """

    def step(v, g, lr):
        v = mu * v + g
        return v, lr * (1 + mu) * v

    return _walk(step, w, v, grads, lrs)


def mistake_gradient_left_out(w, v, grads, lrs, mu):
    """You moved by μ v only. That is the shift to the look-ahead point; the gradient step itself is missing."""

    def step(v, g, lr):
        v = mu * v + g
        return v, lr * mu * v

    return _walk(step, w, v, grads, lrs)


def mistake_averaged_gradient(w, v, grads, lrs, mu):
    """You took an average, v = μ v + (1 − μ) g. Here the velocity is a sum: the new gradient enters with weight 1."""

    def step(v, g, lr):
        v = mu * v + (1 - mu) * g
        return v, lr * (g + mu * v)

    return _walk(step, w, v, grads, lrs)


def mistake_shift_reversed(w, v, grads, lrs, mu):
    """You moved by g − μ v. The look-ahead point lies where the velocity is about to carry the parameters,
    so both terms are subtracted from w.
    """

    def step(v, g, lr):
        v = mu * v + g
        return v, lr * (g - mu * v)

    return _walk(step, w, v, grads, lrs)


def mistake_first_learning_rate(w, v, grads, lrs, mu):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return nesterov(w, v, grads, np.full_like(lrs, lrs[0]), mu)
