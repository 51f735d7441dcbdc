"""Training steps, from batch to update

A network with one hidden layer is trained by plain stochastic gradient descent, one step for each of T
batches. For a batch `x` (N, D) with targets `y` (N,), and the parameters as they are before the step,

    h = tanh(x w1 + b1)        s = h w2 + b2        L = 1/N Σ_n (s[n] − y[n])²

* `w1`: (D, H), `b1`: (H,), `w2`: (H,), `b2`: a number
* `xs`: (T, N, D) and `ys`: (T, N), the batches in the order in which they are used
* `lr`: the learning rate, a positive number, the same in every step

In each step compute L, then the gradients of that L by all four parameters at the same point, then move every
parameter by −lr times its gradient. There is no momentum and no weight decay.

Return `(losses, w1, b1, w2, b2)`: the loss of each batch **before** its update, of shape (T,), and the
parameters after the last step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.training"
LEVEL = 2
MINUTES = 12
RETURNS = ("losses", "w1", "b1", "w2", "b2")
TRAJECTORY = "losses"
RTOL = 1e-5
HINTS = (
    "One step is always: forward, loss, backward, update. What has to be forgotten between two steps?",
    "Start backwards with ds = 2 (s − y) / N, of shape (N,). dw2 and db2 follow at once; so does dh, with w2 as "
    "it was in the forward pass.",
    "dh[n, j] = ds[n] w2[j]; dz = dh (1 − h²); dw1 = xᵀ dz and db1 = dz summed over n. Only then change the "
    "parameters, all four.",
)
SOLUTION = """Forward: h, s and L from the current parameters. Backward, from the loss to the front; every
gradient has the shape of its variable:

    ds = 2 (s − y) / N                      (N,)
    dw2 = hᵀ ds        db2 = Σ_n ds[n]
    dh[n, j] = ds[n] · w2[j]                (N, H)
    dz = dh · (1 − h²)                      slope of tanh at its own output
    dw1 = xᵀ dz        db1 = Σ_n dz[n]

Update: p ← p − lr · dp for all four, and only when all gradients are known. If w2 is changed before dh is
computed, the first layer gets the gradient of a network that never made this prediction.

