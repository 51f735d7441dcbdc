"""RMSprop

The state `s` is an exponentially fading **average** of the squared gradients of each coordinate:
in each step the old average counts with weight ρ, and the weights of old and new add up to 1.
The `s` you are given is the average before the first of these steps. It is used as it is: RMSprop
corrects no bias.

In step t each coordinate moves downhill by `lrs[t]` times its gradient, divided by
(the root of its average, `grads[t]` included) + ε. So ε stands **outside** the root, as in
`torch.optim.RMSprop`. There is no momentum, and the average is not centred.

Return `ws`, of shape (T, D), the parameters after every step, and `s`, the average after the last
step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.rmsprop"
LEVEL = 2
MINUTES = 5
RETURNS = ("ws", "s")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"s": ("not negative",)}
HINTS = (
    "It is AdaGrad with one change: the state is an average that forgets, not a sum.",
    "First bring s up to date with this step's squared gradient, then divide by its root plus eps.",
    "For each step: the new s is ρ times the old one plus (1 − ρ) times g², and w loses lrs[t] g / (√s + eps).",
)
SOLUTION = """
The state is a fading average of the squares, whose weights ρ and 1 − ρ add up to 1:

    s[t] = ρ s[t−1] + (1 − ρ) grads[t]²        (elementwise)

Unrolled, a square that is k steps old counts (1 − ρ) ρᵏ, so the average looks back about 1 / (1 − ρ) steps. That is
the one difference from AdaGrad, whose sum never forgets and whose steps only shrink. Its root is the root mean
square of the recent gradients, by which the current one is divided:

    w[t] = w[t−1] − lrs[t] · grads[t] / (√s[t] + ε)

Each coordinate thus moves by about lr, whatever the scale of its gradients. From s = 0 the first average is only (1
− ρ) g², so that the first step is 1/√(1 − ρ) times too long; Adam divides that bias away, RMSprop leaves it. ε is
outside the root here; inside it (TensorFlow, Keras, MXNet 1.x) it would act like √ε.
"""
SOURCE = "PyTorch, torch/optim/rmsprop.py, docstring of class RMSprop: algorithm, and the remark on epsilon"
COVERS = ("18f",)
REVIEWED = "2026-11-22 agreed"


def rmsprop(w, s, grads, lrs, rho, eps):
    """The parameters after every step, and the last average of squares.

    w: (D,) parameters before the first step
    s: (D,) average of squared gradients before the first step, not negative
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    rho: ρ, weight of the old average, between 0 and 1
    eps: ε, positive
    returns ws: (T, D), s: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        s = rho * s + (1 - rho) * g**2
        w = w - lr * g / (np.sqrt(s) + eps)
        ws.append(w)
    return np.array(ws), s


def _case(rng, size, lrs, rho, resumed=False):
    s = rng.uniform(0.01, 2.0, size=size) if resumed else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    return {"w": rng.normal(size=size), "s": s, "grads": grads, "lrs": np.array(lrs), "rho": rho, "eps": 1e-2}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one parameter", _case(rng, 1, [0.1], 0.9)
    yield "three steps, learning rate drops", _case(rng, a, [0.1, 0.1, 0.01], 0.9)
    yield "resumed with an average", _case(rng, b, rng.uniform(0.01, 0.3, size=c), 0.8, resumed=True)
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e), 0.99)
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a, 0.9)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d), float(rng.uniform(0.6, 0.95)))
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "many parameters", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), 0.95, resumed=True)
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), 0.7, resumed=True)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], 0.9))


def naive(w, s, grads, lrs, rho, eps):
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at = w[j]
        for t in range(steps):
            last[j] = rho ** (t + 1) * s[j]
            for k in range(t + 1):
                last[j] += (1 - rho) * rho ** (t - k) * grads[k, j] * grads[k, j]
            at -= lrs[t] / (last[j] ** 0.5 + eps) * grads[t, j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, s, grads, lrs):
    """Runs step(s, g, t), t = 1, 2, ..., which gives the new state and what lr times is subtracted from w."""
    ws = []
    for t, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=1):
        s, move = step(s, g, t)
        w = w - lr * move
        ws.append(w)
    return np.array(ws), s


def mistake_eps_inside_root(w, s, grads, lrs, rho, eps):
    """You divided by √(s + ε). That is a convention too (TensorFlow, Keras, MXNet 1.x), but here ε is added after
    the root.
    """

    def step(s, g, _t):
        s = rho * s + (1 - rho) * g**2
        return s, g / np.sqrt(s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_weights_exchanged(w, s, grads, lrs, rho, eps):
    """You gave ρ to the new square and 1 − ρ to the old average. ρ is what is kept of the past: it is close to 1."""

    def step(s, g, _t):
        s = (1 - rho) * s + rho * g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_new_square_not_weighted(w, s, grads, lrs, rho, eps):
    """You wrote s = ρ s + g², a fading sum as in momentum. For an average the weights add up to 1, so the new
    square takes 1 − ρ.
    """

    def step(s, g, _t):
        s = rho * s + g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_sum_instead_of_average(w, s, grads, lrs, rho, eps):
    """You added all squares up: that is AdaGrad, whose steps only shrink. RMSprop lets the old squares fade with ρ."""

    def step(s, g, _t):
        s = s + g**2
        return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_no_root(w, s, grads, lrs, rho, eps):
    """You divided by the average square itself. Take its root: RMS means root mean square."""

    def step(s, g, _t):
        s = rho * s + (1 - rho) * g**2
        return s, g / (s + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_bias_corrected(w, s, grads, lrs, rho, eps):
    """You divided s by 1 − ρᵗ, a habit from Adam. RMSprop uses the average as it is."""

    def step(s, g, t):
        s = rho * s + (1 - rho) * g**2
        return s, g / (np.sqrt(s / (1 - rho**t)) + eps)

    return _walk(step, w, s, grads, lrs)


def mistake_eps_left_out(w, s, grads, lrs, rho, eps):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return rmsprop(w, s, grads, lrs, rho, 0.0)


def mistake_average_updated_too_late(w, s, grads, lrs, rho, eps):
    """You divided by the average from before the step. The square of this gradient comes into it first."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        w = w - lr * g / (np.sqrt(s) + eps)
        s = rho * s + (1 - rho) * g**2
        ws.append(w)
    return np.array(ws), s


def mistake_gradient_not_squared(w, s, grads, lrs, rho, eps):
    """You averaged the gradients in s, not their squares. s measures how large they are, whatever their sign: the root
    of a negative average is not a number.
    """

    def step(s, g, _t):
        s = rho * s + (1 - rho) * g
        with np.errstate(invalid="ignore"):
            return s, g / (np.sqrt(s) + eps)

    return _walk(step, w, s, grads, lrs)
