"""Area under the ROC curve

`scores`, of shape (N,), are the outputs of a classifier, any real numbers, higher for "more likely positive". `y`, of
shape (N,), says which examples are positive (1) and which negative (0); there is at least one of each.

The ROC curve shows the true-positive rate over the false-positive rate as the threshold falls. The area under it is the
probability that a positive example, drawn at random, has a higher score than a negative one drawn at random, where a
**tie counts one half**.

Return `auc`, a number from 0 to 1.
"""

import numpy as np

SUBTOPIC = "sl.metrics"
LEVEL = 2
MINUTES = 8
RETURNS = ("auc",)
HINTS = (
    "You need no curve: take the definition by pairs at its word. How many pairs of positive and negative are there?",
    "Compare every positive with every negative: 1 for higher, ½ for equal, 0 for lower; then the mean.",
    "d = scores[y == 1][:, None] − scores[y == 0] has one entry for each pair; sign(d) is 1, 0, −1, not 1, ½, 0.",
)
SOLUTION = """Sort the examples by falling score and lower the threshold past one after the other. A positive moves the
curve up by 1/P, a negative to the right by 1/Q, where P and Q are the numbers of positives and negatives. The area
under the curve is the sum, over the steps to the right, of the height reached by then: the share of positives that
stand above that negative. So

    AUC = (number of pairs with positive above negative) / (P · Q)

Equal scores are passed at one threshold, by a slanted step of the curve; the triangle under it gives each tied pair one
half. Hence AUC = mean over all pairs of ½ (1 + sign(s₊ − s₋)), the Mann–Whitney statistic.

By ranks it needs only a sort: with R the sum of the positives' ranks, 1 for the lowest score (ties share their mean
rank), AUC = (R − P(P + 1)/2) / (P · Q).

Only the order of the scores matters, not their scale, so logits and probabilities have the same AUC; nor does the share
of positives matter. 0.5 is chance; below it, the order is the wrong way round.
"""
SOURCE = "Fawcett 2006, An introduction to ROC analysis, section 7 (AUC), doi 10.1016/j.patrec.2005.10.010"
COVERS = ("12d",)
REVIEWED = "2026-11-22 fixed"


def roc_auc(scores, y):
    """Area under the ROC curve.

    scores: (N,) scores, higher for "more likely positive"
    y: (N,) 1 for positive, 0 for negative examples
    returns auc: a number
    """
    difference = scores[y == 1][:, None] - scores[y == 0]
    return np.mean((np.sign(difference) + 1) / 2)


def _labels(rng, n):
    """At least one of each, and not the same number of both."""
    y = (np.arange(n) < max(1, int(n * rng.uniform(0.25, 0.42)))).astype(int)
    return rng.permutation(y)


def _case(rng, n, shift=0.8):
    y = _labels(rng, n)
    return {"scores": rng.normal(size=n) + shift * y, "y": y}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(7, 20))[:6])
    yield "four examples", {"scores": np.array([0.1, 0.4, 0.35, 0.8]), "y": np.array([0, 0, 1, 1])}
    yield "one of each", {"scores": np.array([2.0, 1.0]) + rng.random(), "y": np.array([0, 1])}
    yield "one of each, tied", {"scores": np.full(2, rng.normal()), "y": np.array([1, 0])}
    yield "no ties", _case(rng, 20 + a)
    tied = _case(rng, 40 + b)
    tied["scores"] = np.round(tied["scores"])
    yield "many ties", tied
    yield "a single positive", {"scores": rng.normal(size=c), "y": (np.arange(c) == rng.integers(c)).astype(int)}
    yield "all scores equal", {"scores": np.full(d, rng.normal()), "y": _labels(rng, d)}
    yield "worse than chance", _case(rng, 20 + e, shift=-1.5)
    logits = _case(rng, 20 + f)
    yield "logits in the thousands", {"scores": 3000 * logits["scores"], "y": logits["y"]}
    steps = _case(rng, 30 + c)
    yield "probabilities in steps of a tenth", {"scores": rng.integers(0, 11, size=30 + c) / 10, "y": steps["y"]}
    half = _case(rng, 25 + d)
    yield "in float32", {"scores": half["scores"].astype(np.float32), "y": half["y"]}


def naive(scores, y):
    """By the curve: thresholds from high to low, trapezoids under it."""
    positives, negatives = sum(1 for label in y if label == 1), sum(1 for label in y if label == 0)
    area, tpr, fpr = 0.0, 0.0, 0.0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        hits = sum(1 for s, label in zip(scores, y, strict=True) if s >= threshold and label == 1) / positives
        alarms = sum(1 for s, label in zip(scores, y, strict=True) if s >= threshold and label == 0) / negatives
        area += (alarms - fpr) * (hits + tpr) / 2
        tpr, fpr = hits, alarms
    return area


def large(rng):
    return _case(rng, 700)


def _pairs(scores, y):
    return scores[y == 1][:, None] - scores[y == 0]


def mistake_ties_count_nothing(scores, y):
    """You counted ties as 0. A tie is as good as a coin: it counts one half."""
    return np.mean(_pairs(scores, y) > 0)


def mistake_ties_count_full(scores, y):
    """You counted ties as 1. Then a classifier that gives the same score to everybody would be perfect: a tie counts
    one half.
    """
    return np.mean(_pairs(scores, y) >= 0)


def mistake_turned_round(scores, y):
    """You computed 1 − AUC, the probability that the negative example has the higher score."""
    return 1 - roc_auc(scores, y)


def mistake_accuracy(scores, y):
    """You computed the accuracy at one threshold. AUC looks at the order alone, over all thresholds."""
    return np.mean((scores > 0.5) == (y == 1))


def mistake_divided_by_all_pairs(scores, y):
    """You divided by all N² pairs. Only pairs of a positive and a negative count, and there are P · Q of them."""
    return np.sum((np.sign(_pairs(scores, y)) + 1) / 2) / len(y) ** 2


def mistake_order_within_ties(scores, y):
    """You moved along the curve one example at a time, in the order in which tied ones happen to stand. Examples of
    equal score are passed at once, by a slanted step.
    """
    order = np.argsort(-scores, kind="stable")
    up = np.cumsum(y[order] == 1)
    return np.sum(up[y[order] == 0]) / (np.sum(y == 1) * np.sum(y == 0))


def mistake_ranks_not_shifted(scores, y):
    """You summed the ranks of the positives, but did not take off the P (P + 1) / 2 that they have among themselves."""
    p, q = np.sum(y == 1), np.sum(y == 0)
    return roc_auc(scores, y) + (p + 1) / (2 * q)


def mistake_mean_score_difference(scores, y):
    """You compared the mean scores of the two groups. AUC compares pairs, one by one, and the size of a difference does
    not count.
    """
    return scores[y == 1].mean() - scores[y == 0].mean()


def mistake_gini_coefficient(scores, y):
    """You scored a wrongly ordered pair −1. That gives 2 · AUC − 1, the Gini coefficient; in the AUC such a pair
    counts 0 and a tie ½.
    """
    return 2 * roc_auc(scores, y) - 1