The next step starts from the new parameters, with the next batch and with fresh gradients. In a framework
that adds gradients up, this is what zero_grad is for: without it step k moves along the sum of all k
gradients, which is momentum without decay. The loss belongs to the parameters that made the prediction, so it
is recorded before the update.
"""
SOURCE = (
    "Dive into Deep Learning, Linear Neural Networks for Regression, 'Linear Regression Implementation from "
    "Scratch', section Training; PyTorch, torch/optim/optimizer.py, Optimizer.zero_grad"
)
COVERS = ("15g", "27a", "27b")
REVIEWED = "2026-11-22 fixed"


def training_step(w1, b1, w2, b2, xs, ys, lr):
    """The losses of all steps, and the parameters after the last one.

    w1: (D, H) weights of the hidden layer
    b1: (H,) its biases
    w2: (H,) weights of the output
    b2: a number, its bias
    xs: (T, N, D) inputs of each batch
    ys: (T, N) targets of each batch
    lr: a positive number, the learning rate
    Returns losses (T,), w1 (D, H), b1 (H,), w2 (H,), b2 (a number).
    """
    losses = np.empty(len(xs))
    for t in range(len(xs)):
        x, y = xs[t], ys[t]
        h = np.tanh(x @ w1 + b1)
        error = h @ w2 + b2 - y
        losses[t] = np.mean(error**2)

        ds = 2 * error / len(y)
        dz = np.outer(ds, w2) * (1 - h**2)
        w1 = w1 - lr * (x.T @ dz)
        b1 = b1 - lr * dz.sum(axis=0)
        w2 = w2 - lr * (h.T @ ds)
        b2 = b2 - lr * ds.sum()
    return losses, w1, b1, w2, b2


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, t, n, d, h, lr=0.1):
    return {
        "w1": rng.normal(size=(d, h)),
        "b1": rng.uniform(0.2, 1.0, size=h),
        "w2": rng.normal(size=h),
        "b2": float(rng.uniform(0.2, 1.0)),
        "xs": rng.normal(size=(t, n, d)),
        "ys": rng.normal(size=(t, n)) + 2.0,
        "lr": lr,
    }


def inputs(rng):
    n, d, h, t = _sizes(rng, 4, 3, 7)
    yield "one step, two examples", _case(rng, 1, 2, 3, 2)
    yield "three steps, one example each", _case(rng, 3, 1, d, h)
    yield "three steps", _case(rng, 3, n, d, h, 0.2)
    yield "more steps, smaller ones", _case(rng, t, n, d, h, 0.02)
    yield "as many examples as hidden units", _case(rng, 2, h, d, h)
    yield "one input, one hidden unit", _case(rng, 2, n, 1, 1)
    case = _case(rng, t, n, h, d)
    case["xs"][:], case["ys"][:] = case["xs"][0], case["ys"][0]
    yield "the same batch again and again", case
    case = _case(rng, 2, n, d, h)
    case["w1"][:, 0], case["b1"][0] = 0.0, 1000.0
    yield "a saturated hidden unit", case
    case = _case(rng, 2, 3, 2, 3, 0.01)
    for k in ("xs", "ys", "w1", "b1", "w2"):
        case[k] = (rng.integers(1, 4, size=case[k].shape) / 4).astype(np.float32)
    case["ys"] += 8  # far above every prediction, and all else positive: no cancellation
    yield "float32 arrays", case


def naive(w1, b1, w2, b2, xs, ys, lr):
    steps, count, features = xs.shape
    hidden = len(w2)
    w1, b1, w2, b2 = w1.astype(float), b1.astype(float), w2.astype(float), float(b2)
    losses = np.zeros(steps)
    for t in range(steps):
        dw1, db1, dw2, db2 = np.zeros(w1.shape), np.zeros(hidden), np.zeros(hidden), 0.0
        for n in range(count):
            h = np.zeros(hidden)
            for j in range(hidden):
                z = b1[j]
                for i in range(features):
                    z += xs[t, n, i] * w1[i, j]
                h[j] = np.tanh(z)
            s = b2
            for j in range(hidden):
                s += h[j] * w2[j]
            losses[t] += (s - ys[t, n]) ** 2 / count
            ds = 2 * (s - ys[t, n]) / count
            db2 += ds
            for j in range(hidden):
                dw2[j] += ds * h[j]
                dz = ds * w2[j] * (1 - h[j] ** 2)
                db1[j] += dz
                for i in range(features):
                    dw1[i, j] += dz * xs[t, n, i]
        w1, b1, w2, b2 = w1 - lr * dw1, b1 - lr * db1, w2 - lr * dw2, b2 - lr * db2
    return losses, w1, b1, w2, b2


def _gradients(p, x, y):
    """Loss and gradients, in the order w1, b1, w2, b2."""
    w1, b1, w2, b2 = p
    h = np.tanh(x @ w1 + b1)
    error = h @ w2 + b2 - y
    ds = 2 * error / len(y)
    dz = np.outer(ds, w2) * (1 - h**2)
    return np.mean(error**2), (x.T @ dz, dz.sum(axis=0), h.T @ ds, ds.sum())


def _walk(p, xs, ys, lr, gradients=_gradients):
    """Training with other gradients."""
    losses = []
    for x, y in zip(xs, ys, strict=True):
        value, g = gradients(p, x, y)
        losses.append(value)
        p = tuple(a - lr * da for a, da in zip(p, g, strict=True))
    return np.array(losses), *p


def mistake_gradients_not_reset(w1, b1, w2, b2, xs, ys, lr):
    """Your gradients add up from step to step, as in a framework without zero_grad. Each step starts with fresh
    gradients, those of its own batch.
    """
    seen = (0.0, 0.0, 0.0, 0.0)

    def gradients(p, x, y):
        nonlocal seen
        value, g = _gradients(p, x, y)
        seen = tuple(a + b for a, b in zip(seen, g, strict=True))
        return value, seen

    return _walk((w1, b1, w2, b2), xs, ys, lr, gradients)


def mistake_updated_too_early(w1, b1, w2, b2, xs, ys, lr):
    """You changed w2 before you used it for the gradient of the hidden layer. All gradients belong to the parameters of
    the forward pass: compute all of them, then update.
    """

    def gradients(p, x, y):
        value, (_, _, dw2, db2) = _gradients(p, x, y)
        h = np.tanh(x @ p[0] + p[1])
        dz = np.outer(2 * (h @ p[2] + p[3] - y) / len(y), p[2] - lr * dw2) * (1 - h**2)
        return value, (x.T @ dz, dz.sum(axis=0), dw2, db2)

    return _walk((w1, b1, w2, b2), xs, ys, lr, gradients)


def mistake_loss_after_the_update(w1, b1, w2, b2, xs, ys, lr):
    """You measured the loss of each batch after its update. It belongs to the prediction that gave the
    gradients: before the update.
    """
    losses, p = [], (w1, b1, w2, b2)
    for x, y in zip(xs, ys, strict=True):
        _, g = _gradients(p, x, y)
        p = tuple(a - lr * da for a, da in zip(p, g, strict=True))
        losses.append(_gradients(p, x, y)[0])
    return np.array(losses), *p


def mistake_gradient_of_the_sum(w1, b1, w2, b2, xs, ys, lr):
    """Your gradients are N times too large: they are those of the summed error. L is a mean, so 1/N stays when you
    differentiate.
    """
    return _walk((w1, b1, w2, b2), xs, ys, lr, lambda p, x, y: _scaled(p, x, y, len(y)))


def mistake_two_forgotten(w1, b1, w2, b2, xs, ys, lr):
    """Your gradients are half as large as they should be: the derivative of a square brings down a 2, and L has no
    ½.
    """
    return _walk((w1, b1, w2, b2), xs, ys, lr, lambda p, x, y: _scaled(p, x, y, 0.5))


def mistake_uphill(w1, b1, w2, b2, xs, ys, lr):
    """You added the gradients. They point to where the loss grows; a step down subtracts them."""
    return _walk((w1, b1, w2, b2), xs, ys, lr, lambda p, x, y: _scaled(p, x, y, -1))


def mistake_all_gradients_at_the_start(w1, b1, w2, b2, xs, ys, lr):
    """You computed every batch's gradient at the parameters you were given. A step starts where the last one ended."""
    start = (w1, b1, w2, b2)
    return _walk(start, xs, ys, lr, lambda p, x, y: (_gradients(p, x, y)[0], _gradients(start, x, y)[1]))


def mistake_tanh_slope_forgotten(w1, b1, w2, b2, xs, ys, lr):
    """You went back through tanh as if it were the identity. Its slope is 1 − h²."""

    def gradients(p, x, y):
        value, (_, _, dw2, db2) = _gradients(p, x, y)
        dh = np.outer(2 * (np.tanh(x @ p[0] + p[1]) @ p[2] + p[3] - y) / len(y), p[2])
        return value, (x.T @ dh, dh.sum(axis=0), dw2, db2)

    return _walk((w1, b1, w2, b2), xs, ys, lr, gradients)


def _scaled(p, x, y, factor):
    value, g = _gradients(p, x, y)
    return value, tuple(factor * da for da in g)
