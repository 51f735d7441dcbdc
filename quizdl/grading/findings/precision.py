"""Right to a few digits only."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Array, Evidence, Series

FEWEST, MOST = 4, 12
"""Digits, measured by the largest number expected: with fewer it is simply wrong."""


def low_precision(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Right to about k digits in every failing case; and whether the numbers are those that single or half precision holds."""
    if series.whole:
        return
    worst = 0.0
    for i in series.failing:
        scale = np.max(np.abs(series.right[i]), initial=0.0)
        if not scale:
            return
        worst = max(worst, float(np.max(np.abs(series.mine[i].astype(float) - series.right[i])) / scale))
    digits = floor(-log10(worst)) if 0 < worst < 1 else 0
    if not 2 <= digits <= MOST:
        return
    others = [other for other in evidence.series.values() if other is not series]
    alone = (
        f" Only {series.name} is: all else is right." if others and not any(other.failing for other in others) else ""
    )
    for dtype in (np.float16, np.float32):
        if all(series.mine[i].size and _holds(dtype, series.mine[i]) for i in series.failing):
            yield Finding(
                "low_precision", series.name,
                f"{series.name} is right to about {digits} digits: its numbers are {np.dtype(dtype).name}'s, which holds no more. "
                f"Compute in float64.{alone}",
            )  # fmt: skip
            return
    if digits >= FEWEST:
        yield Finding(
            "digits",
            series.name,
            f"{series.name} is right to about {digits} digits in every {'' if all(series.fails) else 'failing '}case, "
            f"and no further.{alone}",
        )


def _holds(dtype: type, array: Array) -> bool:
    """Whether numbers are among those of a type, and not simply whole."""
    with np.errstate(all="ignore"):
        held = array.astype(dtype).astype(array.dtype) == array
        return bool(held.all() and (array != np.round(array)).any())
