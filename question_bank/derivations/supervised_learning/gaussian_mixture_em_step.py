"""One step of EM for a mixture of Gaussians

The density of the model is p(x) = Σ_k `weights`[k] · Π_d Normal(x_d; `means`[k, d], `variances`[k, d]): K components
with diagonal covariances. `weights` has shape (K,), is positive and sums to 1; `means` and `variances` have shape (K,
D). `X` has shape (N, D), one example in each row.

Return, in this order,

* `resp`, of shape (N, K): the responsibilities of the components for each example, under the parameters given (E step)
* `new_weights`, `new_means` and `new_variances`: the parameters that the M step makes of them. The variances are taken
  about the **new** means, they are the maximum-likelihood ones (no N − 1), and nothing is added to them
* `log_likelihood`: the **mean** over the examples of log p(x), under the parameters given

The densities must not underflow far away from all components.
"""

import numpy as np

SUBTOPIC = "sl.clustering"
LEVEL = 3
MINUTES = 20
RETURNS = ("resp", "new_weights", "new_means", "new_variances", "log_likelihood")
RTOL = 1e-5
ATOL = 1e-8
INVARIANTS = {
    "resp": ("rows sum to 1", "not negative"),
    "new_weights": ("sums to 1",),
    "new_variances": ("not negative",),
}
HINTS = (
    "A responsibility is a posterior probability: Bayes' rule with the mixing weights as priors. The M step is a weighted mean.",
    "E step in logarithms, with log-sum-exp over the components. M step: as in an ordinary estimate, with resp[n, k] as "
    "the number of times that component k has seen example n.",
    "n_k = Σ_n resp[n, k]; weights n_k / N; means respᵀX / n_k; variances Σ_n resp[n, k] (x_n − new mean_k)² / n_k.",
)
SOLUTION = """E step. With joint[n, k] = log weights[k] − ½ Σ_d [log(2π variances[k, d]) + (x[n, d] − means[k, d])² /
variances[k, d]] the log density of an example is log p(x_n) = log Σ_k exp(joint[n, k]), with the largest term taken out
before exp, and resp[n, k] = exp(joint[n, k] − log p(x_n)) is the posterior probability of component k.

M step. Maximize the expected complete log-likelihood Σ_n Σ_k resp[n, k] (log weights[k] + log Normal(x_n; k)). Let
n_k = Σ_n resp[n, k], the number of examples that belong to k. With a Lagrange multiplier for Σ weights = 1, the weights
are n_k / N. Setting the derivative by the mean to zero gives Σ_n resp[n, k] x_n / n_k, and by the variance Σ_n resp[n,
k] (x_n − new mean)² / n_k: the new mean, because both derivatives vanish together.

The log-likelihood of the new parameters is never smaller than that of the old ones. k-means is the limit of small equal
variances, in which responsibilities become 0 or 1.
"""
SOURCE = (
    "scikit-learn, sklearn/mixture/_gaussian_mixture.py, _estimate_gaussian_parameters and _estimate_log_gaussian_prob"
)
COVERS = ("11i",)
REVIEWED = "2026-11-22 agreed"


def gaussian_mixture_em_step(X, weights, means, variances):
    """Responsibilities, the parameters after the M step, and the mean log-likelihood before it.

    X: (N, D) examples as rows
    weights: (K,) mixing weights
    means: (K, D) mean of each component
    variances: (K, D) variance of each component in each coordinate
    returns resp: (N, K), new_weights: (K,), new_means: (K, D), new_variances: (K, D), log_likelihood: a number
    """
    log_normal = -0.5 * np.sum(np.log(2 * np.pi * variances) + (X[:, None] - means) ** 2 / variances, axis=2)
    joint = np.log(weights) + log_normal
    log_p = np.logaddexp.reduce(joint, axis=1)
    resp = np.exp(joint - log_p[:, None])
    size = resp.sum(axis=0)
    new_means = resp.T @ X / size[:, None]
    new_variances = np.einsum("nk,nkd->kd", resp, (X[:, None] - new_means) ** 2) / size[:, None]
    return resp, size / len(X), new_means, new_variances, log_p.mean()


