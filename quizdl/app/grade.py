"""Grades one answer to a derivation: cases from a fresh seed, reference and answer run apart, the verdict made here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import accumulate
from time import perf_counter
from typing import Any

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Call, Case, Result, Returned, Run
from quizdl.grading.diagnosis import diagnose
from quizdl.grading.findings.evidence import Evidence
from quizdl.grading.findings.own_loss import probes
from quizdl.grading.general import explain, gather
from quizdl.grading.judge import check_gradient, judge
from quizdl.sandbox import harness
from quizdl.sandbox.run import DEFAULT, Limits, run, shared

SMALL_ENOUGH = 400
"""Elements of an argument up to which the central difference is computed: two runs of the loss for each."""
NAMEABLE = ("wrong", "overflow", "shape", "dtype", "mutated_input", "not_implemented")


class Exam:
    """What an answer is held against: cases from one seed, what the reference gives for them, and what the mistakes give.

    One exam may grade many answers: a class is asked the same. It holds what no answer's process may see.

    Args:
        derivation: what is asked.
        seed: draws the cases; the same seed gives the same verdict.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started.
    """

    def __init__(self, derivation: Derivation, seed: int) -> None:
        self.derivation = derivation
        self.seed = seed
        self.cases = harness.cases(derivation.source_code, seed, filename=derivation.path)
        self.calls = [Call(derivation.id, _in_order(derivation, case)) for case in self.cases]
        self._mistakes: dict[str, tuple[Result, ...]] | None = None
        self._reference: tuple[Result, ...] | None = None

    @property
    def reference(self) -> tuple[Result, ...]:
        """What the reference returns for each case."""
        if self._reference is None:
            self._reference = run(self.derivation.source_code, self.calls, filename=self.derivation.path).results
        return self._reference

    def expect(self) -> None:
        """Runs all that does not need the answer, in the time in which a person types."""
        if self.reference:
            self.mistakes()

    def mistakes(self) -> dict[str, tuple[Result, ...]]:
        """What each mistake returns for each case."""
        if self._mistakes is None:
            d, names = self.derivation, self.derivation.mistakes
            calls = [Call(f"mistake_{mistake}", case.arguments) for mistake in names for case in self.cases]
            results, n = run(d.source_code, calls, filename=d.path).results, len(self.cases)
            self._mistakes = {mistake: results[i * n : (i + 1) * n] for i, mistake in enumerate(names)}
        return self._mistakes


def prepare(derivation: Derivation, seed: int | None = None) -> Exam:
    """An exam, from a fresh secret seed unless one is given.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started.
    """
    return Exam(derivation, secrets.randbits(32) if seed is None else seed)


def grade(
    exam: Exam,
    answer: str,
    *,
    filename: str,
    limits: Limits = DEFAULT,
    strict: bool = False,
    until: int | None = None,
) -> Judgement:
    """Runs the answer in the sandbox and judges it.

    Args:
        exam: what it is held against.
        answer: the learner's source.
        filename: the answer's name, for line numbers.
        limits: what the answer may use.
        strict: whether it must not run where the machine is not safe from it: somebody else's.
        until: a descriptor; something to be read there ends the run.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started, or it must not run here.
    """
    started = perf_counter()
    derivation, cases, calls = exam.derivation, exam.cases, exam.calls

    def running(calls: Sequence[Call]) -> Run:
        return shared().run(answer, calls, filename=filename, limits=limits, strict=strict, until=until)

    with ThreadPoolExecutor(1) as pool:  # the reference has a process, and so a core, of its own
        answer_run = pool.submit(running, calls)
        reference = exam.reference
        ran = answer_run.result()
    judgement = judge(derivation, cases, reference, ran.results)
    if judgement.outcome in NAMEABLE and any(isinstance(result, Returned) for result in ran.results):
        judgement = diagnose(derivation, judgement, reference, ran.results, exam.mistakes())
        evidence = gather(derivation, judgement, cases, reference, ran.results, answer)
        if evidence:
            judgement = _explained(evidence, judgement, ran.results, calls, running)
        numeric = _central_differences(derivation, cases, judgement)
        judgement = replace(judgement, gradient_check=check_gradient(derivation, judgement, ran.results, numeric))
    return replace(judgement, printed=ran.printed, safe=ran.safe, seed=exam.seed, seconds=perf_counter() - started)


def _explained(
    evidence: Evidence,
    judgement: Judgement,
    results: Sequence[Result],
    calls: Sequence[Call],
    running: Callable[[Sequence[Call]], Run],
) -> Judgement:
    """What is known beyond the named mistakes; the answer is run again, to see whether it is steady and what its own loss says."""
    if set(judgement.explained) >= {name for name, series in evidence.series.items() if series.failing}:
        return explain(judgement, evidence, results)
    asked = probes(evidence)
    moved = [Call(calls[0].function, arguments) for probe in asked for arguments in probe.arguments]
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(running, calls)
        at_moved = running(moved).results if moved else ()
        again = second.result().results
    ends = [0, *accumulate(len(probe.arguments) for probe in asked)]
    probed = [(probe, at_moved[ends[k] : ends[k + 1]]) for k, probe in enumerate(asked)]
    return explain(judgement, evidence, results, again=again, probed=probed)


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
