"""The right numbers, plus something: a regulariser left out or counted twice, a constant added everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Array, Evidence, Series, Symbol, symbols

MULTIPLES = ((1.0, ""), (2.0, "2 "), (0.5, "½ "))


def term(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """An argument times something with a name, or the sum of its squares times that, is missing or too much."""
    name = series.name
    for argument in evidence.derivation.parameters:
        values = evidence.arrays(argument)
        if values is None:
            continue
        for written, parts in _forms(argument, values, series):
            for symbol in _coefficients(evidence):
                sign = _sign(series, parts, symbol)
                if sign:
                    says = f"has {symbol.name}{written} too much" if sign > 0 else f"lacks {symbol.name}{written}"
                    yield Finding(
                        "extra_term" if sign > 0 else "missing_term", name, f"{name} {says}; the rest is right."
                    )


def offset(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The same number too much, in every element and every case; or one that is an argument."""
    if series.points() < 2:
        return
    shifts = [float(np.mean(m - r)) for m, r in zip(series.mine, series.right, strict=True) if r.size]
    if not shifts:
        return
    scalars = [symbol for symbol in symbols(evidence) if not symbol.about]
    ones = [np.ones(right.shape) for right in series.right]
    for symbol in scalars:
        if symbol.varies(series.failing) and (sign := _sign(series, ones, symbol)):
            yield Finding(
                "offset",
                series.name,
                f"{series.name} is too {'large' if sign > 0 else 'small'} by {symbol.name} everywhere.",
            )
            return
    shift = shifts[0]
    if (
        shift
        and all(series.fails)
        and all(
            abs(s - shift) <= 1e-6 * abs(shift) and series.is_(i, right + shift)
            for i, (s, right) in enumerate(zip(shifts, series.right, strict=True))
        )
    ):
        same = [symbol.name for symbol in scalars if all(abs(v - abs(shift)) <= 1e-6 * abs(v) for v in symbol.values)]
        also = f" ({same[0]})" if len(same) == 1 else ""
        yield Finding(
            "offset",
            series.name,
            f"{series.name} is too {'large' if shift > 0 else 'small'} by {abs(shift):.6g}{also} everywhere, in every case.",
        )


def _forms(argument: str, values: list[Array], series: Series) -> Iterator[tuple[str, list[Array]]]:
    """The argument itself where it has the output's shape, or lies along one of its axes; the sum of its squares for one number."""
    if all(value.shape == right.shape for value, right in zip(values, series.right, strict=True)):
        yield argument, values
    yield from along_an_axis(argument, values, series)
    if all(right.shape == () for right in series.right):
        squares = [np.asarray(np.sum(value.astype(float) ** 2)) for value in values]
        yield (f"Σ{argument}²" if any(value.ndim for value in values) else f"{argument}²"), squares


def along_an_axis(argument: str, values: list[Array], series: Series) -> Iterator[tuple[str, list[Array]]]:
    """An argument of one axis, spread over the output along each axis of the same length."""
    ranks = {right.ndim for right in series.right}
    if len(ranks) == 1 and all(value.ndim == 1 for value in values):
        for axis in range(min(ranks) if min(ranks) > 1 else 0):
            if all(len(value) == right.shape[axis] for value, right in zip(values, series.right, strict=True)):
                shape = [-1 if k == axis else 1 for k in range(min(ranks))]
                spread = [np.broadcast_to(v.reshape(shape), r.shape) for v, r in zip(values, series.right, strict=True)]
                yield f"{argument} (along axis {axis})", spread


def _coefficients(evidence: Evidence) -> Iterator[Symbol]:
    """1, 2, ½, each also times a scalar argument, and these divided by a size."""
    count = len(evidence.cases)
    given = symbols(evidence)
    sizes = [symbol for symbol in given if symbol.about]
    for factor, written in MULTIPLES:
        yield Symbol(written, (factor,) * count)
        for rows in sizes:
            yield Symbol(f"{written}1/{rows.name}·", tuple(factor / n if n else 0.0 for n in rows.values))
        for symbol in given:
            if not symbol.about:
                yield Symbol(f"{written}{symbol.name}·", tuple(factor * value for value in symbol.values))
                for rows in sizes:
                    pairs = zip(symbol.values, rows.values, strict=True)
                    scaled = tuple(factor * value / n if n else 0.0 for value, n in pairs)
                    yield Symbol(f"{written}{symbol.name}/{rows.name}·", scaled)


def _sign(series: Series, parts: list[Array], symbol: Symbol) -> int:
    """1 if the term is too much in every case, -1 if it is missing, 0 if it does not explain them; at least two numbers must say so."""
    terms = [symbol.values[i] * part for i, part in enumerate(parts)]
    if sum(int(np.count_nonzero(terms[i])) for i in series.failing) < 2:
        return 0
    for sign in (1, -1):
        if all(series.is_(i, right + sign * terms[i]) for i, right in enumerate(series.right)):
            return sign
    return 0
