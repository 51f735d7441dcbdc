"""Backward pass of batch normalization

Forward in training, for each of the D features of `x` (N, D) by itself, with the mean m over the N examples
and the biased variance s = 1/N Σ_n (x[n] − m)² of this batch:

    xhat = (x − m) / √(s + eps)        out = gamma · xhat + beta

Given `dout` = ∂L/∂out, of shape (N, D), return `(dx, dgamma, dbeta)`, the gradients of the scalar L by `x`,
`gamma` and `beta`, each in the shape of what it is the gradient of. m and s are functions of every x
of their column, not constants. N may be 1. Whether L is a sum or a mean over the batch is already in `dout`.
(`beta` is passed for completeness.)
"""

import numpy as np

SUBTOPIC = "dl.batchnorm"
LEVEL = 3
MINUTES = 20
RETURNS = ("dx", "dgamma", "dbeta")
GRADIENTS = {"dx": "x", "dgamma": "gamma", "dbeta": "beta"}
INVARIANTS = {"dx": ("columns sum to 0",)}
RTOL = 1e-5
HINTS = (
    "Draw the graph of one column: by how many ways does x[n] reach out? Each adds a term to dx.",
    "With g = gamma · dout: the direct way gives g/√(s + eps). Then ∂L/∂s = Σ "
    "g · (x − m) · (−½)(s + eps)^(−3/2), and ∂L/∂m = −Σ g/√(s + eps).",
    "dx[n] is the direct way, plus ∂L/∂s · ∂s/∂x[n], plus ∂L/∂m · ∂m/∂x[n]. The way from m through s vanishes, as "
    "the deviations sum to 0.",
)
SOLUTION = """gamma and beta act on each column like a tiny affine layer, so

    dbeta = Σ_n dout[n]        dgamma = Σ_n dout[n] · xhat[n]        g = gamma · dout = ∂L/∂xhat

Let r = 1/√(s + eps). x[n] reaches xhat by three ways. Directly, with slope r. Through s, which moves by
2(x[n] − m)/N and changes every xhat of the column. Through m, which moves by 1/N. Adding up,

    ∂L/∂s = −½ r³ Σ g · (x − m)        ∂L/∂m = −r Σ g
    dx = r g + ∂L/∂s · 2 (x − m)/N + ∂L/∂m / N

∂s/∂m needs no term: it is −2/N Σ (x − m) = 0. Putting in xhat = r (x − m) this becomes

    dx = r · (g − mean(g) − xhat · mean(g · xhat))

Read: the gradient without what normalization throws away, a common shift and a common stretch of the column.
So dx sums to 0 in each column, and is (but for eps) orthogonal to xhat: two good checks. Whoever treats m and
s as constants gets r g, and fails both. With one example, dx is 0: its output is beta, whatever x is.
"""
SOURCE = "Ioffe and Szegedy 2015, arXiv 1502.03167, section 3 (the chain rule through Algorithm 1)"
COVERS = ("20",)
REVIEWED = "2026-11-22 fixed"


def batchnorm_backward(dout, x, gamma, beta, eps):
    """The gradients of batch normalization in training.

    dout: (N, D) gradient of the loss at the output
    x: (N, D) input of the forward pass
    gamma: (D,) scale of each feature
    beta: (D,) offset of each feature
    eps: a small positive number
    Returns dx (N, D), dgamma (D,), dbeta (D,).
    """
    r = 1 / np.sqrt(x.var(axis=0) + eps)
    xhat = r * (x - x.mean(axis=0))
    g = gamma * dout
    dx = r * (g - g.mean(axis=0) - xhat * (g * xhat).mean(axis=0))
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, n, d, eps=1e-2):
    return {
        "dout": rng.normal(size=(n, d)) + rng.normal(size=d),
        "x": rng.normal(size=(n, d)) * rng.uniform(0.5, 2.0, size=d) + rng.normal(size=d),
        "gamma": rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d),
        "beta": rng.normal(size=d),
        "eps": eps,
    }


