"""Compares one output of an answer with the reference's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizdl.domain.judgement import DerivationOutcome, Element, OutputVerdict

SHOWN = 5
FLOOR = 1e-9
"""Errors below this fraction of the largest expected element are rounding, also where the expected element is 0."""
FLOAT32_RTOL, FLOAT32_FLOOR = 1e-4, 1e-5
FLOAT16_RTOL, FLOAT16_FLOOR = 1e-2, 1e-2


class NotArrayError(ValueError):
    """A value that is no array of numbers; the message says why, for the learner."""


def as_array(value: Any) -> NDArray[Any]:
    """A returned value as an array of numbers: numbers, and lists of them, count as arrays.

    Raises:
        NotArrayError: it is not.
    """
    for leaf in _leaves(value):
        if not isinstance(leaf, bool | int | float | complex | np.generic | np.ndarray):
            raise NotArrayError(f"{_a(leaf)} where numbers are expected")
    try:
        array = np.asarray(value)
    except ValueError:
        raise NotArrayError("a list whose parts have different shapes") from None
    if array.dtype.kind in "biuf":
        return array
    if array.dtype.kind == "c":
        if np.any(array.imag):
            raise NotArrayError("complex where real numbers are expected")
        return np.asarray(array.real)
    raise NotArrayError("an integer too large for NumPy")


def _leaves(value: Any) -> Iterator[Any]:
    """What stands in lists and tuples; text is found before NumPy makes room for the longest one in every element."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _a(value: Any) -> str:
    return {"NoneType": "None", "str": "text"}.get(type(value).__name__, f"a {type(value).__name__}")


def compare(name: str, value: Any, expected: NDArray[Any], rtol: float) -> OutputVerdict:
    """The verdict on one output.

    Args:
        name: of the output.
        value: what the answer gave.
        expected: what the reference gave.
        rtol: the relative tolerance for float64; float32 and float16 answers are measured by their own precision.
    """
    if value is None:
        return OutputVerdict(name, "not_implemented", f"{name} is None: is a return missing?", None, expected.shape)
    try:
        array = as_array(value)
    except NotArrayError as error:
        return OutputVerdict(name, "dtype", f"{name} is {error}", None, expected.shape)
    if array.shape != expected.shape:
        return OutputVerdict(name, "shape", _shape_words(name, array, expected, rtol), array.shape, expected.shape)
    wrong = ~_close(array, expected, rtol)
    if not wrong.any():
        distance = _relative_error(array, expected)
        return OutputVerdict(name, "correct", f"{name} right", array.shape, expected.shape, distance, size=array.size)
    outcome, says = _kind(name, array, expected, wrong, rtol)
    distance = _relative_error(array, expected)
    worst = _worst(array, expected, wrong)
    return OutputVerdict(
        name, outcome, says, array.shape, expected.shape, distance, worst, int(np.count_nonzero(wrong)), array.size
    )


def same(value: Any, other: Any, rtol: float) -> bool:
    """Whether two returned values are the same output: shapes, not-a-numbers and values."""
    try:
        a, b = as_array(value), as_array(other)
    except NotArrayError:
        return False
    return a.shape == b.shape and bool(_close(a, b, rtol).all())


def _close(array: NDArray[Any], expected: NDArray[Any], rtol: float) -> NDArray[np.bool_]:
    """Elementwise: relative error, with an absolute floor by the size of what is expected; NaN and infinities by position."""
    floor = FLOOR
    if array.dtype == np.float32:
        rtol, floor = max(rtol, FLOAT32_RTOL), FLOAT32_FLOOR
    elif array.dtype == np.float16:
        rtol, floor = max(rtol, FLOAT16_RTOL), FLOAT16_FLOOR
    a, b = array.astype(np.float64), expected.astype(np.float64)
    finite = b[np.isfinite(b)]
    scale = float(np.max(np.abs(finite), initial=0.0))
    with np.errstate(all="ignore"):
        return np.isclose(a, b, rtol=rtol, atol=min(rtol, floor) * scale if scale else FLOOR, equal_nan=True)


def _relative_error(array: NDArray[Any], expected: NDArray[Any]) -> float:
    a, b = array.astype(np.float64).ravel(), expected.astype(np.float64).ravel()
    with np.errstate(all="ignore"):
        scale = np.maximum(np.abs(b), FLOOR * float(np.max(np.abs(b), initial=0.0)))
        error = np.abs(a - b) / np.where(scale > 0, scale, 1.0)
    same_nonfinite = (np.isnan(a) & np.isnan(b)) | (a == b)
    return float(np.max(np.where(same_nonfinite, 0.0, error), initial=0.0))


def _shape_words(name: str, array: NDArray[Any], expected: NDArray[Any], rtol: float) -> str:
    words = f"{name} has shape {array.shape}; {expected.shape} is wanted"
    if array.size == expected.size and _close(array.reshape(expected.shape), expected, rtol).all():
        return f"{words}. The values are right: only the shape is not"
    if array.ndim > 1 and array.T.shape == expected.shape and _close(array.T, expected, rtol).all():
        return f"{words}. It is the transpose of the right one"
    return words


def _kind(
    name: str, array: NDArray[Any], expected: NDArray[Any], wrong: NDArray[np.bool_], rtol: float
) -> tuple[DerivationOutcome, str]:
    lost = array[~np.isfinite(array) & np.isfinite(expected)]
    if lost.size:
        what, why = "infinity", f"a number outgrew {array.dtype}"
        if np.isnan(lost).any():
            what, why = "nan", "∞/∞, ∞ − ∞ or 0/0"
        where = f" ({lost.size} of {array.size} elements)" if array.size > 1 else ""
        return "overflow", f"{name} is {what} where a number is expected{where}: {why} on the way"
    if array.dtype.kind in "iu" and expected.dtype.kind == "f" and _close(np.trunc(expected), array, rtol).all():
        return "dtype", f"{name} is cut to whole numbers ({array.dtype}): keep it in floating point"
    if not array.any() and expected.any():
        return "not_implemented", f"{name} is all zeros"
    count = int(np.count_nonzero(wrong))
    return "wrong", f"{name} wrong" + (f" in {count} of {array.size} elements" if array.size > 1 else "")


def _worst(array: NDArray[Any], expected: NDArray[Any], wrong: NDArray[np.bool_]) -> tuple[Element, ...]:
    a, b = array.astype(np.float64), expected.astype(np.float64)
    with np.errstate(all="ignore"):
        distance = np.where(wrong, np.nan_to_num(np.abs(a - b), nan=np.inf, posinf=np.inf), -1.0)
    order = np.argsort(-distance, axis=None, kind="stable")[: min(SHOWN, int(np.count_nonzero(wrong)))]
    indices = [tuple(int(i) for i in np.unravel_index(flat, a.shape)) for flat in order]
    return tuple(Element(index, float(a[index]), float(b[index])) for index in indices)
