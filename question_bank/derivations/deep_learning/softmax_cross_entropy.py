"""Softmax and cross-entropy, loss and gradient

`scores` s has shape (N, C): one row of C unnormalized scores for each of N examples. `y` has
shape (N,): the right class of each, an integer from 0 to C - 1. With natural logarithms,

    p[n, c] = exp(s[n, c]) / Σ_k exp(s[n, k])        L = -1/N Σ_n log p[n, y[n]]

Return `(loss, dscores)`: the number L, the **mean** over the examples, and ∂L/∂s, of shape
(N, C).

Nothing is added inside the logarithm. Both results must be finite and right also when scores are
in the thousands, whichever class is the right one. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 10
RETURNS = ("loss", "dscores")
GRADIENTS = {"dscores": "scores"}
INVARIANTS = {"dscores": ("rows sum to 0",)}
HINTS = (
    "Put p into the logarithm before you compute anything: the loss of a row is log Σ exp(s) - s[y].",
    "Adding a constant to a row changes nothing, so first take away each row's own maximum. "
    "Then differentiate log Σ exp(s): its gradient is the softmax.",
    "The other term, -s[y], has the slope -1 at y and 0 elsewhere; then think of the mean. "
    "Get log p as shifted scores minus log Σ exp, so that no log of 0 can come up; "
    "scores[np.arange(N), y] picks one entry per row.",
)
SOLUTION = """
**Loss.** Put p into the logarithm before computing anything. For one row,

    −log p[y] = −log( e^(s_y) / Σ_k e^(s_k) ) = log Σ_k e^(s_k) − s_y

A constant c taken from all scores of a row cancels in p, so take the row's maximum: then no exponent is above 0 and the largest is
exactly 0, so the sum is at least 1 and its logarithm is finite. Computing log p this way, as shifted score minus log Σ exp, never meets
a log of 0, even where p itself is rounded to 0.

**Gradient.** For one row,

    ∂/∂s_j log Σ_k e^(s_k) = e^(s_j) / Σ_k e^(s_k) = p_j        ∂/∂s_j (−s_y) = −[j = y]

so the row's gradient is p minus the one-hot vector of y. The mean over the examples gives the factor 1/N:

    dscores[n, j] = (p[n, j] − [j = y[n]]) / N

