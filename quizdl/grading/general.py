"""What is known of a wrong answer whose mistake has no name: the general findings, tried in a fixed order.

A finding is made only if it fits every failing case. Two or three that give the same numbers are all said; more say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Finding, Judgement
from quizdl.domain.run import Case, Result, Returned
from quizdl.grading.diagnosis import listed
from quizdl.grading.findings.conditions import at_values, condition, cut_off, first_step, one_off, place, small_values
from quizdl.grading.findings.evidence import Array, Evidence, Series
from quizdl.grading.findings.functions import function, signs
from quizdl.grading.findings.invariants import broken
from quizdl.grading.findings.layout import (
    exchanged,
    one_late,
    reshaped,
    reversed_axis,
    row_too_many,
    transposed,
    unchanged,
    unsummed,
)
from quizdl.grading.findings.own_loss import LOSS, Probe, own_loss
from quizdl.grading.findings.precision import low_precision
from quizdl.grading.findings.runs import changed_arguments, unsteady
from quizdl.grading.findings.scale import by_argument, moved, multiple, scaled
from quizdl.grading.findings.terms import offset, term
from quizdl.grading.judge import outputs_of, outputs_of_reference
from quizdl.grading.numeric import NotArrayError, as_array, leaves, same_numbers
from quizdl.grading.sizes import letters, scalars, sizes

Family = Callable[[Evidence, Series], Iterator[Finding]]
SCALES: tuple[Family, ...] = (scaled, moved, by_argument)
LAYOUTS: tuple[Family, ...] = (
    transposed,
    reversed_axis,
    reshaped,
    unsummed,
    exchanged,
    unchanged,
    one_late,
    row_too_many,
)
TERMS: tuple[Family, ...] = (term, offset)
FUNCTIONS: tuple[Family, ...] = (function, signs)
EXPLAINING = (*SCALES, *LAYOUTS, *TERMS, *FUNCTIONS)
"""Each gives all of an output's numbers; SCALES and TERMS need right shapes and finite numbers."""
DESCRIBING: tuple[Family, ...] = (
    condition, first_step, small_values, cut_off, one_off, multiple, at_values, place, broken,
)  # fmt: skip
"""Each says something that is true of an output, where nothing gives its numbers."""
FINITE: tuple[Family, ...] = (*SCALES, *TERMS, one_off, multiple, low_precision, broken)
MOST = 3
LARGEST = 1_000_000
"""Numbers of an output over all cases up to which findings are looked for: a hundred ways are tried."""
LARGEST_WHOLE = 2**40
"""Whole numbers up to this are told apart by EXACT, a relative tolerance that leaves room for rounding on the way."""
EXACT = 2.0**-42


def gather(
    derivation: Derivation,
    judgement: Judgement,
    cases: Sequence[Case],
    reference: Sequence[Result],
    answer: Sequence[Result],
    source: str,
) -> Evidence | None:
    """What findings are made from; None if a case did not return all outputs, or nothing is wrong.

    Args:
        derivation: what was answered.
        judgement: of the answer.
        cases: that it was run on.
        reference: what the reference returned for each.
        answer: what the answer returned.
        source: the answer's text, to name lines of it.
    """
    if judgement.outcome in ("correct", "not_implemented", "dtype"):
        return None
    values = []
    for result, right in zip(answer, reference, strict=True):
        expected = outputs_of_reference(derivation, right)
        outputs = outputs_of(derivation, result.value, expected) if isinstance(result, Returned) else None
        if outputs is None:
            return None
        values.append((outputs, expected))
    axes = letters(derivation.docstring, derivation.parameters)
    series = {}
    for k, name in enumerate(derivation.returns):
        try:
            mine = [_floating(as_array(outputs[k])) for outputs, _ in values]
        except NotArrayError:
            continue
        given = [expected[k] for _, expected in values]
        counts = _whole(given)
        theirs = [array for array in counts or given if isinstance(array, np.ndarray)]
        if len(theirs) == len(values) and sum(array.size for array in mine) <= LARGEST:
            whole = all(array.dtype.kind in "iu" for array in theirs)
            rtol, atol = (EXACT, None) if counts else (derivation.rtol, derivation.atol)
            theirs = [_floating(array) for array in theirs]
            fails = [not same_numbers(m, r, rtol, atol) for m, r in zip(mine, theirs, strict=True)]
            series[name] = Series(name, mine, theirs, fails, rtol, atol, whole)
    return Evidence(
        derivation, cases, source, series, axes,
        [sizes(axes, case.arguments) for case in cases], [scalars(case.arguments) for case in cases],
    )  # fmt: skip


