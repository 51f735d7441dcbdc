"""What the derivation declares of an output in every case: the reference keeps it, the answer does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.grading.findings.evidence import Array, Evidence, Series

TOLERANCE = 1e-8
Check = Callable[[Array], tuple[bool, str]]


def broken(evidence: Evidence, series: Series) -> Iterator[Finding]:
    """The invariants that the answer breaks in every failing case, and the reference in none."""
    for invariant in evidence.derivation.invariants.get(series.name, ()):
        check, words = CHECKS[invariant]
        if all(check(right)[0] for right in series.right) and not any(check(series.mine[i])[0] for i in series.failing):
            first = series.failing[0]
            yours = check(series.mine[first])[1].replace("OUTPUT", series.name)
            yield Finding(
                "invariant", series.name,
                f"{words.replace('OUTPUT', series.name)}; {yours} (case '{evidence.cases[first].name}').",
            )  # fmt: skip


def _sums(axis: int | None, target: float, word: str) -> Check:
    def check(array: Array) -> tuple[bool, str]:
        if axis is not None and not array.ndim:
            return False, "it is one number"
        sums = np.atleast_1d(np.sum(array, axis=axis)).ravel()
        scale = max(1.0, float(np.max(np.abs(array), initial=0.0)) * array.size) if target else max(
            float(np.max(np.abs(array), initial=0.0)) * array.size, TOLERANCE
        )  # fmt: skip
        far = np.abs(sums - target)
        worst = int(np.argmax(far)) if far.size else 0
        kept = bool((far <= TOLERANCE * scale).all())
        which = f"your {word} {worst}" if axis is not None and sums.size > 1 else "yours"
        return kept, f"{which} sums to {sums[worst]:.6g}" if far.size else ""

    return check


def _not_negative(array: Array) -> tuple[bool, str]:
    return bool((array >= 0).all()), f"yours goes down to {np.min(array, initial=0.0):.6g}"


def _symmetric(array: Array) -> tuple[bool, str]:
    if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
        return False, "yours is not square"
    far = np.abs(array - np.swapaxes(array, -1, -2))
    at = np.unravel_index(int(np.argmax(far)), far.shape)
    turned = (*at[:-2], at[-1], at[-2])
    kept = bool((far <= TOLERANCE * max(float(np.max(np.abs(array))), TOLERANCE)).all())
    place = ", ".join(str(int(k)) for k in at)
    back = ", ".join(str(int(k)) for k in turned)
    return kept, f"your OUTPUT[{place}] is {array[at]:.6g} and OUTPUT[{back}] is {array[turned]:.6g}"


def _orthonormal(array: Array) -> tuple[bool, str]:
    if array.ndim != 2:
        return False, "yours is no matrix"
    product = array.T @ array
    far = np.abs(product - np.eye(len(product)))
    i, j = (int(k) for k in np.unravel_index(int(np.argmax(far)), far.shape)) if far.size else (0, 0)
    kept = bool((far <= TOLERANCE * array.size).all())
    if kept:
        return True, ""
    return False, (f"your column {i} has length {np.sqrt(product[i, i]):.6g}" if i == j
                   else f"your columns {i} and {j} have the product {product[i, j]:.6g}")  # fmt: skip


CHECKS: dict[str, tuple[Check, str]] = {
    "rows sum to 0": (_sums(-1, 0.0, "row"), "Each row of OUTPUT sums to 0"),
    "rows sum to 1": (_sums(-1, 1.0, "row"), "Each row of OUTPUT sums to 1"),
    "columns sum to 0": (_sums(0, 0.0, "column"), "Each column of OUTPUT sums to 0"),
    "sums to 0": (_sums(None, 0.0, ""), "OUTPUT sums to 0"),
    "sums to 1": (_sums(None, 1.0, ""), "OUTPUT sums to 1"),
    "not negative": (_not_negative, "OUTPUT is never negative"),
    "symmetric": (_symmetric, "OUTPUT is symmetric"),
    "orthonormal columns": (_orthonormal, "The columns of OUTPUT are orthonormal"),
}
