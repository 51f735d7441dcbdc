"""Attention with a causal mask

Self-attention over N sequences of T positions:

* `q`: (N, T, D) queries, `k`: (N, T, D) keys, `v`: (N, T, M) values

Position t may look at itself and at what came before it, the positions s ≤ t, and at nothing later. Over those,

    weights[n, t, s] = softmax over s ≤ t of  q[n, t]·k[n, s] / √D        weights[n, t, s] = 0 for s > t

and out[n, t] = Σ_s weights[n, t, s] v[n, s]. Return `(out, weights)`, of the shapes (N, T, M) and (N, T, T). Both must be finite
and right also where scores, those of later positions too, are in the thousands.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 8
RETURNS = ("out", "weights")
INVARIANTS = {"weights": ("rows sum to 1", "not negative")}
HINTS = (
    "What must a score be so that the softmax gives its key a weight of exactly 0, and the others share the whole 1?",
    "Put −∞ in place of the scores with s > t, before the softmax. np.tril or np.triu tells which these are.",
    "With scores masked, take away each row's maximum (position t itself is always allowed, so it is finite), "
    "exponentiate, divide by the sum, multiply by v.",
)
SOLUTION = """
The softmax of row t has to run over s ≤ t alone. Since exp(−∞) = 0, that is the same as the softmax over all s with the scores of
the later positions **replaced by −∞**: they add nothing to the denominator and get the weight 0.

    allowed[t, s] = s ≤ t        a lower triangle, the diagonal with it

Rows are queries, so it is the *lower* one: the last row is full, the first has a single entry, weight 1 on itself. Without
the diagonal the first row would have nothing to attend to, and 0/0.

The row's maximum is taken after masking. Each row has a finite one, its diagonal.

Masking *after* the softmax leaves rows that sum to less than 1, because the later keys have taken their share. Dividing by
the new sum mends that on paper; but if a later score is far above, all allowed weights have been rounded to 0 by then. And a
score of 0 is no mask: exp(0) = 1.

