"""Batch normalization backward, in one formula

Forward in training, for each of the D features of x (N, D), with its mean m over the N examples and its
biased variance `var` in this batch:

    xhat = (x − m) / √(var + eps)        out = gamma · xhat + beta

The backward pass does not need x itself: it is enough to keep `xhat`, of shape (N, D), and `var`, of shape
(D,), and to compute dx from them in one formula, without gradients of m or var in between.

Given `dout` = ∂L/∂out, `xhat`, `gamma`, `var` and `eps`, return `(dx, dgamma, dbeta)`: the gradients of the
scalar L by the x from which xhat and var were made (m and var move with x), by gamma, and by beta; of shape
(N, D), (D,) and (D,). Memory for a few arrays of shape (N, D) is enough: no N × N matrix.
"""

import numpy as np

SUBTOPIC = "dl.batchnorm"
LEVEL = 3
MINUTES = 12
RETURNS = ("dx", "dgamma", "dbeta")
GRADIENTS = {"dgamma": "gamma"}
INVARIANTS = {"dx": ("columns sum to 0",)}
RTOL = 1e-5
HINTS = (
    "dbeta and dgamma are two sums over the batch. Exactly these two sums come up again in dx.",
    "Normalizing throws away a shift and a stretch of each column. From gamma · dout take away what lies along "
    "these two directions: along 1 and along xhat.",
    "Take away the mean of dout, and xhat times the mean of dout · xhat (divided by N, not by Σ xhat²: with eps they "
    "differ). The factor in front is the slope of the direct way.",
)
SOLUTION = """For one column, with r = 1/√(var + eps), the derivative of xhat by x is

    ∂xhat[k]/∂x[n] = r · (1[k = n] − 1/N − xhat[k] xhat[n] / N)

The first term is the direct way. The second comes from the mean, as ∂m/∂x[n] = 1/N. The third comes from the
variance: ∂var/∂x[n] = 2(x[n] − m)/N, and ∂xhat[k]/∂var = −½ (x[k] − m) r³; their product is
−r · xhat[k] · xhat[n]/N, since x − m = xhat/r.

The matrix is symmetric. Summing it against gamma · dout,

    dx[n] = gamma · r · (dout[n] − 1/N Σ_k dout[k] − xhat[n] · 1/N Σ_k dout[k] xhat[k])

The two sums are dbeta and dgamma, which are wanted anyway:

    dx = gamma · r / N · (N · dout − dbeta − xhat · dgamma)

So one pass over the data makes the sums and a second one dx. x itself never
appears, nor does m. Staged code, with its own ∂L/∂var and ∂L/∂m, gives the same numbers with more passes and
more rounding.
"""
SOURCE = (
    "Ioffe and Szegedy 2015, arXiv 1502.03167, section 3; PyTorch, torch/_decomp/decompositions.py, function "
    "native_batch_norm_backward"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 fixed"


def batchnorm_backward_alternative(dout, xhat, gamma, var, eps):
    """The gradients of batch normalization from what the forward pass kept.

    dout: (N, D) gradient of the loss at the output
    xhat: (N, D) normalized input
    gamma: (D,) scale of each feature
    var: (D,) biased variance of each feature in this batch
    eps: a small positive number
    Returns dx (N, D), dgamma (D,), dbeta (D,).
    """
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx = gamma / np.sqrt(var + eps) * (dout - (dbeta + xhat * dgamma) / len(dout))
    return dx, dgamma, dbeta


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, n, d, eps=1e-2, *, scale=1.0, still=0):
    """The first `still` features never change."""
    x = scale * rng.normal(size=(n, d)) * rng.uniform(1.5, 3.0, size=d)
    x[:, :still] = 1.0
    var = x.var(axis=0)
    return {
        "dout": rng.normal(size=(n, d)) + rng.normal(size=d),
        "xhat": (x - x.mean(axis=0)) / np.sqrt(var + eps),
        "gamma": rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d),
        "var": var,
        "eps": eps,
    }


def _single_precision(rng, n, d):
    """A float32 case in which no gradient comes from cancellation."""
    while True:
        case = _case(rng, n, d)
        dx, dgamma, dbeta = batchnorm_backward_alternative(**case)
        if min(np.abs(dx).min(), np.abs(dgamma).min(), np.abs(dbeta).min()) > 0.1:
            return {k: np.float32(v) if np.ndim(v) else v for k, v in case.items()}


