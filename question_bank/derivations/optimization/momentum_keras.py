"""SGD with momentum, the learning rate inside the velocity

The convention of Keras and of MXNet 1.9.1 (`optimizer.SGD`): the velocity `v` **is the last move** of the
parameters, so it is added to them, and it already holds the learning rates. The move of step t is μ times the move
of the step before, plus a plain gradient-descent step downhill with `lrs[t]` and `grads[t]`.

A gradient therefore keeps the learning rate that was in force when it came, also when the rate changes later. (In
`torch.optim.SGD` it is otherwise; as long as the rate is constant both give the same parameters.)

The `v` you are given is the move made before these steps. Return `ws`, of shape (T, D), the parameters after every
step, and `v`, the last move. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.momentum"
LEVEL = 2
MINUTES = 4
RETURNS = ("ws", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "How large is the move of the first step from rest? That is the velocity after it.",
    "First the velocity, then the parameters; here the learning rate occurs only in the first, with a minus.",
    "For each step: multiply v by μ, subtract lrs[t] times the gradient, and add the new v to w.",
)
SOLUTION = """
Read the statement as a sum over the past. The move of step t holds every gradient so far, each with its own rate:

    v[t] = − (lrs[t] grads[t] + μ lrs[t−1] grads[t−1] + μ² lrs[t−2] grads[t−2] + …)

Take μ out of all terms but the first; what is left is the move one step earlier:

    v[t] = μ v[t−1] − lrs[t] grads[t]        w[t] = w[t−1] + v[t]

The minus stands in the velocity, so that it points downhill and is added. The rate does not occur in the second
equation: it has been paid when the gradient came.

With the constant rate η, v is −η times PyTorch's velocity, and the parameters agree. When the rate falls by a
factor of ten, the old moves go on at their old size and fade only with μ, whereas in PyTorch the whole step shrinks
at once.
"""
SOURCE = "Keras 3.15.1, keras/src/optimizers/sgd.py, SGD.update_step; MXNet 1.9.1, optimizer/optimizer.py, class SGD"
COVERS = ("18b",)
REVIEWED = "2026-11-22 agreed"


def momentum_keras(w, v, grads, lrs, mu):
    """The parameters after every step, and the last move.

    w: (D,) parameters before the first step
    v: (D,) velocity, the move made before the first step
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    mu: momentum, between 0 and 1
    returns ws: (T, D), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        v = mu * v - lr * g
        w = w + v
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
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at = w[j]
        for t in range(steps):
            last[j] = mu ** (t + 1) * v[j]
            for k in range(t + 1):
                last[j] -= mu ** (t - k) * lrs[k] * grads[k, j]
            at += last[j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, v, grads, lrs):
    """Runs step(v, g, lr), which gives the new velocity and what is added to w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        v, move = step(v, g, lr)
        w = w + move
        ws.append(w)
    return np.array(ws), v


def mistake_lr_outside_velocity(w, v, grads, lrs, mu):
    """You kept the learning rate out of the velocity and multiplied the whole of it in the move: PyTorch's convention.
    Here each gradient is multiplied by its own step's rate when it enters the velocity.
    """

    def step(v, g, lr):
        v = mu * v - g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_pytorch(w, v, grads, lrs, mu):
    """You used v = μ v + g and w = w − lr v, as in PyTorch. Here the velocity is the move itself: it holds the
    learning rate and the minus, and is added to w.
    """

    def step(v, g, lr):
        v = mu * v + g
        return v, -lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_uphill(w, v, grads, lrs, mu):
    """Your velocity is minus the move: v = μ v + lr g, subtracted. The statement calls v the move itself, which is
    added; a velocity that is given then counts with the right sign.
    """

    def step(v, g, lr):
        v = mu * v + lr * g
        return v, -v

    return _walk(step, w, v, grads, lrs)


def mistake_averaged_gradient(w, v, grads, lrs, mu):
    """You took only 1 − μ of the new gradient. The velocity is a sum, not an average: the step −lr g enters whole."""

    def step(v, g, lr):
        v = mu * v - (1 - mu) * lr * g
        return v, v

    return _walk(step, w, v, grads, lrs)


def mistake_lr_twice(w, v, grads, lrs, mu):
    """You multiplied by the learning rate twice, in the velocity and again in the move. It stands in the velocity
    only.
    """

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_used_before_update(w, v, grads, lrs, mu):
    """You moved w by the old velocity and only then added the gradient to it, so that every gradient acts one step
    late. Update v first, then w.
    """

    def step(v, g, lr):
        return mu * v - lr * g, v

    return _walk(step, w, v, grads, lrs)


def mistake_momentum_on_the_gradient_too(w, v, grads, lrs, mu):
    """You multiplied the new gradient by μ as well, v = μ (v − lr g). Only the old move fades; the new one is whole."""

    def step(v, g, lr):
        v = mu * (v - lr * g)
        return v, v

    return _walk(step, w, v, grads, lrs)


def mistake_nesterov_step(w, v, grads, lrs, mu):
    """You moved w by μ v − lr g with the new velocity: that is Nesterov's step. The heavy ball moves by v itself."""

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, mu * v - lr * g

    return _walk(step, w, v, grads, lrs)


def mistake_first_learning_rate(w, v, grads, lrs, mu):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return momentum_keras(w, v, grads, np.full_like(lrs, lrs[0]), mu)
