"""Layer normalization, backward

Forward, as in `layernorm_forward`, for each row of `x` (N, D) by itself:

    x̂ = (x − μ) / √(σ² + ε)        out = γ x̂ + β

with the mean μ and the biased variance σ² of the row over its D features; ε = `eps`, `gamma` = γ and `beta` = β of shape (D,).

Given `dout` = ∂L/∂out, (N, D), return `(dx, dgamma, dbeta)`, the gradients of the scalar L by x, γ and β, each in the shape of
its variable. Remember that μ and σ² depend on x. (`beta` is passed for completeness.)
"""

import numpy as np

SUBTOPIC = "dl.norms"
LEVEL = 3
MINUTES = 15
RETURNS = ("dx", "dgamma", "dbeta")
GRADIENTS = {"dx": "x", "dgamma": "gamma", "dbeta": "beta"}
INVARIANTS = {"dx": ("rows sum to 0",)}
HINTS = (
    "γ and β are an affine map of x̂, element by element: their gradients sum over the rows. Then only one row is left to "
    "think about.",
    "With dx̂ = γ dout: x reaches x̂ by three ways, directly, through the mean, and through the variance. Each way takes a "
    "mean over the row away.",
    "dx = (dx̂ − mean(dx̂) − x̂ · mean(dx̂ x̂)) / √(σ² + ε), with the means over the features.",
)
SOLUTION = """
**γ and β.** out[n, d] = γ[d] x̂[n, d] + β[d] in every row, so dβ = Σ_n dout[n], dγ = Σ_n dout[n] ∘ x̂[n], and dx̂ = γ ∘ dout.

**One row.** Let s = √(σ² + ε). From μ = 1/D Σ x and σ² = 1/D Σ (x − μ)²,

    ∂μ/∂x_j = 1/D        ∂s/∂x_j = (x_j − μ)/(D s) = x̂_j / D

(the derivative of σ² through μ vanishes, since Σ (x − μ) = 0). With x̂_i = (x_i − μ)/s,

    ∂x̂_i/∂x_j = (δ_ij − 1/D)/s − (x_i − μ)/s² · x̂_j/D = (δ_ij − 1/D − x̂_i x̂_j/D) / s

Multiplied by dx̂_i and summed over i:

    dx_j = ( dx̂_j − mean(dx̂) − x̂_j · mean(dx̂ ∘ x̂) ) / s

The two means are over the features. The first takes out what a shift of the whole row would do, which is nothing: hence the
rows of dx sum to 0. The second takes out what stretching the row would do, which is nothing but for ε.
"""
SOURCE = (
    "Ba, Kiros, Hinton 2016, Layer normalization, arXiv 1607.06450, section 3, for the forward pass; Ioffe and Szegedy 2015, "
    "Batch normalization, arXiv 1502.03167, section 3, for the backward pass over the other axis"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 fixed"


def layernorm_backward(dout, x, gamma, beta, eps):
    """Gradients of layer normalization.

    dout: (N, D) gradient of the loss at the output
    x: (N, D) input of the forward pass
    gamma: (D,) scale
    beta: (D,) shift
    eps: ε, added to the variance, positive
    Returns dx (N, D), dgamma (D,), dbeta (D,).
    """
    s = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) / s
    dx_hat = dout * gamma
    shift, stretch = dx_hat.mean(axis=1, keepdims=True), (dx_hat * x_hat).mean(axis=1, keepdims=True)
    return (dx_hat - shift - x_hat * stretch) / s, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def _case(rng, n, d, eps=0.01):
    """Rows of different means and spreads."""
    x = rng.normal(size=(n, 1)) + rng.uniform(0.5, 2, size=(n, 1)) * rng.normal(size=(n, d))
    gamma = rng.uniform(0.5, 2, size=d)
    return {"dout": rng.normal(size=(n, d)), "x": x, "gamma": gamma, "beta": rng.normal(size=d), "eps": eps}


def inputs(rng):
    n, d, m, k = (int(size) for size in rng.permutation(np.arange(3, 9))[:4])
    yield "one row", _case(rng, 1, d)
    yield "a batch", _case(rng, n, d)
    yield "as many features as rows", _case(rng, m, m)
    case = _case(rng, m, k)
    case["x"][0] = case["x"][0, 0]
    yield "the first row constant", case
    case = _case(rng, n, m)
    case["x"] *= 0.05
    yield "a spread as small as the root of eps", case | {"eps": 0.0025}
    case = _case(rng, k, 2 + n)
    case["x"] *= 1000 * rng.choice([-1.0, 1.0], size=(k, 1))
    yield "rows in the thousands", case
    yield "many features, a larger eps", _case(rng, n, 20 + d, 0.5)
    yield "two features", _case(rng, k, 2, 0.5)
    case = _case(rng, 8 + d, 8 + n, 0.125)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, 100, 60)


def loss(dout, x, gamma, beta, eps):
    centred = x - x.mean(axis=1, keepdims=True)
    x_hat = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps)
    return np.sum(dout * (gamma * x_hat + beta))


