"""Gaussian naive Bayes, the log posterior

There are K classes with prior probabilities `prior`, of shape (K,), all positive. Within class k the D features are
independent, and feature d is normally distributed with mean `mean`[k, d] and **variance** `variance`[k, d] > 0, both of
shape (K, D). `X` has shape (N, D): one example in each row.

Return `log_posterior`, of shape (N, K), the natural logarithm of p(class k | x_n), and `log_evidence`, of shape (N,),
the natural logarithm of the density p(x_n) under the whole model.

Both must be right also where there are a thousand features and every density is rounded to 0. Nothing is added to the
variances.
"""

import numpy as np

SUBTOPIC = "sl.bayes"
LEVEL = 2
MINUTES = 12
RETURNS = ("log_posterior", "log_evidence")
RTOL = 1e-5
ATOL = 1e-6
HINTS = (
    "Bayes: the posterior is prior times likelihood, divided by their sum over the classes. Stay with logarithms throughout.",
    "Independent features: the log likelihood is a sum over d of log normal densities. The division becomes a subtraction "
    "of log Σ_k exp(…).",
    "joint[n, k] = log prior[k] − ½ Σ_d [log(2π variance) + (x − mean)² / variance]; before exp, take the largest of each "
    "row away, and add it again after the log.",
)
SOLUTION = """By Bayes' rule p(k | x) = prior[k] p(x | k) / p(x), with p(x) = Σ_k prior[k] p(x | k). Given the class,
the features are independent ("naive"), so p(x | k) is a product of normal densities and its logarithm a sum:

    joint[n, k] = log prior[k] − ½ Σ_d [ log(2π variance[k, d]) + (x[n, d] − mean[k, d])² / variance[k, d] ]

The logarithm of the variance differs from class to class and must stay; log 2π cancels in the posterior, but not in the
evidence. Now log p(x) = log Σ_k exp(joint[n, k]). With many features the joint is so negative that every exp is rounded
to 0. Take the largest joint of the row, m, out of the sum: log Σ exp(joint) = m + log Σ exp(joint − m). One term is
then exactly 1. The log posterior is joint − log p(x), and its exponentials sum to 1 in each row.

The squared distances are the terms (x − mean)²/variance, which broadcasting (N, 1, D) against (K, D) gives at once.
"""
SOURCE = (
    "scikit-learn, sklearn/naive_bayes.py, GaussianNB._joint_log_likelihood and _BaseNB.predict_log_proba; "
    "doc/modules/naive_bayes.rst"
)
COVERS = ("11e",)
REVIEWED = "2026-11-22 agreed"


def naive_bayes_log_posterior(X, prior, mean, variance):
    """Log posterior of each class, and log density of each example.

    X: (N, D) examples as rows
    prior: (K,) probability of each class
    mean: (K, D) mean of each feature in each class
    variance: (K, D) variance of each feature in each class
    returns log_posterior: (N, K), log_evidence: (N,)
    """
    log_likelihood = -0.5 * np.sum(np.log(2 * np.pi * variance) + (X[:, None] - mean) ** 2 / variance, axis=2)
    joint = np.log(prior) + log_likelihood
    log_evidence = np.logaddexp.reduce(joint, axis=1)
    return joint - log_evidence[:, None], log_evidence


def _case(rng, n, k, d, spread=1.0):
    prior = rng.uniform(0.5, 3.0, size=k)
    mean = spread * rng.normal(size=(k, d))
    variance = rng.uniform(0.3, 3.0, size=(k, d))
    X = mean[rng.integers(k, size=n)] + rng.normal(size=(n, d))
    return {"X": X, "prior": prior / prior.sum(), "mean": mean, "variance": variance}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 8)))
    yield "one example, two classes, one feature", _case(rng, 1, 2, 1)
    yield "a few examples", _case(rng, a, b, c)
    yield "all sizes equal", _case(rng, d, d, d)
    yield "a single class", _case(rng, e, 1, f)
    rare = _case(rng, b, 3, d)
    rare["prior"] = np.array([1e-9, 0.25, 0.75 - 1e-9])
    yield "one very rare class", rare
    yield "a thousand features", _case(rng, c, a, 1000 + f, spread=0.1)
    narrow = _case(rng, f, e, b)
    narrow["variance"] *= 1e-4
    yield "narrow densities, far from every mean", narrow
    half = _case(rng, 10 + d, c, a)
    half["X"] = half["X"].astype(np.float32)
    yield "examples in float32", half
    yield "many examples", _case(rng, 30 + e, f, 10 + b)


