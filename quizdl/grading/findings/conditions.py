"""Where an output is right and where it is not: only for one row, only at the first step, only in small values, only off the border."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.compare import tells
from quizdl.grading.findings.evidence import Array, Evidence, Series, symbols
from quizdl.grading.numeric import close
from quizdl.grading.source import cutting_lines, exponential_lines

MOST = 3
"""Conditions that are said where the cases do not tell them apart."""
FAR = 20
"""How many times the numbers in which an output is right those must be in which it is not, before their size is said to matter."""
FEWEST = 2
"""Cases that must fail before their arguments are said to have something in common."""


def first_step(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A trajectory whose first row is right, and no later one, in every failing case."""
    if evidence.derivation.trajectory != series.name or not _shapes_right(series):
        return
    failing = [(series.mine[i], series.right[i]) for i in series.failing]
    if any(len(right) < 2 for _, right in failing) or any(
        len(right) > 1 and i not in series.failing for i, right in enumerate(series.right)
    ):
        return
    for mine, right in failing:
        rows: Array = _wrong(series, mine, right).reshape(len(right), -1).max(axis=1)
        if rows[0] or not rows[1:].all():
            return
    yield Finding(
        "first_step", series.name,
        f"The first step of {series.name} is right and every later one wrong: look at what is carried from step to step.",
    )  # fmt: skip


