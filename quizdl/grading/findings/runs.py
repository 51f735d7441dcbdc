"""What the run itself shows: an argument changed in place, and numbers that are others the second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Finding
from quizdl.domain.run import Case, Result, Returned
from quizdl.grading.compare import as_expected, same
from quizdl.grading.judge import outputs_of
from quizdl.grading.numeric import NotArrayError, as_array
from quizdl.grading.source import changing_line, random_lines


def changed_arguments(derivation: Derivation, answer: Sequence[Result], source: str) -> Iterator[Finding]:
    """Which arguments the answer changes in place, and the line if it is plain."""
    names = dict.fromkeys(name for result in answer if isinstance(result, Returned) for name in result.changed)
    for name in names:
        if name not in derivation.parameters:
            continue
        found = changing_line(source, derivation.function, derivation.parameters, name)
        where = f" in line {found[0]}" if found else ""
        own = found[1] if found else name
        called = f" (your {own})" if own != name else ""
        yield Finding(
            "changed_argument", "", f"The argument {name}{called} is changed in place{where}: work on a copy, {own} = {own}.copy()."
        )  # fmt: skip


def unsteady(
    derivation: Derivation, cases: Sequence[Case], answer: Sequence[Result], again: Sequence[Result], source: str
) -> Finding | None:
    """Two runs on the same cases that differ: random numbers, or memory that was never written."""
    for case, one, two in zip(cases, answer, again, strict=False):
        if not isinstance(one, Returned) or not isinstance(two, Returned):
            continue
        first, second = outputs_of(derivation, one.value), outputs_of(derivation, two.value)
        for name, a, b in zip(derivation.returns, first or (), second or (), strict=False):
            if not _alike(a, b, derivation):
                lines = random_lines(source)
                why = f" Line {lines[0][0]}: {lines[0][1]}." if len(lines) == 1 else ""
                return Finding(
                    "unsteady", name,
                    f"Two runs of your code on the same arguments give two results: {name}{_where(a, b)} (case '{case.name}').{why}",
                )  # fmt: skip
    return None


def _alike(one: Any, two: Any, derivation: Derivation) -> bool:
    try:
        as_expected(two)
    except NotArrayError:
        return True
    return same(one, two, derivation.rtol, derivation.atol)


def _where(one: Any, two: Any) -> str:
    try:
        a, b = as_array(one), as_array(two)
    except NotArrayError:
        return ""
    if a.dtype.kind != "f" or b.dtype.kind != "f" or a.shape != b.shape:
        return ""
    with np.errstate(all="ignore"):
        index = np.unravel_index(int(np.argmax(np.nan_to_num(np.abs(a - b), nan=np.inf))), a.shape)
    at = f"[{', '.join(str(int(k)) for k in index)}]" if index else ""
    return f"{at} is {float(a[index]):.6g}, then {float(b[index]):.6g}"
