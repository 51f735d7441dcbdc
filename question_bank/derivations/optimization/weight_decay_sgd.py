"""SGD with momentum and weight decay as an L2 penalty

The penalty λ/2 ‖w‖² is added to the loss of which `grads[t]` is the gradient, and SGD with momentum minimizes the
sum of both. The penalty's gradient is taken at the parameters as they stand before the step.

The momentum is that of `torch.optim.SGD` (`momentum=mu`, `weight_decay=wd`, dampening 0): the velocity `v` is a
fading **sum** of all gradients so far, the newest with weight 1, one that is k steps old with weight μᵏ; the
learning rate stays outside, the parameters move by `lrs[t]` times the velocity that already holds this step's
gradient, downhill. (MXNet and PyTorch couple the decay in this way; Keras' `weight_decay` is another thing.)

Return `ws`, of shape (T, D), the parameters after every step, and `v`, the velocity after the last step. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.momentum"
LEVEL = 2
MINUTES = 5
RETURNS = ("ws", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "What is the gradient of the penalty with respect to w? Mind the ½.",
    "The optimizer knows only one gradient, that of loss plus penalty; so the decay goes through the velocity as well.",
    "The gradient of a step is grads[t] + wd · w with the present w; put it where plain momentum has grads[t].",
)
SOLUTION = """
What is minimized is f(w) + λ/2 ‖w‖². The gradient of ‖w‖² = Σ wⱼ² is 2w, and the ½ takes the 2 away, so the
gradient of the whole is

    g[t] = grads[t] + λ w[t−1]

with w as it stands before the step. For the optimizer this is simply the gradient, so momentum works on all of it:

    v[t] = μ v[t−1] + g[t]        w[t] = w[t−1] − lrs[t] v[t]

Without momentum the step is w ← (1 − lr λ) w − lr · grads[t]: the weights shrink by a factor, whence the name. With
momentum the pull of earlier steps goes on in the velocity. Decoupled decay (Keras, AdamW) shrinks w beside the
velocity, by lr λ w and no more: for w = 1, gradients 0.5 and −0.25, lr = λ = 0.1 and μ = 0.9 the second step ends
at 0.9016 here, at 0.9106 decoupled. In Adam the difference is larger still, since coupled decay is divided by √v.
"""
SOURCE = "PyTorch, torch/optim/sgd.py, docstring of SGD; Loshchilov and Hutter, arXiv 1711.05101, Algorithm 1"
COVERS = ("16d",)
REVIEWED = "2026-11-22 fixed"


def weight_decay_sgd(w, v, grads, lrs, mu, wd):
    """The parameters after every step, and the last velocity.

    w: (D,) parameters before the first step
    v: (D,) velocity before the first step
    grads: (T, D) gradient of the loss without the penalty in every step
    lrs: (T,) learning rate of every step
    mu: momentum, between 0 and 1
    wd: λ, weight of the penalty
    returns ws: (T, D), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i] + wd * w
        v = mu * v + g
        w = w - lr * v
        ws.append(w)
    return np.array(ws), v


def _case(rng, size, lrs, mu, wd=0.1, moving=False):
    v = rng.normal(size=size) if moving else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    return {"w": rng.normal(size=size), "v": v, "grads": grads, "lrs": np.array(lrs), "mu": mu, "wd": wd}


