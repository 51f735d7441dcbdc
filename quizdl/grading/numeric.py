"""Compares numbers and arrays: relative error with an absolute floor, not-a-numbers and infinities by position, shapes exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizdl.domain.judgement import DerivationOutcome, Element, OutputVerdict
from quizdl.grading.error_map import error_map

SHOWN = 5
FLOOR = 1e-9
"""Errors below this fraction of the largest expected element are rounding, also where the expected element is 0."""
SHAPE_CLAIMS = (". The values are right: only the shape is not.", ". It is the transpose of the right one")
"""What the words on a shape go on with where the numbers are there; a small case may have them by chance."""
COARSE = {np.dtype(np.float32): (1e-4, 1e-5), np.dtype(np.float16): (1e-2, 1e-2)}
"""Relative tolerance and floor of the types that hold fewer digits; the coarsest last."""


class NotArrayError(ValueError):
    """A value that is no array of numbers; the message says why, for the learner."""


def as_array(value: Any) -> NDArray[Any]:
    """A returned value as an array of numbers: numbers, and lists of them, count as arrays.

    Raises:
        NotArrayError: it is not.
    """
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        return value  # as nearly always
    for leaf in leaves(value):
        if not isinstance(leaf, bool | int | float | complex | np.generic | np.ndarray):
            raise NotArrayError(f"{_a(leaf)} where numbers are expected")
    try:
        array = np.asarray(value)
    except ValueError:
        raise NotArrayError("a list whose parts have different shapes") from None
    if array.dtype.kind in "biuf":
        return array
    if array.dtype.kind == "c":
        with np.errstate(invalid="ignore"):  # a not-a-number that signals
            imaginary = np.any(array.imag)
        if imaginary:
            raise NotArrayError("complex where real numbers are expected")
        return np.asarray(array.real)
    raise NotArrayError("an integer too large for NumPy")


def leaves(value: Any) -> Iterator[Any]:
    """What stands in lists and tuples; text is found before NumPy makes room for the longest one in every element."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def _a(value: Any) -> str:
    return {"NoneType": "None", "str": "text"}.get(type(value).__name__, f"a {type(value).__name__}")


def compare_numbers(
    name: str, value: Any, expected: NDArray[Any], rtol: float, atol: float | None = None, *, detailed: bool = True
) -> OutputVerdict:
    """The verdict on one output of numbers.

    Args:
        name: of the output, or of the part of it that is compared.
        value: what the answer gave.
        expected: what the reference gave.
        rtol: the relative tolerance for float64; float32 and float16 answers are measured by their own precision.
        atol: errors below it are right; None for a floor by the size of what is expected.
        detailed: whether the worst elements and the map are wanted.
    """
    if value is None:
        return OutputVerdict(name, "not_implemented", f"{name} is None: is a return missing?", None, expected.shape)
    try:
        array = as_array(value)
    except NotArrayError as error:
        return OutputVerdict(name, "dtype", f"{name} is {error}", None, expected.shape)
    if array.shape != expected.shape:
        says = _shape_words(name, array, expected, rtol, atol)
        return OutputVerdict(name, "shape", says, array.shape, expected.shape)
    if _equal(array, expected):
        return OutputVerdict(name, "correct", f"{name} right", array.shape, expected.shape, 0.0, size=array.size)
    wrong = ~close(array, expected, rtol, atol)
    distance = _relative_error(array, expected)
    if not wrong.any():
        return OutputVerdict(name, "correct", f"{name} right", array.shape, expected.shape, distance, size=array.size)
    outcome, says = _kind(name, array, expected, wrong, rtol)
    return OutputVerdict(
        name, outcome, says, array.shape, expected.shape, distance,
        worst=_worst(array, expected, wrong) if detailed else (),
        wrong=int(np.count_nonzero(wrong)),
        size=array.size,
        map=error_map(array, expected, wrong) if detailed else None,
    )  # fmt: skip


def same_numbers(value: Any, other: Any, rtol: float, atol: float | None = None) -> bool:
    """Whether two values are the same numbers: shapes, not-a-numbers and values."""
    try:
        a, b = as_array(value), as_array(other)
    except NotArrayError:
        return False
    return a.shape == b.shape and (_equal(a, b) or bool(close(a, b, rtol, atol).all()))


def _equal(array: NDArray[Any], expected: NDArray[Any]) -> bool:
    """Whether every number is the same, as most right ones are; to see how close they are takes ten times as long."""
    return bool((_double(array) == _double(expected)).all())


def close(array: NDArray[Any], expected: NDArray[Any], rtol: float, atol: float | None = None) -> NDArray[np.bool_]:
    """Elementwise, of the same shape: relative error with an absolute floor; the coarser type of the two sets what is rounding."""
    floor = FLOOR
    a, b = _double(array), _double(expected)
    size = np.abs(b)
    finite = np.isfinite(b)
    all_finite = finite.all()
    scale = float(size.max(initial=0.0) if all_finite else size.max(initial=0.0, where=finite))
    coarse = 0.0
    if a is not array or b is not expected:
        for dtype, (own, own_floor) in COARSE.items():
            if dtype in (array.dtype, expected.dtype):
                rtol, floor = max(rtol, own), own_floor
                coarse = floor * scale
    by_size = min(rtol, floor) * scale if scale else FLOOR
    with np.errstate(all="ignore"):
        bound = rtol * size + (by_size if atol is None else max(atol, coarse))
        near = np.asarray(np.abs(a - b) <= bound)  # as np.isclose, which takes three times as long
        return near if all_finite else np.asarray((near & finite) | (a == b) | (np.isnan(a) & np.isnan(b)))


