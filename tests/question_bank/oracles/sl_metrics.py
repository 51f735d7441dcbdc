"""Independent computations for the questions on: precision, recall, F, ROC."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np


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


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-met-auc": roc_area,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-met-precision": precision,
    "sl-met-recall": recall,
    "sl-gen-auc": lambda a, b, c, d, f: roc_area_drawn([a, b], [c, d, f]),
    "sl-gen-auc-tie": lambda a, b, d, f: roc_area_drawn([a, b], [d, a, f]),
}
