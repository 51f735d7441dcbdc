"""Independent computations for the questions on precision, recall, F and ROC."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise


def roc_area(positives: list[int], negatives: list[int]) -> float:
    """The area under the curve, drawn threshold by threshold, by trapezoids."""
    points = [(0.0, 0.0)]
    for threshold in sorted({*positives, *negatives}, reverse=True):
        rates = [sum(score >= threshold for score in scores) / len(scores) for scores in (negatives, positives)]
        points.append((rates[0], rates[1]))
    return sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(points))


TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-auc": lambda a, b, c, d, f: roc_area([a, b], [c, d, f]),
    "sl-gen-auc-tie": lambda a, b, d: roc_area([a, b], [a, d]),
}
