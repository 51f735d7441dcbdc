"""Confusion matrix, in numbers and in rates

`truth` and `predicted`, both of shape (N,), hold the right (true) and the predicted class of each of N examples: integers
from 0 to K − 1. `K` is the number of classes; not all of them need occur.

Return `counts`, of shape (K, K), with counts[i, j] = number of examples whose **right class is i** and whose
**predicted class is j**, and `rates`, of shape (K, K), with rates[i, j] = fraction of the examples of right class i
that were predicted as j. Where class i has no examples, its row of rates is 0. (scikit-learn has the same rows and
columns; others transpose them.)
"""

import numpy as np

SUBTOPIC = "sl.metrics"
LEVEL = 1
MINUTES = 6
RETURNS = ("counts", "rates")
INVARIANTS = {"counts": ("not negative",), "rates": ("not negative",)}
HINTS = (
    "Every example adds 1 to one cell. Which cell? And what if two examples fall into the same one?",
    "The pair (i, j) is one number, K·i + j, from 0 to K² − 1: count how often each number occurs.",
    "np.bincount(K * truth + predicted, minlength=K * K), reshaped to (K, K). For the rates divide each row by its own sum.",
)
SOLUTION = """Each example belongs to one cell: the row is its right class, the column the predicted one. A loop adds 1
to counts[truth[n], predicted[n]] for each n. With arrays, counts[truth, predicted] += 1 looks the same but is not:
NumPy reads the cells once, adds 1, and writes once, so that several examples in one cell count as a single one. Use
np.add.at, or number the cells, K·i + j, and let bincount count; minlength gives the cells that do not occur.

The diagonal holds the right answers: its sum divided by N is the accuracy. The sum of row i is the number of examples
of class i, and rates[i, i] = counts[i, i] / (sum of row i) is the recall of class i. Dividing by the sum of the column
would give precisions instead. A class without examples has a row of zeros, and 0/0 is set to 0 by convention.

As a product of one-hot matrices: counts = Tᵀ P, with T and P of shape (N, K).
"""
SOURCE = "scikit-learn, sklearn/metrics/_classification.py, confusion_matrix (with normalize='true' for the rates)"
COVERS = ("12d",)
REVIEWED = "2026-11-22 fixed"


def confusion_matrix(truth, predicted, K):
    """Counts and rates of each pair of right and predicted class.

    truth: (N,) integers, the right classes
    predicted: (N,) integers, the predicted classes
    K: number of classes
    returns counts: (K, K), rates: (K, K)
    """
    counts = np.bincount(K * truth + predicted, minlength=K * K).reshape(K, K)
    sizes = counts.sum(axis=1, keepdims=True)
    return counts, counts / np.where(sizes > 0, sizes, np.inf)


def _case(rng, n, k, accuracy=0.6):
    truth = rng.integers(k, size=n)
    predicted = np.where(rng.random(n) < accuracy, truth, rng.integers(k, size=n))
    return {"truth": truth, "predicted": predicted, "K": k}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield (
        "six examples, three classes",
        {
            "truth": np.array([2, 0, 2, 2, 0, 1]),
            "predicted": np.array([0, 0, 2, 2, 0, 2]),
            "K": 3,
        },
    )
    yield "one example", {"truth": np.array([1]), "predicted": np.array([0]), "K": a}
    yield "two classes", _case(rng, 30 + b, 2)
    yield "as many examples as classes", _case(rng, c, c)
    yield "all right", _case(rng, 10 + d, 3, accuracy=1.0)
    yield "no example at all", {"truth": np.zeros(0, dtype=int), "predicted": np.zeros(0, dtype=int), "K": b}
    missing = _case(rng, 25 + e, 5)
    missing["truth"] = np.where(missing["truth"] == 2, 3, missing["truth"])
    yield "a class that is predicted but never right", missing
    unseen = _case(rng, 20 + f, 4)
    yield "classes beyond the largest label", unseen | {"K": 4 + a}
    one = _case(rng, 15 + a, 3 + c)
    yield "everything is predicted as class 1", one | {"predicted": np.ones(15 + a, dtype=int)}
    small = _case(rng, 30 + c, d)
    yield "labels as bytes", {name: np.asarray(v, dtype=np.uint8) if name != "K" else v for name, v in small.items()}
    yield "many examples", _case(rng, 400 + 10 * d, 5 + e)


def naive(truth, predicted, K):
    counts = [[0] * K for _ in range(K)]
    for i, j in zip(truth, predicted, strict=True):
        counts[int(i)][int(j)] += 1
    rates = [[cell / sum(row) if sum(row) else 0.0 for cell in row] for row in counts]
    return np.array(counts), np.array(rates)


def large(rng):
    return _case(rng, 200_000, 30)


def mistake_transposed(truth, predicted, K):
    """Your rows are the predicted classes. Here the row is the right class, the column the predicted one."""
    return confusion_matrix(predicted, truth, K)


def mistake_repeated_cells_counted_once(truth, predicted, K):
    """You wrote counts[truth, predicted] += 1 with arrays. NumPy adds 1 to each cell once, however many examples fall
    into it: use np.add.at or bincount.
    """
    counts = np.zeros((K, K))
    counts[truth, predicted] += 1
    return counts, counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def mistake_rates_over_columns(truth, predicted, K):
    """You divided by the sums of the columns, which gives shares of what was predicted. The rates are shares of the
    examples of the right class: divide each row by its sum.
    """
    counts, _ = confusion_matrix(truth, predicted, K)
    return counts, counts / np.maximum(counts.sum(axis=0), 1)


def mistake_rates_over_all(truth, predicted, K):
    """You divided by the number of all examples. Each row has its own sum, the number of examples of that class."""
    counts, _ = confusion_matrix(truth, predicted, K)
    return counts, counts / max(len(truth), 1)


def mistake_rates_broadcast_wrongly(truth, predicted, K):
    """You divided by the row sums as a vector of shape (K,), which NumPy lays along the columns. Keep the axis: shape
    (K, 1).
    """
    counts, _ = confusion_matrix(truth, predicted, K)
    return counts, counts / np.maximum(counts.sum(axis=1), 1)


def mistake_empty_class_is_nan(truth, predicted, K):
    """A class without examples gives 0/0 = nan in your rates. By the convention here its row is 0."""
    counts, _ = confusion_matrix(truth, predicted, K)
    with np.errstate(invalid="ignore"):
        return counts, counts / counts.sum(axis=1, keepdims=True)


def mistake_size_from_labels(truth, predicted, K):
    """You took the number of classes from the largest label. A class may be missing from both lists: K is given."""
    seen = int(max(truth.max(initial=0), predicted.max(initial=0))) + 1
    return confusion_matrix(truth.astype(int), predicted.astype(int), seen)
