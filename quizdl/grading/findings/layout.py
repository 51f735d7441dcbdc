"""The right numbers in another place: axes exchanged or turned round, outputs exchanged, an argument handed back, rows one late."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Array, Evidence, Series
from quizdl.grading.numeric import compare_numbers, same_numbers

MOST_AXES = 5
"""Axes of which all permutations are tried."""


def transposed(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The axes permuted, in the same way in every case."""
    name = series.name
    ranks = {right.ndim for right in series.right}
    if not ranks <= set(range(2, MOST_AXES + 1)):
        return
    if ranks == {2} or len(ranks) > 1:
        if all(series.gives(i, mine.T) for i, mine in enumerate(series.mine)):
            yield Finding("transposed", name, f"{name} is the transpose of the right one: {name}.T gives it.")
        return
    for axes in permutations(range(ranks.pop())):
        if axes != tuple(sorted(axes)) and all(
            mine.ndim == len(axes) and series.gives(i, mine.transpose(axes)) for i, mine in enumerate(series.mine)
        ):
            yield Finding(
                "permuted",
                name,
                f"{name} has the right numbers with its axes exchanged: {name}.transpose{axes} gives it.",
            )


def reversed_axis(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Turned round along one axis."""
    ranks = {right.ndim for right in series.right}
    if len(ranks) != 1 or not all(
        mine.shape == right.shape for mine, right in zip(series.mine, series.right, strict=True)
    ):
        return
    for axis in range(min(ranks)):
        if all(series.gives(i, np.flip(mine, axis)) for i, mine in enumerate(series.mine)):
            along = f" along axis {axis}" if ranks != {1} else ""
            yield Finding("reversed", series.name, f"{series.name} has the right numbers in reverse order{along}.")


def reshaped(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The right numbers in the right order, in another shape: for all cases together."""
    pairs = [(series.mine[i], series.right[i]) for i in series.failing]
    if all(mine.shape != right.shape and mine.size == right.size for mine, right in pairs) and all(
        series.gives(i, series.mine[i].reshape(series.right[i].shape)) for i in series.failing
    ):
        words = compare_numbers(series.name, *pairs[0], series.rtol, series.atol).says
        yield Finding("shape", series.name, f"{words}.")


def unsummed(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The right numbers before a last sum: too many axes, and summing some of them gives the right ones in every case."""
    extra = {mine.ndim - right.ndim for mine, right in zip(series.mine, series.right, strict=True)}
    ranks = {mine.ndim for mine in series.mine}
    if len(extra) != 1 or len(ranks) != 1 or min(extra) < 1 or max(ranks) > MOST_AXES:
        return
    if all(mine.size == right.size for mine, right in zip(series.mine, series.right, strict=True)):
        return  # nothing to be summed: only the shape is another
    for axes in combinations(range(min(ranks)), min(extra)):
        if all(series.gives(i, mine.sum(axis=axes)) for i, mine in enumerate(series.mine)):
            which = axes[0] if len(axes) == 1 else axes
            yield Finding(
                "unsummed",
                series.name,
                f"{series.name} is not summed to the end: {series.name}.sum(axis={which}) gives it.",
            )


def exchanged(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Another output stands in this one's place."""
    if series.points() < 2:
        return
    for other in evidence.series.values():
        if other is series or not all(series.is_(i, right) for i, right in enumerate(other.right)):
            continue
        if all(other.is_(i, right) for i, right in enumerate(series.right)):
            one, two = sorted((series.name, other.name), key=evidence.derivation.returns.index)
            yield Finding(
                "swapped", series.name, f"{one} and {two} are exchanged: each stands where the other belongs."
            )
        else:
            yield Finding("swapped", series.name, f"{series.name} is the right {other.name}: is it in the right place?")


def unchanged(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """An argument is handed back as it came."""
    if (series.points() < 2 and len(series.failing) < 2) or next(unsummed(evidence, series), None):
        return
    for argument in evidence.derivation.parameters:
        values = evidence.arrays(argument)
        if (
            values is not None
            and all(series.is_(i, value) for i, value in enumerate(values))
            and any(map(np.any, values))
        ):
            yield Finding("argument", series.name, f"{series.name} is the argument {argument}, unchanged.")


def one_late(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A trajectory whose row k is the right row k - 1, or k + 1."""
    if evidence.derivation.trajectory != series.name or any(
        mine.shape != right.shape or not right.ndim for mine, right in zip(series.mine, series.right, strict=True)
    ):
        return
    long = [i for i in range(len(series.right)) if len(series.right[i]) > 1]
    if not any(i in series.failing for i in long) or any(_same_rows(series.right[i]) for i in long):
        return
    if all(_part(series, i, slice(1, None), slice(None, -1)) for i in long):
        yield Finding(
            "late",
            series.name,
            f"Row k of {series.name} is the right row k − 1: it is stored before the step, not after it.",
        )
    if all(_part(series, i, slice(None, -1), slice(1, None)) for i in long):
        yield Finding(
            "early",
            series.name,
            f"Row k of {series.name} is the right row k + 1: one step too many is made before it is stored.",
        )


def row_too_many(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A trajectory with one row more than steps, at its beginning or its end, in every case."""
    pairs = list(zip(series.mine, series.right, strict=True))
    if evidence.derivation.trajectory != series.name or not all(
        right.ndim and mine.shape == (len(right) + 1, *right.shape[1:]) for mine, right in pairs
    ):
        return
    if all(series.gives(i, mine[1:]) for i, mine in enumerate(series.mine)):
        yield Finding(
            "row_too_many",
            series.name,
            f"{series.name} begins with a row too many, that of the start: it has one for each step. {series.name}[1:] gives it.",
        )
    elif all(series.gives(i, mine[:-1]) for i, mine in enumerate(series.mine)):
        yield Finding(
            "row_too_many",
            series.name,
            f"{series.name} ends with a row too many: it has one for each step. {series.name}[:-1] gives it.",
        )


def _part(series: Series, i: int, mine: slice, right: slice) -> bool:
    return same_numbers(series.mine[i][mine], series.right[i][right], series.rtol, series.atol)


def _same_rows(array: Array) -> bool:
    return bool((array == array[:1]).all())