def naive(X, prior, mean, variance):
    n, d = X.shape
    k = len(prior)
    log_posterior, log_evidence = np.zeros((n, k)), np.zeros(n)
    for i in range(n):
        joint = []
        for c in range(k):
            total = np.log(prior[c])
            for j in range(d):
                sigma = np.sqrt(variance[c, j])
                z = (float(X[i, j]) - mean[c, j]) / sigma
                total += -z * z / 2 - np.log(sigma) - np.log(np.sqrt(2 * np.pi))
            joint.append(total)
        top = max(joint)
        log_evidence[i] = top + np.log(sum(np.exp(one - top) for one in joint))
        for c in range(k):
            log_posterior[i, c] = joint[c] - log_evidence[i]
    return log_posterior, log_evidence


def large(rng):
    return _case(rng, 2000, 10, 40)


def _normalized(joint):
    log_evidence = np.logaddexp.reduce(joint, axis=1)
    return joint - log_evidence[:, None], log_evidence


def _terms(X, prior, mean, variance):
    """Squared distances in units of the variance (N, K, D), and the log likelihood (N, K)."""
    squares = (X[:, None] - mean) ** 2 / variance
    return squares, -0.5 * np.sum(np.log(2 * np.pi * variance) + squares, axis=2)


def mistake_prior_left_out(X, prior, mean, variance):
    """You left the prior out. With equal likelihoods the more frequent class is the more probable one: add log prior."""
    return _normalized(_terms(X, prior, mean, variance)[1])


def mistake_prior_not_in_logarithm(X, prior, mean, variance):
    """You added the prior itself to the log likelihood. Products become sums only if every factor is taken in
    logarithms.
    """
    return _normalized(prior + _terms(X, prior, mean, variance)[1])


def mistake_not_normalized(X, prior, mean, variance):
    """Your log posterior is still the log of prior times likelihood. Divide by the evidence: subtract log p(x), so that
    the probabilities of each row sum to 1.
    """
    log_posterior, log_evidence = naive_bayes_log_posterior(X, prior, mean, variance)
    return log_posterior + log_evidence[:, None], log_evidence


def mistake_products_of_densities(X, prior, mean, variance):
    """You multiplied densities and took the logarithm in the end. A thousand small factors are rounded to 0, and log 0
    is −∞: add logarithms, and use log-sum-exp for the evidence.
    """
    with np.errstate(all="ignore"):
        joint = prior * np.exp(_terms(X, prior, mean, variance)[1])
        evidence = joint.sum(axis=1)
        return np.log(joint / evidence[:, None]), np.log(evidence)


def mistake_variance_taken_as_deviation(X, prior, mean, variance):
    """You squared the given spread once more, as if it were σ. It is the variance σ² already."""
    return naive_bayes_log_posterior(X, prior, mean, variance**2)


def mistake_half_forgotten(X, prior, mean, variance):
    """Your exponent is the full (x − mean)² / variance. The normal density has ½ of it."""
    squares, log_likelihood = _terms(X, prior, mean, variance)
    return _normalized(np.log(prior) + log_likelihood - 0.5 * squares.sum(axis=2))


def mistake_spread_not_in_the_constant(X, prior, mean, variance):
    """You left out the factor 1/σ in front of the exponential. It differs from class to class, and does not cancel:
    subtract ½ log variance for each feature.
    """
    _, log_likelihood = _terms(X, prior, mean, variance)
    return _normalized(np.log(prior) + log_likelihood + 0.5 * np.log(variance).sum(axis=1))


def mistake_two_pi_forgotten(X, prior, mean, variance):
    """Your posterior is right, because 2π cancels there; in the density p(x) it does not. Each feature brings a factor
    1/√(2π).
    """
    log_posterior, log_evidence = naive_bayes_log_posterior(X, prior, mean, variance)
    return log_posterior, log_evidence + 0.5 * X.shape[1] * np.log(2 * np.pi)


def mistake_normalized_over_examples(X, prior, mean, variance):
    """You normalized over the examples. For each example the probabilities of the classes sum to 1: sum along the row."""
    _, log_evidence = naive_bayes_log_posterior(X, prior, mean, variance)
    joint = np.log(prior) + _terms(X, prior, mean, variance)[1]
    return _normalized(joint.T)[0].T, log_evidence


def mistake_one_maximum(X, prior, mean, variance):
    """You took one maximum out of all logarithms. An example far below it is rounded to 0 for every class, and its
    logarithm is −∞: each example needs its own, with axis=1 and keepdims=True.
    """
    joint = np.log(prior) + _terms(X, prior, mean, variance)[1]
    with np.errstate(divide="ignore", over="ignore"):
        log_evidence = joint.max() + np.log(np.exp(joint - joint.max()).sum(axis=1))
        return joint - log_evidence[:, None], log_evidence
