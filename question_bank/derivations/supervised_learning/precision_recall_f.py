"""Precision, recall and F of each class

`counts` is a confusion matrix of shape (K, K): counts[i, j] ≥ 0 is the number of examples whose **right (true) class
is i** and whose **predicted class is j**. For each class in turn, that class is the positive one and all others are negative.

Return `precision`, `recall` and `f`, each of shape (K,). `f` is the F measure with weight `beta` > 0,

    F_β = (1 + β²) · precision · recall / (β² · precision + recall)

so that β > 1 favours recall. A quotient 0/0 counts as 0 in all three.
"""

import numpy as np

SUBTOPIC = "sl.metrics"
LEVEL = 1
MINUTES = 7
RETURNS = ("precision", "recall", "f")
INVARIANTS = {"precision": ("not negative",), "recall": ("not negative",), "f": ("not negative",)}
HINTS = (
    "Precision asks: of what was called positive, how much is? Recall asks: of what is positive, how much was found?",
    "True positives stand on the diagonal. What was called class k is a column, what is class k a row.",
    "precision = diagonal / column sums, recall = diagonal / row sums; F is their harmonic mean if β = 1. Mind sums that are 0.",
)
SOLUTION = """For class k the true positives are counts[k, k]. All examples predicted as k stand in column k, those that
are k in row k, so with TP, FP and FN

    precision = TP / (TP + FP) = diagonal / column sum        recall = TP / (TP + FN) = diagonal / row sum

F is a weighted harmonic mean: 1/F = (1/(1 + β²)) / precision + (β²/(1 + β²)) / recall. Put in TP, FP and FN, and

    F_β = (1 + β²) TP / ((1 + β²) TP + β² FN + FP)
        = (1 + β²) TP / (β² · row sum + column sum)

In this form it is 0/0 only if class k occurs in neither list. β is how many times more recall matters than precision; a
missed example costs β² false alarms. The harmonic mean stays near the smaller one: with precision 1 and recall 0.01 the
arithmetic mean is 0.505, F₁ only 0.02. True negatives occur nowhere, which makes these measures fit for rare classes,
where accuracy is high for anybody who always says no.
"""
SOURCE = (
    "scikit-learn, doc/modules/model_evaluation.rst, section 'Precision, recall and F-measures'; "
    "sklearn/metrics/_classification.py, precision_recall_fscore_support"
)
COVERS = ("12d", "32")
REVIEWED = "2026-11-22 fixed"


def precision_recall_f(counts, beta):
    """Precision, recall and F of each class.

    counts: (K, K) confusion matrix, a row for each right class, a column for each predicted one
    beta: weight of recall in F, positive
    returns precision: (K,), recall: (K,), f: (K,)
    """
    hits, actual, called = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    precision = hits / np.where(called > 0, called, np.inf)
    recall = hits / np.where(actual > 0, actual, np.inf)
    weighted = beta**2 * actual + called
    return precision, recall, (1 + beta**2) * hits / np.where(weighted > 0, weighted, np.inf)


def _counts(rng, k, high=40):
    return rng.integers(1, high, size=(k, k)) + np.diag(rng.integers(0, 2 * high, size=k))


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    x, y = (int(n) for n in rng.permutation(np.arange(5, 30))[:2])
    yield "two classes, F1", {"counts": np.array([[90, 10], [x, y]]), "beta": 1.0}
    yield "two classes, recall counts double", {"counts": np.array([[x, 4], [9, y]]), "beta": 2.0}
    yield "a single class", {"counts": np.array([[a]]), "beta": 1.0}
    yield "several classes, precision counts double", {"counts": _counts(rng, b), "beta": 0.5}
    never = _counts(rng, c)
    never[:, 1] = 0
    yield "a class that is never predicted", {"counts": never, "beta": 1.5}
    absent = _counts(rng, d)
    absent[0] = 0
    yield "a class that does not occur", {"counts": absent, "beta": 0.7}
    nowhere = _counts(rng, e)
    nowhere[2], nowhere[:, 2] = 0, 0
    yield "a class that neither occurs nor is predicted", {"counts": nowhere, "beta": 3.0}
    yield "nothing is right", {"counts": _counts(rng, f) * (1 - np.eye(f, dtype=int)), "beta": 1.0}
    rare = _counts(rng, 3)
    rare[0] *= 100_000
    yield "one class is very frequent", {"counts": rare, "beta": float(rng.uniform(1.2, 3.0))}
    weighted = rng.uniform(0.01, 0.3, size=(a, a)).astype(np.float32)
    yield "weighted examples in float32, sums below 1", {"counts": weighted / 4, "beta": 0.5}


def naive(counts, beta):
    k = len(counts)
    precision, recall, f = np.zeros(k), np.zeros(k), np.zeros(k)
    for c in range(k):
        tp = float(counts[c, c])
        fp = sum(float(counts[i, c]) for i in range(k) if i != c)
        fn = sum(float(counts[c, j]) for j in range(k) if j != c)
        if tp > 0:
            precision[c] = tp / (tp + fp)
            recall[c] = tp / (tp + fn)
            f[c] = (1 + beta**2) / (1 / precision[c] + beta**2 / recall[c])
    return precision, recall, f


def large(rng):
    return {"counts": _counts(rng, 1200), "beta": 2.0}


def _ratio(a, b):
    return a / np.where(b > 0, b, np.inf)


def _f(precision, recall, beta):
    return _ratio((1 + beta**2) * precision * recall, beta**2 * precision + recall)


def mistake_precision_and_recall_exchanged(counts, beta):
    """You returned recall as precision and precision as recall; F is right. Precision is the share of what was
    predicted: divide by the sum of the column.
    """
    precision, recall, f = precision_recall_f(counts, beta)
    return recall, precision, f


def mistake_matrix_transposed(counts, beta):
    """You read the matrix the other way round: its rows are the right classes, its columns the predicted ones."""
    return precision_recall_f(counts.T, beta)


def mistake_arithmetic_mean(counts, beta):
    """You averaged precision and recall arithmetically. F is a harmonic mean, near the smaller of the two."""
    precision, recall, _ = precision_recall_f(counts, beta)
    return precision, recall, (precision + beta**2 * recall) / (1 + beta**2)


def mistake_beta_on_recall(counts, beta):
    """In the denominator your β² stands at recall. It stands at precision, so that a large β favours recall."""
    precision, recall, _ = precision_recall_f(counts, beta)
    return precision, recall, _f(recall, precision, beta)


def mistake_beta_not_squared(counts, beta):
    """You used β where F has β². With β = 1 that cannot be seen."""
    precision, recall, _ = precision_recall_f(counts, beta)
    return precision, recall, _f(precision, recall, np.sqrt(beta))


def mistake_beta_ignored(counts, beta):
    """You returned F₁ whatever β is. The weight belongs in both numerator and denominator, squared."""
    precision, recall, _ = precision_recall_f(counts, beta)
    return precision, recall, _f(precision, recall, 1.0)


def mistake_zero_by_zero(counts, beta):
    """Where a class is never predicted or does not occur you have 0/0 = nan. It counts as 0 here."""
    hits, actual, called = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        precision, recall = hits / called, hits / actual
        return precision, recall, (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def mistake_true_negatives_counted(counts, beta):
    """Your recall is the accuracy of "class k or not", with the true negatives in it. They appear in none of the three
    measures.
    """
    precision, _, _ = precision_recall_f(counts, beta)
    total, hits = counts.sum(), np.diag(counts)
    wrong = counts.sum(axis=0) + counts.sum(axis=1) - 2 * hits
    recall = (total - wrong) / total
    return precision, recall, _f(precision, recall, beta)
