"""What the findings are made from: each output over the cases, yours and the right one, and the cases' arguments and sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizdl.domain.derivation import Derivation
from quizdl.domain.run import Case
from quizdl.grading.numeric import same_numbers
from quizdl.grading.sizes import Axis

Array = NDArray[Any]
FEWEST_WHOLE = 3
"""Different numbers that must be expected where whole ones are wrong, before it is said what gives them: small ones agree by chance."""


@dataclass(frozen=True, slots=True)
class Series:
    """One output of numbers over all cases.

    Attributes:
        name: of the output.
        mine: what the answer gave for each case.
        right: what the reference gave.
        fails: for each case, whether they differ.
        whole: whether these are whole numbers: counts, indices, shapes.
    """

    name: str
    mine: Sequence[Array]
    right: Sequence[Array]
    fails: Sequence[bool]
    rtol: float
    atol: float | None
    whole: bool = False

    @property
    def failing(self) -> list[int]:
        """The cases in which this output is wrong."""
        return [i for i, fails in enumerate(self.fails) if fails]

    @property
    def comparable(self) -> bool:
        """Whether all shapes are right and nothing is infinite or no number, on either side."""
        pairs = zip(self.mine, self.right, strict=True)
        return all(m.shape == r.shape and np.isfinite(m).all() and np.isfinite(r).all() for m, r in pairs)

    def is_(self, i: int, value: Array) -> bool:
        """Whether the answer's output in case i is this."""
        return same_numbers(self.mine[i], value, self.rtol, self.atol)

    def gives(self, i: int, value: Array) -> bool:
        """Whether this, made from the answer's output, is the right one of case i."""
        return same_numbers(value, self.right[i], self.rtol, self.atol)

    @property
    def telling(self) -> bool:
        """Whether the failing cases can tell one explanation from another."""
        return not self.whole or self.different() >= FEWEST_WHOLE

    def different(self) -> int:
        """How many different numbers are expected in the failing cases."""
        return len({float(number) for i in self.failing for number in self.right[i].flat})

    def points(self) -> int:
        """How many numbers beside 0 are expected in the failing cases: what fits one alone fits by chance."""
        return sum(int(np.count_nonzero(self.right[i])) for i in self.failing)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All outputs of numbers, and the cases."""

    derivation: Derivation
    cases: Sequence[Case]
    source: str
    series: Mapping[str, Series]
    axes: Mapping[str, tuple[Axis, ...]]
    sizes: Sequence[Mapping[str, int]]
    scalars: Sequence[Mapping[str, float]]

    def arrays(self, name: str) -> list[Array] | None:
        """An argument of floating-point numbers over all cases, or None if it is no such thing."""
        values = [case.arguments.get(name) for case in self.cases]
        if all(isinstance(v, np.ndarray | float) and np.asarray(v).dtype.kind == "f" for v in values):
            return [np.asarray(value) for value in values]
        return None


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something with a name that has a value in every case: a size, a scalar argument, or a combination of them."""

    name: str
    values: tuple[float, ...]
    about: str = ""

    def varies(self, cases: Sequence[int]) -> bool:
        """Whether these cases tell it from a constant."""
        return len({self.values[i] for i in cases}) > 1


def symbols(evidence: Evidence) -> list[Symbol]:
    """The sizes and the scalar arguments that have a value in every case."""
    found = [
        Symbol(letter, tuple(float(sizes[letter]) for sizes in evidence.sizes), places[0].says(letter))
        for letter, places in evidence.axes.items()
        if all(letter in sizes for sizes in evidence.sizes)
    ]
    for name in evidence.derivation.parameters:
        if all(name in scalars for scalars in evidence.scalars):
            found.append(Symbol(name, tuple(scalars[name] for scalars in evidence.scalars)))
    return found