def _case(rng, n, k, d, spread=1.5):
    weights = rng.uniform(0.5, 2.0, size=k)
    means = spread * rng.normal(size=(k, d))
    X = means[rng.integers(k, size=n)] + rng.normal(size=(n, d))
    variances = rng.uniform(0.5, 2.0, size=(k, d))
    return {
        "X": X,
        "weights": weights / weights.sum(),
        "means": means + 0.5 * rng.normal(size=(k, d)),
        "variances": variances,
    }


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 8)))
    one = _case(rng, 1, 2, a)
    one["X"] = rng.integers(-3, 4, size=(1, a)).astype(float)
    yield "one example, two components", one
    line = _case(rng, 6, 2, 1)
    line["X"] = np.array([[-2.0], [-1.5], [-1.0], [1.0], [1.5], [3.0]])
    line["means"] = np.array([[-1.0], [1.0]]) + rng.uniform(-0.5, 0.5, size=(2, 1))
    yield "six examples on a line", line
    yield "a few examples", _case(rng, 10 + b, 3, c)
    yield "all sizes equal", _case(rng, 3 + d, 3 + d, 3 + d, spread=0.4)
    yield "a single component", _case(rng, 5 + e, 1, f)
    tight = _case(rng, 12 + c, 3, d)
    tight["means"][:, 0] = [-10, 0, 10]
    tight["X"] = tight["means"][np.arange(12 + c) % 3] + rng.uniform(0.5, 1.5, size=(12 + c, d))
    tight["variances"] *= 1e-4
    yield "tight components, a hundred deviations from every example", tight
    small = _case(rng, 14 + d, 3, b)
    scales = {"X": 0.05, "means": 0.05, "variances": 0.05**2, "weights": 1.0}
    yield "examples close together", {name: scales[name] * value for name, value in small.items()}
    unequal = _case(rng, 12 + f, 3, a)
    unequal["weights"] = np.array([0.9, 0.0999, 0.0001])
    yield "very unequal weights", unequal
    half = _case(rng, 15 + e, b, c)
    half["X"] = half["X"].astype(np.float32)
    yield "examples in float32", half
    yield "many examples", _case(rng, 60 + a, c, 2 + e)


def naive(X, weights, means, variances):
    (n, d), k = X.shape, len(weights)
    resp, log_likelihood = np.zeros((n, k)), 0.0
    for i in range(n):
        joint = []
        for c in range(k):
            total = np.log(weights[c])
            for j in range(d):
                total -= (float(X[i, j]) - means[c, j]) ** 2 / (2 * variances[c, j])
                total -= np.log(variances[c, j]) / 2 + np.log(2 * np.pi) / 2
            joint.append(total)
        top = max(joint)
        log_p = top + np.log(sum(np.exp(one - top) for one in joint))
        log_likelihood += log_p / n
        for c in range(k):
            resp[i, c] = np.exp(joint[c] - log_p)
    new_weights, new_means, new_variances = np.zeros(k), np.zeros((k, d)), np.zeros((k, d))
    for c in range(k):
        size = sum(resp[i, c] for i in range(n))
        new_weights[c] = size / n
        for j in range(d):
            new_means[c, j] = sum(resp[i, c] * float(X[i, j]) for i in range(n)) / size
            squares = sum(resp[i, c] * (float(X[i, j]) - new_means[c, j]) ** 2 for i in range(n))
            new_variances[c, j] = squares / size
    return resp, new_weights, new_means, new_variances, log_likelihood


def large(rng):
    return _case(rng, 2000, 6, 20)


def _joint(X, weights, means, variances):
    log_normal = -0.5 * np.sum(np.log(2 * np.pi * variances) + (X[:, None] - means) ** 2 / variances, axis=2)
    return np.log(weights) + log_normal


