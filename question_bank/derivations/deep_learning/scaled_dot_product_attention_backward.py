"""Scaled dot-product attention, backward

Forward, for one set of L queries and S keys with their values (no batch, no mask):

    P = softmax(q kᵀ / √D), each row over the keys        out = P v

* `q`: (L, D), `k`: (S, D), `v`: (S, M); P: (L, S); `out`: (L, M)

You are given `dout` = ∂L/∂out of shape (L, M). Return `(dq, dk, dv)`, the gradients of the scalar loss by q, k and v, each in
the shape of its variable. They must be finite and right also where the scores are in the thousands.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 3
MINUTES = 15
RETURNS = ("dq", "dk", "dv")
GRADIENTS = {"dq": "q", "dk": "k", "dv": "v"}
INVARIANTS = {"dk": ("columns sum to 0",)}
HINTS = (
    "Two matrix products with a softmax between them. Start at the end: out = P v gives dv and dP at once.",
    "Through the softmax of one row p: dz = p ∘ (dp − Σ_j dp_j p_j). Every weight of a row depends on all of its scores.",
    "With dZ known, the scores Z = q kᵀ / √D give dq = dZ k / √D and dk = dZᵀ q / √D.",
)
SOLUTION = """
**out = P v** is a matrix product, so dv = Pᵀ dout and dP = dout vᵀ, (L, M)(M, S).

**Softmax of a row.** With p = softmax(z), ∂p_j/∂z_i = p_j (δ_ij − p_i), therefore

    dz_i = Σ_j dp_j p_j (δ_ij − p_i) = p_i (dp_i − Σ_j dp_j p_j)

The sum is one number per row; it is what makes Σ_i dz_i = 0, as it must be, for a constant added to all scores of a row changes
nothing. In matrices: dZ = P ∘ (dP − row sums of dP ∘ P).

**Z = q kᵀ / √D** is again a product, with a constant factor that goes along on the way back:

    dq = dZ k / √D        dk = dZᵀ q / √D

A check on the result: adding one vector to *all* keys adds a constant to each row of Z, so the rows of dk sum to the zero
vector.

