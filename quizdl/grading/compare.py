"""Compares one output of an answer with the reference's, whatever it is.

What the reference returned decides: floating-point numbers and arrays are compared as numbers; text, bytes, whole numbers, True, False and
None exactly; lists, tuples and dicts part by part, the failing part being named by its path, `out['w'][3]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from quizdl.domain.judgement import DerivationOutcome, OutputVerdict
from quizdl.grading.exact import difference, equal, kind
from quizdl.grading.numeric import NotArrayError, as_array, compare_numbers, leaves, same_numbers

NAMED = 3
"""Parts that are named when there are more of them wrong, missing or not asked for."""


def as_expected(value: Any) -> Any:
    """What a reference returned, with its numbers as arrays.

    Raises:
        NotArrayError: it holds something that no answer could be compared with.
    """
    if isinstance(value, float | np.ndarray | np.generic | complex) or _is_table(value):
        return as_array(value)
    if isinstance(value, dict):
        return {key: as_expected(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(as_expected(part) for part in value)
    if value is None or isinstance(value, bool | int | str | bytes):
        return value
    raise NotArrayError(f"a {type(value).__name__}")


def compare(
    name: str, value: Any, expected: Any, rtol: float, atol: float | None = None, *, detailed: bool = True
) -> OutputVerdict:
    """The verdict on one output.

    Args:
        name: of the output.
        value: what the answer gave.
        expected: what the reference gave, from `as_expected`.
        rtol: the relative tolerance of numbers.
        atol: the absolute floor of numbers; None for one by the size of what is expected.
        detailed: whether the worst elements and the map are wanted.
    """
    if isinstance(expected, np.ndarray):
        return compare_numbers(name, value, expected, rtol, atol, detailed=detailed)
    if not isinstance(expected, list | tuple | dict):
        if equal(value, expected):
            return OutputVerdict(name, "correct", f"{name} right", size=1)
        return OutputVerdict(name, *difference(name, value, expected), wrong=1, size=1)
    if value is None:
        return OutputVerdict(name, "not_implemented", f"{name} is None: is a return missing?")
    pairs, fault = _parts(value, expected)
    if fault:
        return OutputVerdict(name, "shape" if pairs else "dtype", f"{name} {fault}")
    verdicts = [
        (path, right, compare(f"{name}{path}", part, right, rtol, atol, detailed=detailed))
        for path, part, right in pairs
    ]
    outcome = decide((verdict.outcome, tells(right)) for _, right, verdict in verdicts)
    errors = [v.max_relative_error for _, _, v in verdicts if v.max_relative_error is not None]
    total = OutputVerdict(
        name, outcome, f"{name} right", max_relative_error=max(errors, default=None), wrong=sum(v.wrong for _, _, v in verdicts),
        size=sum(v.size for _, _, v in verdicts),
    )  # fmt: skip
    failing = [(path, verdict) for path, _, verdict in verdicts if verdict.outcome != "correct"]
    if not failing:
        return total
    path, first = next((part for part in failing if part[1].outcome == outcome), failing[0])
    more = f" (and {len(failing) - 1} more of {len(verdicts)} parts)" if len(failing) > 1 else ""
    return replace(
        total, says=first.says + more, path=path + first.path, worst=first.worst, map=first.map,
        yours_shape=first.yours_shape, expected_shape=first.expected_shape,
    )  # fmt: skip


def same(value: Any, other: Any, rtol: float, atol: float | None = None) -> bool:
    """Whether two returned values are the same output."""
    try:
        expected = as_expected(other)
    except NotArrayError:
        return False
    if isinstance(expected, np.ndarray):
        return same_numbers(value, expected, rtol, atol)
    if not isinstance(expected, list | tuple | dict):
        return equal(value, expected)
    pairs, fault = _parts(value, expected)
    return not fault and all(same(part, right, rtol, atol) for _, part, right in pairs)


def tells(expected: Any) -> bool:
    """Whether giving this value shows that something was written: zeros and None do not."""
    if isinstance(expected, np.ndarray):
        return bool(expected.any())
    if isinstance(expected, dict):
        return any(map(tells, expected.values()))
    if isinstance(expected, list | tuple):
        return any(map(tells, expected))
    return expected is not None


def decide(outcomes: Iterable[tuple[DerivationOutcome, bool]]) -> DerivationOutcome:
    """The outcome of several: the first that is not right.

    Changed arguments count when all else is right, and zeros as unwritten when there is nothing else.

    Args:
        outcomes: each with whether anything but zeros was expected; right zeros do not show that anything was written.
    """
    telling = [outcome for outcome, beyond_zero in outcomes if outcome != "correct" or beyond_zero]
    bad = [outcome for outcome in telling if outcome != "correct"]
    graver = [outcome for outcome in bad if outcome not in ("not_implemented", "mutated_input")]
    if graver or not bad:
        return graver[0] if graver else "correct"
    if "not_implemented" in bad:
        return "not_implemented" if set(telling) == {"not_implemented"} else "wrong"
    return "mutated_input"


def _parts(value: Any, expected: Any) -> tuple[list[tuple[str, Any, Any]], str]:
    """(path, yours, expected) of each part; or what is wrong with the whole, with no part if it is nothing of the kind."""
    if isinstance(expected, dict):
        if not isinstance(value, dict):
            return [], f"is {kind(value)} where a dict is expected"
        pairs = [(f"[{key!r}]", value[key], right) for key, right in expected.items() if key in value]
        missing = [f"[{key!r}]" for key in expected if key not in value]
        extra = [f"[{key!r}]" for key in value if key not in expected]
        faults = [f"has no {_listed(missing)}"] if missing else []
        faults += [f"has {_listed(extra)}, which is not asked for"] if extra else []
        return pairs or [("", None, None)], "; ".join(faults)
    if isinstance(value, np.ndarray) and value.ndim:
        value = list(value)
    if not isinstance(value, list | tuple):
        return [], f"is {kind(value)} where {kind(expected)} is expected"
    pairs = [(f"[{i}]", part, right) for i, (part, right) in enumerate(zip(value, expected, strict=False))]
    fault = "" if len(value) == len(expected) else f"has {len(value)} elements; {len(expected)} are expected"
    return pairs or [("", None, None)] if fault else pairs, fault


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _is_table(value: Any) -> bool:
    """Whether a list is a table of numbers that are not all whole: it counts as an array."""
    if not isinstance(value, list | tuple):
        return False
    found = list(leaves(value))
    if not any(isinstance(leaf, float | np.generic | np.ndarray) for leaf in found):
        return False
    if not all(isinstance(leaf, bool | int | float | np.generic | np.ndarray) for leaf in found):
        return False
    if any(isinstance(leaf, np.ndarray) and leaf.ndim for leaf in found):
        return False
    try:
        return bool(np.asarray(value).dtype.kind in "biuf")
    except (ValueError, OverflowError):
        return False