def _double(array: NDArray[Any]) -> NDArray[np.float64]:
    """In double precision; NumPy warns of a float32 that is a signalling not-a-number, as bytes in the wrong order often are."""
    if array.dtype == np.float64:
        return array
    with np.errstate(invalid="ignore"):
        return array.astype(np.float64)


def _relative_error(array: NDArray[Any], expected: NDArray[Any]) -> float:
    a, b = _double(array), _double(expected)
    with np.errstate(all="ignore"):
        size = np.abs(b)
        scale = np.maximum(size, FLOOR * float(size.max(initial=0.0)))
        error = np.abs(a - b) / np.where(scale > 0, scale, 1.0)
        largest = float(error.max(initial=0.0))
        if not np.isfinite(largest):
            largest = float(np.where((np.isnan(a) & np.isnan(b)) | (a == b), 0.0, error).max(initial=0.0))
    return largest


def _shape_words(name: str, array: NDArray[Any], expected: NDArray[Any], rtol: float, atol: float | None) -> str:
    """The two shapes; and if the values are right, what to write to have the right one."""
    words = f"{name} has shape {array.shape}; {expected.shape} is wanted"
    if array.size == expected.size and close(array.reshape(expected.shape), expected, rtol, atol).all():
        return f"{words}{SHAPE_CLAIMS[0]} {_reshaping(name, array.shape, expected.shape)}"
    if array.ndim > 1 and array.T.shape == expected.shape and close(array.T, expected, rtol, atol).all():
        return f"{words}{SHAPE_CLAIMS[1]}"
    return words


def claims_shape(says: str) -> bool:
    """Whether words say that nothing but the shape is wrong."""
    return any(claim in says for claim in SHAPE_CLAIMS)


def without_claim(says: str) -> str:
    """The two shapes alone, where another case shows that more is wrong."""
    for claim in SHAPE_CLAIMS:
        says = says.partition(claim)[0]
    return says


def _reshaping(name: str, shape: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    """What turns the one shape into the other, as people write it."""
    flat = sum(size != 1 for size in shape) <= 1
    if not wanted:
        return f"Write {name}.item(), or leave keepdims=True out"
    if len(shape) == 1 and len(wanted) == 2:
        kept, long = ("[:, None]", "(-1, 1)") if wanted[1] == 1 else ("[None, :]", "(1, -1)")
        return (
            f"Sum with keepdims=True, or write {name}{kept} or {name}.reshape{long}"
            if 1 in wanted
            else (f"Write {name}.reshape{wanted}")
        )
    if len(wanted) == 1 and flat and shape:
        return f"Write {name}.ravel(), or leave keepdims=True out"
    return f"Write np.reshape({name}, {wanted})" if not shape else f"Write {name}.reshape{wanted}"


def _kind(
    name: str, array: NDArray[Any], expected: NDArray[Any], wrong: NDArray[np.bool_], rtol: float
) -> tuple[DerivationOutcome, str]:
    lost = array[~np.isfinite(array) & np.isfinite(expected)]
    if lost.size:
        what, why = "infinity", f"a number outgrew {array.dtype}"
        if np.isnan(lost).any():
            what, why = "nan", "∞/∞, ∞ − ∞, 0/0, or the root or logarithm of a negative number,"
        where = f" ({lost.size} of {array.size} elements)" if array.size > 1 else ""
        return "overflow", f"{name} is {what} where a number is expected{where}: {why} on the way"
    if array.dtype.kind in "iu" and expected.dtype.kind == "f" and close(np.trunc(expected), array, rtol).all():
        return "dtype", f"{name} is cut to whole numbers ({array.dtype}): keep it in floating point"
    if not array.any() and expected.any():
        return "not_implemented", f"{name} is all zeros"
    count = int(np.count_nonzero(wrong))
    return "wrong", f"{name} wrong" + (f" in {count} of {array.size} elements" if array.size > 1 else "")


def _worst(array: NDArray[Any], expected: NDArray[Any], wrong: NDArray[np.bool_]) -> tuple[Element, ...]:
    a, b = _double(array), _double(expected)
    with np.errstate(all="ignore"):
        distance = np.where(wrong, np.nan_to_num(np.abs(a - b), nan=np.inf, posinf=np.inf), -1.0)
    order = np.argsort(-distance, axis=None, kind="stable")[: min(SHOWN, int(np.count_nonzero(wrong)))]
    indices = [tuple(int(i) for i in np.unravel_index(flat, a.shape)) for flat in order]
    return tuple(Element(index, float(a[index]), float(b[index])) for index in indices)