def condition(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Right exactly where a size is 1, a scalar argument is 0 or 1, a flag or a word is what it is, or an array is all zeros or all ones."""
    if next(first_step(evidence, series), None) or next(at_values(evidence, series), None):
        return
    telling = [i for i in range(len(series.fails)) if series.fails[i] or tells(series.right[i])]
    if len(series.failing) < FEWEST or len(telling) == len(series.failing):
        return
    given = [(s.name, s.about, value, s.values) for s in symbols(evidence) for value in ((1,) if s.about else (0, 1))]
    found = [
        (f"{name} = {value}", name, f" ({about})" if about else "")
        for name, about, value, values in given
        if all((values[i] == value) != series.fails[i] for i in telling)
    ]
    for argument in evidence.derivation.parameters:
        flags = [case.arguments.get(argument) for case in evidence.cases]
        if all(isinstance(flag, bool | str) for flag in flags):
            found += [
                (f"{argument} is {flag!r}", argument, "")
                for flag in dict.fromkeys(flags)
                if flags.count(flag) >= FEWEST and all((flags[i] == flag) != series.fails[i] for i in telling)
            ]
        arrays = evidence.arrays(argument)
        if not arrays or not any(a.ndim for a in arrays):
            continue
        for value, words in ((0, "zeros"), (1, "ones")):
            if all(bool((arrays[i] == value).all()) != series.fails[i] for i in telling):
                found.append((f"{argument} is all {words}", argument, ""))
    if not 1 <= len(found) <= MOST:
        return
    where = " or ".join(f"{words}{about}" for words, _, about in found)
    apart = "; the cases do not tell these apart" if len(found) > 1 else ""
    look = f"look at where {' and '.join(name for _, name, _ in found)} {'come' if len(found) > 1 else 'comes'} in"
    if len(telling) - len(series.failing) == 1:  # it may be right there for another reason
        says = (
            f"in one case, where {where}, and wrong in every other{apart}: {look}, or at what else makes that case easy"
        )
    else:
        says = f"where {where} and wrong in every other case{apart}: {look}"
    yield Finding("only_where", series.name, f"{series.name} is right {says}.")


def small_values(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Not finite in exactly the cases whose arguments are largest, and right in all others."""
    lost = [bool((~np.isfinite(m) & np.isfinite(r)).any()) if m.shape == r.shape else False
            for m, r in zip(series.mine, series.right, strict=True)]  # fmt: skip
    if not any(lost) or lost != list(series.fails) or all(lost):
        return
    largest = [_largest(case.arguments) for case in evidence.cases]
    below = max(largest[i] for i in range(len(lost)) if not lost[i])
    above = min(largest[i] for i in series.failing)
    if above <= below:
        return
    what = "nan" if any(np.isnan(series.mine[i]).any() for i in series.failing) else "infinity"
    lines = exponential_lines(evidence.source)
    where = ""
    if 1 <= len(lines) <= 3:
        words = " and ".join(f"{name} in line {line}" for line, name in lines)
        where = f" Look at {words}: what can it be given at most?"
    yield Finding(
        "overflow", series.name,
        f"{series.name} is right as long as no argument is beyond {below:.3g}, and {what} where they reach {above:.3g}.{where}",
    )  # fmt: skip


def cut_off(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Right wherever moderate numbers are expected, and too small in exactly those elements that are far larger."""
    if not _shapes_right(series, scalars=True):
        return
    mine, right = (np.concatenate([array.ravel() for array in arrays]) for arrays in (series.mine, series.right))
    wrong = np.concatenate([_wrong(series, m, r).ravel() for m, r in zip(series.mine, series.right, strict=True)])
    size = np.abs(right)
    below, above = size[~wrong].max(initial=0), size[wrong].min(initial=np.inf)
    if not np.isfinite(mine).all() or not above > FAR * below > 0 or (np.abs(mine) >= size)[wrong].any():
        return
    lines = [f"{name} in line {line}" for line, name in cutting_lines(evidence.source)]
    look = f" Look at {' and '.join(lines)}: what does it keep small?" if 1 <= len(lines) <= MOST else ""
    yield Finding(
        "cut_off", series.name,
        f"{series.name} is right where it should be at most {below:.3g}, and too small where it should be {above:.3g} or more.{look}",
    )  # fmt: skip


def one_off(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """A whole number that is too large, or too small, by the same wherever it is wrong: a rounding, or a bound."""
    if not series.whole or not series.telling or len(series.failing) < FEWEST:
        return
    shifts = {float(d) for i in series.failing for d in (series.mine[i] - series.right[i]).flat if d}
    if len(shifts) != 1:
        return
    shift = shifts.pop()
    look = ": look at what is rounded, and at where the counting begins and ends" if abs(shift) == 1 else ""
    yield Finding(
        "offset", series.name,
        f"Where {series.name} is wrong it is too {'large' if shift > 0 else 'small'} by {abs(shift):.12g}{look}.",
    )  # fmt: skip


def at_values(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Wrong exactly where an argument of the same shape is 0, negative or positive, in every case."""
    if not _shapes_right(series):
        return
    masks = [_wrong(series, mine, right) for mine, right in zip(series.mine, series.right, strict=True)]
    if sum(int(mask.sum()) for mask in masks) < FEWEST or all(mask.all() for mask in masks if mask.any()):
        return
    for argument in evidence.derivation.parameters:
        values = evidence.arrays(argument)
        if values is None or any(v.shape != mask.shape for v, mask in zip(values, masks, strict=True)):
            continue
        for words, where in (("0", np.equal), ("negative", np.less), ("positive", np.greater)):
            if all(np.array_equal(where(v, 0), mask) for v, mask in zip(values, masks, strict=True)):
                yield Finding(
                    "only_wrong_at", series.name, f"{series.name} is wrong exactly where {argument} is {words}."
                )


def place(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """Wrong only, or right only, in the first or last row or column, or wrong at the border only, in every failing case."""
    if next(at_values(evidence, series), None):
        return
    pairs = [(series.mine[i], series.right[i]) for i in series.failing]
    if any(mine.shape != right.shape or right.ndim < 1 for mine, right in pairs):
        return
    masks = [_wrong(series, mine, right) for mine, right in pairs]
    name = series.name
    found = False
    ranks = {mask.ndim for mask in masks}
    step = name == evidence.derivation.trajectory
    if ranks == {1}:
        axes = {0: "element"}
    elif ranks == {2}:
        axes = {0: "step" if step else "row", 1: "column"}
    else:
        axes = {-2: "row", -1: "column"} if min(ranks) > 2 else {}
    for axis, word in axes.items():
        if max(mask.shape[axis] for mask in masks) < 3:
            continue
        lines = [np.moveaxis(mask, axis, 0).reshape(mask.shape[axis], -1) for mask in masks]
        some, every = [line.max(axis=1) for line in lines], [line.min(axis=1) for line in lines]
        for end, at in (("first", 0), ("last", -1)):
            if all(line[at] and line.sum() == 1 for line in some):
                found = True
                yield Finding("only_wrong_at", name, f"Only the {end} {word} of {name} is wrong.")
            if all(not s[at] and np.delete(e, at).all() for s, e in zip(some, every, strict=True)) and not (
                word == "step" and at == 0
            ):
                found = True
                yield Finding("only_right_at", name, f"Only the {end} {word} of {name} is right.")
    inside = [mask[..., 1:-1, 1:-1] for mask in masks if mask.ndim >= 2 and min(mask.shape[-2:]) > 2]
    if not found and len(inside) == len(masks) and not any(mask.any() for mask in inside):
        yield Finding("only_wrong_at", name, f"{name} is wrong at the border only; inside it is right.")


def _shapes_right(series: Series, *, scalars: bool = False) -> bool:
    pairs = zip(series.mine, series.right, strict=True)
    return all(mine.shape == right.shape and (right.ndim or scalars) for mine, right in pairs)


def _wrong(series: Series, mine: Array, right: Array) -> Array:
    wrong: Array = ~close(mine, right, series.rtol, series.atol)
    return wrong


def _largest(arguments: dict[str, object]) -> float:
    """The largest number in the arrays of floating-point numbers."""
    arrays = [value for value in arguments.values() if isinstance(value, np.ndarray) and value.dtype.kind == "f"]
    return max((float(np.max(np.abs(array), initial=0.0)) for array in arrays), default=0.0)
