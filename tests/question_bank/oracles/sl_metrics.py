"""Independent computations for the questions on: precision, recall, F, ROC."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product
from statistics import harmonic_mean
from typing import Any

import numpy as np

from tests.question_bank.bank import Oracle, Point


def balanced_accuracy() -> float:
    truth = np.array([1] * 10 + [0] * 90)
    said = np.array([1] * 6 + [0] * 4 + [0] * 81 + [1] * 9)
    return float(np.mean([np.mean(said[truth == label] == label) for label in (0, 1)]))


def precision_of_chance() -> float:
    """Of the top ten, over all places that the one positive among a hundred can have."""
    labels = np.array([1] + [0] * 99)
    return float(np.mean([np.roll(labels, shift)[:10].mean() for shift in range(100)]))


def precision_from_counts() -> float:
    truth = np.array([1] * 100 + [0] * 800)
    said = np.array([1] * 80 + [0] * 20 + [1] * 80 + [0] * 720)
    return float(truth[said == 1].mean())


def average_precision() -> float:
    labels = [1, 0, 1]
    area, recall = 0.0, 0.0
    for rank in range(1, 4):
        found = sum(labels[:rank])
        area += (found / sum(labels) - recall) * found / rank
        recall = found / sum(labels)
    return area


def auc(positives: list[float], negatives: list[float]) -> float:
    return sum(p > n for p, n in product(positives, negatives)) / (len(positives) * len(negatives))


def auc_of_negated_scores() -> float:
    positives, negatives = [3.5], [float(score) for score in range(1, 11)]
    assert auc(positives, negatives) == 0.3
    return auc([-score for score in positives], [-score for score in negatives])


def f1(rng: np.random.Generator) -> tuple[Point, float]:
    """The harmonic mean of precision and recall."""
    tp, fp, fn = (float(value) for value in rng.uniform(0.5, 5, size=3))
    return {"TP": tp, "FP": fp, "FN": fn}, harmonic_mean([tp / (tp + fp), tp / (tp + fn)])


def roc_area_drawn(positives: list[int], negatives: list[int]) -> float:
    """The area under the curve, drawn threshold by threshold, by trapezoids."""
    points = [(0.0, 0.0)]
    for threshold in sorted({*positives, *negatives}, reverse=True):
        rates = [sum(score >= threshold for score in scores) / len(scores) for scores in (negatives, positives)]
        points.append((rates[0], rates[1]))
    return sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(points))


def roc_area() -> float:
    """Under the curve, drawn threshold by threshold."""
    scored = sorted([(0.9, 1), (0.4, 1), (0.6, 0), (0.3, 0)], reverse=True)
    hits, alarms, area = 0.0, 0.0, 0.0
    for _, positive in scored:
        hits += positive / 2
        area += (1 - positive) / 2 * hits
        alarms += (1 - positive) / 2
    assert (hits, alarms) == (1, 1)
    return area


def classified(tp: int, fp: int, fn: int, tn: int) -> tuple[Any, Any]:
    """The true and the predicted labels of examples with this table."""
    cells = [(True, True, tp), (False, True, fp), (True, False, fn), (False, False, tn)]
    pairs = [(true, predicted) for true, predicted, times in cells for _ in range(times)]
    return np.array([true for true, _ in pairs]), np.array([predicted for _, predicted in pairs])


def precision(tp: int, fp: int, fn: int, tn: int) -> float:
    true, predicted = classified(tp, fp, fn, tn)
    return float(true[predicted].mean())


def recall(tp: int, fp: int, fn: int, tn: int) -> float:
    true, predicted = classified(tp, fp, fn, tn)
    return float(predicted[true].mean())


Pairs = list[tuple[bool, bool]]


def examples(tp: int, fp: int, fn: int, tn: int) -> Pairs:
    """(true, predicted) of examples with this table."""
    return [(True, True)] * tp + [(False, True)] * fp + [(True, False)] * fn + [(False, False)] * tn


def right(pairs: Pairs) -> float:
    """The share of the predictions that are right."""
    return sum(true == predicted for true, predicted in pairs) / len(pairs)


def f1_drawn(tp: int, fp: int, fn: int, tn: int) -> float:
    pairs = examples(tp, fp, fn, tn)
    called, positive = [pair for pair in pairs if pair[1]], [pair for pair in pairs if pair[0]]
    return harmonic_mean([right(called), right(positive)])


def specificity(tp: int, fp: int, fn: int, negatives: int) -> float:
    return right([pair for pair in examples(tp, fp, fn, negatives - fp) if not pair[0]])


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-met-auc": roc_area,
    "sl-met-balanced": balanced_accuracy,
    "sl-met-ap-chance": precision_of_chance,
    "sl-met-prevalence": precision_from_counts,
    "sl-met-average-precision": average_precision,
    "sl-met-negate": auc_of_negated_scores,
}
FORMULAS: dict[str, Oracle] = {
    "sl-met-f1-counts": f1,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-met-precision": precision,
    "sl-met-recall": recall,
    "sl-gen-auc": lambda a, b, c, d, f: roc_area_drawn([a, b], [c, d, f]),
    "sl-gen-met-f1": f1_drawn,
    "sl-gen-met-accuracy": lambda tp, fp, fn, total: right(examples(tp, fp, fn, total - tp - fp - fn)),
    "sl-gen-met-specificity": specificity,
    "sl-gen-auc-tie": lambda a, b, d, f: roc_area_drawn([a, b], [d, a, f]),
}
