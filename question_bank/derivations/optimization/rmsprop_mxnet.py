"""RMSprop with ε inside the root, as in MXNet 1.9.1

The state `n` is an exponentially fading **average** of the squared gradients of each coordinate: in each step the
old average counts with weight ρ (MXNet calls it `gamma1`), and the weights of old and new add up to 1. The `n` you
are given is the average before the first of these steps. No bias is corrected.

In step t each coordinate moves downhill by `lrs[t]` times its gradient, divided by the root of (its average,
`grads[t]` included, + ε): here ε stands **inside** the root. So do MXNet 1.9.1 (`optimizer.RMSProp`), Keras 3 and
TensorFlow; PyTorch, and MXNet from 2.0 on, have it outside. There is no momentum, and the average is not centred.

Return `ws`, of shape (T, D), the parameters after every step, and `n`, the average after the last step. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.rmsprop"
LEVEL = 2
MINUTES = 5
RETURNS = ("ws", "n")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"n": ("not negative",)}
HINTS = (
    "Only the denominator differs from PyTorch's RMSprop; the state is the same average.",
    "First bring n up to date with this step's squared gradient; then add eps, then take the root.",
    "For each step: the new n is ρ times the old one plus (1 − ρ) times g², and w loses lrs[t] g / root(n + eps).",
)
SOLUTION = """
The state is the fading average of the squares, with weights that add up to 1:

    n[t] = ρ n[t−1] + (1 − ρ) grads[t]²        (elementwise)

The root is taken of the average with ε added to it, and ε stays out of the state:

    w[t] = w[t−1] − lrs[t] · grads[t] / √(n[t] + ε)

Two things follow. The smallest denominator is √ε, not ε: 0.1 against 0.01 for ε = 1e-2. And since n starts at 0,
the first average is only (1 − ρ) g², so that ε weighs more in the first steps than later, more still than it does
in AdaGrad.

With g = 0.5, lr = 0.1, ρ = 0.9, ε = 1e-2 and w = 1, the first step gives 0.7327387 here and 0.7025826 in PyTorch's
convention: a tenth of the step, from the place of ε alone. At the usual ε = 1e-8 one sees nothing, unless the
gradients are tiny.
"""
SOURCE = "MXNet 1.9.1, src/operator/optimizer_op-inl.h, RMSPropUpdate; Keras 3.15.1, optimizers/rmsprop.py, update_step"
COVERS = ("18f",)
REVIEWED = "2026-11-22 agreed"


def rmsprop_mxnet(w, n, grads, lrs, rho, eps):
    """The parameters after every step, and the last average of squares.

    w: (D,) parameters before the first step
    n: (D,) average of squared gradients before the first step, not negative
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    rho: ρ, weight of the old average, between 0 and 1
    eps: ε, positive
    returns ws: (T, D), n: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        n = rho * n + (1 - rho) * g**2
        w = w - lr * g / np.sqrt(n + eps)
        ws.append(w)
    return np.array(ws), n


def _case(rng, size, lrs, resumed=False):
    n = rng.uniform(0.01, 2.0, size=size) if resumed else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    rho = float(rng.choice([0.7, 0.8, 0.9, 0.95]))
    return {"w": rng.normal(size=size), "n": n, "grads": grads, "lrs": np.array(lrs), "rho": rho, "eps": 1e-2}


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


def naive(w, n, grads, lrs, rho, eps):
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at = w[j]
        for t in range(steps):
            last[j] = rho ** (t + 1) * n[j]
            for k in range(t + 1):
                last[j] += (1 - rho) * rho ** (t - k) * grads[k, j] * grads[k, j]
            at -= lrs[t] * (last[j] + eps) ** -0.5 * grads[t, j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, n, grads, lrs):
    """Runs step(n, g, t), t = 1, 2, ..., which gives the new state and what lr times is subtracted from w."""
    ws = []
    for t, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=1):
        n, move = step(n, g, t)
        w = w - lr * move
        ws.append(w)
    return np.array(ws), n


def mistake_eps_outside_root(w, n, grads, lrs, rho, eps):
    """You divided by √n + ε, the convention of PyTorch and of MXNet 2.0. Here ε is added before the root is taken."""

    def step(n, g, _t):
        n = rho * n + (1 - rho) * g**2
        return n, g / (np.sqrt(n) + eps)

    return _walk(step, w, n, grads, lrs)


def mistake_eps_added_to_the_state(w, n, grads, lrs, rho, eps):
    """You kept ε in n, so that it comes in again with every step. Add it for the division only."""

    def step(n, g, _t):
        n = rho * n + (1 - rho) * g**2 + eps
        return n, g / np.sqrt(n)

    return _walk(step, w, n, grads, lrs)


def mistake_weights_exchanged(w, n, grads, lrs, rho, eps):
    """You gave ρ to the new square and 1 − ρ to the old average. ρ is what is kept of the past: it is close to 1."""

    def step(n, g, _t):
        n = (1 - rho) * n + rho * g**2
        return n, g / np.sqrt(n + eps)

    return _walk(step, w, n, grads, lrs)


def mistake_new_square_not_weighted(w, n, grads, lrs, rho, eps):
    """You wrote n = ρ n + g². For an average the weights add up to 1, so the new square takes 1 − ρ."""

    def step(n, g, _t):
        n = rho * n + g**2
        return n, g / np.sqrt(n + eps)

    return _walk(step, w, n, grads, lrs)


def mistake_no_root(w, n, grads, lrs, rho, eps):
    """You divided by n + ε. Take the root of it: RMS means root mean square."""

    def step(n, g, _t):
        n = rho * n + (1 - rho) * g**2
        return n, g / (n + eps)

    return _walk(step, w, n, grads, lrs)


def mistake_bias_corrected(w, n, grads, lrs, rho, eps):
    """You divided n by 1 − ρᵗ, a habit from Adam. RMSprop uses the average as it is."""

    def step(n, g, t):
        n = rho * n + (1 - rho) * g**2
        return n, g / np.sqrt(n / (1 - rho**t) + eps)

    return _walk(step, w, n, grads, lrs)


def mistake_eps_left_out(w, n, grads, lrs, rho, eps):
    """You left ε out. It stands under the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return rmsprop_mxnet(w, n, grads, lrs, rho, 0.0)


def mistake_average_updated_too_late(w, n, grads, lrs, rho, eps):
    """You divided by the average from before the step. The square of this gradient comes into it first."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        w = w - lr * g / np.sqrt(n + eps)
        n = rho * n + (1 - rho) * g**2
        ws.append(w)
    return np.array(ws), n


def mistake_gradient_not_squared(w, n, grads, lrs, rho, eps):
    """You averaged the gradients in n, not their squares. n measures how large they are, whatever their sign: the root
    of a negative average is not a number.
    """

    def step(n, g, _t):
        n = rho * n + (1 - rho) * g
        with np.errstate(invalid="ignore"):
            return n, g / np.sqrt(n + eps)

    return _walk(step, w, n, grads, lrs)
