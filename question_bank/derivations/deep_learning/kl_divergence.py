"""Kullback-Leibler divergence from a target distribution to a softmax

`p` has shape (N, C): one target distribution per row, its elements at least 0 and summing to 1; **some may be exactly
0**. `z` has the same shape: logits of the model, whose distribution is q = softmax of each row of z. With natural
logarithms, and with 0 · log 0 taken as 0,

    L = 1/N Σₙ Σ_c p[n, c] log( p[n, c] / q[n, c] )

which is KL(p ‖ q), **summed over the classes and averaged over the N rows** (`reduction="batchmean"` in PyTorch).

Return `(loss, dz)`: L, and ∂L/∂z, of shape (N, C). Both must be finite and right also for logits in the thousands.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 8
RETURNS = ("loss", "dz")
GRADIENTS = {"dz": "z"}
INVARIANTS = {"loss": ("not negative",), "dz": ("rows sum to 0",)}
HINTS = (
    "Split the logarithm: Σ p log p − Σ p log q. Which of the two depends on z?",
    "log q = z − log Σ exp(z). Since a row of p sums to 1, the gradient is the softmax minus something.",
    "Σ p log q = Σ p z − log Σ exp(z): what is the slope of each term? Take log q from shifted logits, and log p only "
    "where p > 0, for instance by np.where inside the log.",
)
SOLUTION = """
Split the logarithm of the ratio:

    KL(p ‖ q) = Σ p log p − Σ p log q

The first term is minus the entropy of p. It does not depend on z, so it changes the loss and not the gradient. The
second is the cross-entropy, which is why a net trained on either learns the same.

With log q = z − log Σ exp(z) and Σ p = 1, the second term is log Σ exp(z) − Σ p z; its gradient is q − p. With the mean
over the rows

    ∂L/∂z = (q − p)/N

An element with p = 0 adds nothing to the loss, as p log p → 0; on a computer 0 · log 0 is nan, so the logarithm must
not be taken there. Its gradient is q/N, not 0: q should shrink there.