The row sum equals dout[l]·out[l], since Σ_j P_lj (dout_l · v_j) = dout_l · Σ_j P_lj v_j; that is how fused kernels
get it without keeping P.
"""
SOURCE = (
    "Dao, Fu, Ermon, Rudra, Ré 2022, FlashAttention, arXiv 2205.14135, appendix B.2 'Memory-efficient backward pass'; "
    "Vaswani et al. 2017, Attention is all you need, arXiv 1706.03762, section 3.2.1, for the forward pass"
)
REVIEWED = "2026-11-22 fixed"


def scaled_dot_product_attention_backward(dout, q, k, v):
    """Gradients by queries, keys and values.

    dout: (L, M) gradient of the loss at the output
    q: (L, D) queries
    k: (S, D) keys
    v: (S, M) values
    Returns dq (L, D), dk (S, D), dv (S, M).
    """
    scale = q.shape[1] ** 0.5
    s = q @ k.T / scale
    p = np.exp(s - s.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dp = dout @ v.T
    ds = p * (dp - (dp * p).sum(axis=1, keepdims=True)) / scale
    return ds @ k, ds.T @ q, p.T @ dout


def _case(rng, queries, keys, d, m):
    return {
        "dout": rng.normal(size=(queries, m)),
        "q": rng.normal(size=(queries, d)),
        "k": rng.normal(size=(keys, d)),
        "v": rng.normal(size=(keys, m)),
    }


def inputs(rng):
    queries, keys, d, m = (int(size) for size in rng.permutation(np.arange(2, 8))[:4])
    yield "one query", _case(rng, 1, keys, d, m)
    yield "a few queries", _case(rng, queries, keys, d, m)
    yield "as many keys as queries", _case(rng, keys, keys, d, m)
    yield "all sizes equal", _case(rng, d, d, d, d)
    yield "two keys", _case(rng, queries, 2, d, m)
    yield "values of one component", _case(rng, keys, queries, d, 1)
    yield "queries and keys of one component", _case(rng, keys, d, 1, m)
    yield "longer vectors", _case(rng, queries, 2 + keys, 10 + d, m)
    case = _case(rng, 1 + queries, 1 + keys, 4, m)  # whole numbers and √4: these scores are exact, in float32 too
    case["q"], case["k"] = (
        rng.integers(-2, 3, size=(1 + queries, 4)) + 0.0,
        rng.integers(-2, 3, size=(1 + keys, 4)) + 0.0,
    )
    case["q"][:, 0], case["k"][:, 0], case["q"][0, 0], case["k"][0, 0] = 64, 64, 128, -64
    yield "scores in the thousands, some close to each other", case
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, m, 10 + d, 10 + keys, queries).items()}


def large(rng):
    return _case(rng, 50, 50, 24, 24)


def loss(dout, q, k, v):
    s = q @ k.T / np.sqrt(q.shape[1])
    return np.sum(dout * (np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None]) @ v))


def naive(dout, q, k, v):
    queries, d = q.shape
    keys, m = v.shape
    dq, dk, dv = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    for row in range(queries):
        scores = []
        for s in range(keys):
            dot = 0.0
            for j in range(d):
                dot += float(q[row, j]) * float(k[s, j])
            scores.append(dot / d**0.5)
        p = [1 / sum(np.exp(min(other - score, 700.0)) for other in scores) for score in scores]
        dp = []
        for s in range(keys):
            total = 0.0
            for j in range(m):
                dv[s, j] += p[s] * dout[row, j]
                total += dout[row, j] * v[s, j]
            dp.append(total)
        for s in range(keys):
            ds = 0.0
            for t in range(keys):
                ds += dp[t] * p[t] * ((s == t) - p[s])
            for j in range(d):
                dq[row, j] += ds * k[s, j] / d**0.5
                dk[s, j] += ds * q[row, j] / d**0.5
    return dq, dk, dv


def _parts(dout, q, k, v):
    """P and dP."""
    s = q @ k.T / _root(q)
    p = np.exp(s - s.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True), dout @ v.T


def _over_queries(dout, q, k, v):
    """P and dP with the softmax along the wrong axis."""
    s = q @ k.T / _root(q)
    p = np.exp(s - s.max(axis=0))
    return p / p.sum(axis=0), dout @ v.T


def _root(q):
    return q.shape[1] ** 0.5


def _from(ds, p, dout, q, k):
    """From the gradient at the scores, before the scale."""
    return ds @ k / _root(q), ds.T @ q / _root(q), p.T @ dout


def mistake_scale_forgotten(dout, q, k, v):
    """You left out 1/√D on the way back. The scores are q kᵀ / √D, so dq and dk have that factor too."""
    dq, dk, dv = scaled_dot_product_attention_backward(dout, q, k, v)
    return dq * _root(q), dk * _root(q), dv


def mistake_scaled_twice(dout, q, k, v):
    """You scaled twice on the way back, once at the scores and once more at q and k. The factor 1/√D comes once."""
    dq, dk, dv = scaled_dot_product_attention_backward(dout, q, k, v)
    return dq / _root(q), dk / _root(q), dv


def mistake_diagonal_only(dout, q, k, v):
    """You went through the softmax with p(1 − p) alone, as through a sigmoid. Each weight depends on all scores of its
    row: subtract Σ_j dp_j p_j, not dp·p.
    """
    p, dp = _parts(dout, q, k, v)
    return _from(dp * p * (1 - p), p, dout, q, k)


def mistake_nothing_subtracted(dout, q, k, v):
    """Through the softmax you only multiplied by p. The mean of dp over the row with the weights p, Σ_j dp_j p_j,
    has to be subtracted first.
    """
    p, dp = _parts(dout, q, k, v)
    return _from(p * dp, p, dout, q, k)


def mistake_plain_mean_subtracted(dout, q, k, v):
    """You subtracted the plain mean of dp over the row. It has to be the mean with the weights p."""
    p, dp = _parts(dout, q, k, v)
    return _from(p * (dp - dp.mean(axis=1, keepdims=True)), p, dout, q, k)


def mistake_summed_over_queries(dout, q, k, v):
    """In the softmax you summed dp · p over the queries. The softmax runs over the keys: sum along each row."""
    p, dp = _parts(dout, q, k, v)
    return _from(p * (dp - (dp * p).sum(axis=0)), p, dout, q, k)


def mistake_softmax_skipped(dout, q, k, v):
    """You handed dP on to q and k as if there were no softmax between."""
    p, dp = _parts(dout, q, k, v)
    return _from(dp, p, dout, q, k)


def mistake_dv_from_scores(dout, q, k, v):
    """In dv you used the scores. The values were multiplied by the weights: dv = Pᵀ dout."""
    dq, dk, _ = scaled_dot_product_attention_backward(dout, q, k, v)
    return dq, dk, (q @ k.T / _root(q)).T @ dout


def mistake_no_shift(dout, q, k, v):
    """Your exp overflows for large scores, and ∞/∞ is nan. Take away each row's maximum before exp."""
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(q @ k.T / _root(q))
        p /= p.sum(axis=1, keepdims=True)
        dp = dout @ v.T
        return _from(p * (dp - (dp * p).sum(axis=1, keepdims=True)), p, dout, q, k)


def mistake_softmax_over_queries(dout, q, k, v):
    """You took the softmax over the queries, forward and on the way back. Each query distributes a weight of 1 over the
    keys: axis 1.
    """
    p, dp = _over_queries(dout, q, k, v)
    return _from(p * (dp - (dp * p).sum(axis=0)), p, dout, q, k)


def mistake_weights_over_queries(dout, q, k, v):
    """Your weights P sum to 1 over the queries. Each query distributes a weight of 1 over the keys: divide each row of P
    by its own sum.
    """
    p, dp = _over_queries(dout, q, k, v)
    return _from(p * (dp - (dp * p).sum(axis=1, keepdims=True)), p, dout, q, k)


def mistake_summed_over_everything(dout, q, k, v):
    """In the softmax you summed dp · p over queries and keys. Each query has a softmax of its own: sum along each row,
    with axis=1 and keepdims=True.
    """
    p, dp = _parts(dout, q, k, v)
    return _from(p * (dp - (dp * p).sum()), p, dout, q, k)


def mistake_one_maximum(dout, q, k, v):
    """You took away one maximum, that of all scores. A row far below it is rounded to 0 as a whole, and 0/0 is nan:
    each row needs its own, with axis=1 and keepdims=True.
    """
    s = q @ k.T / _root(q)
    with np.errstate(invalid="ignore"):
        p = np.exp(s - s.max())
        p /= p.sum(axis=1, keepdims=True)
        dp = dout @ v.T
        return _from(p * (dp - (dp * p).sum(axis=1, keepdims=True)), p, dout, q, k)
