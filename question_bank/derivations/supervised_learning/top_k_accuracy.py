"""Top-k accuracy

`scores`, of shape (N, C), holds one row of class scores for each of N examples, higher for "more likely"; `y`, of shape
(N,), the right classes, integers from 0 to C − 1; `k` is a whole number, 1 ≤ k ≤ C.

In each row the classes are ranked by falling score; of equal scores the class with the **lower index comes first**. An
example is a hit if its right class is among the first k.

Return `accuracy`, the fraction of the N examples that are hits.
"""

import numpy as np

SUBTOPIC = "sl.metrics"
LEVEL = 1
MINUTES = 6
RETURNS = ("accuracy",)
HINTS = (
    "Which classes stand before the right one in its row? It is a hit if there are fewer than k of them.",
    "Before it stand all with a higher score, and those with the same score and a lower index.",
    "Either count these; or sort −scores along the row with kind='stable', and look for y in the first k columns.",
)
SOLUTION = """Let s be a row and r = s[y] the score of the right class. Its place in the ranking, counted from 0, is the
number of classes before it:

    place = #{c : s[c] > r} + #{c < y : s[c] = r}

and the example is a hit if place < k. Accuracy is the mean of the hits. So no sorting is needed, only
comparisons, in time proportional to C for each example.

With sorting, np.argsort(−s, kind="stable")[:k] has the first k classes. The minus sign makes the order fall, and a
stable sort keeps equal scores in the order of their indices; argsort(s)[−k:] would prefer the higher index, and NumPy's
default sort promises nothing about equal ones. np.argpartition is faster still, if ties do not matter.

k = 1 is plain accuracy, and k = C is always 1. ImageNet's top-5 error is 1 minus this at k = 5: an image there may show
several things, of which only one is the label.
"""
SOURCE = "scikit-learn, sklearn/metrics/_ranking.py, top_k_accuracy_score (its order of ties is another one)"
COVERS = ("12d",)
REVIEWED = "2026-11-22 fixed"


def top_k_accuracy(scores, y, k):
    """Fraction of the examples whose right class is among the first k.

    scores: (N, C) class scores
    y: (N,) integers, the right classes
    k: how many classes count as named, from 1 to C
    returns accuracy: a number
    """
    right = scores[np.arange(len(y)), y][:, None]
    earlier = np.arange(scores.shape[1]) < y[:, None]
    before = (scores > right) | (scores == right) & earlier
    return np.mean(before.sum(axis=1) < k)


def _case(rng, n, c, k):
    y = rng.integers(c, size=n)
    return {"scores": rng.normal(size=(n, c)) + 0.8 * np.eye(c)[y], "y": y, "k": k}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 14))[:6])
    yield (
        "three examples, k = 2",
        {
            "scores": np.array([[0.1, 0.5, 0.4], [0.7, 0.2, 0.1], [0.3, 0.1, 0.6]]),
            "y": np.array([2, 2, 2]),
            "k": 2,
        },
    )
    yield "one example", _case(rng, 1, a, 2)
    yield "k = 1", _case(rng, 40 + b, 5, 1)
    yield "k as large as the number of classes", _case(rng, 10 + c, d, d)
    yield "as many examples as classes", _case(rng, 10 + e, 10 + e, 3)
    yield "top 5", _case(rng, 60 + f, 12 + a, 5)
    ties = _case(rng, 80 + a, 4 + b, 2)
    ties["scores"] = rng.integers(0, 3, size=ties["scores"].shape).astype(float)
    yield "many ties", ties
    yield "all scores equal", {"scores": np.zeros((50 + c, 7)), "y": rng.integers(7, size=50 + c), "k": 3}
    large_scores = _case(rng, 50 + d, 9, 3)
    yield "logits in the thousands", large_scores | {"scores": 1000 * large_scores["scores"]}
    half = _case(rng, 45 + e, 8, 4)
    yield "in float32", half | {"scores": half["scores"].astype(np.float32)}
    seldom = _case(rng, 70 + f, 10 + c, 4)
    yield "only three of the classes are ever right", seldom | {"y": seldom["y"] % 3}


def naive(scores, y, k):
    hits = 0
    for row, right in zip(scores, y, strict=True):
        ranking = sorted(range(len(row)), key=lambda c, row=row: (-row[c], c))
        hits += int(right) in ranking[:k]
    return hits / len(y)


def large(rng):
    return _case(rng, 2000, 60, 5)


def mistake_lowest_scores(scores, y, k):
    """You sorted by rising score and took the first k, which are the least likely classes. Sort −scores."""
    named = np.argsort(scores, axis=1, kind="stable")[:, :k]
    return np.mean((named == y[:, None]).any(axis=1))


def mistake_only_the_first(scores, y, k):
    """You looked at the best class alone. That is k = 1; any of the first k is a hit."""
    return top_k_accuracy(scores, y, 1)


def mistake_only_the_kth(scores, y, k):
    """You compared with the k-th class alone. Those ranked before it are named as well: take the first k."""
    return np.mean(np.argsort(-scores, axis=1, kind="stable")[:, k - 1] == y)


def mistake_one_too_few(scores, y, k):
    """You looked at the first k − 1 classes. In a slice the end is left out already: [:k] has k elements."""
    named = np.argsort(-scores, axis=1, kind="stable")[:, : k - 1]
    return np.mean((named == y[:, None]).any(axis=1))


def mistake_divided_by_k(scores, y, k):
    """You divided by N · k, as for precision at k. A hit counts once, among N examples."""
    return top_k_accuracy(scores, y, k) / k


def mistake_hits_counted(scores, y, k):
    """You returned the number of hits. Accuracy is their fraction: divide by N."""
    return top_k_accuracy(scores, y, k) * len(y)


def mistake_ties_are_hits(scores, y, k):
    """You counted every class that ties with the k-th as named. There are exactly k; of equal scores the lower index
    comes first.
    """
    right = scores[np.arange(len(y)), y][:, None]
    return np.mean((scores > right).sum(axis=1) < k)


def mistake_ties_to_the_higher_index(scores, y, k):
    """Of equal scores you took the higher index, as the last k of a rising sort do. Here the lower one comes first:
    sort −scores with a stable sort.
    """
    named = np.argsort(scores, axis=1, kind="stable")[:, -k:]
    return np.mean((named == y[:, None]).any(axis=1))


def mistake_ranked_over_examples(scores, y, k):
    """You ranked the examples of each class, along the columns. The classes are ranked within each row: axis=1."""
    place = np.argsort(np.argsort(-scores, axis=0, kind="stable"), axis=0)
    return np.mean(place[np.arange(len(y)), y] < k)