The triangle makes training parallel: all T predictions at once, none of which sees its answer.
"""
SOURCE = (
    "Vaswani et al. 2017, Attention is all you need, arXiv 1706.03762, section 3.2.3; PyTorch, torch/nn/functional.py, "
    "docstring of scaled_dot_product_attention, is_causal"
)
REVIEWED = "2026-11-22 agreed"


def causal_mask_attention(q, k, v):
    """Weighted means of the values up to each position, and the weights.

    q: (N, T, D) queries
    k: (N, T, D) keys
    v: (N, T, M) values
    Returns out (N, T, M), weights (N, T, T).
    """
    scores = q @ k.transpose(0, 2, 1) / q.shape[2] ** 0.5
    scores = np.where(np.tri(q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return weights @ v, weights


def _case(rng, n, steps, d, m):
    """The values are positive, so that no mean of them is small by cancellation."""
    return {
        "q": rng.normal(size=(n, steps, d)),
        "k": rng.normal(size=(n, steps, d)),
        "v": rng.uniform(0.5, 2, size=(n, steps, m)),
    }


def inputs(rng):
    n, steps, d, m, other = (int(size) for size in rng.permutation(np.arange(3, 9))[:5])
    yield "one sequence of three", _case(rng, 1, 3, d, m)
    yield "a batch", _case(rng, n, steps, d, m)
    yield "all sizes equal", _case(rng, other, other, other, other)
    yield "one position", _case(rng, n, 1, d, m)
    yield "two positions, one component", _case(rng, m, 2, 1, d)
    case = _case(rng, d, other, n, m)
    yield "values of both signs", case | {"v": rng.normal(size=case["v"].shape)}
    yield "a longer sequence, long vectors", _case(rng, 2, 12 + steps, 10 + d, m)
    case = _case(rng, n, steps, d, m)
    case["q"][:, :, 0], case["k"][:, :-1, 0], case["k"][:, -1, 0] = 20.0, 0.0, 300.0
    yield "the last key outshines all others", case
    case = _case(rng, d, steps, m, n)
    case["q"][:, :, 0], case["k"][:, :, 0] = 30.0 * rng.permutation(steps), 100.0
    yield "scores of later queries far above or below", case
    case = _case(rng, n, other, d, m)
    case["q"] *= 1e-3
    yield "all scores near 0", case
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, m, d, n, steps).items()}


def large(rng):
    return _case(rng, 4, 40, 32, 32)


def naive(q, k, v):
    sequences, steps, d = q.shape
    out, weights = np.zeros(v.shape), np.zeros((sequences, steps, steps))
    for n in range(sequences):
        for t in range(steps):
            scores = []
            for s in range(t + 1):
                dot = 0.0
                for j in range(d):
                    dot += q[n, t, j] * k[n, s, j]
                scores.append(dot / d**0.5)
            for s in range(t + 1):
                weights[n, t, s] = 1 / sum(np.exp(min(other - scores[s], 700.0)) for other in scores)
                for j in range(v.shape[2]):
                    out[n, t, j] += weights[n, t, s] * v[n, s, j]
    return out, weights


def _scores(q, k):
    return q @ k.transpose(0, 2, 1) / q.shape[2] ** 0.5


def _softmax(scores):
    with np.errstate(invalid="ignore"):
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        return weights / weights.sum(axis=2, keepdims=True)


def _lower(q, diagonal=0):
    return np.tri(q.shape[1], k=diagonal, dtype=q.dtype)


def _masked(q, k, v, allowed, otherwise=-np.inf):
    weights = _softmax(np.where(allowed, _scores(q, k), otherwise))
    return weights @ v, weights


def mistake_no_mask(q, k, v):
    """You did not mask: every position sees the later ones, and so, in training, its own answer."""
    weights = _softmax(_scores(q, k))
    return weights @ v, weights


def mistake_diagonal_masked(q, k, v):
    """You masked the diagonal too, so the first position has nothing to look at (nan). s ≤ t includes t itself."""
    return _masked(q, k, v, _lower(q, -1))


def mistake_one_too_many(q, k, v):
    """Each position sees one later position: your mask is off by one. Only s ≤ t is allowed."""
    return _masked(q, k, v, _lower(q, 1))


def mistake_looks_ahead(q, k, v):
    """You masked the earlier positions and kept the later ones. Rows are queries t, columns are keys s: keep the lower
    triangle.
    """
    return _masked(q, k, v, _lower(q).T)


def mistake_masked_with_zero(q, k, v):
    """You put 0 in place of the masked scores. exp(0) = 1, so they still get weight: put −∞."""
    return _masked(q, k, v, _lower(q), 0)


def mistake_masked_after_softmax(q, k, v):
    """You masked after the softmax, so the rows no longer sum to 1. Mask the scores before it."""
    weights = _softmax(_scores(q, k)) * _lower(q)
    return weights @ v, weights


def mistake_renormalized(q, k, v):
    """You masked after the softmax and divided by the sums anew. Right on paper, but where a later score is far above,
    the allowed weights are rounded to 0 before you get to them. Mask the scores.
    """
    weights = _softmax(_scores(q, k)) * _lower(q)
    with np.errstate(invalid="ignore"):
        weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ v, weights


def mistake_not_scaled(q, k, v):
    """You did not scale the scores. Divide them by √D before the softmax."""
    return causal_mask_attention(q * q.shape[2] ** 0.5, k, v)


def mistake_no_shift(q, k, v):
    """Your exp overflows for large scores, and ∞/∞ is nan. Take away each row's maximum before exp."""
    with np.errstate(over="ignore", invalid="ignore"):
        weights = np.exp(np.where(_lower(q), _scores(q, k), -np.inf))
        weights /= weights.sum(axis=2, keepdims=True)
        return weights @ v, weights


def mistake_one_maximum(q, k, v):
    """You took away one maximum, that of all scores. A row far below it is rounded to 0 as a whole, and 0/0 is nan:
    each row needs its own, with axis=2 and keepdims=True.
    """
    scores = np.where(_lower(q), _scores(q, k), -np.inf)
    with np.errstate(invalid="ignore"):
        weights = np.exp(scores - scores.max())
        weights /= weights.sum(axis=2, keepdims=True)
        return weights @ v, weights
