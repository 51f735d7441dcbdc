"""Multiclass SVM: loss and gradient

`X` has shape (N, D), `y` shape (N,): the right class of each example, an integer from 0 to C − 1. `W`, of shape (D,
C), gives the scores S = XW, without a bias. The loss is the **mean** hinge loss over the examples plus a penalty,

    L = 1/N Σᵢ Σ_{j ≠ yᵢ} max(0, S[i, j] − S[i, yᵢ] + 1) + λ Σ W²

The inner sum leaves out the right class, and adds up **all** others that violate their margin of 1. The penalty has
no factor ½ and is not divided by N. At a kink of the maximum take 0 as the derivative.

Return `(loss, dW)`: L, and ∂L/∂W, of shape (D, C).
"""

import numpy as np

SUBTOPIC = "sl.svm"
LEVEL = 3
MINUTES = 15
RETURNS = ("loss", "dW")
GRADIENTS = {"dW": "W"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Take the gradient by the scores first, as if they were the parameters; XᵀdS is all that is missing then.",
    "A class whose margin is violated gets +1 from an example. What does the right class get, if k of them are "
    "violated?",
    "In row i of dS each wrong class that violates its margin has 1, the right class minus their count. Carry dS on by "
    "S = XW; mean and penalty follow.",
)
SOLUTION = """
Let M[i, j] = S[i, j] − S[i, yᵢ] + 1 for j ≠ yᵢ, and V[i, j] = 1 where M > 0, else 0. An example's loss is the sum of
M over its violated classes, kᵢ in number.

**By the scores.** S[i, j] of a violated wrong class stands in one term, with a plus. S[i, yᵢ] stands in every
violated term, with a minus. So a row of ∂(example's loss)/∂S is

    dS[i, j] = V[i, j] for j ≠ yᵢ,        dS[i, yᵢ] = −kᵢ

Each row sums to 0: a constant added to all scores of an example changes no difference.

**By the weights.** S = XW gives ∂/∂W = XᵀdS. With the mean and the penalty, whose derivative brings down a 2,

    dW = XᵀdS/N + 2λW

In code: take the margins of all classes, set each row's right class to 0 (else each example's loss is too large by
exactly 1, and its count by one), and mask. At W = 0 every margin is 1, so the loss is C − 1: a good first check.
"""
SOURCE = (
    "Weston and Watkins 1999, Support Vector Machines for Multi-Class Pattern Recognition; "
    "PyTorch, torch/nn/modules/loss.py, docstring of MultiMarginLoss (which divides by C besides)"
)
COVERS = ("11a", "12b")
REVIEWED = "2026-11-22 fixed"


def svm_loss_gradient(W, X, y, lam):
    """Loss and gradient of the multiclass SVM.

    W: (D, C) weights
    X: (N, D) examples as rows
    y: (N,) integers, the right classes
    lam: λ, not negative
    returns loss: a number, dW: (D, C)
    """
    scores = X @ W
    n = np.arange(len(scores))
    margins = np.maximum(0, scores - scores[n, y][:, None] + 1)
    margins[n, y] = 0
    dscores = np.sign(margins)
    dscores[n, y] = -dscores.sum(axis=1)
    return margins.sum() / len(n) + lam * np.sum(W**2), X.T @ dscores / len(n) + 2 * lam * W


def _case(rng, n, d, c, lam=0.1, spread=0.5):
    """No margin near the kink."""
    while True:
        W, X, y = spread * rng.normal(size=(d, c)), rng.normal(size=(n, d)), rng.integers(c, size=n)
        margins = X @ W - (X @ W)[np.arange(n), y][:, None] + 1
        if np.abs(margins).min() > 1e-3 and (margins < 0).any():
            return {"W": W, "X": X, "y": y, "lam": lam}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    simple = {
        "W": np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 1.0]]),
        "X": np.array([[1.0, 0.3], [0.4, 1.5]]),
        "y": np.array([1, 1]),
    }
    yield "two examples, three classes", simple | {"lam": 0.1}
    yield "one example", _case(rng, 1, a, b + 2, 0.2, 1.0)
    yield "a batch", _case(rng, 10 + c, d, e)
    yield "no penalty", _case(rng, 8 + f, a, c, 0.0)
    yield "a strong penalty", _case(rng, 6 + b, e, d, 3.0)
    yield "two classes", _case(rng, 9 + d, f, 2, 0.05)
    small = _case(rng, a, b, c, 0.1)
    yield (
        "weights zero",
        small | {"W": np.zeros((b, c)), "X": np.where(rng.random((a, b)) < 0.5, -1, 1) * rng.uniform(1, 2, (a, b))},
    )
    yield "as many examples as classes and features", _case(rng, e, e, e, 0.3)
    one = _case(rng, 5 + e, c, f, 0.1)
    yield "all of one class", one | {"y": np.full(5 + e, int(rng.integers(f)))}
    yield "large scores", _case(rng, 10 + a, b, d, 0.001, 40.0)
    ranks = np.array(
        [rng.permutation(d) for _ in range(b)], dtype=float
    )  # scores are whole, so some margins are exactly 1
    rows, right = np.eye(b)[rng.integers(b, size=10 + f)], rng.integers(d, size=10 + f)
    rows[-1] *= 100
    right[0] = (rows[0] @ ranks).argmax()
    yield "some exactly on the margin", {"W": ranks, "X": rows, "y": right, "lam": 0.1}
    plain = _case(rng, 12 + c, e, a, 0.1)
    yield "float32", {k: v.astype(np.float32) if k in "WX" else v for k, v in plain.items()}


