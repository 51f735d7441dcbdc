"""Proves a derivation through the sandbox: what its file says of itself must be so."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from quizdl.app.grade import Exam
from quizdl.bank.findings import Finding, short
from quizdl.domain.derivation import Derivation
from quizdl.domain.run import Call, Case, Failed, Result
from quizdl.errors import BankError
from quizdl.grading.compare import same
from quizdl.grading.diagnosis import diagnose
from quizdl.grading.findings.invariants import CHECKS
from quizdl.grading.judge import judge, outputs_of, outputs_of_reference
from quizdl.grading.numeric import NotArrayError, as_array
from quizdl.sandbox import harness
from quizdl.sandbox.run import DEFAULT, run

SEED = 20261122
"""Draws the cases unless another is given."""
CASES, MISTAKES, HINTS = 8, 3, 3
"""How many a complete derivation has at least; of hints, exactly."""
SHORTEST, LONGEST = 3, 30
"""Minutes that a derivation may take."""
CENTRAL_RTOL, MODERATE, MODERATE_CASES = 1e-6, 50.0, 3
"""Central differences are held against gradients where no argument is larger than this: beyond it, rounding in the loss is seen."""

LIMITS = replace(DEFAULT, seconds=60)


def prove(derivation: Derivation, seed: int = SEED) -> list[Finding]:
    """Runs all that a derivation declares, and says what is not so.

    The starter must be not implemented and the reference correct; every mistake must be wrong and named as itself and no other; the
    naive version and the central differences of the loss must agree with the reference; nothing may be missing.

    Args:
        derivation: what is proved.
        seed: draws the cases.

    Raises:
        SandboxError: no process could be started.
    """
    try:
        proof = _Proof(derivation, seed)
        return sorted(finding for part in PARTS for finding in part(proof))
    except BankError as error:
        return [of_error(derivation, error)]


def prove_all(
    derivations: Sequence[Derivation], seed: int = SEED, *, progress: Callable[[str], None] = lambda name: None
) -> list[Finding]:
    """The findings of several derivations, proved side by side, in their order.

    Args:
        derivations: what is proved.
        seed: draws the cases.
        progress: is told each one that is done.

    Raises:
        SandboxError: no process could be started.
    """
    findings: list[Finding] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        try:
            proofs = pool.map(lambda derivation: prove(derivation, seed), derivations)
            for derivation, found in zip(derivations, proofs, strict=True):
                findings += found
                progress(derivation.id)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return findings


def of_error(derivation: Derivation, error: BankError) -> Finding:
    """The finding for a derivation whose own code fails."""
    place = re.fullmatch(r"(?s).*?:(\d+): (.*)", error.message)
    line, message = (int(place[1]), place[2]) if place else (derivation.line, error.message)
    return Finding(short(Path(derivation.path)), line, "fails", message)


class _Proof:
    """What was run of a derivation: its cases, and the reference on them."""

    def __init__(self, derivation: Derivation, seed: int) -> None:
        self.derivation = derivation
        self.exam = Exam(derivation, seed)
        self.cases, self.reference = self.exam.cases, self.exam.reference
        judge(derivation, self.cases, self.reference, self.reference)
        self.tree = ast.parse(derivation.source_code)

    def results(self, function: str, source: str | None = None) -> tuple[Result, ...]:
        """What a function gives for each case, of the derivation's file or of another source."""
        calls = [Call(function, case.arguments) for case in self.cases]
        return self.run(source or self.derivation.source_code, calls)

    def run(self, source: str, calls: Sequence[Call]) -> tuple[Result, ...]:
        """Runs what may take long: naive versions, and the loss twice for every element of an argument."""
        d = self.derivation
        return run(source, calls, filename=d.path, limits=LIMITS, strict=not d.trusted).results

    def finding(self, name: str, rule: str, message: str) -> Finding:
        """A complaint about a function or a constant of the file; the first line stands for what is not there."""
        lines = (
            node.lineno
            for node in self.tree.body
            if (isinstance(node, ast.FunctionDef) and node.name == name)
            or (isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets))
        )
        return Finding(short(Path(self.derivation.path)), next(lines, 1), rule, message)


