"""Grades one answer to a derivation: cases from a fresh seed, reference and answer run apart, the verdict made here."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import accumulate
from threading import Lock, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from quizdl.domain.run import Call, Case, Failed, Result, Returned, Run
from quizdl.errors import BankError
from quizdl.sandbox import harness
from quizdl.sandbox.protocol import ProtocolError, encode
from quizdl.sandbox.run import DEFAULT, Limits, Packed, pack, run, shared

if TYPE_CHECKING:  # what judges is loaded while the answer runs
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement

_Of = TypeVar("_Of")
_And = TypeVar("_And")

LARGE_SECONDS = 5
"""How long a right answer may run on the larger case before it is called slower than that."""
NOTICED = 2e-3
"""Seconds that a right answer may take on the larger case without a word: below, the machine's noise is measured."""
SHORTEST = 1e-6
"""Seconds: what the clock can tell."""
SMALL_ENOUGH = 400
"""Elements of an argument up to which the central difference is computed: two runs of the loss for each."""
KEPT, LARGEST_KEPT = 64, 1 << 18
"""Of how many different returned values, and up to how many bytes of them, the judgement is kept."""
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
        self.strict = not derivation.trusted
        self.cases = harness.cases(derivation.source_code, seed, filename=derivation.path, strict=self.strict)
        self.calls = pack([Call(derivation.function, _in_order(derivation, case)) for case in self.cases])
        self._expecting = Lock()
        self._results: tuple[Result, ...] | None = None
        self._judged: dict[tuple[bytes, ...], tuple[Judgement, bool]] = {}
        self._numeric: dict[tuple[int, str], Result] = {}

    @property
    def is_expecting(self) -> bool:
        """Whether the reference and the mistakes have been run."""
        return self._results is not None

    def expect(self) -> tuple[Result, ...]:
        """Runs all that does not need the answer: the reference and then the mistakes, in one process.

        Returns:
            What the reference returns for each case, then what each mistake does.
        """
        with self._expecting:
            if self._results is None:
                self._results = self._expected()
        return self._results

    def _expected(self) -> tuple[Result, ...]:
        names = [f"mistake_{mistake}" for mistake in self.derivation.mistakes]
        calls = Packed((*self.calls.calls, *((name, raw) for name in names for _, raw in self.calls.calls)))
        d = self.derivation
        return run(d.source_code, calls, filename=d.path, strict=self.strict).results

    @property
    def reference(self) -> tuple[Result, ...]:
        """What the reference returns for each case."""
        return self.expect()[: len(self.cases)]

    def mistakes(self) -> dict[str, tuple[Result, ...]]:
        """What each mistake returns for each case."""
        results, n = self.expect(), len(self.cases)
        return {mistake: results[i * n : (i + 1) * n] for i, mistake in enumerate(self.derivation.mistakes, start=1)}

    def judged(self, results: Sequence[Result], returned: tuple[bytes, ...]) -> tuple[Judgement, bool]:
        """What is said of an answer by what it returned alone, and whether that is all that can be said.

        In a class many return the same, to the last bit: `returned` says what.
        """
        from quizdl.grading.diagnosis import diagnose
        from quizdl.grading.judge import judge, speed

        judgement, complete = self._judged.get(returned, (None, False))
        if judgement is None:
            judgement = judge(self.derivation, self.cases, self.reference, results)
            if judgement.outcome in NAMEABLE and any(isinstance(result, Returned) for result in results):
                judgement = diagnose(self.derivation, judgement, self.reference, results, self.mistakes())
            self.keep(returned, judgement)
        return replace(judgement, speed_ratio=speed(self.cases, self.reference, results)), complete

    def keep(self, returned: tuple[bytes, ...], judgement: Judgement, *, complete: bool = False) -> None:
        """Keeps the judgement for answers that return the same. It must not depend on how they are written."""
        room = returned in self._judged or len(self._judged) < KEPT
        if returned and room and sum(map(len, returned)) <= LARGEST_KEPT:
            self._judged[returned] = judgement, complete

    def numeric(self, i: int, outputs: Sequence[str]) -> dict[tuple[int, str], Result]:
        """The gradients that some outputs are, by central differences of the loss in case i."""
        missing = [name for name in outputs if (i, name) not in self._numeric]
        if missing:
            d = self.derivation
            calls = [harness.gradient_call(d.gradients[name], self.cases[i]) for name in missing]
            results = run(harness.with_gradient(d.source_code), calls, filename=d.path, strict=self.strict).results
            self._numeric |= {(i, name): result for name, result in zip(missing, results, strict=True)}
        return {(i, name): self._numeric[i, name] for name in outputs}


