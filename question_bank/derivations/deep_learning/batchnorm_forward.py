"""Forward pass of batch normalization

`x` has shape (N, D): N examples of D features. Each feature is normalized by itself, by a mean m and a
variance s:

    out = gamma · (x − m) / √(s + eps) + beta

* In **training** (`train` is True) m and s are those of this batch: the mean over the N examples, and the
  *biased* variance, the mean of the squared deviations (divided by N).
* In **testing** (`train` is False) m is `running_mean` and s is `running_var`.

Return `(out, running_mean, running_var)`. After training on a batch the running values are

    running ← momentum · running + (1 − momentum) · (value of this batch)

for both, with the same biased variance, as in Keras; `momentum` is the weight of the **old** value (PyTorch:
of the new one, and with the unbiased variance). After testing they are unchanged. N may be 1. Leave the
arguments as they are: return new arrays.
"""

import numpy as np

SUBTOPIC = "dl.batchnorm"
LEVEL = 2
MINUTES = 10
RETURNS = ("out", "running_mean", "running_var")
RTOL = 1e-5
INVARIANTS = {"running_var": ("not negative",)}
HINTS = (
    "Both modes share the last line; they differ in where mean and variance come from, and in what is kept afterwards.",
    "One mean for each feature: over which axis does it run? And eps goes to the variance, before the root.",
    "In training: m = x.mean(axis=0), s = x.var(axis=0), and momentum · running + (1 − momentum) · m, likewise for s.",
)
SOLUTION = """In training the layer looks at its own batch. For each feature

    m = 1/N Σ_n x[n]        s = 1/N Σ_n (x[n] − m)²        xhat = (x − m) / √(s + eps)

so each column of xhat has mean 0 and, but for eps, variance 1, whatever the layers before it do. gamma and
beta, one number per feature, then give back the freedom to have any scale and offset, so the layer can still
be the identity. eps keeps the root away from 0; it stands inside it.

In testing an answer must not depend on which other examples happen to be in the batch, and there may be only
one. So fixed numbers are used: averages of the batch statistics, collected during training with exponentially
fading weights. Testing only reads them.

The conventions differ, and moving a network between frameworks means knowing them: PyTorch calls 1 − momentum
momentum, and keeps N/(N − 1) times the batch variance; in the normalization itself all divide by N. Since the
batch mean is taken away, a bias in the layer before is useless.
"""
SOURCE = (
    "Ioffe and Szegedy 2015, arXiv 1502.03167, Algorithm 1; PyTorch, torch/nn/modules/batchnorm.py, class BatchNorm1d"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 agreed"


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """The normalized batch, and the running statistics afterwards.

    x: (N, D) examples
    gamma: (D,) scale of each feature
    beta: (D,) offset of each feature
    running_mean: (D,) mean of each feature so far
    running_var: (D,) variance of each feature so far
    momentum: weight of the old running values
    eps: a small positive number
    train: True or False
    Returns out (N, D), running_mean (D,), running_var (D,).
    """
    mean, var = running_mean, running_var
    if train:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, running_mean, running_var


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, n, d, *, train, momentum=None):
    return {
        "x": rng.normal(size=(n, d)) * rng.uniform(0.5, 2.0, size=d) + rng.normal(size=d),
        "gamma": rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d),
        "beta": rng.normal(size=d),
        "running_mean": rng.normal(size=d),
        "running_var": rng.uniform(0.5, 2.0, size=d),
        "momentum": float(rng.uniform(0.6, 0.95)) if momentum is None else momentum,
        "eps": 1e-2,
        "train": train,
    }


def inputs(rng):
    n, d, m, k = _sizes(rng, 4, 3, 8)
    yield "training, three examples", _case(rng, 3, 2, train=True, momentum=0.9)
    yield "testing, two examples", _case(rng, 2, 3, train=False, momentum=0.9)
    yield "training, a batch", _case(rng, n, d, train=True)
    yield "testing, a batch", _case(rng, m, k, train=False)
    yield "training, as many examples as features", _case(rng, d, d, train=True)
    yield "training, one example", _case(rng, 1, n, train=True)
    yield "testing, one example", _case(rng, 1, m, train=False)
    case = _case(rng, n, k, train=True)
    case["x"][:, 0] = case["x"][0, 0]
    yield "training, a feature that never changes", case
    yield "training, momentum 0", _case(rng, k, m, train=True, momentum=0.0)
    case = _case(rng, m, n, train=False)
    yield "testing, x in the thousands", case | {"x": 1000 * case["x"]}
    case = _case(rng, 4, d, train=True, momentum=0.75)
    for name in ("x", "gamma", "beta", "running_mean", "running_var"):
        case[name] = rng.integers(1, 8, size=case[name].shape) / 4
    case["beta"] += 8  # larger than all of gamma · xhat: no cancellation
    yield "training, float32 arrays", {k: np.float32(v) if np.ndim(v) else v for k, v in case.items()}


