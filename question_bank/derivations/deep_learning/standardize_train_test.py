"""Standardizing a training and a test set

`train` has shape (N, D), `test` (M, D): one example in each row, one feature in each column. Each feature is to have
mean 0 and standard deviation 1 **on the training set**, and the test set is to be treated as future data would be.

The standard deviation is the plain one (mean of the squared deviations, no N − 1), and nothing is added to it. A
feature that is exactly constant on the training set is only shifted, and not scaled, in both sets.

Return `train_scaled`, of shape (N, D), and `test_scaled`, of shape (M, D), as new arrays.
"""

import numpy as np

SUBTOPIC = "dl.training"
LEVEL = 1
MINUTES = 5
RETURNS = ("train_scaled", "test_scaled")
INVARIANTS = {"train_scaled": ("columns sum to 0",)}
HINTS = (
    "Which examples may the numbers that you subtract and divide by depend on?",
    "Mean and standard deviation of each column of train, used for both sets.",
    "(x − mean) / std with axis=0, and where std is 0 divide by 1 instead.",
)
SOLUTION = """For each feature d let m[d] be the mean and s[d] the standard deviation over the rows of train. Both sets
become

    (x[n, d] − m[d]) / s[d]

Then the training columns have mean 0 and standard deviation 1; the test columns only roughly, and that is right. The
statistics are parameters that were fitted, like weights. Fitted with the test set's help, they let information about it
leak into training, and the score on it may be too good. Fitted on each set by itself, they map the same measurement to
different numbers in training and in use; a single example could not be standardized at all.

A constant feature has s = 0, and 0/0 would be nan. Dividing by 1 leaves the shifted feature: 0 on the training set, and
on the test set its difference from the constant.

In cross-validation the same holds in each fold: fit on the part that is trained on. Together with the model, the m and
s have to be stored.
"""
SOURCE = (
    "scikit-learn, doc/modules/preprocessing.rst, section 'Standardization, or mean removal and variance scaling'; "
    "sklearn/preprocessing/_data.py, class StandardScaler"
)
COVERS = ("15h",)
REVIEWED = "2026-11-22 fixed"


def standardize_train_test(train, test):
    """Both sets, standardized.

    train: (N, D) training examples as rows
    test: (M, D) test examples as rows
    returns train_scaled: (N, D), test_scaled: (M, D)
    """
    mean, std = train.mean(axis=0), train.std(axis=0)
    scale = np.where(std > 0, std, 1)
    return (train - mean) / scale, (test - mean) / scale


def _case(rng, n, m, d, shift=0.0):
    """Features of different mean and scale; the test set lies a little elsewhere."""
    center, scale = rng.normal(size=d) + shift, 10.0 ** rng.uniform(-1, 1, size=d)
    test = center + scale * (
        rng.choice([-1, 1], size=d) * rng.uniform(0.3, 0.8, size=d) + 1.5 * rng.normal(size=(m, d))
    )
    return {"train": center + scale * rng.normal(size=(n, d)), "test": test}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 10))[:6])
    yield (
        "three training examples, one feature",
        {"train": np.array([[1.0], [2.0], [6.0]]), "test": np.array([[3.0], [9.0]])},
    )
    yield "several features", _case(rng, 10 + a, b, c)
    yield "one test example", _case(rng, 5 + d, 1, e)
    yield "all sizes equal", _case(rng, 2 + f, 2 + f, 2 + f)
    constant = _case(rng, 8 + b, 3 + a, 3 + d)
    constant["train"][:, 1] = 7.0
    yield "a feature that is constant in training", constant
    one = _case(rng, 1, 2 + c, b)
    one["train"] = np.round(one["train"])
    yield "one training example", one
    test_constant = _case(rng, 6 + e, 4, 2 + f)
    test_constant["test"][:, 0] = 3.0
    yield "a feature that is constant in the test set", test_constant
    yield "a test set larger than the training set", _case(rng, 4 + c, 30 + a, d)
    yield (
        "very small and very large numbers",
        {name: value * 10.0 ** np.resize([-6, 6], a + 1) for name, value in _case(rng, 9 + d, e, a + 1).items()},
    )
    half = _case(rng, 12 + f, 5 + b, 2 + a)
    yield "a test set in float32", half | {"test": half["test"].astype(np.float32)}


def naive(train, test):
    n, d = train.shape
    out = [np.zeros(train.shape), np.zeros(test.shape)]
    for j in range(d):
        mean = sum(float(train[i, j]) for i in range(n)) / n
        variance = sum((float(train[i, j]) - mean) ** 2 for i in range(n)) / n
        for given, scaled in zip((train, test), out, strict=True):
            for i in range(len(given)):
                scaled[i, j] = (float(given[i, j]) - mean) / (variance**0.5 if variance > 0 else 1.0)
    return tuple(out)


def large(rng):
    return _case(rng, 1500, 500, 50)


def _scaled(train, test, mean, std):
    scale = np.where(std > 0, std, 1)
    return (train - mean) / scale, (test - mean) / scale


def mistake_statistics_from_both(train, test):
    """You took the statistics from both sets together. The test set must not influence what the model is trained on:
    use the training set alone.
    """
    both = np.vstack([train, test])
    return _scaled(train, test, both.mean(axis=0), both.std(axis=0))


def mistake_test_by_its_own_statistics(train, test):
    """You standardized the test set by its own mean and deviation. The same measurement then means something else in
    each set: use those of the training set.
    """
    train_scaled, _ = standardize_train_test(train, test)
    return train_scaled, standardize_train_test(test, test)[0]


def mistake_sample_deviation(train, test):
    """You divided by N − 1 in the deviation (ddof=1, as pandas does). Asked is the plain one, with N."""
    n = len(train)
    std = train.std(axis=0) * np.sqrt(n / (n - 1)) if n > 1 else np.full(train.shape[1], np.nan)
    with np.errstate(invalid="ignore"):
        return _scaled(train, test, train.mean(axis=0), std)


def mistake_variance_for_deviation(train, test):
    """You divided by the variance. The standard deviation is its root, and has the unit of the feature."""
    return _scaled(train, test, train.mean(axis=0), train.var(axis=0))


def mistake_over_all_features(train, test):
    """You took one mean and one deviation over all features. Each column has its own: axis=0."""
    return _scaled(train, test, train.mean(), train.std())


def mistake_each_example(train, test):
    """You standardized each row, as layer normalization does. Features are the columns: axis=0."""
    return tuple(_scaled(x, x, x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True))[0] for x in (train, test))


def mistake_constant_feature_is_nan(train, test):
    """A constant feature has deviation 0, and your quotient is nan or infinite. It is only shifted: divide by 1 there."""
    with np.errstate(invalid="ignore", divide="ignore"):
        std = train.std(axis=0)
        return (train - train.mean(axis=0)) / std, (test - train.mean(axis=0)) / std


def mistake_constant_feature_dropped_to_zero(train, test):
    """You set a constant feature to 0 in both sets. In the test set it may differ from the constant, and is shifted by
    it.
    """
    train_scaled, test_scaled = standardize_train_test(train, test)
    return train_scaled, np.where(train.std(axis=0) > 0, test_scaled, 0.0)


def mistake_test_not_shifted(train, test):
    """You scaled the test set, but did not shift it. It gets both operations, with the training set's numbers."""
    train_scaled, _ = standardize_train_test(train, test)
    std = train.std(axis=0)
    return train_scaled, test / np.where(std > 0, std, 1)
