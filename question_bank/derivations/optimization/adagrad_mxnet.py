"""AdaGrad with ε inside the root, as in MXNet 1.9.1

The state `s` is the running **sum** of the squared gradients of each coordinate; the `s` you are given covers the
steps before these. In each step it is first brought up to date with that step's gradient.

In step t each coordinate moves downhill by `lrs[t]` times its gradient, divided by the root of (its sum + ε): here
ε stands **inside** the root. So do MXNet 1.9.1 (`optimizer.AdaGrad`) and Keras 3; PyTorch, and MXNet from 2.0 on,
have it outside. ε does not become part of the state. There is no weight decay.

Return `ws`, of shape (T, D), the parameters after every step, and `s`, the sum after the last step. Leave the
arguments as they are.
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
    "Only the denominator differs from PyTorch's AdaGrad, and the state does not differ at all.",
    "First bring s up to date with this step's gradient; then add eps, then take the root.",
    "For each step: add the elementwise square of g to s, then subtract lrs[t] g / root(s + eps) from w.",
)
SOLUTION = """
The state is as in every AdaGrad: the sum of all squared gradients of the coordinate, the current one included,

    s[t] = s[t−1] + grads[t]²        (elementwise)

and the step divides by its root, with ε added before the root is taken:

    w[t] = w[t−1] − lrs[t] · grads[t] / √(s[t] + ε)

The sum that is carried on stays free of ε; else one ε would be added per step.

What is the difference worth? For s = 0 the denominator is √ε here, but ε where it stands outside: 0.1 against 0.01
for ε = 1e-2. An ε inside acts like √ε outside, so the same number damps small gradients much more. For large s both
vanish beside √s. With g = 0.5, lr = 0.1, ε = 1e-2 and w = 1 the first step gives 0.9019420 here and 0.9019608 in
PyTorch. Constants do not carry over between frameworks.
"""
SOURCE = "MXNet 1.9.1, python/mxnet/optimizer/optimizer.py, AdaGrad.update; Keras 3.15.1, optimizers/adagrad.py"
COVERS = ("18d",)
REVIEWED = "2026-11-22 agreed"


def adagrad_mxnet(w, s, grads, lrs, eps):
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
        w = w - lr * g / np.sqrt(s + eps)
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
    yield "resumed after other steps", _case(rng, b, rng.uniform(0.01, 0.3, size=c), resumed=True)
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e))
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d))
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), resumed=True)
    yield "many parameters", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), resumed=True)
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
            at -= lrs[t] * (last[j] + eps) ** -0.5 * grads[t, j]
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


def mistake_eps_outside_root(w, s, grads, lrs, eps):
    """You divided by √s + ε, the convention of PyTorch. Here ε is added to the sum before the root is taken."""

    def step(s, g):
        s = s + g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_eps_added_to_the_state(w, s, grads, lrs, eps):
    """You kept ε in s, so that one more ε is added in every step. Add it for the division only."""

    def step(s, g):
        s = s + g**2 + eps
        return s, g / np.sqrt(s)

    return _walk(step, w, s, grads, lrs)


def mistake_eps_squared(w, s, grads, lrs, eps):
    """You added ε² under the root. It is ε itself, and so it acts like √ε, not like ε."""

    def step(s, g):
        s = s + g**2
        return s, g / np.sqrt(s + eps**2)

    return _walk(step, w, s, grads, lrs)


def mistake_no_root(w, s, grads, lrs, eps):
    """You divided by s + ε. Take the root of it: only then does the scale of the gradients cancel out of the step."""

    def step(s, g):
        s = s + g**2
        return s, g / (s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_sum_updated_too_late(w, s, grads, lrs, eps):
    """You divided by the sum from before the step. It must include the current gradient."""

    def step(s, g):
        return s + g**2, g / np.sqrt(s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_fading_average(w, s, grads, lrs, eps):
    """You let the old squares fade, 0.9 s + 0.1 g²: that is RMSprop. AdaGrad's sum forgets nothing."""

    def step(s, g):
        s = 0.9 * s + 0.1 * g**2
        return s, g / np.sqrt(s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_eps_left_out(w, s, grads, lrs, eps):
    """You left ε out. It stands under the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return adagrad_mxnet(w, s, grads, lrs, 0.0)


def mistake_gradient_not_squared(w, s, grads, lrs, eps):
    """You added up the gradients in s, not their squares. s measures how large they are, whatever their sign: the root
    of a negative sum is not a number.
    """

    def step(s, g):
        s = s + g
        with np.errstate(invalid="ignore"):
            return s, g / np.sqrt(s + eps)

    return _walk(step, w, s, grads, lrs)
