"""Mean squared error, loss and gradient

`pred` and `target` have shape (N, D): for each of N examples, D predicted numbers and the D numbers
that were wanted. The loss is the mean over **all N·D elements**,

    L = 1/(N·D) Σₙ Σ_d (pred[n, d] − target[n, d])²

with no factor ½ and no root. That is what `torch.nn.MSELoss` computes by default.

Return `(loss, dpred)`: the number L, and ∂L/∂pred, of shape (N, D). Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 1
MINUTES = 3
RETURNS = ("loss", "dpred")
GRADIENTS = {"dpred": "pred"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "How many numbers is the mean taken over? Every one of them counts alike, whichever row it stands in.",
    "Each prediction appears in just one term of the sum. Differentiate that term, and keep the factor in front.",
    "With e = pred − target one term is e²/(N·D), and ∂e/∂pred = 1. Differentiate it by the chain rule; e.size is N·D.",
)
SOLUTION = """
Let e = pred − target, of shape (N, D). The loss L = 1/(ND) Σ e² is a mean of ND squares.

The prediction pred[n, d] stands in a single term of that sum, e[n, d]²/(ND). The outer derivative of the square
gives 2e[n, d], the inner one, ∂e/∂pred, gives 1. So

    ∂L/∂pred[n, d] = 2/(ND) · (pred[n, d] − target[n, d])

The gradient points from the target to the prediction: a step against it moves the prediction towards its target. It
is proportional to the error, so one far outlier can outweigh all the rest. A check: move every prediction by the same
c, and L changes by about c times the sum of the gradient, which is twice the mean error.

Whether to divide by N, by ND, or by 2N is convention; it only rescales the learning rate, but loss and gradient must
agree.
"""
SOURCE = "PyTorch, torch/nn/modules/loss.py, docstring of MSELoss (reduction 'mean')"
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def mean_squared_error(pred, target):
    """Mean of the squared errors over all elements, and its gradient.

    pred: (N, D) predictions
    target: (N, D) what was wanted
    returns loss: a number, dpred: (N, D)
    """
    error = pred - target
    return np.mean(error**2), 2 * error / error.size


def _case(rng, n, d, spread=1.0):
    return {"pred": spread * rng.normal(size=(n, d)), "target": spread * rng.normal(size=(n, d))}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "two examples of three numbers", _case(rng, 2, 3)
    yield "one example", _case(rng, 1, a)
    yield "one number per example", _case(rng, b, 1)
    yield "as many examples as numbers", _case(rng, c, c)
    yield "a batch", _case(rng, 4 + d, e)
    yield "large errors", _case(rng, f, a, 1e4)
    whole = {"pred": rng.normal(size=(b, c)), "target": rng.integers(-5, 6, size=(b, c))}
    yield "whole numbers as targets", whole
    yield "float32", {k: v.astype(np.float32) for k, v in _case(rng, d, f).items()}
    yield "a larger batch", _case(rng, 20 + e, 10 + a)


def large(rng):
    return _case(rng, 400, 500)


def loss(pred, target):
    return np.mean((pred - target) ** 2)


def naive(pred, target):
    n_rows, n_columns = pred.shape
    total, dpred = 0.0, np.zeros(pred.shape)
    for n in range(n_rows):
        for d in range(n_columns):
            difference = float(pred[n, d]) - float(target[n, d])
            total += difference * difference
            dpred[n, d] = 2 * difference / (n_rows * n_columns)
    return total / (n_rows * n_columns), dpred


def mistake_mean_over_rows_only(pred, target):
    """You divided by N. The mean here is over all N·D elements, so loss and gradient have the factor 1/(N·D)."""
    value, dpred = mean_squared_error(pred, target)
    return value * pred.shape[1], dpred * pred.shape[1]


def mistake_gradient_over_rows_only(pred, target):
    """Your loss is right, but your gradient is divided by N only. It must have the same factor as the loss, 1/(N·D)."""
    value, dpred = mean_squared_error(pred, target)
    return value, dpred * pred.shape[1]


def mistake_gradient_not_averaged(pred, target):
    """Your gradient is that of the sum. The loss is a mean, so its gradient carries the factor 1/(N·D), too."""
    value, dpred = mean_squared_error(pred, target)
    return value, dpred * pred.size


def mistake_missing_two(pred, target):
    """Your gradient is half of the right one. The derivative of a square brings down a 2, and no ½ stands in this
    loss.
    """
    value, dpred = mean_squared_error(pred, target)
    return value, dpred / 2


def mistake_half_squared_error(pred, target):
    """You put a factor ½ in front. Many books do, so that the 2 cancels, but this loss has none."""
    value, dpred = mean_squared_error(pred, target)
    return value / 2, dpred / 2


def mistake_error_reversed(pred, target):
    """Your gradient has the wrong sign: it uses target − pred. By pred the inner derivative of pred − target is +1."""
    value, dpred = mean_squared_error(pred, target)
    return value, -dpred


def mistake_root_taken(pred, target):
    """You took the root. That is the root mean squared error, whose gradient is another one."""
    value, dpred = mean_squared_error(pred, target)
    return np.sqrt(value), dpred / (2 * np.sqrt(value))


def mistake_absolute_error(pred, target):
    """Your loss is the mean of the absolute errors. They are squared before the mean is taken."""
    _, dpred = mean_squared_error(pred, target)
    return np.mean(np.abs(pred - target)), dpred
