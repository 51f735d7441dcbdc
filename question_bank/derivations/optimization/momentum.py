"""SGD with momentum (heavy ball)

The velocity `v` is a fading **sum** of all gradients so far: in step t the newest gradient
`grads[t]` has weight 1, one that is k steps old has weight μᵏ. (There is no factor
1 − μ; it is the convention of `torch.optim.SGD` with dampening 0.) The `v` you are given is that
sum as the step before these left it, when that step's gradient had weight 1.

The learning rate is **not** inside the velocity: in step t the parameters move by `lrs[t]` times
the velocity that already holds `grads[t]`, downhill.

Return `ws`, of shape (T, D), the parameters after every step, and `v`, the velocity after the last
step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.momentum"
LEVEL = 1
MINUTES = 4
RETURNS = ("ws", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "If every weight is one more power of μ each step, how does the new velocity follow from the old one?",
    "First the velocity, then the parameters; the learning rate occurs only in the second.",
    "For each step: multiply v by μ, add the whole gradient, and subtract lrs[t] times the new v from w.",
)
SOLUTION = """
After step t the velocity is to be the sum of all gradients with weights μᵏ by age:

    v[t] = grads[t] + μ grads[t−1] + μ² grads[t−2] + …

Take μ out of all terms but the first; what is left is the same sum one step earlier:

    v[t] = μ v[t−1] + grads[t]

So one state carries the whole past. The velocity is a sum of gradients, thus it points uphill; the learning rate
does not occur in it, and multiplies it only when the parameters move:

    w[t] = w[t−1] − lrs[t] v[t]

With a steady gradient g the sum tends to g / (1 − μ): ten times g for μ = 0.9. If the learning rate drops, the next
step drops with it at once. Where the rate is inside the velocity (Keras, MXNet), the old rate would live on in v;
both forms agree while it is constant.
"""
SOURCE = "PyTorch, torch/optim/sgd.py, docstring of class SGD: algorithm, and the note on momentum conventions"
COVERS = ("18b",)
REVIEWED = "2026-11-22 agreed"


def momentum(w, v, grads, lrs, mu):
    """The parameters after every step, and the last velocity.

    w: (D,) parameters before the first step
    v: (D,) velocity before the first step
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    mu: momentum, between 0 and 1
    returns ws: (T, D), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        v = mu * v + g
        w = w - lr * v
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
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at = w[j]
        for t in range(steps):
            last[j] = mu ** (t + 1) * v[j]
            for k in range(t + 1):
                last[j] += mu ** (t - k) * grads[k, j]
            at -= lrs[t] * last[j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, v, grads, lrs):
    """Runs step(v, g, lr), which gives the new velocity and what is subtracted from w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        v, move = step(v, g, lr)
        w = w - move
        ws.append(w)
    return np.array(ws), v


def mistake_lr_inside_velocity(w, v, grads, lrs, mu):
    """You put the learning rate into the velocity, v = μ v + lr g, as Keras and MXNet do. Here it stays outside;
    the two agree only while the learning rate is constant.
    """

    def step(v, g, lr):
        v = mu * v + lr * g
        return v, v

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_downhill(w, v, grads, lrs, mu):
    """You used v = μ v − lr g and added v to w, as Keras does. Here the velocity is a sum of gradients: it points
    uphill, holds no learning rate, and lr times it is subtracted.
    """

    def step(v, g, lr):
        v = mu * v - lr * g
        return v, -v

    return _walk(step, w, v, grads, lrs)


def mistake_averaged_gradient(w, v, grads, lrs, mu):
    """You took an average, v = μ v + (1 − μ) g. Here the velocity is a sum: the new gradient enters with weight 1,
    so that steady gradients are amplified up to 1 / (1 − μ) times.
    """

    def step(v, g, lr):
        v = mu * v + (1 - mu) * g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_weights_exchanged(w, v, grads, lrs, mu):
    """You gave μ to the new gradient and 1 − μ to the old velocity. Momentum μ is what the velocity keeps,
    and the new gradient enters whole.
    """

    def step(v, g, lr):
        v = (1 - mu) * v + mu * g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_used_before_update(w, v, grads, lrs, mu):
    """You moved w with the old velocity and only then added the gradient to it, so that every gradient acts
    one step late. Update v first, then w.
    """

    def step(v, g, lr):
        return mu * v + g, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_nesterov_step(w, v, grads, lrs, mu):
    """You moved w by lr (g + μ v): that is Nesterov's step. The heavy ball moves by lr times v itself."""

    def step(v, g, lr):
        v = mu * v + g
        return v, lr * (g + mu * v)

    return _walk(step, w, v, grads, lrs)


def mistake_velocity_not_carried(w, v, grads, lrs, mu):
    """You started each step from the velocity given at the beginning, so nothing builds up.
    The velocity is a state: what one step leaves is what the next one starts from.
    """
    start = v

    def step(v, g, lr):
        v = mu * start + g
        return v, lr * v

    return _walk(step, w, v, grads, lrs)


def mistake_first_learning_rate(w, v, grads, lrs, mu):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return momentum(w, v, grads, np.full_like(lrs, lrs[0]), mu)
