"""Judges what an answer returned against what the reference returned. Executes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import CaseVerdict, DerivationOutcome, GradientCheck, Judgement
from quizdl.domain.run import Case, Failed, Result, Returned
from quizdl.errors import BankError
from quizdl.grading.compare import NotArrayError, as_array, compare, same


def judge(
    derivation: Derivation, cases: Sequence[Case], reference: Sequence[Result], answer: Sequence[Result]
) -> Judgement:
    """Compares case by case and output by output.

    Raises:
        BankError: the reference did not return what the derivation declares.
    """
    expected = [outputs_of_reference(derivation, result) for result in reference]
    verdicts = tuple(
        _case(derivation, case, right, result) for case, right, result in zip(cases, expected, answer, strict=True)
    )
    correct = sum(output.outcome == "correct" for verdict in verdicts for output in verdict.outputs)
    score = correct / (len(cases) * len(derivation.returns))
    outcome = _decides(
        (verdict.outcome, any(output.any() for output in right))
        for verdict, right in zip(verdicts, expected, strict=True)
    )
    says = "" if outcome == "correct" else _in_words(derivation, verdicts, outcome)
    line = next((result.line for result in answer if isinstance(result, Failed)), None)
    return Judgement(
        derivation.id, outcome, score, says, verdicts, line=line, speed_ratio=_speed(cases, reference, answer)
    )


def outputs_of_reference(derivation: Derivation, result: Result) -> list[Any]:
    """The reference's outputs as arrays, in the order of `returns`.

    Raises:
        BankError: it failed, or returned something else.
    """
    where = f"{derivation.path}:{derivation.line}"
    if isinstance(result, Failed):
        raise BankError(f"{where}: the reference fails ({result.says})", "tell the bank's author")
    outputs = outputs_of(derivation, result.value)
    if outputs is None:
        raise BankError(
            f"{where}: the reference does not return {', '.join(derivation.returns)}", "tell the bank's author"
        )
    try:
        return [as_array(output) for output in outputs]
    except NotArrayError as error:
        raise BankError(f"{where}: the reference returns {error}", "tell the bank's author") from None


def outputs_of(derivation: Derivation, value: Any) -> list[Any] | None:
    """A returned value as the list of outputs: one alone, a tuple or list of them, or a dict by their names."""
    names = derivation.returns
    if isinstance(value, dict) and set(value) == set(names):
        return [value[name] for name in names]
    if len(names) == 1:
        return [value[0]] if isinstance(value, tuple) and len(value) == 1 else [value]
    if isinstance(value, tuple | list) and len(value) == len(names):
        return list(value)
    return None


def check_gradient(
    derivation: Derivation, judgement: Judgement, answer: Sequence[Result], numeric: Mapping[tuple[int, str], Result]
) -> GradientCheck | None:
    """The element at which the learner's gradient is farthest from the central difference.

    Args:
        derivation: what was answered.
        judgement: of the answer.
        answer: what it returned.
        numeric: (index of the case, output) to the gradient by central differences.
    """
    for (i, name), result in numeric.items():
        returned = answer[i]
        outputs = outputs_of(derivation, returned.value) if isinstance(returned, Returned) else None
        if outputs is None or isinstance(result, Failed):
            continue
        try:
            yours, right = as_array(outputs[derivation.returns.index(name)]), as_array(result.value)
        except NotArrayError:
            continue
        if yours.shape != right.shape or not right.size or not np.isfinite(right).all():
            continue
        with np.errstate(all="ignore"):
            distance = np.nan_to_num(np.abs(yours - right), nan=np.inf)
        index = tuple(int(k) for k in np.unravel_index(int(np.argmax(distance)), right.shape))
        argument = derivation.gradients[name]
        return GradientCheck(name, argument, judgement.cases[i].name, index, float(yours[index]), float(right[index]))
    return None


def _case(derivation: Derivation, case: Case, expected: Sequence[Any], result: Result) -> CaseVerdict:
    arguments = tuple((name, _shape(value)) for name, value in case.arguments.items())
    if isinstance(result, Failed):
        return CaseVerdict(case.name, result.reason, result.says, (), arguments)
    if result.value is None:
        return CaseVerdict(case.name, "not_implemented", "it returns None: is the return missing?", (), arguments)
    outputs = outputs_of(derivation, result.value)
    if outputs is None:
        wanted = ", ".join(derivation.returns)
        got = f"{len(result.value)} values" if isinstance(result.value, tuple | list) else "one value"
        return CaseVerdict(case.name, "shape", f"returns {got}; wanted are {wanted}, in this order", (), arguments)
    verdicts = tuple(
        compare(name, output, right, derivation.rtol)
        for name, output, right in zip(derivation.returns, outputs, expected, strict=True)
    )
    outcome = _decides((verdict.outcome, right.any()) for verdict, right in zip(verdicts, expected, strict=True))
    says = ", ".join(verdict.says for verdict in verdicts)
    if outcome == "correct" and result.changed:
        names = ", ".join(result.changed)
        outcome, says = "mutated_input", f"right, but it changes its argument {names} in place: work on a copy"
    return CaseVerdict(case.name, outcome, says, verdicts, arguments)


def _decides(outcomes: Iterable[tuple[DerivationOutcome, bool]]) -> DerivationOutcome:
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


def _in_words(derivation: Derivation, verdicts: Sequence[CaseVerdict], outcome: DerivationOutcome) -> str:
    """`dx right, dw right, db wrong`, over all cases; or what the case that decides says."""
    failing = [verdict for verdict in verdicts if verdict.outcome != "correct"]
    first = next((verdict for verdict in failing if verdict.outcome == outcome), failing[0])
    if first.outcome != "wrong" or len(derivation.returns) == 1:
        return first.says
    states = []
    for i, name in enumerate(derivation.returns):
        ok = all(verdict.outputs[i].outcome == "correct" for verdict in verdicts if verdict.outputs)
        states.append(f"{name} {'right' if ok else 'wrong'}")
    return ", ".join(states)


def _speed(cases: Sequence[Case], reference: Sequence[Result], answer: Sequence[Result]) -> float | None:
    sizes = [sum(math.prod(_shape(value)) for value in case.arguments.values()) for case in cases]
    largest = sizes.index(max(sizes))
    mine, theirs = answer[largest], reference[largest]
    if isinstance(mine, Returned) and isinstance(theirs, Returned) and theirs.seconds > 0:
        return mine.seconds / theirs.seconds
    return None


def _shape(value: Any) -> tuple[int, ...]:
    """The shape of an argument; a list counts with its length alone, for its parts may have different shapes."""
    return (len(value),) if isinstance(value, list | tuple | dict) else np.shape(value)


def explains(values: Sequence[Any], others: Sequence[Any], rtol: float) -> bool:
    """Whether two series of outputs, case by case, are the same."""
    return all(same(value, other, rtol) for value, other in zip(values, others, strict=True))
