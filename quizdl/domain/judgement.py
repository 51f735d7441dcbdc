"""The verdict on an answer to a derivation: per output, per case, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

DerivationOutcome = Literal[
    "correct",
    "wrong",
    "shape",
    "dtype",
    "overflow",
    "mutated_input",
    "not_implemented",
    "error",
    "timeout",
    "memory",
    "refused",
]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an output: its index, the learner's value and the right one."""

    index: tuple[int, ...]
    yours: float
    expected: float


@dataclass(frozen=True, slots=True)
class ErrorMap:
    """How wrong an output is, element by element or block by block.

    Attributes:
        levels: rows of 0 (right), 1 to 4 (by relative error, at most each of BOUNDS, or more), LOST (infinite or no number).
        shape: of the output; its last axis runs along the columns, the others are laid flat along the rows.
        down: how many rows of the output are one row here, and `across` how many columns one column; the worst element counts.
    """

    BOUNDS: ClassVar[tuple[float, ...]] = (0.01, 0.1, 1.0)
    LOST: ClassVar[int] = 5
    levels: tuple[tuple[int, ...], ...]
    shape: tuple[int, ...]
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One coordinate of an output over the steps: the one that is farthest off."""

    index: tuple[int, ...]
    yours: tuple[float, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OutputVerdict:
    """One output in one case.

    Attributes:
        worst: the elements that differ most, the worst first.
        wrong: how many elements differ, of `size`.
        path: where in an output of several parts the first wrong one stands, `['w'][3]`; `worst`, the shapes and the
            map are of this part.
        map: where it is wrong, if it has several elements.
        trajectory: both walks, if the output is one over the steps.
    """

    name: str
    outcome: DerivationOutcome
    says: str
    yours_shape: tuple[int, ...] | None = None
    expected_shape: tuple[int, ...] = ()
    max_relative_error: float | None = None
    worst: tuple[Element, ...] = ()
    wrong: int = 0
    size: int = 0
    path: str = ""
    map: ErrorMap | None = None
    trajectory: Trajectory | None = None


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """One case."""

    name: str
    outcome: DerivationOutcome
    says: str
    outputs: tuple[OutputVerdict, ...] = ()
    arguments: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def max_relative_error(self) -> float | None:
        """The largest over the outputs that could be compared."""
        errors = [output.max_relative_error for output in self.outputs if output.max_relative_error is not None]
        return max(errors, default=None)


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The learner's own numbers beside the central difference of the loss, where they differ most."""

    output: str
    argument: str
    case: str
    index: tuple[int, ...]
    yours: float
    numeric: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is known about a wrong answer, beside the mistakes that its derivation names.

    Attributes:
        code: what kind of finding it is, one word that stays: `sign`, `factor`, `transposed`…
        output: which output it is about; empty if about the whole answer.
        says: one or two sentences, naming output, symbol and number.
        either: whether it is one of several that give the same numbers.
        exact: whether it gives all of the output's numbers; otherwise it says something of them that is true.
    """

    code: str
    output: str
    says: str
    either: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole verdict.

    Attributes:
        score: the fraction of outputs over all cases that are right.
        mistakes: the names of the recognised mistakes; one, or one for each output they explain; two of the same if they cannot be told apart.
        explained: the outputs that these mistakes explain.
        findings: what else is known of the other outputs.
        says: in words, the mistake first if one is recognised.
        seed: of the cases; with it the verdict can be reproduced.
        speed_ratio: the answer's time over the reference's, at the largest case.
        speed_says: what is to be learnt from it, if anything.
        safe: whether the machine was safe from the answer; see `Run`.
    """

    derivation: str
    outcome: DerivationOutcome
    score: float
    says: str
    cases: tuple[CaseVerdict, ...]
    mistakes: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    gradient_check: GradientCheck | None = None
    printed: str = ""
    line: int | None = None
    seed: int = 0
    speed_ratio: float | None = None
    speed_says: str = ""
    seconds: float = 0.0
    safe: bool = True

    @property
    def unfinished(self) -> bool:
        """Whether the answer is no Python: somebody is still typing."""
        return self.outcome == "error" and self.says.startswith(("SyntaxError", "IndentationError", "TabError"))

    @property
    def first_failing(self) -> CaseVerdict | None:
        """The first case that is wrong as the whole is; otherwise the first that is not right."""
        failing = [case for case in self.cases if case.outcome != "correct"]
        return next((case for case in failing if case.outcome == self.outcome), failing[0] if failing else None)
