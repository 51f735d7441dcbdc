"""Forward pass of RMS normalization

Each row of `x`, of shape (N, D), is divided by the root of the mean of its squares; the mean itself is left alone:

    RMS(x[n])² = 1/D Σ_d x[n, d]² + ε        out[n, d] = γ[d] · x[n, d] / RMS(x[n])

ε = `eps` is added to the mean of the squares, **inside** the root; `gamma` = γ, (D,), has one element per feature. There is no
shift β. Return `out`, of shape (N, D). This is `torch.nn.RMSNorm(D, eps)`.
"""

import numpy as np

SUBTOPIC = "dl.norms"
LEVEL = 1
MINUTES = 4
RETURNS = ("out",)
HINTS = (
    "Read the name backwards: square, mean, root. Over which axis?",
    "One number per row, kept as (N, 1) so that it lines up with the rows; gamma lines up with the columns.",
    "np.mean(x**2, axis=1, keepdims=True) + eps is what stands under the root.",
)
SOLUTION = """
For each row the mean of the squares is one number, kept as (N, 1):

    m[n] = 1/D Σ_d x[n, d]²        out = γ ∘ x / √(m + ε)

It is layer normalization with two things left out. The mean is not taken away, so m is the mean square, not the variance, which is
m − μ²; and there is no β. If a row happens to have mean 0 the two agree.

It is a *mean*, not the norm: √(Σ x²) is larger by √D, and the output would shrink as the layer gets wider. With the mean, the
elements of the output have a mean square of about 1 at any width.

ε stands inside the root. There it keeps a row of zeros finite (the output is 0), and rows much larger than √ε do not notice it.

What is won is one pass over the row in place of two, and the experience of the authors is that re-scaling matters and
re-centring does not. Scaling x by a constant leaves the output as it is, up to ε.
"""
SOURCE = (
    "Zhang and Sennrich 2019, Root mean square layer normalization, arXiv 1910.07467, section 4; PyTorch, "
    "torch/nn/modules/normalization.py, docstring of RMSNorm"
)
REVIEWED = "2026-11-22 fixed"


def rmsnorm_forward(x, gamma, eps):
    """Rows divided by their root mean square, and scaled.

    x: (N, D) input
    gamma: (D,) scale
    eps: ε, added to the mean of the squares, positive
    Returns out (N, D).
    """
    mean_square = (x**2).mean(axis=1, keepdims=True)
    return gamma * x / np.sqrt(mean_square + eps)


def _case(rng, n, d, eps=0.01):
    """Rows of different means and spreads."""
    x = rng.normal(size=(n, 1)) + rng.uniform(0.5, 2, size=(n, 1)) * rng.normal(size=(n, d))
    return {"x": x, "gamma": rng.uniform(0.5, 2, size=d), "eps": eps}


def inputs(rng):
    n, d, m, k = (int(size) for size in rng.permutation(np.arange(3, 9))[:4])
    yield "one row", _case(rng, 1, d)
    yield "a batch", _case(rng, n, d)
    yield "as many features as rows", _case(rng, m, m)
    yield "one feature", _case(rng, k, 1)
    case = _case(rng, m, k)
    case["x"][0] = 0.0
    yield "the first row zero", case
    case = _case(rng, n, m)
    case["x"] *= 0.05
    yield "as small as the root of eps", case | {"eps": 0.0025}
    case = _case(rng, k, n)
    case["x"] *= 1000 * rng.choice([-1.0, 1.0], size=(k, 1))
    yield "rows in the thousands, eps 1e-5", case | {"eps": 1e-5}
    yield "many features, a larger eps", _case(rng, n, 20 + d, 0.5)
    case = _case(rng, d, n, 0.125)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, 300, 200)


def naive(x, gamma, eps):
    rows, features = x.shape
    out = np.zeros(x.shape)
    for n in range(rows):
        total = 0.0
        for d in range(features):
            total += float(x[n, d]) * float(x[n, d])
        for d in range(features):
            out[n, d] = x[n, d] * gamma[d] * (total / features + eps) ** -0.5
    return out


def mistake_mean_taken_away(x, gamma, eps):
    """You took the mean away first, as layer normalization does. RMS normalization only divides."""
    return gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def mistake_variance(x, gamma, eps):
    """You divided by the standard deviation, which is measured from the mean. Here the squares are measured from 0."""
    return gamma * x / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def mistake_sum_of_squares(x, gamma, eps):
    """You divided by the root of the sum of the squares, the row's length. It is their mean: divide by D first."""
    return gamma * x / np.sqrt((x**2).sum(axis=1, keepdims=True) + eps)


def mistake_over_the_batch(x, gamma, eps):
    """You averaged over the batch. Each row is normalized over its own features, the last axis."""
    return gamma * x / np.sqrt((x**2).mean(axis=0) + eps)


def mistake_over_everything(x, gamma, eps):
    """You took one root mean square for the whole batch. Each row has its own."""
    return gamma * x / np.sqrt((x**2).mean() + eps)


def mistake_eps_outside(x, gamma, eps):
    """You added ε to the root. It is added to the mean of the squares, inside it."""
    return gamma * x / (np.sqrt((x**2).mean(axis=1, keepdims=True)) + eps)


def mistake_no_root(x, gamma, eps):
    """You divided by the mean of the squares; the root is missing."""
    return gamma * x / ((x**2).mean(axis=1, keepdims=True) + eps)


def mistake_one_plus_gamma(x, gamma, eps):
    """You multiplied by 1 + γ, as Gemma does, whose γ starts at 0. Here γ is the factor itself."""
    return (1 + gamma) * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)


def mistake_eps_left_out(x, gamma, eps):
    """You left eps out. It is added to the mean square, under the root, or a row of zeros gives 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return rmsnorm_forward(x, gamma, 0.0)