def naive(dout, x, gamma, beta, eps):
    """The Jacobian of each row, from the sums that define mean and variance."""
    rows, features = x.shape
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(features), np.zeros(features)
    for n in range(rows):
        mean = sum(float(value) for value in x[n]) / features
        away = [float(value) - mean for value in x[n]]
        variance = sum(a * a for a in away) / features + eps
        for i in range(features):
            x_hat = away[i] / variance**0.5
            dgamma[i] += dout[n, i] * x_hat
            dbeta[i] += dout[n, i]
            for j in range(features):
                slope = ((i == j) - 1 / features) / variance**0.5 - away[i] * away[j] / features / variance**1.5
                dx[n, j] += dout[n, i] * gamma[i] * slope
    return dx, dgamma, dbeta


def _normalized(x, eps):
    s = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return (x - x.mean(axis=1, keepdims=True)) / s, s


def mistake_mean_and_variance_constant(dout, x, gamma, beta, eps):
    """You treated the mean and the variance as constants. Both depend on x, and each sends a gradient back."""
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    return dout * gamma / _normalized(x, eps)[1], dgamma, dbeta


def mistake_variance_constant(dout, x, gamma, beta, eps):
    """You treated the variance as a constant: the rows of your dx sum to 0, but the term with x̂ · mean(dx̂ x̂) is
    missing.
    """
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    dx_hat = dout * gamma
    return (dx_hat - dx_hat.mean(axis=1, keepdims=True)) / _normalized(x, eps)[1], dgamma, dbeta


def mistake_mean_constant(dout, x, gamma, beta, eps):
    """You treated the mean as a constant: mean(dx̂) over the row has to be taken away as well, so that each row of dx
    sums to 0.
    """
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    x_hat, s = _normalized(x, eps)
    dx_hat = dout * gamma
    return (dx_hat - x_hat * (dx_hat * x_hat).mean(axis=1, keepdims=True)) / s, dgamma, dbeta


def mistake_means_over_the_batch(dout, x, gamma, beta, eps):
    """In dx you took the means over the batch, as for batch normalization. Here each row was normalized by itself."""
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    x_hat, s = _normalized(x, eps)
    dx_hat = dout * gamma
    return (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / s, dgamma, dbeta


def mistake_gamma_forgotten(dout, x, gamma, beta, eps):
    """In dx you forgot γ: x̂ is multiplied by it, so dx̂ = γ · dout, before any mean is taken."""
    dx, _, _ = layernorm_backward(dout, x, np.ones_like(gamma), beta, eps)
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    return dx, dgamma, dbeta


def mistake_gamma_afterwards(dout, x, gamma, beta, eps):
    """In dx you multiplied by γ at the end. γ differs from feature to feature, so it has to be inside the means:
    start from dx̂ = γ · dout.
    """
    dx, _, _ = layernorm_backward(dout, x, np.ones_like(gamma), beta, eps)
    _, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    return gamma * dx, dgamma, dbeta


def mistake_dgamma_from_x(dout, x, gamma, beta, eps):
    """In dgamma you used x. γ multiplies the normalized x̂."""
    dx, _, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    return dx, (dout * x).sum(axis=0), dbeta


def mistake_parameters_averaged(dout, x, gamma, beta, eps):
    """Your dgamma and dbeta are means over the rows. The same γ and β serve every row, so sum."""
    dx, dgamma, dbeta = layernorm_backward(dout, x, gamma, beta, eps)
    return dx, dgamma / len(x), dbeta / len(x)


def mistake_parameters_over_features(dout, x, gamma, beta, eps):
    """Your dgamma and dbeta have one number per row. γ and β have one per feature: sum over the rows."""
    dx, _, _ = layernorm_backward(dout, x, gamma, beta, eps)
    return dx, (dout * _normalized(x, eps)[0]).sum(axis=1), dout.sum(axis=1)


def mistake_eps_outside(dout, x, gamma, beta, eps):
    """You divided by σ + ε. ε is added to the variance, inside the root."""
    s = x.std(axis=1, keepdims=True) + eps
    x_hat, dx_hat = (x - x.mean(axis=1, keepdims=True)) / s, dout * gamma
    shift, stretch = dx_hat.mean(axis=1, keepdims=True), (dx_hat * x_hat).mean(axis=1, keepdims=True)
    return (dx_hat - shift - x_hat * stretch) / s, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def mistake_eps_left_out(dout, x, gamma, beta, eps):
    """You left eps out. It is added to the variance, under the root, or what never changes gives 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return layernorm_backward(dout, x, gamma, beta, 0.0)


def mistake_sample_variance(dout, x, gamma, beta, eps):
    """You took the variance with ddof=1, divided by D − 1. In layer normalization it is divided by D."""
    s = np.sqrt(x.var(axis=1, keepdims=True) * x.shape[1] / max(x.shape[1] - 1, 1) + eps)
    x_hat, dx_hat = (x - x.mean(axis=1, keepdims=True)) / s, dout * gamma
    shift, stretch = dx_hat.mean(axis=1, keepdims=True), (dx_hat * x_hat).mean(axis=1, keepdims=True)
    return (dx_hat - shift - x_hat * stretch) / s, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
