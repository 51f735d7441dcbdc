"""Negative log-likelihood of a Gaussian, and its gradients

The D coordinates are independent, coordinate d normally distributed with mean `mean`[d] and variance exp(`log_var`[d]);
both have shape (D,). The variance is given by its natural logarithm, so that it is positive whatever log_var is. `x`
has shape (N, D), one example in each row.

Return, in this order,

* `loss`: minus log p(x_n), **summed** over the D coordinates and **averaged** over the N examples, all constants
  included
* `dmean` = ∂loss/∂mean, of shape (D,)
* `dlog_var` = ∂loss/∂log_var, of shape (D,)
"""

import numpy as np

SUBTOPIC = "sl.bayes"
LEVEL = 2
MINUTES = 10
RETURNS = ("loss", "dmean", "dlog_var")
GRADIENTS = {"dmean": "mean", "dlog_var": "log_var"}
RTOL = 1e-5
ATOL = 1e-6
HINTS = (
    "Write minus the logarithm of the normal density first: the exponential vanishes, and the factor in front becomes a sum.",
    "With s = log σ² a term is ½ [log 2π + s + (x − mean)² exp(−s)]: differentiate it by the mean and by s.",
    "By the mean: −(x − mean) exp(−s). By s: ½ [1 − (x − mean)² exp(−s)]. Then average over the examples.",
)
SOLUTION = """The density of one coordinate is exp(−(x − m)²/(2σ²)) / √(2πσ²). With s = log σ², minus its logarithm is

    ½ [ log 2π + s + (x − m)² e⁻ˢ ]

Independent coordinates multiply, so their logarithms add: sum over d, then average over n.

By the mean: ∂/∂m of ½ (x − m)² e⁻ˢ is −(x − m) e⁻ˢ, and the mean over the examples is (m − x̄) e⁻ˢ. By the log
variance: ∂/∂s gives ½ from s itself and −½ (x − m)² e⁻ˢ from the exponential, so dlog_var = ½ (1 − e⁻ˢ · mean over n of
(x − m)²). The ½ is there because s is the logarithm of the variance; by log σ it would be twice that.

Set both to zero: the maximum-likelihood mean is the sample mean x̄, and the variance is the mean squared deviation
about it, with 1/N and not 1/(N − 1). This is the loss of networks that predict their own uncertainty, and a part of
many variational autoencoders' loss.
"""
SOURCE = (
    "Goodfellow, Bengio and Courville 2016, Deep Learning, section 3.9.3 (Gaussian distribution) and 5.5 (maximum likelihood); "
    "PyTorch, torch/distributions/normal.py, Normal.log_prob"
)
COVERS = ("12b",)
REVIEWED = "2026-11-22 fixed"


def gaussian_log_likelihood(x, mean, log_var):
    """Mean negative log-likelihood, and its gradients.

    x: (N, D) examples as rows
    mean: (D,) mean of each coordinate
    log_var: (D,) natural logarithm of the variance of each coordinate
    returns loss: a number, dmean: (D,), dlog_var: (D,)
    """
    precision = np.exp(-log_var)
    squares = np.mean((x - mean) ** 2, axis=0) * precision
    loss = 0.5 * np.sum(np.log(2 * np.pi) + log_var + squares)
    return loss, np.mean(mean - x, axis=0) * precision, 0.5 * (1 - squares)


def _case(rng, n, d):
    """The means stay away from those of the sample, the variances from the squared deviations: no gradient is nearly 0."""
    mean = rng.normal(size=d)
    x = mean + rng.choice([-1, 1], size=d) * rng.uniform(1.0, 2.0, size=d) + 0.5 * rng.uniform(-1, 1, size=(n, d))
    squares = np.mean((x - mean) ** 2, axis=0)
    return {"x": x, "mean": mean, "log_var": np.log(squares / rng.choice([0.3, 0.5, 2, 4], size=d))}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 8)))
    yield "one example, one coordinate", _case(rng, 1, 1)
    yield "three examples, one coordinate", _case(rng, 3, 1)
    yield "one example", _case(rng, 1, a)
    yield "a few examples", _case(rng, 8 + b, c)
    yield "as many examples as coordinates", _case(rng, d, d)
    narrow = _case(rng, e, f)
    narrow["log_var"] = rng.uniform(-12.0, -8.0, size=f)
    yield "narrow densities", narrow
    wide = _case(rng, f, b)
    wide["log_var"] = rng.uniform(800.0, 1000.0, size=b)
    yield "variances too large for a float", wide
    half = _case(rng, 8 + c, a)
    half["x"] = half["x"].astype(np.float32)
    yield "examples in float32", half
    yield "many examples", _case(rng, 40 + a, 10 + e)


def loss(x, mean, log_var):
    z = (x - mean) / np.exp(log_var / 2)
    return np.mean(np.sum(z**2 / 2 + log_var / 2, axis=1)) + x.shape[1] * np.log(np.sqrt(2 * np.pi))


def naive(x, mean, log_var):
    n, d = x.shape
    value, dmean, dlog_var = 0.0, np.zeros(d), np.zeros(d)
    for i in range(n):
        for j in range(d):
            difference = float(x[i, j]) - mean[j]
            scaled = difference * np.exp(-log_var[j])
            value += (difference * scaled / 2 + log_var[j] / 2 + np.log(2 * np.pi) / 2) / n
            dmean[j] -= scaled / n
            dlog_var[j] += (1 - difference * scaled) / 2 / n
    return value, dmean, dlog_var


def large(rng):
    return _case(rng, 3000, 60)


def mistake_two_pi_forgotten(x, mean, log_var):
    """You left out ½ log 2π for each coordinate. It has no gradient, but it belongs to the density and to the loss."""
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value - 0.5 * len(mean) * np.log(2 * np.pi), dmean, dlog_var


def mistake_log_var_left_out(x, mean, log_var):
    """You left out the logarithm of the variance. Without it the loss is smallest for an infinite variance: the density
    is divided by σ.
    """
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value - 0.5 * log_var.sum(), dmean, dlog_var - 0.5


def mistake_log_var_not_halved(x, mean, log_var):
    """You added log σ² where log σ belongs. The density is divided by √(σ²), so the log variance counts half."""
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value + 0.5 * log_var.sum(), dmean, dlog_var + 0.5


def mistake_taken_as_log_deviation(x, mean, log_var):
    """You took log_var for log σ. It is log σ²: the variance is exp(log_var), not its square."""
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, 2 * log_var)
    return value, dmean, 2 * dlog_var


def mistake_gradient_by_variance(x, mean, log_var):
    """Your last gradient is the one by the variance. Asked is the one by its logarithm: the chain rule brings one more
    factor, the variance itself.
    """
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value, dmean, dlog_var * np.exp(-log_var)


def mistake_sign_of_mean_gradient(x, mean, log_var):
    """Your dmean has the sign of the log-likelihood. The loss is its negative: where the examples lie above the mean,
    the loss falls as the mean grows.
    """
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value, -dmean, dlog_var


def mistake_summed_over_examples(x, mean, log_var):
    """You summed over the examples. The loss is their mean, and so are its gradients."""
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value * len(x), dmean * len(x), dlog_var * len(x)


def mistake_averaged_over_coordinates(x, mean, log_var):
    """You took the mean over the coordinates too. Their densities multiply, so their logarithms are summed."""
    value, dmean, dlog_var = gaussian_log_likelihood(x, mean, log_var)
    return value / len(mean), dmean / len(mean), dlog_var / len(mean)
