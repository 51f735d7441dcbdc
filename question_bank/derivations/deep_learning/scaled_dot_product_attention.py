"""Scaled dot-product attention

A batch of N sets of L queries, and S keys with a value each:

* `q`: (N, L, D) queries, `k`: (N, S, D) keys, `v`: (N, S, M) values

Query l of set n gives key s of the same set the weight

    weights[n, l, s] = softmax over s of  q[n, l]·k[n, s] / √D

and its output is the mean of the values with these weights, out[n, l] = Σ_s weights[n, l, s] v[n, s].

Return `(out, weights)`, of the shapes (N, L, M) and (N, L, S). There is no mask and no dropout. Both must be finite and right
also where the scores are in the thousands.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 7
RETURNS = ("out", "weights")
INVARIANTS = {"weights": ("rows sum to 1", "not negative")}
HINTS = (
    "Three steps: scores, softmax, mean of the values. Write the shape of each before you write the product.",
    "The scores are q times k with its last two axes exchanged; @ multiplies the last two axes and keeps N apart.",
    "Divide the scores by √D, take away each row's maximum and exponentiate. What is each row divided by, so that its "
    "weights sum to 1?",
)
SOLUTION = """
**Scores.** All dot products of queries with keys of the same set are one batched product, (N, L, D)(N, D, S) → (N, L, S): k has
its last two axes exchanged, and `@` treats the first axis as a batch. `k.T` would turn all three axes round.

**Scale.** If the components of q and k are independent with variance 1, a dot product of D of them has variance D. Divided by
√D it has variance 1 again, whatever D is; otherwise the softmax of long vectors would be all but one-hot, and its gradient
nearly zero. The scale belongs *before* the softmax. After it, the weights would no longer sum to 1.

**Softmax over the keys**, the last axis: every query distributes a weight of 1. Taking away the row's maximum first changes
nothing, as numerator and denominator have the same factor, and no exponent is above 0.

**Values.** (N, L, S)(N, S, M) → (N, L, M): each output is a weighted mean, so it lies between the smallest and the largest of
the values. M need not be D.
"""
SOURCE = (
    "Vaswani et al. 2017, Attention is all you need, arXiv 1706.03762, section 3.2.1, equation 1; PyTorch, "
    "torch/nn/functional.py, docstring of scaled_dot_product_attention"
)
REVIEWED = "2026-11-22 fixed"


def scaled_dot_product_attention(q, k, v):
    """Weighted means of the values, and the weights.

    q: (N, L, D) queries
    k: (N, S, D) keys
    v: (N, S, M) values
    Returns out (N, L, M), weights (N, L, S).
    """
    scores = q @ k.transpose(0, 2, 1) / q.shape[2] ** 0.5
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return weights @ v, weights


def _case(rng, n, queries, keys, d, m):
    """The values are positive, so that no mean of them is small by cancellation."""
    return {
        "q": rng.normal(size=(n, queries, d)),
        "k": rng.normal(size=(n, keys, d)),
        "v": rng.uniform(0.5, 2, size=(n, keys, m)),
    }


def inputs(rng):
    n, queries, keys, d, m = (int(size) for size in rng.permutation(np.arange(2, 8))[:5])
    yield "one set, one query", _case(rng, 1, 1, keys, d, m)
    yield "a batch", _case(rng, n, queries, keys, d, m)
    yield "as many keys as queries", _case(rng, n, keys, keys, d, m)
    yield "all sizes equal", _case(rng, d, d, d, d, d)
    yield "one key", _case(rng, n, queries, 1, d, m)
    yield "queries and keys of one component", _case(rng, m, keys, queries, 1, d)
    case = _case(rng, n, queries, keys, d, m)
    yield "values of both signs", case | {"v": rng.normal(size=case["v"].shape)}
    case = _case(rng, n, queries, keys, 10 + d, m)
    yield "long vectors", case | {"q": 2 * case["q"]}
    case = _case(rng, queries, n, keys, d, m)
    case["k"][:, :, 0] = 500.0 * rng.permuted(np.tile(np.arange(1, keys + 1), (queries, 1)), axis=1)
    case["q"][:, :, 0] = 20.0 * rng.choice([-1.0, 1.0], size=(queries, n))
    case["q"][:, 0, 0], case["q"][:, -1, 0] = 20.0, -20.0
    yield "scores in the thousands", case
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, m, d, queries, n, keys).items()}


def large(rng):
    return _case(rng, 4, 40, 40, 32, 32)


def naive(q, k, v):
    sets, queries, d = q.shape
    keys, m = v.shape[1:]
    out, weights = np.zeros((sets, queries, m)), np.zeros((sets, queries, keys))
    for n in range(sets):
        for row in range(queries):
            scores = []
            for s in range(keys):
                dot = 0.0
                for j in range(d):
                    dot += q[n, row, j] * k[n, s, j]
                scores.append(dot / d**0.5)
            for s in range(keys):
                weights[n, row, s] = 1 / sum(np.exp(min(other - scores[s], 700.0)) for other in scores)
                for j in range(m):
                    out[n, row, j] += weights[n, row, s] * v[n, s, j]
    return out, weights


def _attend(scores, v, axis=2):
    weights = np.exp(scores - scores.max(axis=axis, keepdims=True))
    weights /= weights.sum(axis=axis, keepdims=True)
    return weights @ v, weights


def _dots(q, k):
    return q @ k.swapaxes(1, 2)


def mistake_not_scaled(q, k, v):
    """You did not scale the scores. Divide them by √D before the softmax."""
    return _attend(_dots(q, k), v)


def mistake_divided_by_d(q, k, v):
    """You divided the scores by D. The dot product's standard deviation grows with √D, so divide by that."""
    return _attend(_dots(q, k) / q.shape[2], v)