def _complete(proof: _Proof) -> Iterator[Finding]:
    d = proof.derivation
    if len(proof.cases) < CASES:
        words = f"{len(proof.cases)} case{'s' if len(proof.cases) > 1 else ''}; {CASES} or more are wanted"
        yield proof.finding("inputs", "complete", words)
    names = [case.name for case in proof.cases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield proof.finding("inputs", "complete", f"two cases are called {twice[0]!r}; rename one")
    if other := [case for case in proof.cases if set(case.arguments) != set(d.parameters)]:
        words = f"case {other[0].name!r} has other arguments ({', '.join(other[0].arguments)}) than {d.id}"
        yield proof.finding("inputs", "cases", words)
    if len(d.mistakes) < MISTAKES:
        yield proof.finding(d.id, "complete", f"mistakes: {len(d.mistakes)}; {MISTAKES} or more are wanted")
    if len(d.hints) != HINTS:
        yield proof.finding("HINTS", "complete", f"hints: {len(d.hints)}; {HINTS} are wanted")
    if not d.solution:
        yield proof.finding("SOLUTION", "complete", "SOLUTION is missing; add the derivation in words and formulas")
    if not SHORTEST <= d.minutes <= LONGEST:
        yield proof.finding("MINUTES", "complete", f"takes {SHORTEST} to {LONGEST} minutes, or is split or joined")


def _starter(proof: _Proof) -> Iterator[Finding]:
    d = proof.derivation
    judgement = judge(d, proof.cases, proof.reference, proof.results(d.id, d.starter()))
    if judgement.outcome != "not_implemented":
        yield proof.finding(
            d.id, "starter", f"the starter is {judgement.outcome}, not unimplemented ({judgement.says})"
        )


def _reference(proof: _Proof) -> Iterator[Finding]:
    """The reference, run once more: it must neither change its arguments nor depend on chance."""
    d = proof.derivation
    judgement = judge(d, proof.cases, proof.reference, proof.results(d.id))
    if judgement.outcome != "correct":
        yield proof.finding(d.id, "reference", f"the reference is {judgement.outcome} ({judgement.says})")


def _mistakes(proof: _Proof) -> Iterator[Finding]:
    d = proof.derivation
    made = proof.exam.mistakes()
    for mistake, answer in made.items():
        judgement = diagnose(d, judge(d, proof.cases, proof.reference, answer), proof.reference, answer, made)
        name = f"mistake_{mistake}"
        pairs = zip(proof.cases, answer, strict=True)
        if failed := [f"{case.name}: {result.says}" for case, result in pairs if isinstance(result, Failed)]:
            words = f"{name} fails ({failed[0]}); what fails is never named: let it return something"
        elif judgement.outcome == "correct":
            words = f"{name} is right in every case; add a case that tells it"
        elif judgement.mistakes != (mistake,):
            taken = f"taken for {', '.join(judgement.mistakes)}" if judgement.mistakes else "not recognised"
            words = f"{name} is {taken}; a case must tell it from every other ({judgement.outcome}: {judgement.says})"
        else:
            continue
        yield proof.finding(name, "mistake", words)


def _naive(proof: _Proof) -> Iterator[Finding]:
    d = proof.derivation
    if d.has_naive:
        judgement = judge(d, proof.cases, proof.reference, proof.results("naive"))
        if case := judgement.first_failing:
            words = f"naive disagrees with the reference ({case.name}: {case.outcome}, {case.says})"
            yield proof.finding("naive", "naive", words)


def _gradients(proof: _Proof) -> Iterator[Finding]:
    d = proof.derivation
    if not d.has_loss:
        return
    moderate = [i for i, case in enumerate(proof.cases) if is_moderate(case)]
    if len(moderate) < MODERATE_CASES:
        words = f"{len(moderate)} cases have arguments of at most {MODERATE:g}; for central differences {MODERATE_CASES} are wanted"
        yield proof.finding("inputs", "gradient", words)
    pairs = [(i, output, argument) for output, argument in d.gradients.items() for i in moderate]
    calls = [harness.gradient_call(argument, proof.cases[i]) for i, _, argument in pairs]
    numeric = proof.run(harness.with_gradient(d.source_code), calls)
    told: set[str] = set()
    for (i, output, argument), central in zip(pairs, numeric, strict=True):
        if output in told or agrees(d, output, proof.reference[i], central):
            continue
        told.add(output)
        words = f"{output} is not the gradient of loss by {argument} ({proof.cases[i].name})"
        if isinstance(central, Failed):
            words = f"loss cannot be moved along {argument} ({proof.cases[i].name}: {central.says})"
        yield proof.finding("loss", "gradient", words)


def _invariants(proof: _Proof) -> Iterator[Finding]:
    """What is declared of an output must hold of the reference in every case, or it is never told of an answer."""
    d = proof.derivation
    for output, invariant in ((output, one) for output, several in d.invariants.items() for one in several):
        check, _ = CHECKS[invariant]
        for case, result in zip(proof.cases, proof.reference, strict=True):
            right = outputs_of_reference(d, result)[d.returns.index(output)]
            if not isinstance(right, np.ndarray) or not check(right)[0]:
                words = f"INVARIANTS: {output} of the reference does not keep {invariant!r} ({case.name})"
                yield proof.finding("INVARIANTS", "invariant", words)
                break


def agrees(derivation: Derivation, output: str, reference: Result, central: Result) -> bool:
    """Whether an output of the reference is what the central differences say."""
    if isinstance(central, Failed) or isinstance(reference, Failed):
        return False
    values = outputs_of(derivation, reference.value)
    return values is not None and same(central.value, values[derivation.returns.index(output)], CENTRAL_RTOL)


def is_moderate(case: Case) -> bool:
    """Whether all numbers among the arguments are of a size at which central differences can be trusted."""
    for value in case.arguments.values():
        try:
            array = as_array(value)
        except NotArrayError:
            continue
        if abs(array).max(initial=0) > MODERATE:
            return False
    return True


PARTS: Sequence[Callable[[_Proof], Iterator[Finding]]] = (
    _complete, _starter, _reference, _mistakes, _naive, _gradients, _invariants,
)  # fmt: skip
