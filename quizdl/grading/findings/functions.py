"""The right numbers after a function: squares, roots, exponentials, logarithms, reciprocals; or with other signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Array, Evidence, Series

FUNCTIONS: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("the square of the right one", np.square),
    ("the root of the right one", np.sqrt),
    ("e to the power of the right one", np.exp),
    ("the natural logarithm of the right one", np.log),
    ("1 over the right one", np.reciprocal),
    ("1 minus the right one", lambda right: 1 - right),
)
FEWEST = 4
"""Signs that must be turned before it is said that nothing else is wrong."""


def function(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A function of the right output, in every case; at least two numbers must say so."""
    shapes = all(mine.shape == right.shape for mine, right in zip(series.mine, series.right, strict=True))
    if not shapes or not all(np.isfinite(mine).all() for mine in series.mine) or series.points() < 2:
        return
    for words, of in FUNCTIONS:
        if all(series.is_(i, of(right)) for i, right in enumerate(series.right)):
            yield Finding("function", series.name, f"{series.name} is {words}, element by element.")


def signs(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Right but for the signs of some elements; where it is so, of whole columns, as of eigenvectors."""
    pairs = list(zip(series.mine, series.right, strict=True))
    if any(mine.shape != right.shape for mine, right in pairs):
        return
    turned = [mine * right < 0 for mine, right in pairs]
    kept = any((mine * right > 0).any() for mine, right in pairs)
    if not kept or sum(int(t.sum()) for t in turned) < FEWEST:
        return
    if not all(
        series.is_(i, np.where(t, -right, right)) for i, (t, (_, right)) in enumerate(zip(turned, pairs, strict=True))
    ):
        return
    whole = all(
        t.ndim == 2 and (t == (t.any(axis=0) & (right != 0))).all() for t, (_, right) in zip(turned, pairs, strict=True)
    )
    says = f"right but for the signs of {'whole columns' if whole else 'some elements'}"
    if not any((mine < 0).any() for mine in series.mine):
        says = "the right one without its signs"
    yield Finding("signs", series.name, f"{series.name} is {says}.")