def prepare(derivation: Derivation, seed: int | None = None) -> Exam:
    """An exam, from a fresh secret seed unless one is given.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started.
    """
    return Exam(derivation, int.from_bytes(os.urandom(4), "little") if seed is None else seed)


def grade(
    exam: Exam,
    answer: str,
    *,
    filename: str,
    limits: Limits = DEFAULT,
    strict: bool = False,
    until: int | None = None,
    central_differences: bool = True,
) -> Judgement:
    """Runs the answer in the sandbox and judges it.

    Args:
        exam: what it is held against.
        answer: the learner's source.
        filename: the answer's name, for line numbers.
        limits: what the answer may use.
        strict: whether it must not run where the machine is not safe from it: somebody else's.
        until: a descriptor; something to be read there ends the run.
        central_differences: whether a wrong gradient is held against the loss too: another run of the bank's code.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: no process could be started, or it must not run here.
    """
    started = perf_counter()

    def running(calls: Sequence[Call] | Packed) -> Run:
        return shared().run(answer, calls, filename=filename, limits=limits, strict=strict, until=until)

    if exam.is_expecting:
        ran = running(exam.calls)
    else:  # the reference has a process, and so a core, of its own
        ran, _ = _at_once(lambda: running(exam.calls), exam.expect, meanwhile="quizdl.grading.diagnosis")
    returned = _exactly(ran.results)
    judgement, complete = exam.judged(ran.results, returned)
    if judgement.outcome in NAMEABLE and any(isinstance(result, Returned) for result in ran.results):
        failing = {output.name for case in judgement.cases for output in case.outputs if output.outcome != "correct"}
        if not failing or not failing <= set(judgement.explained):  # what has a name needs no further evidence
            if not complete:
                judgement, complete = _explained(exam, judgement, ran.results, answer, running)
                if complete:
                    exam.keep(returned, judgement, complete=True)  # saves 1.4 ms
            if central_differences:
                from quizdl.grading.judge import check_gradient

                numeric = _central_differences(exam, judgement)
                check = check_gradient(exam.derivation, judgement, ran.results, numeric)
                judgement = replace(judgement, gradient_check=check)
    return replace(judgement, printed=ran.printed, safe=ran.safe, seed=exam.seed, seconds=perf_counter() - started)


def worth_timing(derivation: Derivation, judgement: Judgement, answer: str) -> bool:
    """Whether the speed of an answer may teach something: it is right, and does something again and again."""
    if judgement.outcome != "correct" or not derivation.has_large:
        return False
    from quizdl.grading.source import repeats

    return repeats(answer)


def timed(
    exam: Exam, judgement: Judgement, answer: str, *, filename: str, limits: Limits = DEFAULT, until: int | None = None
) -> Judgement:
    """The judgement with the speed of a right answer on the larger case, each side in a run of its own; never a failure.

    Raises:
        BankError: the larger case cannot be made, or the reference fails on it.
        SandboxError: no process could be started.
    """
    derivation = exam.derivation
    code, name = derivation.source_code, derivation.path
    larger = harness.larger_case(code, exam.seed, filename=name, strict=exam.strict)
    calls = [Call(derivation.function, _in_order(derivation, larger))] * 2  # the first one warms up
    ran = run(code, calls, filename=name, strict=exam.strict).results
    theirs = [result.seconds for result in ran if isinstance(result, Returned)]
    if not theirs:
        raise BankError(f"{name}:{derivation.line}: the reference fails on the larger case", "tell the bank's author")
    seconds = min(limits.seconds, LARGE_SECONDS)
    short = replace(limits, seconds=seconds)
    results = shared().run(answer, calls, filename=filename, limits=short, until=until).results
    mine = [result.seconds for result in results if isinstance(result, Returned)]
    late = not mine and isinstance(results[0], Failed) and results[0].reason == "timeout"
    if not mine and not late:
        return judgement
    ratio = (min(mine) if mine else seconds) / max(min(theirs), SHORTEST)
    if mine and min(mine) < NOTICED:
        return replace(judgement, speed_ratio=ratio)
    from quizdl.grading.speed import speed_says

    return replace(judgement, speed_ratio=ratio, speed_says=speed_says(derivation, answer, ratio, at_least=late))