KL is never negative, 0 only for p = q, and not symmetric: KL(q ‖ p) would be infinite wherever p = 0 < q. Take log q
directly, as shifted logit minus log Σ exp: q itself is rounded to 0 for logits far apart.
"""
SOURCE = "PyTorch, torch/nn/modules/loss.py, docstring of KLDivLoss (reduction 'batchmean')"
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def kl_divergence(p, z):
    """Mean of KL(p ‖ softmax(z)) over the rows, and its gradient.

    p: (N, C) target distributions, one a row
    z: (N, C) logits
    returns loss: a number, dz: (N, C)
    """
    log_q = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    n, some = len(p), p[p > 0]
    return (np.sum(some * np.log(some)) - np.sum(p * log_q)) / n, (np.exp(log_q) - p) / n


def _case(rng, n, c, zeros=0):
    p = rng.uniform(0.2, 1.0, size=(n, c))
    for row in range(n):
        p[row, rng.permutation(c)[:zeros]] = 0
    return {"p": p / p.sum(axis=1, keepdims=True), "z": 2 * rng.normal(size=(n, c))}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    plain = {"p": np.array([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]]), "z": np.array([[0.0, 1.0, 2.0], [1.0, -1.0, 0.0]])}
    yield "two rows, three classes", plain
    yield "one row", _case(rng, 1, a)
    yield "a batch", _case(rng, b, c)
    yield "some elements of p are 0", _case(rng, d, e, 2)
    hard = np.eye(f)[rng.integers(f, size=a)]
    yield "one-hot rows", {"p": hard, "z": 2 * rng.normal(size=(a, f))}
    yield "two classes", _case(rng, b, 2)
    yield "as many rows as classes", _case(rng, c, c)
    yield "float32", {k: v.astype(np.float32) for k, v in _case(rng, e, d).items()}
    yield "a larger batch", _case(rng, 20 + f, 10 + a, 3)
    huge = _case(rng, f, b, 1)
    huge["z"] = 1000 * (huge["z"] + 2 * rng.permuted(np.tile(np.arange(b), (f, 1)), axis=1))
    huge["z"] += 4000 * rng.permutation(np.arange(f))[:, None]
    yield "logits in the thousands, rows far apart", huge


def large(rng):
    return _case(rng, 600, 100)


def loss(p, z):
    q = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
    return np.sum(p[p > 0] * np.log(p[p > 0] / q[p > 0])) / len(z)


def naive(p, z):
    rows, classes = p.shape
    total, dz = 0.0, np.zeros(p.shape)
    for n in range(rows):
        row = [float(value) for value in z[n]]
        top = max(row)
        log_sum = top + np.log(sum(np.exp(value - top) for value in row))
        for c in range(classes):
            mass = float(p[n, c])
            if mass > 0:
                total += mass * (np.log(mass) - (row[c] - log_sum)) / rows
            dz[n, c] = (np.exp(row[c] - log_sum) - mass) / rows
    return total, dz


def _log_q(z):
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True)


def mistake_cross_entropy(p, z):
    """You left Σ p log p out: that is the cross-entropy. The gradient is the same, but the divergence is 0 at p = q."""
    _, dz = kl_divergence(p, z)
    return -np.sum(p * _log_q(z)) / len(p), dz


def mistake_reversed(p, z):
    """You computed KL(q ‖ p). The outer weight and the first logarithm belong to p; where p is 0, yours is infinite."""
    q = np.exp(_log_q(z))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(q > 0, _log_q(z) - np.log(p), 0.0)
        each = np.sum(q * ratio, axis=1, keepdims=True)
        return np.mean(each), q * (ratio - each) / len(p)


def mistake_mean_over_all_elements(p, z):
    """You took the mean over all N·C elements (PyTorch's "mean", against which its documentation warns). Sum over the
    classes, average over the rows.
    """
    value, dz = kl_divergence(p, z)
    return value / p.shape[1], dz / p.shape[1]


def mistake_gradient_not_averaged(p, z):
    """Your gradient is N times too large: the loss is a mean over the rows, so its gradient has the factor 1/N."""
    value, dz = kl_divergence(p, z)
    return value, dz * len(p)


def mistake_log_of_zero(p, z):
    """Where p is 0 you took its logarithm, and 0 · (−∞) is nan. Such an element adds nothing: keep it out of the
    log.
    """
    _, dz = kl_divergence(p, z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(p * (np.log(p) - _log_q(z))) / len(p), dz


def mistake_log_of_softmax(p, z):
    """You took the logarithm of q, which is rounded to 0 where a logit lies far below the maximum. Compute log q
    directly: shifted logit minus log Σ exp.
    """
    _, dz = kl_divergence(p, z)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_q = np.log(np.exp(_log_q(z)))
        return np.sum(np.where(p > 0, p * (np.log(p) - log_q), 0)) / len(p), dz


def mistake_gradient_by_q(p, z):
    """Your gradient is −p/q, the derivative by q. By z it has to go through the softmax, and q − p is what remains."""
    value, _ = kl_divergence(p, z)
    with np.errstate(over="ignore"):
        return value, -p * np.exp(-_log_q(z)) / len(p)


def mistake_gradient_zero_where_p_is(p, z):
    """You set the gradient to 0 where p is 0. Such an element is missing in the sum, but its logit still takes mass
    away from the others: the gradient there is q/N.
    """
    value, dz = kl_divergence(p, z)
    return value, np.where(p > 0, dz, 0)


def mistake_reversed_where_p_is(p, z):
    """Your loss is KL(q ‖ p), over the elements with p > 0. The outer weight and the first logarithm belong to p."""
    _, dz = kl_divergence(p, z)
    log_q, some = _log_q(z), p > 0
    return np.sum(np.exp(log_q[some]) * (log_q[some] - np.log(p[some]))) / len(p), dz


def mistake_reversed_log_of_zero(p, z):
    """Your loss is KL(q ‖ p), infinite or nan where p is 0. The outer weight and the first logarithm belong to p; an
    element with p = 0 adds nothing.
    """
    _, dz = kl_divergence(p, z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(np.exp(_log_q(z)) * (_log_q(z) - np.log(p))) / len(p), dz


def mistake_one_maximum(p, z):
    """You took away one maximum, that of all logits. A row far below it is rounded to 0 as a whole, and 0/0 is nan:
    each row needs its own, z.max(axis=1, keepdims=True).
    """
    some = p > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        q = np.exp(z - z.max())
        q /= q.sum(axis=1, keepdims=True)
        return np.sum(p[some] * np.log(p[some] / q[some])) / len(p), (q - p) / len(p)


def mistake_one_maximum_in_logs(p, z):
    """You took away one maximum, that of all logits. In a row far below it every exp is rounded to 0, and the
    logarithm of their sum is −∞: each row needs its own, z.max(axis=1, keepdims=True).
    """
    some = p[p > 0]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        log_q = z - z.max() - np.log(np.exp(z - z.max()).sum(axis=1, keepdims=True))
        return (np.sum(some * np.log(some)) - np.sum(p * log_q)) / len(p), (np.exp(log_q) - p) / len(p)
