"""The verdict on an answer to a derivation: per output, per case, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
class OutputVerdict:
    """One output in one case.

    Attributes:
        worst: the elements that differ most, the worst first.
        wrong: how many elements differ, of `size`.
        path: where in an output of several parts the first wrong one stands, `['w'][3]`; `worst` and the shapes are of this part.
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
    """

    code: str
    output: str
    says: str
    either: bool = False


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

    @property
    def first_failing(self) -> CaseVerdict | None:
        """The first case that is wrong as the whole is; otherwise the first that is not right."""
        failing = [case for case in self.cases if case.outcome != "correct"]
        return next((case for case in failing if case.outcome == self.outcome), failing[0] if failing else None)