def _single_precision(rng, n, d):
    """A float32 case in which no gradient comes from cancellation. Large, for central differences are finer than
    float32.
    """
    while True:
        case = {k: np.round(4 * v) / 4 for k, v in _case(rng, n, d).items()} | {"eps": 1e-2}
        case["dout"] *= 256
        dx, dgamma, _ = batchnorm_backward(**case)
        if np.all(case["gamma"]) and np.abs(dx).min() > 25 and np.abs(dgamma).min() > 75:
            return {k: np.float32(v) if np.ndim(v) else v for k, v in case.items()}


def inputs(rng):
    n, d, m, k = _sizes(rng, 4, 3, 8)
    yield "three examples, two features", _case(rng, 3, 2)
    yield "one example", _case(rng, 1, d)
    yield "a batch", _case(rng, n, d)
    yield "as many examples as features", _case(rng, m, m, 1e-1)
    yield "one feature", _case(rng, k, 1)
    yield "a large eps", _case(rng, m, k, 2.0)
    case = _case(rng, k, n)
    case["x"][:, 0] = case["x"][0, 0]
    yield "a feature that never changes", case
    case = _case(rng, d, m, 1.0)
    yield "x in the thousands", case | {"x": 1000 * case["x"]}
    n, d = _sizes(rng, 2, 10, 20)
    yield "a larger batch", _case(rng, n, d)
    yield "float32 arrays", _single_precision(rng, 4, 2)


def loss(dout, x, gamma, beta, eps):
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return np.sum(dout * (gamma * xhat + beta))


def naive(dout, x, gamma, beta, eps):
    n_rows, features = x.shape
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(features), np.zeros(features)
    for j in range(features):
        column = [float(v) for v in x[:, j]]
        mean = sum(column) / n_rows
        s = sum((v - mean) ** 2 for v in column) / n_rows + eps
        ds, dm = 0.0, 0.0
        for n in range(n_rows):
            g = float(dout[n, j]) * float(gamma[j])
            dbeta[j] += dout[n, j]
            dgamma[j] += dout[n, j] * (column[n] - mean) / s**0.5
            ds -= g * (column[n] - mean) * s**-1.5 / 2
            dm -= g / s**0.5
        for n in range(n_rows):
            g = float(dout[n, j]) * float(gamma[j])
            dx[n, j] = g / s**0.5 + ds * 2 * (column[n] - mean) / n_rows + dm / n_rows
    return dx, dgamma, dbeta


def large(rng):
    return _case(rng, 400, 50)


def _parts(dout, x, gamma, eps, ddof=0):
    """r, xhat and g."""
    divisor = max(len(x) - ddof, 1)
    deviations = x - x.mean(axis=0)
    r = 1 / np.sqrt((deviations**2).sum(axis=0) / divisor + eps)
    return r, r * deviations, gamma * dout


def _sample_parts(dout, x, gamma, eps):
    """r, xhat and g with the variance divided by N − 1, which is nan for one example."""
    deviations = x - x.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = 1 / np.sqrt((deviations**2).sum(axis=0) / (len(x) - np.ones(1)) + eps)
    return r, r * deviations, gamma * dout


def mistake_statistics_constant(dout, x, gamma, beta, eps):
    """You treated mean and variance as constants. Both depend on every x of the column; a check: each column of dx sums
    to 0.
    """
    _, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    r, _, g = _parts(dout, x, gamma, eps)
    return r * g, dgamma, dbeta


def mistake_variance_constant(dout, x, gamma, beta, eps):
    """You followed the way through the mean and left out that through the variance: it depends on x too."""
    _, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    r, _, g = _parts(dout, x, gamma, eps)
    return r * (g - g.mean(axis=0)), dgamma, dbeta


def mistake_mean_constant(dout, x, gamma, beta, eps):
    """You followed the way through the variance and left out that through the mean. A check: each column of dx sums
    to 0.
    """
    _, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    r, xhat, g = _parts(dout, x, gamma, eps)
    return r * (g - xhat * (g * xhat).mean(axis=0)), dgamma, dbeta


def mistake_sums_for_means(dout, x, gamma, beta, eps):
    """In dx you took sums where means belong: the mean and the variance bring a factor 1/N each."""
    _, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    r, xhat, g = _parts(dout, x, gamma, eps)
    return r * (g - g.sum(axis=0) - xhat * (g * xhat).sum(axis=0)), dgamma, dbeta