def _m_step(X, resp):
    with np.errstate(invalid="ignore", divide="ignore"):
        size = resp.sum(axis=0)
        means = resp.T @ X / size[:, None]
        return size / len(X), means, np.einsum("nk,nkd->kd", resp, (X[:, None] - means) ** 2) / size[:, None]


def mistake_added_to_variances(X, weights, means, variances):
    """You added 1e-6 to the variances. That keeps a component from collapsing, but the M step does not do it: here
    nothing is added.
    """
    resp, new_weights, new_means, new_variances, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, new_weights, new_means, new_variances + 1e-6, log_likelihood


def mistake_weights_left_out(X, weights, means, variances):
    """You left the mixing weights out of the responsibilities. They are the priors of Bayes' rule: a frequent component
    is more likely to have made an example.
    """
    equal = np.ones(len(weights))
    resp, *_ = gaussian_mixture_em_step(X, equal, means, variances)
    *_, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, *_m_step(X, resp), log_likelihood


def mistake_densities_underflow(X, weights, means, variances):
    """Far from all components your densities are rounded to 0, and 0/0 is nan. Stay with logarithms, and take the
    largest one out before exp.
    """
    with np.errstate(all="ignore"):
        densities = np.exp(_joint(X, weights, means, variances))
        p = densities.sum(axis=1)
        resp = densities / p[:, None]
        return resp, *_m_step(X, resp), np.log(p).mean()


def mistake_variances_about_old_means(X, weights, means, variances):
    """You took the variances about the old means. The M step maximizes over both together: use the new means."""
    resp, w, m, _, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    old = np.einsum("nk,nkd->kd", resp, (X[:, None] - means) ** 2) / resp.sum(axis=0)[:, None]
    return resp, w, m, old, log_likelihood


def mistake_hard_assignment(X, weights, means, variances):
    """You gave each example to its most likely component alone. That is k-means' way; EM shares it by probability."""
    joint = _joint(X, weights, means, variances)
    resp = np.eye(len(weights))[joint.argmax(axis=1)]
    return resp, *_m_step(X, resp), np.logaddexp.reduce(joint, axis=1).mean()


def mistake_standard_deviations(X, weights, means, variances):
    """You returned standard deviations. The parameters of this model are variances: no root."""
    resp, w, m, v, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, w, m, np.sqrt(v), log_likelihood


def mistake_divided_by_n(X, weights, means, variances):
    """You divided the sums by N. Each component divides by the number of examples that belong to it, Σ_n resp[n, k]."""
    resp, w, m, _, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    shrunk = m * w[:, None]
    spread = np.einsum("nk,nkd->kd", resp, (X[:, None] - shrunk) ** 2) / len(X)
    return resp, w, shrunk, spread, log_likelihood


def mistake_weights_not_divided(X, weights, means, variances):
    """Your new weights are the sizes of the components, and sum to N. Weights are probabilities: divide by N."""
    resp, w, m, v, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, w * len(X), m, v, log_likelihood


def mistake_log_likelihood_summed(X, weights, means, variances):
    """You summed the log-likelihood. It is asked as the mean over the examples."""
    resp, w, m, v, log_likelihood = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, w, m, v, log_likelihood * len(X)


def mistake_mean_of_logs(X, weights, means, variances):
    """Your log-likelihood is the expected complete one, Σ resp · joint. The logarithm stands outside the sum over the
    components: log p(x) = log Σ_k exp(joint).
    """
    resp, w, m, v, _ = gaussian_mixture_em_step(X, weights, means, variances)
    return resp, w, m, v, np.sum(resp * _joint(X, weights, means, variances)) / len(X)


def mistake_one_maximum(X, weights, means, variances):
    """You took one maximum out of all logarithms. An example far below it is rounded to 0 for every component, and its
    logarithm is −∞: each example needs its own, with axis=1 and keepdims=True.
    """
    joint = _joint(X, weights, means, variances)
    with np.errstate(all="ignore"):
        log_p = joint.max() + np.log(np.exp(joint - joint.max()).sum(axis=1))
        resp = np.exp(joint - log_p[:, None])
        return resp, *_m_step(X, resp), log_p.mean()