Each row sums to 0, as it must: a constant added to a row changes nothing. The logarithm has undone the exponential; that is why the
gradient does not fade when the network is sure and wrong.
"""
SOURCE = (
    "Dive into Deep Learning, Linear Neural Networks for Classification, 'Softmax and "
    "Cross-Entropy Loss' and 'Softmax Revisited'"
)
COVERS = ("15c",)
REVIEWED = "2026-11-22 fixed"


def softmax_cross_entropy(scores, y):
    """Mean cross-entropy of the softmax of the scores, and its gradient.

    scores: (N, C) unnormalized scores
    y: (N,) integers, the right classes
    Returns loss (a number) and dscores (N, C).
    """
    n = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[n, y].mean()
    dscores = np.exp(log_p)
    dscores[n, y] -= 1
    return loss, dscores / len(y)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def inputs(rng):
    n, c = _sizes(rng, 2, 3, 8)
    yield "one example", {"scores": rng.normal(size=(1, c)), "y": rng.integers(c, size=1)}
    yield "a batch", {"scores": rng.normal(size=(n, c)), "y": rng.integers(c, size=n)}
    yield "two classes", {"scores": rng.normal(size=(n, 2)), "y": rng.integers(2, size=n)}
    yield "all scores equal", {"scores": np.full((n, c), rng.normal()), "y": rng.integers(c, size=n)}
    n, c = _sizes(rng, 2, 10, 20)
    yield "a larger batch", {"scores": 2 * rng.normal(size=(n, c)), "y": rng.integers(c, size=n)}
    n, c = _sizes(rng, 2, 3, 8)
    y = rng.integers(c, size=n)
    yield "all scores near 1000", {"scores": 1000 + rng.normal(size=(n, c)), "y": y}
    offsets = 1000.0 * rng.permutation(np.arange(n) - n // 2)[:, None]
    yield "rows far apart", {"scores": offsets + rng.normal(size=(n, c)), "y": y}
    scores = 1000 * (rng.permuted(np.tile(np.arange(c), (n, 1)), axis=1) + rng.uniform(-0.1, 0.1, (n, c)))
    y = scores.argmax(axis=1)
    y[0] = scores[0].argmin()
    yield "scores times 1000, sure of a wrong class", {"scores": scores, "y": y}
    yield "as many classes as examples", {"scores": rng.normal(size=(n, n)), "y": rng.integers(n, size=n)}
    n, c = _sizes(rng, 2, 10, 20)
    yield "in float32", {"scores": np.float32(rng.normal(size=(n, c))), "y": rng.integers(c, size=n)}


def large(rng):
    return {"scores": rng.normal(size=(1000, 60)), "y": rng.integers(60, size=1000)}


def loss(scores, y):
    return np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y])


def naive(scores, y):
    n_rows, n_classes = scores.shape
    total, dscores = 0.0, np.zeros(scores.shape)
    for n in range(n_rows):
        top = max(scores[n])
        log_sum = top + np.log(sum(np.exp(s - top) for s in scores[n]))
        total += log_sum - scores[n, y[n]]
        for c in range(n_classes):
            dscores[n, c] = (np.exp(scores[n, c] - log_sum) - (c == y[n])) / n_rows
    return total / n_rows, dscores


def mistake_gradient_not_averaged(scores, y):
    """Your gradient is N times too large: it is that of the sum. The loss is a mean, so its
    gradient has the factor 1/N too.
    """
    loss, dscores = softmax_cross_entropy(scores, y)
    return loss, dscores * len(y)


def mistake_one_hot_missing(scores, y):
    """Your gradient is p / N; at the right class a 1 has to be taken from p. A check: every row
    of the gradient sums to 0, because a constant added to a row changes nothing.
    """
    loss, dscores = softmax_cross_entropy(scores, y)
    dscores[np.arange(len(y)), y] += 1 / len(y)
    return loss, dscores


def mistake_label_columns(scores, y):
    """You took the 1 away with dscores[:, y], which changes whole columns, in every row. One
    entry per row is dscores[np.arange(N), y].
    """
    loss, dscores = softmax_cross_entropy(scores, y)
    dscores[np.arange(len(y)), y] += 1 / len(y)
    dscores[:, y] -= 1 / len(y)
    return loss, dscores


def mistake_no_shift(scores, y):
    """Your exp overflows for scores near 1000, and ∞/∞ is nan. Take away each row's maximum
    before exp: p does not change.
    """
    n = np.arange(len(y))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(p[n, y]).mean()
        p[n, y] -= 1
        return loss, p / len(y)


def mistake_log_of_zero(scores, y):
    """Your p is safe, but where the right class has a score far below the maximum, p is rounded
    to 0 and its log is -∞. Compute log p directly, as shifted score minus log Σ exp.
    """
    n = np.arange(len(y))
    _, dscores = softmax_cross_entropy(scores, y)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return -np.log(p[n, y]).mean(), dscores


def mistake_log_epsilon(scores, y):
    """You added a small number inside the logarithm, as log(p + 1e-5). That changes the loss,
    and the gradient is no longer that of your loss; log p = s - log Σ exp(s) needs no such
    help.
    """
    n = np.arange(len(y))
    _, dscores = softmax_cross_entropy(scores, y)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return -np.log(p[n, y] + 1e-5).mean(), dscores


def mistake_one_maximum(scores, y):
    """You took away one maximum, that of all scores. A row far below it is rounded to 0 as a whole,
    and 0/0 is nan: each row needs its own, scores.max(axis=1, keepdims=True). And where the right
    class is far below the others, log p must not be taken of a rounded p.
    """
    n = np.arange(len(y))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.exp(scores - scores.max())
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[n, y]).mean()
        p[n, y] -= 1
        return loss, p / len(y)


def mistake_one_maximum_in_logs(scores, y):
    """You took away one maximum, that of all scores. In a row far below it every exp is rounded
    to 0, and the logarithm of their sum is -∞: each row needs its own,
    scores.max(axis=1, keepdims=True).
    """
    n = np.arange(len(y))
    shifted = scores - scores.max()
    with np.errstate(divide="ignore", over="ignore"):
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        dscores = np.exp(log_p)
    dscores[n, y] -= 1
    return -log_p[n, y].mean(), dscores / len(y)