def large(rng):
    return _case(rng, 1000, 40, 10)


def loss(W, X, y, lam):
    scores = X @ W
    apart = np.clip(scores - np.take_along_axis(scores, y[:, None], 1) + 1, 0, None)
    return (np.sum(apart) - len(y)) / len(y) + lam * np.sum(W * W)


def naive(W, X, y, lam):
    n, d = X.shape
    classes = W.shape[1]
    value, dW = 0.0, np.zeros(W.shape)
    for i in range(n):
        scores = [sum(float(X[i, k]) * float(W[k, j]) for k in range(d)) for j in range(classes)]
        for j in range(classes):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                value += margin / n
                for k in range(d):
                    dW[k, j] += X[i, k] / n
                    dW[k, y[i]] -= X[i, k] / n
    for k in range(d):
        for j in range(classes):
            value += lam * float(W[k, j]) ** 2
            dW[k, j] += 2 * lam * W[k, j]
    return value, dW


def _mask(W, X, y):
    scores = X @ W
    violated = scores - scores[np.arange(len(y)), y][:, None] + 1 > 0
    violated[np.arange(len(y)), y] = False
    return violated.astype(float)


def mistake_kink_counted(W, X, y, lam):
    """You took 1 as the derivative where a margin is exactly 1. At a kink of the maximum the statement takes 0: the mask
    is > 0, not >=.
    """
    value, _ = svm_loss_gradient(W, X, y, lam)
    scores, n = X @ W, np.arange(len(y))
    dS = (scores - scores[n, y][:, None] + 1 >= 0).astype(float)
    dS[n, y] = 0
    dS[n, y] -= dS.sum(axis=1)
    return value, X.T @ dS / len(y) + 2 * lam * W


def mistake_right_class_counted(W, X, y, lam):
    """You let the right class into the inner sum. Its margin is always 1, so your loss is too large by exactly 1; the
    gradient is not changed by it. Leave out j = y.
    """
    value, dW = svm_loss_gradient(W, X, y, lam)
    return value + 1, dW


def mistake_nothing_at_the_right_class(W, X, y, lam):
    """Your gradient has nothing at the right class. Its score stands in every violated term with a minus, so it gets
    minus their number.
    """
    value, _ = svm_loss_gradient(W, X, y, lam)
    return value, X.T @ _mask(W, X, y) / len(y) + 2 * lam * W


def mistake_one_at_the_right_class(W, X, y, lam):
    """Your gradient takes X away once at the right class. Its score stands in the term of every violated class: take
    it away as often as there are of them.
    """
    value, _ = svm_loss_gradient(W, X, y, lam)
    dscores = _mask(W, X, y)
    dscores[np.arange(len(y)), y] = -1.0 * (dscores.sum(axis=1) > 0)
    return value, X.T @ dscores / len(y) + 2 * lam * W


def mistake_penalty_gradient_halved(W, X, y, lam):
    """You added λW to the gradient. This penalty is λ Σ W², without a ½, so its gradient is 2λW."""
    value, dW = svm_loss_gradient(W, X, y, lam)
    return value, dW - lam * W


def mistake_half_penalty(W, X, y, lam):
    """Your penalty is λ/2 Σ W², here and in the gradient. This loss has no ½."""
    value, dW = svm_loss_gradient(W, X, y, lam)
    return value - lam / 2 * np.sum(W**2), dW - lam * W


def mistake_penalty_not_in_gradient(W, X, y, lam):
    """Your loss has the penalty, your gradient has not: add 2λW."""
    value, dW = svm_loss_gradient(W, X, y, lam)
    return value, dW - 2 * lam * W


def mistake_gradient_summed(W, X, y, lam):
    """You summed XᵀdS over the examples, but the hinge loss is averaged: divide that part by N."""
    value, dW = svm_loss_gradient(W, X, y, lam)
    return value, (dW - 2 * lam * W) * len(y) + 2 * lam * W


def mistake_largest_violation_only(W, X, y, lam):
    """You took only the worst class of each example (the hinge loss of Crammer and Singer). This one adds up all that
    violate their margin.
    """
    n = np.arange(len(y))
    scores = X @ W
    margins = scores - scores[n, y][:, None] + 1
    margins[n, y] = 0
    worst = margins.argmax(axis=1)
    dscores = np.zeros_like(margins)
    dscores[n, worst] = margins[n, worst] > 0
    dscores[n, y] -= 1.0 * (margins[n, worst] > 0)
    value = np.mean(np.maximum(0, margins[n, worst]))
    return value + lam * np.sum(W**2), X.T @ dscores / len(y) + 2 * lam * W


def mistake_no_mask(W, X, y, lam):
    """Your gradient lets every wrong class count. Those below their margin cost nothing: mask them."""
    value, _ = svm_loss_gradient(W, X, y, lam)
    dscores = np.ones((len(y), W.shape[1]))
    dscores[np.arange(len(y)), y] = 1 - W.shape[1]
    return value, X.T @ dscores / len(y) + 2 * lam * W


def mistake_squared_hinge(W, X, y, lam):
    """You squared the margins in the loss: that is the squared hinge. Here they are added as they are."""
    value, dW = svm_loss_gradient(W, X, y, lam)
    scores = X @ W
    n = np.arange(len(scores))
    margins = np.maximum(0, scores - scores[n, y][:, None] + 1)
    margins[n, y] = 0
    return value + (margins**2 - margins).sum() / len(n), dW
