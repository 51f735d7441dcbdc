"""Independent computations for the questions on metrics, by going through labels one by one."""

from __future__ import annotations

from collections.abc import Callable
from statistics import harmonic_mean

Pairs = list[tuple[bool, bool]]


def examples(tp: int, fp: int, fn: int, tn: int) -> Pairs:
    """(true, predicted) of examples with this table."""
    return [(True, True)] * tp + [(False, True)] * fp + [(True, False)] * fn + [(False, False)] * tn


def right(pairs: Pairs) -> float:
    """The share of the predictions that are right."""
    return sum(true == predicted for true, predicted in pairs) / len(pairs)


def f1(tp: int, fp: int, fn: int, tn: int) -> float:
    pairs = examples(tp, fp, fn, tn)
    called, positive = [pair for pair in pairs if pair[1]], [pair for pair in pairs if pair[0]]
    return harmonic_mean([right(called), right(positive)])


def specificity(tp: int, fp: int, fn: int, negatives: int) -> float:
    return right([pair for pair in examples(tp, fp, fn, negatives - fp) if not pair[0]])


TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-met-f1": f1,
    "sl-gen-met-accuracy": lambda tp, fp, fn, total: right(examples(tp, fp, fn, total - tp - fp - fn)),
    "sl-gen-met-specificity": specificity,
}
