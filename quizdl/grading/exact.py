"""Compares what is no floating-point number exactly: text, bytes, whole numbers, True and False, None.

A right value is right in every form: 3.0 and a NumPy integer for 3, 1 for True, bytearray for bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizdl.domain.judgement import DerivationOutcome

AROUND = 4
"""How many bytes or characters are shown on either side of the first difference."""
LONGEST = 40
"""Characters of a value that are shown."""


def equal(value: Any, expected: Any) -> bool:
    """Whether a value stands for the expected text, bytes, whole number, truth value or None."""
    value = _plain(value)
    if isinstance(expected, bytes):
        return isinstance(value, bytes) and value == expected
    if isinstance(expected, str) or expected is None:
        return type(value) is type(expected) and bool(value == expected)
    return isinstance(value, bool | int | float) and value == expected


def difference(name: str, value: Any, expected: Any) -> tuple[DerivationOutcome, str]:
    """What kind of wrong a value is, and in words where it first differs."""
    value = _plain(value)
    if value is None:
        return "not_implemented", f"{name} is None: is a return missing?"
    if isinstance(expected, bytes) and isinstance(value, bytes):
        return "wrong", f"{name} wrong {_first(value, expected, 'byte', lambda part: part.hex(' '))}"
    if isinstance(expected, str) and isinstance(value, str):
        return "wrong", f"{name} wrong {_first(value, expected, 'character', repr)}"
    if isinstance(expected, bool | int) and isinstance(value, bool | int | float):
        return "wrong", f"{name} is {_shown(value)}; {_shown(expected)} is expected"
    return "dtype", f"{name} is {kind(value)} where {kind(expected)} is expected"


def kind(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, np.ndarray) and value.shape:
        return f"an array {value.shape}"
    names = {
        "NoneType": "None", "str": "text", "bytes": "bytes", "bool": "True or False", "int": "a whole number",
        "float": "a number", "ndarray": "a number", "dict": "a dict", "list": "a list", "tuple": "a tuple",
    }  # fmt: skip
    return names.get(type(value).__name__, f"a {type(value).__name__}")


def _plain(value: Any) -> Any:
    """A NumPy number as Python's own, bytes in any form as bytes."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.shape == ()):
        return value.item()
    if isinstance(value, bytearray) or (isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim == 1):
        return bytes(value)
    return value


def _first(value: Any, expected: Any, unit: str, written: Any) -> str:
    """Where the first difference is, with a little around it of both: `at byte 4: 0a 23 instead of 0a 24`."""
    at = next(
        (i for i, (mine, right) in enumerate(zip(value, expected, strict=False)) if mine != right),
        min(len(value), len(expected)),
    )
    start = max(0, at - AROUND)
    mine, right = value[start : at + AROUND], expected[start : at + AROUND]
    lengths = "" if len(value) == len(expected) else f"; {len(value)} {unit}s, {len(expected)} are expected"
    if at >= len(value):
        return f"at {unit} {at}: it ends where {written(expected[at : at + AROUND])} should follow{lengths}"
    if at >= len(expected):
        return f"at {unit} {at}: it should end, and {written(value[at : at + AROUND])} follows{lengths}"
    return f"at {unit} {at}: {written(mine)} instead of {written(right)}{lengths}"


def _shown(value: Any) -> str:
    if isinstance(value, int) and abs(value) >= 10**LONGEST:
        return f"a number of {value.bit_length()} bits"
    return str(value)