def _single(case):
    """The same in float32, where the signs are such that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 3 * away + case["w"], "grads": away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 11)))
    yield "one step, one parameter", _case(rng, 1, [0.1], 0.9, moving=True)
    yield "from rest, constant learning rate", _case(rng, a, [0.1, 0.1, 0.1], 0.9)
    yield "learning rate drops", _case(rng, b, [0.1, 0.1, 0.01, 0.01], 0.9)
    yield "resumed with a velocity", _case(rng, c, rng.uniform(0.01, 0.3, size=d), 0.8, 0.5, moving=True)
    decaying = _case(rng, e, rng.uniform(0.05, 0.2, size=f), 0.95, 1.0)
    decaying["grads"][:] = 0.0
    yield "no gradient but the penalty's", decaying
    yield "no momentum", _case(rng, d, 0.2 * np.arange(1, e + 1) / e, 0.0, float(rng.uniform(0.1, 1)), moving=True)
    yield "no decay", _case(rng, c, rng.uniform(0.05, 0.2, size=a), 0.9, 0.0)
    yield "as many steps as parameters", _case(rng, b, rng.uniform(0.05, 0.2, size=b), 0.7)
    yield "many parameters", _case(rng, 30 + a, 0.1 * 0.8 ** np.arange(12), float(rng.uniform(0.6, 0.99)), 0.3)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], 0.5))


def naive(w, v, grads, lrs, mu, wd):
    steps, size = grads.shape
    ws, last = np.zeros((steps, size)), np.zeros(size)
    for j in range(size):
        at, seen = w[j], []
        for t in range(steps):
            seen.append(grads[t, j] + 2 * at * wd / 2)
            last[j] = mu ** (t + 1) * v[j]
            for k in range(t + 1):
                last[j] += mu ** (t - k) * seen[k]
            at -= lrs[t] * last[j]
            ws[t, j] = at
    return ws, last


def _walk(step, w, v, grads, lrs):
    """Runs step(w, v, g, lr), which gives the new parameters and velocity."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        w, v = step(w, v, g, lr)
        ws.append(w)
    return np.array(ws), v


def mistake_decoupled(w, v, grads, lrs, mu, wd):
    """You took lr λ w from the parameters beside the velocity: decoupled decay, as in Keras and AdamW. A penalty in
    the loss is part of the gradient, so it goes through the velocity.
    """

    def step(w, v, g, lr):
        v = mu * v + g
        return w - lr * v - lr * wd * w, v

    return _walk(step, w, v, grads, lrs)


def mistake_factor_two(w, v, grads, lrs, mu, wd):
    """Your penalty gradient is 2 λ w. The penalty is λ/2 ‖w‖²: the ½ is there to take the 2 away."""

    def step(w, v, g, lr):
        v = mu * v + g + 2 * wd * w
        return w - lr * v, v

    return _walk(step, w, v, grads, lrs)


def mistake_half_decay(w, v, grads, lrs, mu, wd):
    """Your penalty gradient is λ/2 w. Differentiating the square brings down a 2, which cancels the ½."""

    def step(w, v, g, lr):
        v = mu * v + g + wd / 2 * w
        return w - lr * v, v

    return _walk(step, w, v, grads, lrs)


def mistake_decay_grows_the_weights(w, v, grads, lrs, mu, wd):
    """You subtracted λ w from the gradient, so that the weights grow. The penalty's gradient is added to the
    loss's; the minus comes with the step.
    """

    def step(w, v, g, lr):
        v = mu * v + g - wd * w
        return w - lr * v, v

    return _walk(step, w, v, grads, lrs)


def mistake_no_decay(w, v, grads, lrs, mu, wd):
    """You left the penalty out: this is plain SGD with momentum."""

    def step(w, v, g, lr):
        v = mu * v + g
        return w - lr * v, v

    return _walk(step, w, v, grads, lrs)


def mistake_decay_of_the_first_parameters(w, v, grads, lrs, mu, wd):
    """You used the w that was given at the beginning in every step. The penalty pulls at the parameters as they
    stand.
    """
    start = w

    def step(w, v, g, lr):
        v = mu * v + g + wd * start
        return w - lr * v, v

    return _walk(step, w, v, grads, lrs)


def mistake_lr_inside_velocity(w, v, grads, lrs, mu, wd):
    """You put the learning rate into the velocity, as MXNet and Keras do. Here it stays outside."""

    def step(w, v, g, lr):
        v = mu * v + lr * (g + wd * w)
        return w - v, v

    return _walk(step, w, v, grads, lrs)


def mistake_first_learning_rate(w, v, grads, lrs, mu, wd):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return weight_decay_sgd(w, v, grads, np.full_like(lrs, lrs[0]), mu, wd)
