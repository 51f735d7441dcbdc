"""What running a function on cases gives: for each case a value, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Reason = Literal["not_implemented", "error", "timeout", "memory", "refused"]


class Returned(NamedTuple):
    """A call came back.

    Attributes:
        value: None, bool, int, float, str, bytes, a NumPy array, or lists, tuples and dicts of these.
        seconds: how long it took.
        changed: the arguments that it changed in place.
    """

    value: Any
    seconds: float = 0.0
    changed: tuple[str, ...] = ()


class Failed(NamedTuple):
    """A call, or the whole run, did not come back with a value.

    Attributes:
        reason: one word of it.
        says: what happened, in words.
        line: the line of the source at which it happened, if known.
    """

    reason: Reason
    says: str
    line: int | None = None


Result = Returned | Failed


class Run(NamedTuple):
    """All calls of a run, in order.

    Attributes:
        printed: what the code printed, cut, and marked where it was.
        safe: whether the machine was safe from it; where a system lacks what that needs, one's own code still runs.
    """

    results: tuple[Result, ...]
    printed: str = ""
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the function's name and its arguments by name."""

    function: str
    arguments: dict[str, Any] = field(default_factory=dict)


class Case(NamedTuple):
    """One case of a derivation: its name and the arguments."""

    name: str
    arguments: dict[str, Any]