def naive(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    n_rows, features = x.shape
    out, means, variances = np.zeros(x.shape), np.zeros(features), np.zeros(features)
    for j in range(features):
        mean, var = float(running_mean[j]), float(running_var[j])
        means[j], variances[j] = mean, var
        if train:
            mean = sum(float(v) for v in x[:, j]) / n_rows
            var = sum((float(v) - mean) ** 2 for v in x[:, j]) / n_rows
            means[j] += (1 - momentum) * (mean - means[j])
            variances[j] += (1 - momentum) * (var - variances[j])
        for n in range(n_rows):
            out[n, j] = gamma[j] * (x[n, j] - mean) / (var + eps) ** 0.5 + beta[j]
    return out, means, variances


def large(rng):
    return _case(rng, 500, 100, train=True)


def _normalized(x, gamma, beta, mean, var, eps):
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def _sample_variance(x):
    """Divided by N − 1: nan for one example."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ((x - x.mean(axis=0)) ** 2).sum(axis=0) / (len(x) - np.ones(1, dtype=x.dtype))


def mistake_unbiased_variance(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You normalized with the unbiased variance, divided by N − 1. In batch normalization it is divided by N."""
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train:
        unbiased = x.var(axis=0) * len(x) / max(len(x) - 1, 1)
        out = _normalized(x, gamma, beta, x.mean(axis=0), unbiased, eps)
        var = momentum * running_var + (1 - momentum) * unbiased
    return out, mean, var


def mistake_unbiased_running_variance(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You kept N/(N − 1) times the batch variance in running_var, as PyTorch does. Here it is the same biased variance
    as in the normalization.
    """
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train:
        unbiased = x.var(axis=0) * len(x) / max(len(x) - 1, 1)
        var = momentum * running_var + (1 - momentum) * unbiased
    return out, mean, var


def mistake_momentum_of_the_new(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You gave the batch the weight momentum and the old value the rest, as PyTorch does. Here momentum is the
    weight of the old running value.
    """
    return batchnorm_forward(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, train)


def mistake_running_overwritten(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You replaced the running statistics by those of the batch. They are a fading average over many batches."""
    return batchnorm_forward(x, gamma, beta, running_mean, running_var, 0.0, eps, train)


def mistake_eps_outside(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You added eps to the standard deviation. It is added to the variance, under the root."""
    _, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    m, s = (x.mean(axis=0), x.var(axis=0)) if train else (running_mean, running_var)
    return gamma * (x - m) / (np.sqrt(s) + eps) + beta, mean, var


def mistake_batch_statistics_in_testing(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """In testing you normalized with the statistics of the batch. An answer must not depend on the other examples: use
    the running values.
    """
    _, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return _normalized(x, gamma, beta, x.mean(axis=0), x.var(axis=0), eps), mean, var


def mistake_running_statistics_in_training(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """In training you normalized with the running values. There the statistics of the batch itself are used;
    the running ones are only brought up to date.
    """
    _, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return _normalized(x, gamma, beta, running_mean, running_var, eps), mean, var


def mistake_running_changed_in_testing(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You changed the running statistics in testing too. Testing only reads them."""
    out, _, _ = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    _, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, True)
    return out, mean, var


def mistake_over_features(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You took mean and variance of each example over its features: that is layer normalization. Here they run over the
    batch, one for each feature.
    """
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train:
        out = _normalized(x, gamma, beta, x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True), eps)
    return out, mean, var


def mistake_root_forgotten(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You divided by the variance. What makes the spread 1 is the standard deviation, its root."""
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    s = x.var(axis=0) if train else running_var
    return (out - beta) / np.sqrt(s + eps) + beta, mean, var


def mistake_sample_variance(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You took the variance with ddof=1, divided by N − 1, which is 0/0 for one example. In batch normalization it is
    divided by N.
    """
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    if train:
        sample = _sample_variance(x)
        out = _normalized(x, gamma, beta, x.mean(axis=0), sample, eps)
        var = momentum * running_var + (1 - momentum) * sample
    return out, mean, var


def mistake_sample_running_variance(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You kept the variance with ddof=1 in running_var, which is 0/0 for one example. Here it is the same biased
    variance as in the normalization.
    """
    out, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    return out, mean, momentum * running_var + (1 - momentum) * _sample_variance(x) if train else var


def mistake_eps_left_out(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You left eps out. It is added to the variance, under the root, or a feature that never changes gives 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, 0.0, train)


def mistake_not_centred(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You did not take the mean away. x − m is divided by the deviation."""
    _, mean, var = batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train)
    s = x.var(axis=0) if train else running_var
    return _normalized(x, gamma, beta, 0.0, s, eps), mean, var


def mistake_no_scale_and_shift(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    """You left gamma and beta out: the normalized x is multiplied by gamma, and beta is added."""
    return batchnorm_forward(
        x, np.ones_like(gamma), np.zeros_like(beta), running_mean, running_var, momentum, eps, train
    )
