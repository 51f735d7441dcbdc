"""Huber loss, value and gradient

`pred` and `target` have shape (N, D), δ > 0 is a number. With the error e = pred − target, an element costs

    ½ e²              where |e| ≤ δ
    δ (|e| − ½ δ)     where |e| > δ

and the loss L is the **mean over all N·D elements**. (The smooth L1 loss of some libraries is this divided by δ; it
is not meant here.)

Return `(loss, dpred)`: L, and ∂L/∂pred, of shape (N, D). Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 1
MINUTES = 5
RETURNS = ("loss", "dpred")
GRADIENTS = {"dpred": "pred"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Draw it: a parabola in the middle, and two straight lines that continue it. What are their slopes?",
    "The slope is e inside and ±δ outside; at |e| = δ the two agree, so there is no kink.",
    "Both slopes are one expression: e cut to the range from −δ to δ, as np.clip does. Then think of the mean.",
)
SOLUTION = """
Differentiate the two pieces by e:

    |e| ≤ δ:  d/de ½e² = e        |e| > δ:  d/de δ(|e| − ½δ) = δ sign(e)

Both say the same: **e cut to the range [−δ, δ]**. Write c for it. As ∂e/∂pred = 1, and the loss is a mean of ND
elements,

    ∂L/∂pred = c/(ND)

At |e| = δ the values agree, ½δ² = δ(δ − ½δ), and so do the slopes: the constant −½δ² is there for just that.
Without it the loss would jump, although the gradient would be the same.

Even the value needs no distinction: c(e − ½c) is ½e² inside, and outside, where c = δ sign(e), it is δ|e| − ½δ².

So the Huber loss is the squared error with a clipped gradient: an outlier pulls with force δ, however far away it is.
For δ → ∞ it becomes half the squared error; for small δ it is about δ|e|, and fits the median.
"""
EQUIVALENT = {
    "cut = np.clip(error, -delta, delta) → cut = np.clip(-delta, error, delta)": "the middle one of the three, in whatever order",
}
SOURCE = (
    "PyTorch, torch/nn/modules/loss.py, docstring of HuberLoss; Huber 1964, Robust Estimation of a Location Parameter"
)
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def huber_loss(pred, target, delta):
    """Mean Huber loss over all elements, and its gradient.

    pred: (N, D) predictions
    target: (N, D) what was wanted
    delta: δ, where the parabola ends, positive
    returns loss: a number, dpred: (N, D)
    """
    error = pred - target
    cut = np.clip(error, -delta, delta)
    return np.mean(cut * (error - cut / 2)), cut / error.size


def _case(rng, n, d, delta=1.0):
    """Errors of both signs and both kinds, none near ±δ."""
    size = rng.permutation(np.arange(n * d) % 2).reshape(n, d)
    error = delta * np.where(size, rng.uniform(1.2, 4.0, (n, d)), rng.uniform(0.1, 0.8, (n, d)))
    target = rng.normal(size=(n, d))
    return {"pred": target + error * rng.choice([-1, 1], size=(n, d)), "target": target, "delta": delta}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "two examples of three numbers", _case(rng, 2, 3, 2.0)
    yield "one example", _case(rng, 1, a, 0.6)
    yield "one number per example", _case(rng, b, 1, 1.7)
    yield "delta 1", _case(rng, c, d)
    yield "a wide parabola", _case(rng, e, f, float(rng.uniform(4, 8)))
    yield "a narrow parabola", _case(rng, f, c, float(rng.uniform(0.1, 0.3)))
    small = _case(rng, d, e, 1.5)
    small["pred"] = small["target"] + rng.uniform(-1.3, 1.3, size=(d, e))
    yield "all errors within delta", small
    yield "as many examples as numbers", _case(rng, b, b, 0.4)
    outlier = _case(rng, e, d, 2.0)
    outlier["pred"][0, 0] += 1e4
    yield "one outlier", outlier
    exact = _case(rng, 4, 2, 2.0)
    exact["target"] = np.zeros((4, 2))
    exact["pred"] = np.array([[2.0, -2.0], [3.0, -3.0], [1.0, -1.0], [0.0, 60.0]])
    yield "exactly at delta, and no error at all", exact
    whole = _case(rng, a, c, 2.0)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in whole.items()}
    yield "a larger batch", _case(rng, 20 + f, a, 1.2)


def large(rng):
    return _case(rng, 400, 500, 1.5)


def loss(pred, target, delta):
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))


def naive(pred, target, delta):
    rows, columns = pred.shape
    total, dpred = 0.0, np.zeros(pred.shape)
    for n in range(rows):
        for d in range(columns):
            error = float(pred[n, d]) - float(target[n, d])
            if abs(error) <= delta:
                total += 0.5 * error * error
                dpred[n, d] = error / (rows * columns)
            else:
                total += delta * abs(error) - 0.5 * delta * delta
                dpred[n, d] = (delta if error > 0 else -delta) / (rows * columns)
    return total / (rows * columns), dpred


def mistake_no_offset(pred, target, delta):
    """Your straight part is δ|e|, so the loss jumps at |e| = δ. The −½δ² makes it meet the parabola; the gradient
    does not show it.
    """
    _, dpred = huber_loss(pred, target, delta)
    size = np.abs(pred - target)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * size)), dpred


def mistake_smooth_l1(pred, target, delta):
    """Your loss and gradient are divided by δ: that is the smooth L1 loss. Huber's parabola is ½e², whatever δ."""
    value, dpred = huber_loss(pred, target, delta)
    return value / delta, dpred / delta


def mistake_unit_slope_outside(pred, target, delta):
    """Outside ±δ your gradient is sign(e), as if δ were 1. The straight part has the slope δ sign(e)."""
    value, _ = huber_loss(pred, target, delta)
    error = pred - target
    return value, np.where(np.abs(error) <= delta, error, np.sign(error)) / error.size


def mistake_sign_lost(pred, target, delta):
    """Your gradient is +δ outside, also where pred is too small. The slope of |e| is the sign of e."""
    value, _ = huber_loss(pred, target, delta)
    error = pred - target
    return value, np.where(np.abs(error) <= delta, error, delta) / error.size


def mistake_compared_without_absolute_value(pred, target, delta):
    """You compared e with δ, not |e|: large negative errors fell into the parabola."""
    error = pred - target
    value = np.mean(np.where(error <= delta, error**2 / 2, delta * (np.abs(error) - delta / 2)))
    return value, np.where(error <= delta, error, delta) / error.size


def mistake_no_half(pred, target, delta):
    """You used e² inside, without the ½. Then the straight part does not continue it: value and slope jump at δ."""
    error = pred - target
    size = np.abs(error)
    value = np.mean(np.where(size <= delta, size**2, delta * (size - delta / 2)))
    return value, np.where(size <= delta, 2 * error, delta * np.sign(error)) / error.size


def mistake_gradient_not_averaged(pred, target, delta):
    """Your gradient is that of the sum. The loss is a mean over all elements: divide by N·D."""
    value, dpred = huber_loss(pred, target, delta)
    return value, dpred * pred.size


def mistake_mean_over_rows_only(pred, target, delta):
    """You divided by N. The mean here is over all N·D elements."""
    value, dpred = huber_loss(pred, target, delta)
    return value * pred.shape[1], dpred * pred.shape[1]
