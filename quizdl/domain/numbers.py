"""Plain numbers: how they are typed, shown and compared."""

from __future__ import annotations

import math
import re

from quizdl.domain.evaluation import Scalar, evaluate
from quizdl.domain.expression import ExpressionError, parse

_PREFIXES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")


def shown(value: Scalar) -> str:
    """A number as a person writes it: whole numbers without a point, others to six digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value) if isinstance(value, int) else f"{value:.6g}"


def close(value: Scalar, expected: Scalar, tolerance: float) -> bool:
    """Whether a value is within a relative tolerance; 0 asks for the number itself (to rounding)."""
    return math.isclose(value, expected, rel_tol=max(tolerance, 1e-9), abs_tol=1e-12)


def typed_number(text: str, unit: str | None = None) -> Scalar:
    """The number that somebody typed: `0.25`, `1/4`, `2^-2`, `25%`, `1e-3`, `1,000`, `x = 3`, with or without its unit.

    Args:
        text: what was typed.
        unit: the unit of the question. A byte unit in another size (`2 GiB` for `MiB`) is converted.

    Raises:
        ExpressionError: it is no number, or has another unit.
    """
    written = _THOUSANDS.sub("", text.strip().removeprefix("~").removeprefix("≈").strip())
    factor: Scalar = 1
    if written.endswith("%"):
        written = written[:-1]
        factor = 1 if unit == "%" else 0.01
    elif unit and (found := re.search(r"([A-Za-z/µ]+)$", written)):
        factor = _conversion(found[1], unit)
        written = written[: found.start()]
    value = evaluate(parse(written), {})
    return value * factor if factor != 1 else value


def _conversion(typed: str, unit: str) -> Scalar:
    if typed.casefold().rstrip("s") == unit.casefold().rstrip("s"):
        return 1
    bytes_typed, bytes_unit = _bytes(typed), _bytes(unit)
    if bytes_typed and bytes_unit:
        return bytes_typed / bytes_unit
    raise ExpressionError(f"the unit here is {unit}, not {typed}")


def _bytes(unit: str) -> float | None:
    """How many bytes a unit of memory is; None for any other unit."""
    if unit in ("B", "byte", "bytes"):
        return 1
    return _PREFIXES.get(unit[:-1].casefold()) if unit.endswith("B") else None
