"""The mutation score of a derivation: which single edits of its reference its cases reject."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from quizdl.app.grade import Exam
from quizdl.app.prove import SEED, of_error
from quizdl.bank.findings import Finding, short
from quizdl.bank.mutants import Mutant, mutants
from quizdl.domain.derivation import Derivation
from quizdl.errors import BankError
from quizdl.grading.judge import judge
from quizdl.sandbox.run import DEFAULT, run

OF_EACH, OF_ALL = 0.90, 0.98
"""What fraction of the edits that change something must be rejected: by each derivation, and by all together."""
LIMITS = replace(DEFAULT, seconds=2, memory=1 << 28)
"""An edited reference gets little: one that loops for ever is rejected when its time is up."""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the edits of one reference.

    Attributes:
        derivation: its id.
        path: of its file, and `line` where its reference starts.
        mutants: how many edits were tried, without those that are declared to change nothing.
        killed: how many of them were rejected.
        equivalent: how many were declared to change nothing, and do not.
        survivors: those that were not rejected.
        findings: declarations that fit no edit, or one that is rejected; or why nothing could be tried.
    """

    derivation: str
    path: str
    line: int
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Mutant, ...]
    findings: tuple[Finding, ...]

    @property
    def rate(self) -> float:
        """The fraction that was rejected."""
        return self.killed / self.mutants if self.mutants else 1.0


def scores_of(
    derivations: Sequence[Derivation],
    seed: int = SEED,
    *,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Score]:
    """Tries all edits of each reference, one derivation after the other, each edit in a sandbox of its own.

    Args:
        derivations: whose references are edited.
        seed: draws the cases.
        workers: how many sandboxes at a time; as many as there are processors if not given.
        progress: is told each derivation before it is tried.

    Raises:
        SandboxError: no process could be started.
    """
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        try:
            for derivation in derivations:
                progress(derivation.id)
                yield _score(derivation, seed, pool)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _score(derivation: Derivation, seed: int, pool: ThreadPoolExecutor) -> Score:
    d = derivation
    path = short(Path(d.path))
    try:
        exam = Exam(d, seed)
        cases, reference = exam.cases, exam.reference
        judge(d, cases, reference, reference)
    except BankError as error:
        return Score(d.id, path, d.line, 0, 0, 0, (), (of_error(d, error),))

    def rejected(mutant: Mutant) -> bool:
        answer = run(mutant.source, exam.calls, filename=d.path, limits=LIMITS, strict=exam.strict).results
        return judge(d, cases, reference, answer).outcome != "correct"

    tried = mutants(d.source_code, d.id)
    outcomes = list(zip(tried, pool.map(rejected, tried), strict=True))
    living = [mutant for mutant, killed in outcomes if not killed]
    survivors = tuple(mutant for mutant in living if mutant.edit not in d.equivalent)
    equivalent = len(living) - len(survivors)
    findings = tuple(_of_declarations(d, path, {m.edit for m in tried}, {m.edit for m in living}))
    count = len(tried) - equivalent
    return Score(d.id, path, d.line, count, count - len(survivors), equivalent, survivors, findings)


def _of_declarations(derivation: Derivation, path: str, tried: set[str], living: set[str]) -> Iterator[Finding]:
    """What is wrong with the edits that a derivation declares to change nothing."""
    for edit in derivation.equivalent:
        line = next((i for i, text in enumerate(derivation.source_code.splitlines(), 1) if "EQUIVALENT" in text), 1)
        if edit not in tried:
            yield Finding(path, line, "equivalent", f"EQUIVALENT: {edit!r} is no edit of the reference; take it out")
        elif edit not in living:
            yield Finding(path, line, "equivalent", f"EQUIVALENT: {edit!r} is rejected by the cases; take it out")


def too_few(found: Sequence[Score]) -> list[Finding]:
    """The findings where too few edits are rejected: of one derivation, or, where each has enough, of all together."""
    findings = [
        Finding(
            s.path, s.line, "mutants", f"{s.derivation}: only {s.killed} of {s.mutants} edits are rejected; add cases"
        )
        for s in found
        if s.rate < OF_EACH
    ]
    killed, count = sum(score.killed for score in found), sum(score.mutants for score in found)
    if not findings and len(found) > 1 and killed < OF_ALL * count:
        worst = min(found, key=lambda score: score.rate)
        words = f"in all only {killed} of {count} edits are rejected, {killed / count:.1%}; {OF_ALL:.0%} are wanted"
        findings.append(Finding(worst.path, worst.line, "mutants", words))
    return findings
