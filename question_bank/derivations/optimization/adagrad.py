"""AdaGrad

Every coordinate has a step size of its own, which shrinks with all the gradients that the
coordinate has had. The state `s` is the running **sum** of the squared gradients of each
coordinate (a sum, nothing fades); the `s` you are given covers the steps before these.

In step t each coordinate moves downhill by `lrs[t]` times its gradient, divided by
(the root of its sum of squares, `grads[t]` included) + ε. So ε stands **outside** the root, as in
`torch.optim.Adagrad`.

Return `ws`, of shape (T, D), the parameters after every step, and `s`, the sum after the last
step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adagrad"
LEVEL = 2
MINUTES = 5
RETURNS = ("ws", "s")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"s": ("not negative",)}
HINTS = (
    "Everything is done coordinate by coordinate: no norm of the whole gradient occurs.",
    "First bring s up to date with this step's gradient, then take its root.",
    "For each step: add the elementwise square of g to s, then subtract lrs[t] g / (root of s, plus eps) from w.",
)
SOLUTION = """
For each coordinate the state is the sum of the squares of all gradients it ever had:

    s[t] = s[t−1] + grads[t]²        (elementwise)

It is brought up to date before it is used, so the current gradient is part of its own denominator:

    w[t] = w[t−1] − lrs[t] · grads[t] / (√s[t] + ε)

The very first step from s = 0 is then about lr · sign(g), whatever the size of g: multiplying a coordinate's
gradients by c multiplies √s by c as well, and c cancels. A coordinate that is seldom active has a small sum and
keeps large steps; a busy one slows down like 1/√t. Since s never falls, a coordinate's rate
lr/√s only shrinks, which is what RMSprop and Adadelta repair. ε stands outside the root and only keeps 0/0 away;
inside the root (Keras, MXNet 1.x) it acts like √ε, a much larger number.
"""
SOURCE = "PyTorch, torch/optim/adagrad.py, docstring of class Adagrad: algorithm"
COVERS = ("18d",)
REVIEWED = "2026-11-22 fixed"


def adagrad(w, s, grads, lrs, eps):
    """The parameters after every step, and the last sum of squares.

    w: (D,) parameters before the first step
    s: (D,) sum of squared gradients before the first step, not negative
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    eps: ε, positive
    returns ws: (T, D), s: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        s = s + g**2
        w = w - lr * g / (np.sqrt(s) + eps)
        ws.append(w)
    return np.array(ws), s


def _case(rng, size, lrs, resumed=False):
    s = rng.uniform(0.01, 2.0, size=size) if resumed else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    return {"w": rng.normal(size=size), "s": s, "grads": grads, "lrs": np.array(lrs), "eps": 1e-2}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one parameter", _case(rng, 1, [0.1])
    yield "three steps, learning rate drops", _case(rng, a, [0.1, 0.1, 0.01])
    yield "resumed with a sum", _case(rng, b, rng.uniform(0.01, 0.3, size=c), resumed=True)
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e))
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d))
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "many parameters", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), resumed=True)
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), resumed=True)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01]))


def naive(w, s, grads, lrs, eps):
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at = w[j]
        for t in range(steps):
            last[j] = s[j]
            for k in range(t + 1):
                last[j] += grads[k, j] * grads[k, j]
            at -= lrs[t] / (last[j] ** 0.5 + eps) * grads[t, j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, s, grads, lrs):
    """Runs step(s, g), which gives the new state and what is to be multiplied by lr and subtracted from w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        s, move = step(s, g)
        w = w - lr * move
        ws.append(w)
    return np.array(ws), s


def mistake_eps_inside_root(w, s, grads, lrs, eps):
    """You divided by √(s + ε). That is a convention too (Keras, MXNet 1.x), but here ε is added after the root."""

    def step(s, g):
        s = s + g**2
        return s, g / np.sqrt(s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_no_root(w, s, grads, lrs, eps):
    """You divided by the sum of squares itself. Take its root: only then does the scale of the gradients cancel
    out of the step.
    """

    def step(s, g):
        s = s + g**2
        return s, g / (s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_sum_updated_too_late(w, s, grads, lrs, eps):
    """You divided by the sum from before the step. It must include the current gradient; otherwise the very first
    step is divided by ε alone and is huge.
    """

    def step(s, g):
        return s + g**2, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_one_rate_for_all(w, s, grads, lrs, eps):
    """You divided every coordinate by the same number, the norm over all of them. AdaGrad keeps one sum per
    coordinate, so that rare and frequent coordinates get different steps.
    """

    def step(s, g):
        s = s + g**2
        return s, g / (np.sqrt(np.sum(s)) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_only_the_last_square(w, s, grads, lrs, eps):
    """You used only the newest squared gradient, so that each step is about lr times the sign. Add the squares up
    over all steps: s is a state.
    """

    def step(s, g):
        s = g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_fading_average(w, s, grads, lrs, eps):
    """You let the old squares fade, 0.9 s + 0.1 g²: that is RMSprop. AdaGrad's sum forgets nothing, and so its
    steps only shrink.
    """

    def step(s, g):
        s = 0.9 * s + 0.1 * g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_eps_left_out(w, s, grads, lrs, eps):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return adagrad(w, s, grads, lrs, 0.0)


def mistake_gradient_not_squared(w, s, grads, lrs, eps):
    """You added up the gradients in s, not their squares. s measures how large they are, whatever their sign: the root
    of a negative sum is not a number.
    """

    def step(s, g):
        s = s + g
        with np.errstate(invalid="ignore"):
            return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)
