"""Plain numbers: how they are typed, shown and compared."""

from __future__ import annotations

import math
import re

from quizdl.domain.evaluation import Scalar, evaluate
from quizdl.domain.expression import ExpressionError, parse

_PREFIXES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_THOUSANDS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:([, _\u202f])\d{3})(?:\1\d{3})*(?![\d,])")
_WITH_UNIT = re.compile(r"(.*?[\d.)])\s*(?!e[+-]?\d)([^\W\d]|[%°$])(.*)", re.IGNORECASE | re.DOTALL)
_LONGEST_WHOLE = 10**21


def shown(value: Scalar) -> str:
    """A number as a person writes it: whole numbers without a point, others to six digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    whole = isinstance(value, int) and abs(value) < _LONGEST_WHOLE
    return str(value) if whole else f"{value:.6g}"


def close(value: Scalar, expected: Scalar, tolerance: float) -> bool:
    """Whether a value is within a relative tolerance; 0 asks for the number itself (to rounding)."""
    return math.isclose(value, expected, rel_tol=max(tolerance, 1e-9), abs_tol=0.0 if expected else 1e-12)


def typed_number(text: str, unit: str | None = None) -> Scalar:
    """The number that somebody typed: `0.25`, `1/4`, `2^-2`, `25%`, `1e-3`, `1,000`, `x = 3`, with or without its unit.

    Args:
        text: what was typed.
        unit: the unit of the question. A byte unit in another size (`2 GiB` for `MiB`) is converted.

    Raises:
        ExpressionError: it is no number, or has another unit.
    """
    written = _THOUSANDS.sub(lambda found: found[0].replace(found[1], ""), text.strip().lstrip("~≈ "))
    factor: Scalar = 1
    if unit and (found := _WITH_UNIT.fullmatch(written)):
        written, factor = found[1], _conversion(found[2] + found[3], unit)
    elif written.endswith("%"):
        written, factor = written[:-1], 0.01
    try:
        node = parse(written)
    except ExpressionError:
        raise ExpressionError("not read as a number") from None
    value = evaluate(node, {})
    if factor != 1:
        value *= factor
    if not math.isfinite(value):
        raise ExpressionError("the number is too large")
    return value


def _conversion(typed: str, unit: str) -> Scalar:
    if _singular(typed) == _singular(unit):
        return 1
    if typed == "%":
        return 0.01
    bytes_typed, bytes_unit = _bytes(typed), _bytes(unit)
    if bytes_typed and bytes_unit:
        return bytes_typed / bytes_unit
    raise ExpressionError(f"the unit here is {unit}, not {typed}")


def _singular(unit: str) -> str:
    plain = " ".join(unit.casefold().split())
    return plain.removesuffix("s") if len(plain) > 2 else plain


def _bytes(unit: str) -> float | None:
    """How many bytes a unit of memory is; None for any other unit."""
    if unit == "B" or _singular(unit) == "byte":
        return 1
    return _PREFIXES.get(unit[:-1].casefold()) if unit.endswith("B") else None
