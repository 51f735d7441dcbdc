"""Independent computations for the questions on metrics."""

from __future__ import annotations

from itertools import product
from statistics import harmonic_mean
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

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


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-met-balanced": balanced_accuracy,
    "sl-met-ap-chance": precision_of_chance,
    "sl-met-prevalence": precision_from_counts,
    "sl-met-average-precision": average_precision,
    "sl-met-negate": auc_of_negated_scores,
}

FORMULAS: dict[str, Oracle] = {"sl-met-f1-counts": f1}
