"""Mini-batch SGD, several steps

In step t you are given the gradients of the *single* examples of that step's mini-batch,
`grads[t, i]` = ∂ℓᵢ/∂w, and that step's learning rate `lrs[t]`. The loss of a mini-batch is the
**mean** of the losses of its examples.

Start at `w`, take the T steps one after the other, and return `ws`, of shape (T, D), whose row t
holds the parameters *after* step t. There is no momentum and no weight decay.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.sgd"
LEVEL = 1
MINUTES = 4
RETURNS = ("ws",)
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "First make one gradient, of shape (D,), out of the B gradients of the step's examples.",
    "The gradient points uphill; each step begins where the last one ended and uses its own lrs[t].",
    "For each t: average grads[t] over its first axis, subtract lrs[t] times that from w, and keep a row of its own.",
)
SOLUTION = """
The loss of the mini-batch is L = (1/B) Σᵢ ℓᵢ, and the gradient of a mean is the mean of the gradients:

    g[t] = ∂L/∂w = (1/B) Σᵢ grads[t, i]

Only the axis of the examples goes; every coordinate keeps its own entry. The gradient points to where L grows
fastest, so the step is taken against it, as long as this step's learning rate says:

    w[t] = w[t−1] − lrs[t] · g[t],    w[−1] = the w that was given

w[t−1] is what the step before left: the steps are chained. (As the gradients are given and do not depend on w, all
rows could be had at once as w minus a running sum of lrs[t] · g[t] over t; in real training they do depend on it.)
With a mean the size of the step does not grow with B; with a sum the learning rate would have to shrink with B.
"""
SOURCE = "Zhang et al., Dive into Deep Learning, chapter_optimization/minibatch-sgd.md"
COVERS = ("18a",)
REVIEWED = "2026-11-22 agreed"


def sgd(w, grads, lrs):
    """The parameters after every step of mini-batch SGD.

    w: (D,) parameters before the first step
    grads: (T, B, D) gradients of the B examples of every step's mini-batch
    lrs: (T,) learning rate of every step
    returns ws: (T, D)
    """
    ws = []
    for i, lr in enumerate(lrs):
        w = w - lr * grads[i].mean(axis=0)
        ws.append(w)
    return np.array(ws)


def _case(rng, steps, batch, size, lrs):
    return {"w": rng.normal(size=size), "grads": rng.normal(size=(steps, batch, size)), "lrs": np.array(lrs)}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one example, one parameter", _case(rng, 1, 1, 1, [0.1])
    yield "three steps, learning rate drops", _case(rng, 3, a, b, [0.1, 0.1, 0.01])
    yield "one example a step", _case(rng, c, 1, d, rng.uniform(0.01, 0.3, size=c))
    yield "one parameter", _case(rng, e, f, 1, rng.uniform(0.01, 0.3, size=e))
    yield "warm-up", _case(rng, a, c, e, 0.2 * np.arange(1, a + 1) / a)
    yield "batch larger than everything", _case(rng, b, 20 + d, f, 0.5 / np.arange(1, b + 1))
    yield "many parameters", _case(rng, 12, a, 30 + b, 0.1 * 0.8 ** np.arange(12))
    yield "as many steps, examples and parameters", _case(rng, d, d, d, rng.uniform(0.01, 0.3, size=d))
    yield "two examples, two parameters, in float32", _single(_case(rng, 3, 2, 2, [0.1, 0.1, 0.01]))


def large(rng):
    return _case(rng, 20, 200, 50, np.full(20, 0.01))


def naive(w, grads, lrs):
    steps, batch, size = grads.shape
    ws = np.zeros((steps, size))
    for j in range(size):
        at = w[j]
        for t in range(steps):
            total = 0.0
            for i in range(batch):
                total += grads[t, i, j]
            at -= lrs[t] * total / batch
            ws[t, j] = at
    return ws


def mistake_batch_summed(w, grads, lrs):
    """You added up the gradients of the mini-batch. Its loss is the mean over the examples, so divide by B;
    otherwise the step grows with the batch size.
    """
    return sgd(w, grads * grads.shape[1], lrs)


def mistake_uphill(w, grads, lrs):
    """You added the gradient. It points to where the loss grows, so subtract it to go downhill."""
    return sgd(w, -grads, lrs)


def mistake_first_learning_rate(w, grads, lrs):
    """You used the first learning rate in every step. Step t has its own, lrs[t]: that is what a schedule is."""
    return sgd(w, grads, np.full_like(lrs, lrs[0]))


def mistake_every_step_from_the_start(w, grads, lrs):
    """You started every row again from the initial w. A step starts where the step before it ended: carry w along."""
    return w - lrs[:, None] * grads.mean(axis=1)


def mistake_stored_before_the_step(w, grads, lrs):
    """You stored w before each step, so that your first row is the w that was given. Row t is asked after step t."""
    return np.concatenate([w[None], sgd(w, grads, lrs)[:-1]])


def mistake_same_array_in_every_row(w, grads, lrs):
    """All your rows are the last one: you changed w in place and stored the same array T times.
    Write w = w - ..., or store a copy.
    """
    ws = sgd(w, grads, lrs)
    return np.repeat(ws[-1:], len(ws), axis=0)