def inputs(rng):
    n, d, m, k = _sizes(rng, 4, 3, 8)
    yield "three examples, two features", _case(rng, 3, 2)
    yield "one example", _case(rng, 1, d)
    yield "a batch", _case(rng, n, d)
    yield "as many examples as features", _case(rng, m, m, 1e-1)
    yield "one feature", _case(rng, k, 1)
    yield "a large eps", _case(rng, m, k, 2.0)
    yield "a feature that never changes", _case(rng, k, n, still=1)
    yield "variances beyond a million", _case(rng, d, m, scale=1000.0)
    n, d = _sizes(rng, 2, 10, 20)
    yield "a larger batch", _case(rng, n, d)
    yield "float32 arrays", _single_precision(rng, 4, 2)


def loss(dout, xhat, gamma, var, eps):
    return np.sum(dout * gamma * xhat)


def naive(dout, xhat, gamma, var, eps):
    n_rows, features = dout.shape
    dx, dgamma, dbeta = np.zeros(dout.shape), np.zeros(features), np.zeros(features)
    for j in range(features):
        r = 1 / (float(var[j]) + eps) ** 0.5
        for k in range(n_rows):
            upstream, hat = float(dout[k, j]), float(xhat[k, j])
            dgamma[j] += upstream * hat
            dbeta[j] += upstream
            for n in range(n_rows):
                slope = r * ((k == n) - 1 / n_rows - hat * float(xhat[n, j]) / n_rows)
                dx[n, j] += upstream * gamma[j] * slope
    return dx, dgamma, dbeta


def large(rng):
    return _case(rng, 300, 30)


def mistake_statistics_constant(dout, xhat, gamma, var, eps):
    """You treated mean and variance as constants. Both depend on every x of the column; a check: each column of dx sums
    to 0.
    """
    _, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return gamma / np.sqrt(var + eps) * dout, dgamma, dbeta


def mistake_variance_constant(dout, xhat, gamma, var, eps):
    """Your dx lacks the term with xhat: the variance depends on x too."""
    _, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return gamma / np.sqrt(var + eps) * (dout - dout.mean(axis=0)), dgamma, dbeta


def mistake_mean_constant(dout, xhat, gamma, var, eps):
    """Your dx lacks the mean of dout: the batch mean depends on x too. A check: each column of dx sums to 0."""
    _, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return gamma / np.sqrt(var + eps) * (dout - xhat * dgamma / len(dout)), dgamma, dbeta


def mistake_sums_for_means(dout, xhat, gamma, var, eps):
    """In dx you took dbeta and dgamma whole. As the mean and the variance are averages, each comes with 1/N."""
    _, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return gamma / np.sqrt(var + eps) * (dout - dbeta - xhat * dgamma), dgamma, dbeta


def mistake_unbiased_variance(dout, xhat, gamma, var, eps):
    """You used N − 1 for the variance. It was divided by N, so its share in dx is too."""
    _, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    through = xhat * dgamma / max(len(dout) - 1, 1)
    return gamma / np.sqrt(var + eps) * (dout - dbeta / len(dout) - through), dgamma, dbeta


def mistake_root_forgotten(dout, xhat, gamma, var, eps):
    """You divided by the variance. x was divided by the standard deviation, its root, and so is the gradient."""
    dx, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return dx / np.sqrt(var + eps), dgamma, dbeta


def mistake_eps_forgotten(dout, xhat, gamma, var, eps):
    """You left eps out. It stands under the root beside the variance; without it a feature that never changes gives
    0/0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return batchnorm_backward_alternative(dout, xhat, gamma, var, 0.0)


def mistake_gamma_forgotten(dout, xhat, gamma, var, eps):
    """Your dx lacks gamma: between out and xhat the gradient is multiplied by it."""
    dx, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return dx / gamma, dgamma, dbeta


def mistake_dgamma_times_gamma(dout, xhat, gamma, var, eps):
    """You put gamma into dgamma. out is gamma · xhat + beta, so its slope by gamma is xhat alone."""
    dx, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return dx, dgamma * gamma, dbeta


def mistake_eps_outside(dout, xhat, gamma, var, eps):
    """You divided by √var + eps. eps is added to the variance, under the root, as in the forward pass."""
    dx, dgamma, dbeta = batchnorm_backward_alternative(dout, xhat, gamma, var, eps)
    return dx * np.sqrt(var + eps) / (np.sqrt(var) + eps), dgamma, dbeta