def mistake_unbiased_variance(dout, x, gamma, beta, eps):
    """You used the variance that is divided by N − 1. In batch normalization it is divided by N."""
    _, _, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    r, xhat, g = _parts(dout, x, gamma, eps, 1)
    through = xhat * (g * xhat).sum(axis=0) / max(len(x) - 1, 1)
    return r * (g - g.mean(axis=0) - through), (dout * xhat).sum(axis=0), dbeta


def mistake_gamma_forgotten(dout, x, gamma, beta, eps):
    """Your dx lacks gamma: between out and xhat the gradient is multiplied by it."""
    _, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return batchnorm_backward(dout, x, np.ones_like(gamma), beta, eps)[0], dgamma, dbeta


def mistake_dgamma_one_number(dout, x, gamma, beta, eps):
    """You summed dgamma over the features as well. There is one gamma for each feature: sum over the batch only."""
    dx, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return dx, dgamma.sum(), dbeta


def mistake_dgamma_from_x(dout, x, gamma, beta, eps):
    """In dgamma you used x. gamma multiplies the normalized xhat."""
    dx, _, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return dx, (dout * x).sum(axis=0), dbeta


def mistake_averaged(dout, x, gamma, beta, eps):
    """You averaged dgamma and dbeta over the batch. If the loss is a mean, its 1/N is already in dout: they are
    sums.
    """
    dx, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return dx, dgamma / len(x), dbeta / len(x)


def mistake_eps_forgotten(dout, x, gamma, beta, eps):
    """You left eps out. It belongs to the variance in the backward pass too, or a feature that never changes gives
    0/0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return batchnorm_backward(dout, x, gamma, beta, 0.0)


def mistake_sample_variance(dout, x, gamma, beta, eps):
    """You normalized with the variance divided by N − 1 (ddof=1) and went back as if it were divided by N, as it
    should be; with one example yours is 0/0.
    """
    dbeta = dout.sum(axis=0)
    r, xhat, g = _sample_parts(dout, x, gamma, eps)
    return r * (g - g.mean(axis=0) - xhat * (g * xhat).mean(axis=0)), (dout * xhat).sum(axis=0), dbeta


def mistake_sample_variance_all_through(dout, x, gamma, beta, eps):
    """You divided the variance by N − 1 (ddof=1), forward and on the way back. In batch normalization it is divided by
    N; with one example yours is 0/0.
    """
    dbeta = dout.sum(axis=0)
    r, xhat, g = _sample_parts(dout, x, gamma, eps)
    with np.errstate(divide="ignore", invalid="ignore"):
        through = xhat * (g * xhat).sum(axis=0) / (len(x) - np.ones(1))
    return r * (g - g.mean(axis=0) - through), (dout * xhat).sum(axis=0), dbeta


def mistake_eps_outside(dout, x, gamma, beta, eps):
    """You divided by √s + eps. eps is added to the variance, under the root."""
    deviations, s = x - x.mean(axis=0), x.std(axis=0) + eps
    xhat, g = deviations / s, gamma * dout
    dx = (g - g.mean(axis=0) - xhat * (g * xhat).mean(axis=0)) / s
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


def mistake_eps_outside_all_through(dout, x, gamma, beta, eps):
    """You divided by √s + eps, and went back through that. eps is added to the variance, under the root; a feature that
    never changes then gives no 0/0 either.
    """
    deviations, s, g = x - x.mean(axis=0), x.std(axis=0), gamma * dout
    with np.errstate(divide="ignore", invalid="ignore"):
        through = deviations * (g * deviations).mean(axis=0) / (s * (s + eps))
    dx = (g - g.mean(axis=0) - through) / (s + eps)
    return dx, (dout * deviations / (s + eps)).sum(axis=0), dout.sum(axis=0)


def mistake_dgamma_from_deviations(dout, x, gamma, beta, eps):
    """In dgamma you used x − m. gamma multiplies the normalized xhat, which is divided by the root."""
    dx, _, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return dx, (dout * (x - x.mean(axis=0))).sum(axis=0), dbeta


def mistake_root_forgotten(dout, x, gamma, beta, eps):
    """Your dx lacks the factor 1/√(s + eps): xhat is x − m times it, so it stands before all three terms."""
    dx, dgamma, dbeta = batchnorm_backward(dout, x, gamma, beta, eps)
    return dx * np.sqrt(x.var(axis=0) + eps), dgamma, dbeta
