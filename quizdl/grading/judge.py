"""Judges what an answer returned against what the reference returned. Executes nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import CaseVerdict, DerivationOutcome, GradientCheck, Judgement, OutputVerdict
from quizdl.domain.run import Case, Failed, Result, Returned
from quizdl.errors import BankError
from quizdl.grading.compare import as_expected, compare, decide, same, tells
from quizdl.grading.error_map import trajectory
from quizdl.grading.numeric import NotArrayError, as_array, claims_shape, without_claim


def judge(
    derivation: Derivation, cases: Sequence[Case], reference: Sequence[Result], answer: Sequence[Result]
) -> Judgement:
    """Compares case by case and output by output.

    Raises:
        BankError: the reference did not return what the derivation declares.
    """
    expected = [outputs_of_reference(derivation, result) for result in reference]
    verdicts = _agreeing(
        [_case(derivation, case, right, result) for case, right, result in zip(cases, expected, answer, strict=True)]
    )
    correct = sum(output.outcome == "correct" for verdict in verdicts for output in verdict.outputs)
    score = correct / (len(cases) * len(derivation.returns))
    outcome = decide(
        (verdict.outcome, any(map(tells, right))) for verdict, right in zip(verdicts, expected, strict=True)
    )
    says = "" if outcome == "correct" else _in_words(derivation, verdicts, outcome)
    line = next((result.line for result in answer if isinstance(result, Failed)), None)
    ratio = speed(cases, reference, answer)
    judgement = Judgement(derivation.id, outcome, score, says, tuple(verdicts), line=line, speed_ratio=ratio)
    if judgement.first_failing:  # the only one that is shown with its worst elements
        i = next(i for i, verdict in enumerate(verdicts) if verdict is judgement.first_failing)
        verdicts[i] = _case(derivation, cases[i], expected[i], answer[i], detailed=True)
    return replace(judgement, cases=tuple(_agreeing(verdicts)))


def outputs_of_reference(derivation: Derivation, result: Result) -> list[Any]:
    """The reference's outputs in the order of `returns`, their numbers as arrays. One output alone is taken as it stands.

    Raises:
        BankError: it failed, or returned something else.
    """
    where = f"{derivation.path}:{derivation.line}"
    if isinstance(result, Failed):
        raise BankError(f"{where}: the reference fails ({result.says})", "tell the bank's author")
    names = derivation.returns
    outputs = [result.value] if len(names) == 1 else outputs_of(derivation, result.value)
    if outputs is None:
        raise BankError(f"{where}: the reference does not return {', '.join(names)}", "tell the bank's author")
    try:
        return [as_expected(output) for output in outputs]
    except NotArrayError as error:
        raise BankError(f"{where}: the reference returns {error}", "tell the bank's author") from None


def outputs_of(derivation: Derivation, value: Any, expected: Sequence[Any] = ()) -> list[Any] | None:
    """A returned value as the list of outputs: one alone, a tuple or list of them, or a dict by their names.

    Args:
        derivation: what was answered.
        value: what was returned.
        expected: the right outputs, if known: with one output that is itself a list or dict, they tell it from the packing.
    """
    names = derivation.returns
    if len(names) == 1:
        packed = isinstance(value, dict) and set(value) == set(names)
        if not packed and not (isinstance(value, tuple) and len(value) == 1):
            return [value]
        inside = value[names[0]] if packed else value[0]
        if not expected or same(inside, expected[0], derivation.rtol, derivation.atol):
            return [inside]
        itself = isinstance(expected[0], dict if packed else list | tuple)
        return [value] if itself or same(value, expected[0], derivation.rtol, derivation.atol) else [inside]
    if isinstance(value, dict) and set(value) == set(names):
        return [value[name] for name in names]
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


def _case(
    derivation: Derivation, case: Case, expected: Sequence[Any], result: Result, *, detailed: bool = False
) -> CaseVerdict:
    """The verdict on one case; the worst elements and the map, which take long, only if it is `detailed`."""
    arguments = tuple((name, _shape(value)) for name, value in case.arguments.items())
    if isinstance(result, Failed):
        return CaseVerdict(case.name, result.reason, result.says, (), arguments)
    if result.value is None and any(output is not None for output in expected):
        return CaseVerdict(case.name, "not_implemented", "it returns None: is the return missing?", (), arguments)
    outputs = outputs_of(derivation, result.value, expected)
    if outputs is None:
        wanted = ", ".join(derivation.returns)
        got = f"{len(result.value)} values" if isinstance(result.value, tuple | list) else "one value"
        return CaseVerdict(case.name, "shape", f"returns {got}; wanted are {wanted}, in this order", (), arguments)
    verdicts = tuple(
        _walked(
            derivation,
            compare(name, output, right, derivation.rtol, derivation.atol, detailed=detailed),
            output,
            right,
        )
        for name, output, right in zip(derivation.returns, outputs, expected, strict=True)
    )
    outcome = decide((verdict.outcome, tells(right)) for verdict, right in zip(verdicts, expected, strict=True))
    says = ", ".join(verdict.says for verdict in verdicts)
    if outcome == "correct" and result.changed:
        names = ", ".join(result.changed)
        outcome, says = "mutated_input", f"right, but it changes its argument {names} in place: work on a copy"
    return CaseVerdict(case.name, outcome, says, verdicts, arguments)


def _agreeing(verdicts: Sequence[CaseVerdict]) -> list[CaseVerdict]:
    """Without the claim that only an output's shape is wrong, unless it holds in every case in which that output fails."""
    failing = [output for verdict in verdicts for output in verdict.outputs if output.outcome != "correct"]
    refuted = {output.name for output in failing if not claims_shape(output.says)}
    refuted &= {output.name for output in failing if claims_shape(output.says)}
    if not refuted:
        return list(verdicts)
    plain = []
    for verdict in verdicts:
        outputs = tuple(
            replace(output, says=without_claim(output.says)) if output.name in refuted else output
            for output in verdict.outputs
        )
        changed = outputs != verdict.outputs
        plain.append(replace(verdict, outputs=outputs, says=", ".join(o.says for o in outputs)) if changed else verdict)
    return plain


def _walked(derivation: Derivation, verdict: OutputVerdict, output: Any, right: Any) -> OutputVerdict:
    """With the two walks, if the output is a trajectory and wrong."""
    walks = derivation.trajectory == verdict.name and isinstance(right, np.ndarray)
    if not walks or verdict.outcome not in ("wrong", "overflow"):
        return verdict
    return replace(verdict, trajectory=trajectory(as_array(output), right))


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


def speed(cases: Sequence[Case], reference: Sequence[Result], answer: Sequence[Result]) -> float | None:
    """The answer's time over the reference's at the largest case, if both returned there."""
    sizes = [sum(math.prod(_shape(value)) for value in case.arguments.values()) for case in cases]
    largest = sizes.index(max(sizes))
    mine, theirs = answer[largest], reference[largest]
    if isinstance(mine, Returned) and isinstance(theirs, Returned) and theirs.seconds > 0:
        return mine.seconds / theirs.seconds
    return None


def _shape(value: Any) -> tuple[int, ...]:
    """The shape of an argument; a list counts with its length alone, for its parts may have different shapes."""
    return (len(value),) if isinstance(value, list | tuple | dict) else np.shape(value)


def explains(values: Sequence[Any], others: Sequence[Any], rtol: float, atol: float | None = None) -> bool:
    """Whether two series of outputs, case by case, are the same."""
    return all(same(value, other, rtol, atol) for value, other in zip(values, others, strict=True))
