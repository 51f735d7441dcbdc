"""Gini impurity of the nodes of a split

A split of a decision tree sends examples into M child nodes. `counts` has shape (M, K): counts[m, k] ≥ 0 is the
number of examples of class k in child m. Examples may have weights, so the numbers need not be whole.

The Gini impurity of a node is the probability that two examples drawn from it independently, **with** replacement,
are of different classes. An empty child has impurity 0. The impurity of the split is the average over the children,
each child with the weight of the examples in it.

Return `impurity`, of shape (M,), and `split`, a number. At least one child has examples.
"""

import numpy as np

SUBTOPIC = "sl.trees"
LEVEL = 1
MINUTES = 5
RETURNS = ("impurity", "split")
INVARIANTS = {"impurity": ("not negative",)}
HINTS = (
    "What is the probability that both draws give class k? And that they agree, whichever the class?",
    "With p the proportions within a child, two draws agree with probability Σ p². The impurity is what is left of 1.",
    "impurity[m] = Σ_k p[m, k] (1 − p[m, k]), with p = 0 in an empty child; split = Σ_m n[m] impurity[m] / Σ_m n[m].",
)
SOLUTION = """Let n[m] = Σ_k counts[m, k] and p[m, k] = counts[m, k] / n[m]. The first draw is of class k with
probability p[m, k], and the second, being independent, is of another class with probability 1 − p[m, k]. So

    G[m] = Σ_k p[m, k] (1 − p[m, k]) = 1 − Σ_k p[m, k]²

because the p of a child sum to 1. It is 0 for a pure node and largest, 1 − 1/K, when all classes are equally
frequent. The first form also gives 0 for an empty child, once its proportions are set to 0; the second would give 1.

The split is judged by what an example meets on average. An example falls into child m with probability n[m] / n,
so the impurity of the split is Σ_m (n[m] / n) G[m]. With equal weights a child of two examples would count as much as
one of a thousand, and the tree would love to cut off single examples.
"""
SOURCE = "scikit-learn, doc/modules/tree.rst, section 'Mathematical formulation', classification criteria"
COVERS = ("11c", "11i")
REVIEWED = "2026-11-22 agreed"


def gini_impurity(counts):
    """Gini impurity of each child, and of the split.

    counts: (M, K) number (or weight) of the examples of class k in child m
    returns impurity: (M,), split: a number
    """
    n = counts.sum(axis=1)
    p = counts / np.where(n > 0, n, np.inf)[:, None]
    impurity = np.sum(p * (1 - p), axis=1)
    return impurity, np.average(impurity, weights=n)


def _counts(rng, m, k, high=30):
    return rng.integers(1, high, size=(m, k)).astype(float)


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    x, y = (int(n) for n in rng.integers(2, 9, size=2))
    yield "two children, two classes", {"counts": np.array([[x, 1.0], [2.0, x + y]])}
    yield "a single node", {"counts": _counts(rng, 1, a)}
    yield "as many children as classes", {"counts": _counts(rng, b, b)}
    empty = _counts(rng, c, d)
    empty[rng.integers(c)] = 0
    yield "an empty child", {"counts": empty}
    yield "pure children, one of them large", {"counts": np.diag(_counts(rng, 1, e)[0]) * 1000}
    yield "one class only", {"counts": _counts(rng, f, 1)}
    uneven = _counts(rng, d, e)
    uneven[0] *= 10_000
    yield "one child holds nearly all examples", {"counts": uneven}
    light = np.array([[x / 10, y / 30], [0.5, 0.1]])
    yield "small weights, less than one example in a child", {"counts": light}
    yield "weighted examples in float32", {"counts": rng.uniform(0.5, 3.0, size=(a, f)).astype(np.float32)}
    sparse = _counts(rng, 20 + b, 10 + c) * (rng.random((20 + b, 10 + c)) < 0.3)
    sparse[0, :2] = 5
    yield "many children, many classes that are absent", {"counts": sparse}


def naive(counts):
    m, k = counts.shape
    impurity, total, weighted = np.zeros(m), 0.0, 0.0
    for i in range(m):
        size = sum(float(c) for c in counts[i])
        for first in range(k):
            for second in range(k):
                if first != second and size > 0:
                    impurity[i] += float(counts[i, first]) / size * float(counts[i, second]) / size
        total += size
        weighted += size * impurity[i]
    return impurity, weighted / total


def large(rng):
    return {"counts": rng.integers(0, 50, size=(20_000, 10)).astype(float)}


def _split(counts, impurity):
    n = counts.sum(axis=1)
    return impurity, np.average(impurity, weights=n)


def mistake_sum_of_squares(counts):
    """You returned Σ p², the probability that two draws agree. Impurity is the opposite: 1 for an even mixture of very
    many classes, 0 for a pure node.
    """
    impurity, _ = gini_impurity(counts)
    return _split(counts, np.where(counts.sum(axis=1) > 0, 1 - impurity, 0))


def mistake_children_not_weighted(counts):
    """You took the plain mean over the children. An example is more likely to fall into a large child, so each child
    counts by its number of examples.
    """
    impurity, _ = gini_impurity(counts)
    return impurity, impurity.mean()


def mistake_children_summed(counts):
    """You added the children up. The impurity of a split is an average, with weights that sum to 1; a sum grows with
    the number of children.
    """
    impurity, _ = gini_impurity(counts)
    return impurity, impurity.sum()


def mistake_proportions_of_all_examples(counts):
    """You divided by the number of all examples. The proportions are those within one child: divide each row by its
    own sum.
    """
    p = counts / counts.sum()
    return _split(counts, np.sum(p * (1 - p), axis=1))


def mistake_empty_child_is_one(counts):
    """Your 1 − Σ p² gives 1 for an empty child, all of whose p are 0. By the convention here it is 0: treat it on its
    own, or sum p (1 − p).
    """
    n = counts.sum(axis=1, keepdims=True)
    p = counts / np.where(n > 0, n, 1)
    return _split(counts, 1 - np.sum(p**2, axis=1))


def mistake_empty_child_is_nan(counts):
    """An empty child gives 0/0 = nan in your answer, and nan spoils the average too. Its impurity is 0: divide only
    where there are examples.
    """
    with np.errstate(invalid="ignore"):
        p = counts / counts.sum(axis=1, keepdims=True)
    return _split(counts, np.sum(p * (1 - p), axis=1))


def mistake_drawn_without_replacement(counts):
    """You drew the second example from the n − 1 that are left. The Gini impurity draws with replacement: both draws
    have the same proportions p.
    """
    impurity, _ = gini_impurity(counts)
    n = counts.sum(axis=1)
    return _split(counts, impurity * n / np.where(n > 1, n - 1, 1))


def mistake_entropy(counts):
    """You computed the entropy −Σ p log₂ p. It is another measure of impurity; Gini's needs no logarithm."""
    n = counts.sum(axis=1, keepdims=True)
    p = counts / np.where(n > 0, n, 1)
    return _split(counts, -np.sum(p * np.log2(np.where(p > 0, p, 1)), axis=1))