def explain(
    judgement: Judgement,
    evidence: Evidence,
    answer: Sequence[Result],
    *,
    again: Sequence[Result] = (),
    probed: Sequence[tuple[Probe, Sequence[Result]]] = (),
) -> Judgement:
    """The judgement with what is known of the outputs that no named mistake explains.

    Args:
        judgement: with the named mistakes, if there are any.
        evidence: from `gather`.
        answer: what the answer returned.
        again: what it returned when it was run on the same cases a second time.
        probed: what it returned at the moved arguments of each of `own_loss.probes(evidence)`.
    """
    derivation = evidence.derivation
    if again and (finding := unsteady(derivation, evidence.cases, answer, again, evidence.source)):
        return replace(judgement, mistakes=(), explained=(), findings=(finding,), says=finding.says)
    with np.errstate(all="ignore"):
        found = _found(judgement, evidence, answer, probed)
    told = bool(found or judgement.mistakes)
    return replace(judgement, findings=tuple(found), says=_says(judgement, evidence, found)) if told else judgement


def settled(judgement: Judgement, evidence: Evidence) -> bool:
    """Whether all wrong numbers are known for what they are, in every case: then another run can say no more."""
    exact = {*judgement.explained, *(finding.output for finding in judgement.findings if finding.exact)}
    return all(
        name in exact and all(fails or not right.any() for fails, right in zip(series.fails, series.right, strict=True))
        for name, series in evidence.series.items()
        if series.failing
    )


def _found(
    judgement: Judgement, evidence: Evidence, answer: Sequence[Result], probed: Sequence[tuple[Probe, Sequence[Result]]]
) -> list[Finding]:
    """All findings, output by output."""
    found: list[Finding] = []
    losses = [(probe.output, own_loss(evidence, probe, results)) for probe, results in probed]
    for name, series in evidence.series.items():
        if series.failing and name not in judgement.explained:
            explained = _tried(evidence, series, EXPLAINING) if series.telling else []
            exact = [replace(finding, exact=True) for finding in explained]
            exact = exact or _tried(evidence, series, (low_precision,))
            more = [] if exact else _tried(evidence, series, DESCRIBING)
            own = [finding for output, finding in losses if output == name and finding]
            found += exact or [*more, *(own if not more or _loss_fails(evidence) else [])]
    return [*found, *changed_arguments(evidence.derivation, answer, evidence.source)]


def _whole(values: Sequence[Any]) -> list[Array] | None:
    """Counts, indices and shapes, which are compared exactly, as arrays; None if a value is anything else."""
    found = []
    for value in values:
        numbers = list(leaves(value))
        if not all(type(number) is int and abs(number) <= LARGEST_WHOLE for number in numbers):
            return None
        try:
            found.append(np.asarray(value, dtype=np.int64))
        except ValueError:  # parts of different lengths
            return None
    return found


def _floating(array: Array) -> Array:
    """Whole numbers as floating-point ones; what is floating keeps its type, which sets what rounding is."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _loss_fails(evidence: Evidence) -> bool:
    """Whether the loss is wrong itself: then a gradient that is not its own says something new."""
    return LOSS in evidence.series and bool(evidence.series[LOSS].failing)


def _tried(evidence: Evidence, series: Series, families: Sequence[Family]) -> list[Finding]:
    """What families find of an output; what gives the same numbers is marked so, and dropped if it is too much."""
    finite = series.comparable
    found = [finding for family in families if finite or family not in FINITE for finding in family(evidence, series)]
    if families is DESCRIBING:
        return found[:MOST]
    return [replace(finding, either=len(found) > 1) for finding in found] if len(found) <= MOST else []


def _says(judgement: Judgement, evidence: Evidence, found: Sequence[Finding]) -> str:
    """The named mistakes, then the findings; what is said of one output is not said again of the next."""
    parts = [judgement.says] if judgement.mistakes else []
    said: dict[str, list[str]] = {}
    for name in dict.fromkeys(finding.output for finding in found):
        own = [finding for finding in found if finding.output == name]
        either = [finding.says for finding in own if finding.either]
        words = "Either: " + " Or: ".join(either) if either else ""
        words = " ".join(filter(None, [words, *(finding.says for finding in own if not finding.either)]))
        alike = next((text for text, names in said.items() if name and text.replace(names[0], name) == words), None)
        if alike is not None:
            said[alike].append(name)
        elif words not in said:
            said[words] = [name]
    for words, names in said.items():
        also = f" The same holds for {listed(names[1:])}." if len(names) > 1 else ""
        parts.append(words + also)
    known = {*judgement.explained, *(finding.output for finding in found)}
    if any(finding.code == "gradient_of_own_loss" for finding in found):
        known.add(LOSS)
    unknown = [name for name, series in evidence.series.items() if series.failing and name not in known]
    if unknown:
        verb = "are" if len(unknown) > 1 else "is"
        parts.append(f"{listed(unknown)} {verb} wrong in a way that has no name here.")
    if not judgement.mistakes and judgement.outcome == "mutated_input" and not any(f.output for f in found):
        parts.insert(0, "The numbers are right.")
    return " ".join(parts)