def mistake_root_of_keys(q, k, v):
    """You divided by the root of the number of keys. D is the length of a query and of a key."""
    return _attend(_dots(q, k) / k.shape[1] ** 0.5, v)


def mistake_root_of_values(q, k, v):
    """You divided by the root of the values' length M. D is the length of a query and of a key."""
    return _attend(_dots(q, k) / v.shape[2] ** 0.5, v)


def mistake_scaled_after_softmax(q, k, v):
    """You divided by √D after the softmax, so the weights of a query no longer sum to 1. Scale the scores."""
    _, weights = _attend(_dots(q, k), v)
    weights = weights / q.shape[2] ** 0.5
    return weights @ v, weights


def mistake_softmax_over_queries(q, k, v):
    """You took the softmax over the queries. Each query distributes a weight of 1 over the keys, the last axis."""
    return _attend(_dots(q, k) / q.shape[2] ** 0.5, v, axis=1)


def mistake_softmax_over_both(q, k, v):
    """You divided by the sum over a whole set. Each query has a softmax of its own, over the keys."""
    return _attend(_dots(q, k) / q.shape[2] ** 0.5, v, axis=(1, 2))


def mistake_no_shift(q, k, v):
    """Your exp overflows for large scores, and ∞/∞ is nan. Take away each row's maximum before exp."""
    with np.errstate(over="ignore", invalid="ignore"):
        weights = np.exp(_dots(q, k) / q.shape[2] ** 0.5)
        weights /= weights.sum(axis=2, keepdims=True)
        return weights @ v, weights


def mistake_no_softmax(q, k, v):
    """You used the scores themselves as weights; the softmax over the keys is missing."""
    scores = _dots(q, k) / q.shape[2] ** 0.5
    return scores @ v, scores


def mistake_one_maximum(q, k, v):
    """You took away one maximum, that of all scores. A row far below it is rounded to 0 as a whole, and 0/0 is nan:
    each query needs its own, with axis=2 and keepdims=True.
    """
    scores = _dots(q, k) / q.shape[2] ** 0.5
    with np.errstate(invalid="ignore"):
        weights = np.exp(scores - scores.max())
        weights /= weights.sum(axis=2, keepdims=True)
        return weights @ v, weights
