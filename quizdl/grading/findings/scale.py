"""The right numbers, times something: the other sign, a constant, a size, a scalar argument, the base of a logarithm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import log, nan, sqrt

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Evidence, Series, Symbol, symbols
from quizdl.grading.findings.terms import along_an_axis

LARGEST_DENOMINATOR = 16
SHOWN = 2
"""Factors that are said."""
NEAR = 1e-3
"""How far an estimated factor may be from a symbol for it to be tried."""
BASES = {1 / log(2): "2 (np.log2)", 1 / log(10): "10 (np.log10)"}
CONSTANTS = {2.0: "twice the right one", 0.5: "half the right one"}


def scaled(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """All symbols by which the right output was multiplied, in every case."""
    name = series.name
    factors = _factors(series)
    known = [i for i, factor in enumerate(factors) if factor is not None]
    if not known or series.points() < 2:
        return
    first = factors[known[0]]
    if first and all(_near(factors[i] or 0.0, first) and _is(series, i, first) for i in known):
        yield _constant(name, _rounded(first), len(series.failing))
        return
    found = [symbol for symbol in _singles(symbols(evidence)) if _fits(series, factors, known, symbol)]
    if not found:
        found = [symbol for symbol in _pairs(symbols(evidence)) if _fits(series, factors, known, symbol)]
    for symbol in found:
        sign = -1 if (factors[series.failing[0]] or 0) < 0 else 1
        yield Finding("factor", name, f"{name} is {symbol.about}{' And it has the other sign.' if sign < 0 else ''}")


def moved(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A trajectory whose every move is the right one times something: uphill, twice too far."""
    start = evidence.arrays(series.name.removesuffix("s")) if evidence.derivation.trajectory == series.name else None
    if start is None or any(s.shape != right.shape[1:] for s, right in zip(start, series.right, strict=True)):
        return
    away = replace(
        series,
        name=f"every move of {series.name}",
        mine=[mine - s for mine, s in zip(series.mine, start, strict=True)],
        right=[right - s for right, s in zip(series.right, start, strict=True)],
    )
    for finding in scaled(evidence, away):
        yield replace(finding, output=series.name, says=finding.says[0].upper() + finding.says[1:])


