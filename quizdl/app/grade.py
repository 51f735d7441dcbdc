"""Grades one answer to a derivation: cases from a fresh seed, reference and answer run apart, the verdict made here."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import accumulate
from time import perf_counter
from typing import Any

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Call, Case, Result, Returned
from quizdl.grading.diagnosis import diagnose
from quizdl.grading.findings.evidence import Evidence
from quizdl.grading.findings.own_loss import probes
from quizdl.grading.general import explain, gather
from quizdl.grading.judge import check_gradient, judge
from quizdl.sandbox import harness
from quizdl.sandbox.run import DEFAULT, Limits, run

SMALL_ENOUGH = 400
"""Elements of an argument up to which the central difference is computed: two runs of the loss for each."""
NAMEABLE = ("wrong", "overflow", "shape", "dtype", "mutated_input", "not_implemented")


def grade(derivation: Derivation, answer: str, *, seed: int, filename: str, limits: Limits = DEFAULT) -> Judgement:
    """Runs the answer in the sandbox and judges it.

    Args:
        derivation: what is asked.
        answer: the learner's source.
        seed: draws the cases; the same seed gives the same verdict.
        filename: the answer's name, for line numbers.
        limits: what the answer may use.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started.
    """
    started = perf_counter()
    code, name = derivation.source_code, derivation.path
    cases = harness.cases(code, seed, filename=name)
    calls = [Call(derivation.id, _in_order(derivation, case)) for case in cases]
    with ThreadPoolExecutor(1) as pool:  # the reference has a process, and so a core, of its own
        reference_run = pool.submit(run, code, calls, filename=name)
        answer_run = run(answer, calls, filename=filename, limits=limits)
        reference = reference_run.result().results
    judgement = judge(derivation, cases, reference, answer_run.results)
    if judgement.outcome in NAMEABLE and any(isinstance(result, Returned) for result in answer_run.results):
        mistakes = _run_mistakes(derivation, cases)
        judgement = diagnose(derivation, judgement, reference, answer_run.results, mistakes)
        evidence = gather(derivation, judgement, cases, reference, answer_run.results, answer)
        if evidence:
            judgement = _explained(evidence, judgement, answer, answer_run.results, calls, filename, limits)
        numeric = _central_differences(derivation, cases, judgement)
        judgement = replace(
            judgement, gradient_check=check_gradient(derivation, judgement, answer_run.results, numeric)
        )
    return replace(judgement, printed=answer_run.printed, seed=seed, seconds=perf_counter() - started)


def _explained(
    evidence: Evidence,
    judgement: Judgement,
    answer: str,
    results: Sequence[Result],
    calls: Sequence[Call],
    filename: str,
    limits: Limits,
) -> Judgement:
    """What is known beyond the named mistakes; the answer is run again, to see whether it is steady and what its own loss says."""
    if set(judgement.explained) >= {name for name, series in evidence.series.items() if series.failing}:
        return explain(judgement, evidence, results)
    asked = probes(evidence)
    moved = [Call(calls[0].function, arguments) for probe in asked for arguments in probe.arguments]
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(run, answer, calls, filename=filename, limits=limits)
        at_moved = run(answer, moved, filename=filename, limits=limits).results if moved else ()
        again = second.result().results
    ends = [0, *accumulate(len(probe.arguments) for probe in asked)]
    probed = [(probe, at_moved[ends[k] : ends[k + 1]]) for k, probe in enumerate(asked)]
    return explain(judgement, evidence, results, again=again, probed=probed)


def _run_mistakes(derivation: Derivation, cases: list[Case]) -> dict[str, tuple[Result, ...]]:
    calls = [Call(f"mistake_{mistake}", case.arguments) for mistake in derivation.mistakes for case in cases]
    results = run(derivation.source_code, calls, filename=derivation.path).results
    return {mistake: results[i * len(cases) : (i + 1) * len(cases)] for i, mistake in enumerate(derivation.mistakes)}


def _central_differences(
    derivation: Derivation, cases: list[Case], judgement: Judgement
) -> dict[tuple[int, str], Result]:
    """For the first case in which an output with a gradient is wrong, that gradient from the loss alone."""
    for i, verdict in enumerate(judgement.cases):
        wrong = [
            output.name
            for output in verdict.outputs
            if output.outcome != "correct" and output.name in derivation.gradients
        ]
        small = [name for name in wrong if _size(cases[i], derivation.gradients[name]) <= SMALL_ENOUGH]
        if small:
            calls = [harness.gradient_call(derivation.gradients[name], cases[i]) for name in small]
            results = run(harness.with_gradient(derivation.source_code), calls, filename=derivation.path).results
            return {(i, name): result for name, result in zip(small, results, strict=True)}
    return {}


def _in_order(derivation: Derivation, case: Case) -> dict[str, Any]:
    """The arguments in the order of the signature: an answer may name its parameters otherwise."""
    return {name: case.arguments[name] for name in derivation.parameters if name in case.arguments}


def _size(case: Case, argument: str) -> int:
    size: int = getattr(case.arguments[argument], "size", 1)
    return size
