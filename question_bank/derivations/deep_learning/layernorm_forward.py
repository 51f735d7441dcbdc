"""Forward pass of layer normalization

Each row of `x`, of shape (N, D), is one example (or one token) with D features. It is normalized **by itself**:

    x̂ = (x − μ) / √(σ² + ε)        out = γ x̂ + β

μ and σ² are the mean and the variance of the row over its D features; the variance is the **biased** one (divided by D, not
D − 1). ε = `eps` is added to the variance, **inside** the root. `gamma` = γ and `beta` = β have one element per feature, (D,).

Return `out`, of shape (N, D). This is `torch.nn.LayerNorm(D, eps)`.
"""

import numpy as np

SUBTOPIC = "dl.norms"
LEVEL = 1
MINUTES = 5
RETURNS = ("out",)
HINTS = (
    "Mean and variance have one number per row. Which axis do they run over?",
    "keepdims=True leaves them as (N, 1), so that they line up with the rows of x; gamma and beta line up with its columns.",
    "np.var divides by D already; eps is added to it before the root. gamma and beta come last, at x̂.",
)
SOLUTION = """
For row n,

    μ[n] = 1/D Σ_d x[n, d]        σ²[n] = 1/D Σ_d (x[n, d] − μ[n])²

Both run over the **features**, the last axis, and are kept as (N, 1), so that broadcasting lines them up with the rows. Then
x̂ has mean 0 and variance σ²/(σ² + ε) in every row, a little below 1. ε keeps a constant row finite: x̂ = 0 there, and the output
is β. Outside of the root it would be √σ² + ε, another number as soon as ε is not negligible.

γ and β have one element per feature, they line up with the columns, and undo the normalization where the network wants that.

Batch normalization is the same formula over axis 0: each feature over the examples. Layer normalization does not look at other
examples, therefore it needs no running averages, does the same in training and in testing, and works with a batch of one,
which is why sequence models use it.
"""
SOURCE = (
    "Ba, Kiros, Hinton 2016, Layer normalization, arXiv 1607.06450, section 3; PyTorch, torch/nn/modules/normalization.py, "
    "docstring of LayerNorm"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 fixed"


def layernorm_forward(x, gamma, beta, eps):
    """Rows normalized by themselves, scaled and shifted.

    x: (N, D) input
    gamma: (D,) scale
    beta: (D,) shift
    eps: ε, added to the variance, positive
    Returns out (N, D).
    """
    centred = x - x.mean(axis=1, keepdims=True)
    return gamma * centred / np.sqrt(x.var(axis=1, keepdims=True) + eps) + beta


def _case(rng, n, d, eps=0.01):
    """Rows of different means and spreads."""
    x = rng.normal(size=(n, 1)) + rng.uniform(0.5, 2, size=(n, 1)) * rng.normal(size=(n, d))
    return {"x": x, "gamma": rng.uniform(0.5, 2, size=d), "beta": rng.normal(size=d), "eps": eps}


def inputs(rng):
    n, d, m, k = (int(size) for size in rng.permutation(np.arange(3, 9))[:4])
    yield "one row", _case(rng, 1, d)
    yield "a batch", _case(rng, n, d)
    yield "as many features as rows", _case(rng, m, m)
    yield "two features", _case(rng, k, 2)
    case = _case(rng, m, k)
    case["x"][0] = case["x"][0, 0]
    yield "the first row constant", case
    case = _case(rng, n, m)
    case["x"] *= 0.05
    yield "a spread as small as the root of eps", case | {"eps": 0.0025}
    case = _case(rng, k, n)
    case["x"] *= 1000 * rng.choice([-1.0, 1.0], size=(k, 1))
    yield "rows in the thousands, eps 1e-5", case | {"eps": 1e-5}
    yield "many features, a larger eps", _case(rng, n, 20 + d, 0.5)
    case = _case(rng, d, n, 0.125)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, 300, 200)


def naive(x, gamma, beta, eps):
    rows, features = x.shape
    out = np.zeros(x.shape)
    for n in range(rows):
        mean = sum(float(value) for value in x[n]) / features
        variance = 0.0
        for d in range(features):
            variance += (x[n, d] - mean) ** 2 / features
        for d in range(features):
            out[n, d] = beta[d] + gamma[d] * (x[n, d] - mean) / (variance + eps) ** 0.5
    return out


def mistake_over_the_batch(x, gamma, beta, eps):
    """You normalized each feature over the batch, which is batch normalization. Here each row is normalized over its
    features: the last axis.
    """
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta


def mistake_over_everything(x, gamma, beta, eps):
    """You took one mean and one variance for the whole batch. Each row has its own."""
    return gamma * (x - x.mean()) / np.sqrt(x.var() + eps) + beta


def mistake_eps_outside(x, gamma, beta, eps):
    """You added ε to the standard deviation. It is added to the variance, inside the root."""
    return gamma * (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + eps) + beta


def mistake_eps_left_out(x, gamma, beta, eps):
    """You left ε out. A constant row then gives 0/0, and every other one comes out a little too large."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return gamma * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + beta


def mistake_unbiased_variance(x, gamma, beta, eps):
    """You divided the variance by D − 1 (ddof=1, the default of torch.var). Layer normalization divides by D."""
    return gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True, ddof=1) + eps) + beta


def mistake_divided_by_variance(x, gamma, beta, eps):
    """You divided by the variance; the root is missing."""
    return gamma * (x - x.mean(axis=1, keepdims=True)) / (x.var(axis=1, keepdims=True) + eps) + beta


def mistake_not_centred(x, gamma, beta, eps):
    """You did not take the mean away before dividing."""
    return gamma * x / np.sqrt(x.var(axis=1, keepdims=True) + eps) + beta


def mistake_no_scale_and_shift(x, gamma, beta, eps):
    """You returned x̂ itself; γ x̂ + β is asked for."""
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