def by_argument(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The right numbers times, or without, an argument as a factor of each element; at least two numbers must say so."""
    name = series.name
    for argument in evidence.derivation.parameters:
        values = evidence.arrays(argument)
        if values is None or not any(value.ndim for value in values):
            continue
        same = all(value.shape == right.shape for value, right in zip(values, series.right, strict=True))
        for written, parts in [(argument, values)] if same else along_an_axis(argument, values, series):
            pairs = list(zip(series.right, parts, strict=True))
            if sum(int(np.count_nonzero(pairs[i][0] * pairs[i][1])) for i in series.failing) < 2:
                continue
            if all(series.is_(i, right * part) for i, (right, part) in enumerate(pairs)):
                yield Finding(
                    "factor",
                    name,
                    f"{name} is the right one times {written}, element by element: the factor comes in once too often.",
                )
            elif all((part != 0).all() and series.is_(i, right / part) for i, (right, part) in enumerate(pairs)):
                yield Finding(
                    "factor",
                    name,
                    f"{name} is the right one divided by {written}, element by element: the factor is missing.",
                )


def multiple(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A multiple of the right output within each failing case: by a symbol, by one number, or by two that are said."""
    name, factors, failing = series.name, _factors(series), series.failing
    if len(failing) < 2 or any(np.count_nonzero(series.right[i]) < 2 for i in failing) or not series.telling:
        return
    if series.whole and any(len(np.unique(series.right[i])) < 2 for i in failing):
        return
    if not all(factors[i] and _is(series, i, factors[i]) for i in failing):
        return
    symbol = next((s for s in _singles(symbols(evidence)) if _fits(series, factors, failing, s)), None)
    if symbol and (factors[failing[0]] or 0) > 0:
        says = f"Where it is wrong, {name} is {symbol.about}"
    else:
        different = {f"{factors[i]:.4g}": evidence.cases[i].name for i in reversed(failing)}
        words = ", ".join(f"{factor} in '{case}'" for factor, case in list(reversed(different.items()))[:SHOWN])
        more = ", …" if len(different) > SHOWN else ""
        says = (
            f"Within each case {name} is a multiple of the right one, by a factor that changes: {words}{more}."
            if len(different) > 1
            else f"Where it is wrong, {name} is {next(iter(different))} times the right one."
        )
    yield Finding("multiple", name, says)


def _constant(name: str, factor: float, count: int) -> Finding:
    where = " in every case" if count > 1 else ""
    if factor == -1:
        return Finding("sign", name, f"{name} has the other sign{where}: all else is right.")
    base = next((words for value, words in BASES.items() if abs(factor / value - 1) < 1e-5), None)
    if base:
        return Finding(
            "log_base",
            name,
            f"{name} is {factor:.4f} times the right one{where}: a logarithm to base {base} does this.",
        )
    ratio = Fraction(abs(factor)).limit_denominator(LARGEST_DENOMINATOR)
    exact = abs(ratio / Fraction(abs(factor)) - 1) < 1e-5
    words = f"{ratio if exact else format(abs(factor), '.6g')} times the right one"
    words = CONSTANTS.get(abs(factor), words)
    sign = ", and has the other sign" if factor < 0 else ""
    return Finding("factor", name, f"{name} is {words}{where}{sign}.")


def _singles(given: list[Symbol]) -> Iterator[Symbol]:
    """One size or scalar, as it comes into formulas."""
    for symbol in given:
        n, v = symbol.name, symbol.values
        rows = f" ({symbol.about})" if symbol.about else ""
        if symbol.about:
            yield _made(symbol, f"{n} times too large{rows}: divide by {n} once.", v)
            yield _made(
                symbol,
                f"{n} times too small{rows}: there is one division by {n} too many.",
                [1 / x if x else nan for x in v],
            )
            yield _made(symbol, f"√{n} times too large{rows}.", [sqrt(x) for x in v])
            yield _made(symbol, f"√{n} times too small{rows}.", [1 / sqrt(x) if x else nan for x in v])
            yield _made(symbol, f"{n}/({n} − 1) times the right one{rows}.", [x / (x - 1) if x > 1 else 1 for x in v])
            yield _made(symbol, f"({n} − 1)/{n} of the right one{rows}.", [(x - 1) / x if x > 1 else 1 for x in v])
        else:
            yield _made(symbol, f"{n} times the right one: the factor {n} comes in once too often.", v)
            yield _made(
                symbol, f"the right one divided by {n}: a factor {n} is missing.", [1 / x if x else nan for x in v]
            )
            yield _made(symbol, f"(1 − {n}) times the right one.", [1 - x for x in v])
            yield _made(symbol, f"the right one divided by (1 − {n}).", [1 / (1 - x) if x != 1 else nan for x in v])
        yield _made(symbol, f"2 {n} times the right one{rows}.", [2 * x for x in v])
        yield _made(symbol, f"{n}/2 times the right one{rows}.", [x / 2 for x in v])
        yield _made(symbol, f"2/{n} of the right one{rows}.", [2 / x if x else nan for x in v])
        yield _made(symbol, f"1/(2 {n}) of the right one{rows}.", [1 / (2 * x) if x else nan for x in v])


def _pairs(given: list[Symbol]) -> Iterator[Symbol]:
    """Products and ratios of two."""
    for one, two in combinations(given, 2):
        both = [text for text in (one.about, two.about) if text]
        rows = f" ({', '.join(both)})" if both else ""
        pairs = list(zip(one.values, two.values, strict=True))
        a, b = one.name, two.name
        yield Symbol(f"{a}·{b}", tuple(x * y for x, y in pairs), f"{a}·{b} times too large{rows}.")
        yield Symbol(
            f"1/({a}·{b})", tuple(1 / (x * y) if x * y else nan for x, y in pairs), f"{a}·{b} times too small{rows}."
        )
        yield Symbol(f"{a}/{b}", tuple(x / y if y else nan for x, y in pairs), f"{a}/{b} times the right one{rows}.")
        yield Symbol(f"{b}/{a}", tuple(y / x if x else nan for x, y in pairs), f"{b}/{a} times the right one{rows}.")


def _made(symbol: Symbol, says: str, values: tuple[float, ...] | list[float]) -> Symbol:
    return Symbol(symbol.name, tuple(values), says)


def _factors(series: Series) -> list[float | None]:
    """By what each case's right output would have to be multiplied; None where all of it is 0."""
    found: list[float | None] = []
    for mine, right in zip(series.mine, series.right, strict=True):
        a, b = mine.astype(float).ravel(), right.astype(float).ravel()
        scale = float(np.max(np.abs(b), initial=0.0))
        found.append(float((a / scale) @ (b / scale) / ((b / scale) @ (b / scale))) if scale else None)
    return found


def _fits(series: Series, factors: list[float | None], known: list[int], symbol: Symbol) -> bool:
    """Whether a symbol is the factor in every case, and the cases tell it from a constant."""
    sign = -1.0 if (factors[series.failing[0]] or 0) < 0 else 1.0
    return symbol.varies(known) and all(
        _near(factors[i] or 0.0, sign * symbol.values[i]) and _is(series, i, sign * symbol.values[i]) for i in known
    )


def _is(series: Series, i: int, factor: float | None) -> bool:
    return factor is not None and series.is_(i, factor * series.right[i])


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * abs(other)


def _rounded(factor: float) -> float:
    """A factor without the last digits' rounding."""
    return float(f"{factor:.6g}")
