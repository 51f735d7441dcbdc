"""Bias, variance and expected error

One learning algorithm was trained on M training sets, drawn independently. `predictions`, of shape (M, N), holds what
each of the M trained models predicts at N test points; `f`, of shape (N,), is the true function there. A measurement at
a test point is f plus independent noise of mean 0 and **standard deviation** `noise` ≥ 0.

The M training sets stand for all: take every expectation over them as a plain **mean over the M models** (no M − 1).
Return three numbers, each **averaged over the N test points**:

* `bias2`: the squared bias
* `variance`: the variance of the predictions
* `expected_error`: the expected squared difference between a prediction and a new measurement
"""

import numpy as np

SUBTOPIC = "sl.bias-variance"
LEVEL = 2
MINUTES = 8
RETURNS = ("bias2", "variance", "expected_error")
HINTS = (
    "Look at one test point first. What does the algorithm predict there on average, and how far is that from the truth?",
    "Bias is the mean prediction minus f; it is squared at each point, before the points are averaged. Variance is the spread of "
    "the models about their own mean.",
    "bias2 = mean over n of (mean over m − f)²; variance = mean over n of var over m; and the error is bias² + variance + noise².",
)
SOLUTION = """At one test point let g be a model's prediction, ḡ its mean over the training sets, and y = f + ε a new
measurement. Write

    g − y = (g − ḡ) + (ḡ − f) − ε

and square. The mean of g − ḡ is 0 by the definition of ḡ, and ε has mean 0 and is independent of g, so every product of
two different terms vanishes on average. What is left is

    E (g − y)² = (ḡ − f)² + E (g − ḡ)² + σ²  =  bias² + variance + noise

The bias is squared at each point, and then averaged: errors of opposite sign at different points do not cancel. The
variance does not contain f at all. With plain means over M the identity holds exactly for the given models; with M − 1
in the variance it does not.

A model that is too simple has a large bias: it errs in the same way on every training set. One that is too flexible has
a large variance: it follows each set's accidents. The noise remains, whatever the model.
"""
SOURCE = (
    "Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, section 7.3 'The Bias-Variance Decomposition', "
    "equation 7.9"
)
COVERS = ("12c",)
REVIEWED = "2026-11-22 agreed"


def bias_variance(predictions, f, noise):
    """Squared bias, variance and expected squared error, averaged over the test points.

    predictions: (M, N) predictions, a row for each trained model
    f: (N,) true function at the test points
    noise: standard deviation of a measurement
    returns bias2: a number, variance: a number, expected_error: a number
    """
    bias2 = np.mean((predictions.mean(axis=0) - f) ** 2)
    variance = np.mean(predictions.var(axis=0))
    return bias2, variance, bias2 + variance + noise**2


def _case(rng, m, n, offset=1.0, spread=1.0, noise=0.5):
    f = rng.normal(size=n)
    bias = offset * rng.choice([-1, 1], size=n) * rng.uniform(0.5, 1.5, size=n)
    return {"predictions": f + bias + spread * rng.normal(size=(m, n)), "f": f, "noise": noise}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 10))[:6])
    yield (
        "two models, three points",
        {
            "predictions": np.array([[1.0, 2.0, 4.0], [3.0, 2.0, 0.0]]),
            "f": np.array([2.0, 3.0, 1.0]),
            "noise": 0.5,
        },
    )
    yield "one model: no variance", _case(rng, 1, a)
    yield "one test point", _case(rng, b, 1, noise=0.3)
    yield "as many models as points", _case(rng, c, c, noise=2.0)
    yield "stiff models: much bias, little variance", _case(rng, 5 + d, e, offset=3.0, spread=0.3)
    yield "supple models: little bias, much variance", _case(rng, 5 + f, a, offset=0.2, spread=3.0, noise=0.1)
    opposite = _case(rng, 3 + b, 2 * d, spread=0.5, noise=0.0)
    opposite["predictions"] = opposite["f"] + np.resize([2.0, -2.0], 2 * d) + 0.5 * rng.normal(size=(3 + b, 2 * d))
    yield "errors of opposite sign, no noise", opposite
    perfect = _case(rng, 4, c, noise=1.5)
    yield "perfect models, noisy measurements", perfect | {"predictions": np.tile(perfect["f"], (4, 1))}
    yield "a large scale", {name: 1000 * value for name, value in _case(rng, 4 + e, 3 + f).items()}
    half = _case(rng, 6 + c, 5 + b, noise=0.25)
    yield "in float32", {name: value if name == "noise" else value.astype(np.float32) for name, value in half.items()}


def naive(predictions, f, noise):
    m, n = predictions.shape
    bias2 = variance = error = 0.0
    for j in range(n):
        mean = sum(float(predictions[i, j]) for i in range(m)) / m
        bias2 += (mean - float(f[j])) ** 2 / n
        for i in range(m):
            variance += (float(predictions[i, j]) - mean) ** 2 / m / n
            error += (float(predictions[i, j]) - float(f[j])) ** 2 / m / n
    return bias2, variance, error + noise * noise


def large(rng):
    return _case(rng, 300, 400)


def mistake_sample_variance(predictions, f, noise):
    """You divided by M − 1. The expectations here are plain means over the models; with M − 1 the parts do not add up
    to the error.
    """
    bias2, variance, _ = bias_variance(predictions, f, noise)
    m = len(predictions)
    variance = variance * m / (m - 1) if m > 1 else np.nan
    return bias2, variance, bias2 + variance + noise**2


def mistake_bias_averaged_before_squaring(predictions, f, noise):
    """You averaged the bias over the points, and squared it then. Errors of opposite sign cancel that way: square
    first, at each point.
    """
    bias2, variance = np.mean(predictions - f) ** 2, np.mean(predictions.var(axis=0))
    return bias2, variance, bias2 + variance + noise**2


def mistake_bias_of_each_model(predictions, f, noise):
    """You averaged squared differences of single models. That is bias² plus variance already: for the bias, take the
    mean prediction first.
    """
    _, variance, _ = bias_variance(predictions, f, noise)
    bias2 = np.mean((predictions - f) ** 2)
    return bias2, variance, bias2 + variance + noise**2


def mistake_bias_not_squared(predictions, f, noise):
    """You took the size of the bias without squaring it. It is the squared bias that adds up with the variance."""
    _, variance, _ = bias_variance(predictions, f, noise)
    bias = np.mean(np.abs(predictions.mean(axis=0) - f))
    return bias, variance, bias + variance + noise**2


def mistake_variance_over_points(predictions, f, noise):
    """You took the variance over the test points. It is the spread of the models at one point, over the training sets:
    axis 0.
    """
    bias2, variance = bias_variance(predictions, f, noise)[0], np.mean(predictions.var(axis=1))
    return bias2, variance, bias2 + variance + noise**2


def mistake_noise_not_squared(predictions, f, noise):
    """You added the noise's standard deviation to squares. Its variance is what adds up: square it."""
    bias2, variance, _ = bias_variance(predictions, f, noise)
    return bias2, variance, bias2 + variance + noise


def mistake_noise_forgotten(predictions, f, noise):
    """You left the noise out of the error. A new measurement differs from f: its variance is there, however good the
    model.
    """
    bias2, variance, _ = bias_variance(predictions, f, noise)
    return bias2, variance, bias2 + variance


def mistake_standard_deviation(predictions, f, noise):
    """You took the standard deviation of the predictions. The error adds up in squares: take the variance."""
    bias2, spread = bias_variance(predictions, f, noise)[0], np.mean(predictions.std(axis=0))
    return bias2, spread, bias2 + spread + noise**2
