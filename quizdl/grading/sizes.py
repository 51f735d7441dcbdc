"""The letters by which a derivation's docstring calls its sizes, and what they and the scalar arguments are in a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

_LINE = re.compile(r"^\s*(\w+): *\(([^()]*)\)", re.MULTILINE)
_LETTER = re.compile(r"[A-Za-z]\w*$")


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a letter stands: the argument, the axis (counted from behind if negative), and how many axes its docstring gives it."""

    argument: str
    axis: int
    of: int

    def says(self, letter: str) -> str:
        """`N rows of x`."""
        if self.of == 1:
            return f"{letter} entries of {self.argument}"
        if self.axis == 0:
            return f"{letter} rows of {self.argument}"
        if self.of == 2:
            return f"{letter} columns of {self.argument}"
        return f"{letter} = axis {self.axis} of {self.argument}"


def letters(docstring: str, parameters: tuple[str, ...]) -> dict[str, tuple[Axis, ...]]:
    """Each letter with the axes that it names, read from the lines `x: (N, D) what it is`."""
    found: dict[str, tuple[Axis, ...]] = {}
    for name, inside in _LINE.findall(docstring):
        if name not in parameters:
            continue
        tokens = [token.strip() for token in inside.split(",") if token.strip()]
        dots = tokens.index("...") if "..." in tokens else None
        for i, token in enumerate(tokens):
            if _LETTER.match(token) and token not in parameters:
                axis = Axis(name, i - len(tokens) if dots is not None and i > dots else i, len(tokens))
                found[token] = (*found.get(token, ()), axis)
    return found


def sizes(axes: Mapping[str, tuple[Axis, ...]], arguments: Mapping[str, Any]) -> dict[str, int]:
    """What each letter is in one case; a letter that its arguments do not agree on is left out."""
    values: dict[str, int] = {}
    for letter, places in axes.items():
        shapes = [(place, np.shape(arguments[place.argument])) for place in places if _is_array(arguments, place)]
        seen = {shape[place.axis] if -len(shape) <= place.axis < len(shape) else None for place, shape in shapes}
        size = seen.pop() if len(seen) == 1 else None
        if size is not None:
            values[letter] = size
    return values


def scalars(arguments: Mapping[str, Any]) -> dict[str, float]:
    """The arguments that are one number."""
    return {
        name: float(value)
        for name, value in arguments.items()
        if isinstance(value, int | float | np.generic | np.ndarray)
        and not isinstance(value, bool)
        and np.shape(value) == ()
        and np.asarray(value).dtype.kind in "iuf"
    }


def _is_array(arguments: Mapping[str, Any], place: Axis) -> bool:
    return isinstance(arguments.get(place.argument), np.ndarray)