def _explained(
    exam: Exam,
    judgement: Judgement,
    results: Sequence[Result],
    answer: str,
    running: Callable[[Sequence[Call] | Packed], Run],
) -> tuple[Judgement, bool]:
    """What is known beyond the named mistakes, and whether it follows from what was returned alone.

    Where that is not all, the answer is run again, to see whether it is steady and what its own loss says.
    """
    from quizdl.grading.findings.own_loss import probes
    from quizdl.grading.general import explain, gather, settled

    derivation, cases, calls = exam.derivation, exam.cases, exam.calls
    evidence = gather(derivation, judgement, cases, exam.reference, results, answer)
    known = explain(judgement, evidence, results) if evidence else judgement
    if evidence and settled(known, evidence):  # a changed argument is said with its line
        return known, not any(isinstance(result, Returned) and result.changed for result in results)
    if evidence:
        asked = probes(evidence)
        moved = [Call(derivation.function, arguments) for probe in asked for arguments in probe.arguments]
        again, at_moved = _at_once(lambda: running(calls).results, lambda: running(moved).results if moved else ())
        ends = [0, *accumulate(len(probe.arguments) for probe in asked)]
        probed = [(probe, at_moved[ends[k] : ends[k + 1]]) for k, probe in enumerate(asked)]
        judgement = explain(judgement, evidence, results, again=again, probed=probed)
    return judgement, False


def _at_once(first: Callable[[], _Of], second: Callable[[], _And], *, meanwhile: str = "") -> tuple[_Of, _And]:
    """Two results, which other processes work out at the same time, the second, longer one first; and a module that is loaded meanwhile."""
    found: list[Any] = [None, None]
    failures: list[BaseException] = []

    def work(i: int, job: Callable[[], Any]) -> None:
        try:
            found[i] = job()
        except BaseException as error:  # raised below, in the thread that asked
            failures.append(error)

    threads = [Thread(target=work, args=job, daemon=True) for job in ((1, second), (0, first))]
    for thread in threads:
        thread.start()
    if meanwhile:
        import_module(meanwhile)
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return found[0], found[1]


def _central_differences(exam: Exam, judgement: Judgement) -> dict[tuple[int, str], Result]:
    """For the first case in which an output with a gradient is wrong, that gradient from the loss alone."""
    gradients = exam.derivation.gradients
    for i, verdict in enumerate(judgement.cases):
        wrong = [output.name for output in verdict.outputs if output.outcome != "correct" and output.name in gradients]
        if small := [name for name in wrong if _size(exam.cases[i], gradients[name]) <= SMALL_ENOUGH]:
            return exam.numeric(i, small)
    return {}


def _in_order(derivation: Derivation, case: Case) -> dict[str, Any]:
    """The arguments in the order of the signature: an answer may name its parameters otherwise."""
    return {name: case.arguments[name] for name in derivation.parameters if name in case.arguments}


def _exactly(results: Sequence[Result]) -> tuple[bytes, ...]:
    """What an answer returned and changed, to the last bit; nothing if it does not return in every case."""
    returned = [(result.value, result.changed) for result in results if isinstance(result, Returned)]
    try:
        return tuple(map(encode, returned)) if len(returned) == len(results) else ()
    except ProtocolError:  # no answer of ours: more than an honest process sends
        return ()


def _size(case: Case, argument: str) -> int:
    size: int = getattr(case.arguments[argument], "size", 1)
    return size
