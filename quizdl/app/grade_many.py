"""Grades a class: all are asked the same, and none can hold up, fool or harm the others.

A submission is one call of `grade_one`, which is handed to an executor: the grader's process on this machine (`app/grader.py`), or a
cluster (`app/cluster.py`). What it gives does not depend on where it ran. What grades is loaded where that is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl.app.contract import as_contract
from quizdl.app.submissions import Submission, printable
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.errors import SandboxError, UsageError

if TYPE_CHECKING:
    from quizdl.app.grade import Exam

SECONDS = 2
"""How long one answer may run: those that hang are what a class waits for."""
AHEAD = 100
"""Answers begun before the first of them is given: one that hangs holds up the rest that late."""
RETRIES = 3
"""How often a submission is handed in again that was lost with where it ran."""
SILENCE = 5
"""Seconds without a verdict after which it is looked whether there is still anybody to give one."""
PATIENCE = 60
"""Seconds without a verdict, beside the time of an answer and its few repetitions, after which none is to be expected."""
KEPT = 64
"""Exams that a process keeps: a track's, and those of a few seeds."""


class Graded(NamedTuple):
    """A submission and its verdict.

    Attributes:
        digest: SHA-256 of its text; empty if it could not be read.
        verdict: the JSON contract of a verdict.
    """

    submission: Submission
    digest: str
    verdict: Mapping[str, Any]

    @property
    def right(self) -> bool:
        """Whether it is correct."""
        return bool(self.verdict["outcome"] == "correct")


class Place(NamedTuple):
    """Where submissions run.

    Attributes:
        executor: runs `grade_one`.
        at_once: how many it runs at the same time.
        check: raises SandboxError if nobody is left to give a verdict; asked when there was none for a while.
        lost: what is raised for a submission that was lost with where it ran.
    """

    executor: Executor
    at_once: int
    check: Callable[[], None] = lambda: None
    lost: tuple[type[BaseException], ...] = ()


@contextmanager
def this_machine() -> Iterator[Place]:
    """All cores of this machine.

    Raises:
        SandboxError: the grader's process cannot be started.
    """
    from quizdl.app.calls import AT_ONCE, GraderExecutor
    from quizdl.app.grader import grader

    with GraderExecutor(grader()) as executor:
        yield Place(executor, AT_ONCE)


def grade_one(source: str, name: str, derivation: Derivation, seed: int, seconds: int, trusted: bool) -> dict[str, Any]:
    """The verdict on one submission. All that it needs is in its arguments, and may have come from another machine.

    Args:
        source: the answer.
        name: its name, for line numbers.
        derivation: what was asked.
        seed: draws the cases.
        seconds: how long it may run.
        trusted: whether it may run where the machine is not safe from it.

    Returns:
        The JSON contract of a verdict.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: it must not run here, or no process could be started.
    """
    from quizdl.app.grade import grade
    from quizdl.sandbox.run import limited

    exam = _exam(derivation, seed)
    return as_contract(grade(exam, source, filename=name, limits=limited(seconds), strict=not trusted))


_exams: dict[tuple[str, str, int], Exam] = {}
_preparing = Lock()


def _exam(derivation: Derivation, seed: int) -> Exam:
    """The exam, prepared once for all submissions that this process grades."""
    from quizdl.app.grade import prepare

    key = (derivation.id, derivation.source_code, seed)
    with _preparing:
        exam = _exams.pop(key, None)
        if exam is None:
            exam = prepare(derivation, seed)
        _exams[key] = exam  # the last used is the last to go
        if len(_exams) > KEPT:
            del _exams[next(iter(_exams))]
        return exam


def fresh_seed() -> int:
    """A secret one."""
    return int.from_bytes(os.urandom(4), "little")


def grade_many(
    derivations: Mapping[str, Derivation],
    submissions: Sequence[Submission],
    place: Place,
    *,
    seed: int,
    seconds: int = SECONDS,
    trusted: bool = False,
    known: Callable[[Submission, str], Mapping[str, Any] | None] = lambda *_: None,
    keep: Callable[[Sequence[Graded]], None] = lambda _: None,
) -> Iterator[Graded]:
    """Grades submissions, and gives them in their order.

    Args:
        derivations: what was asked, by id.
        submissions: the answers.
        place: where they run.
        seed: draws the cases, the same for all.
        seconds: how long each may run.
        trusted: whether they may run where the machine is not safe from them.
        known: the verdict on a submission with this digest if there is one already.
        keep: is given new verdicts as soon as they are there, in any order.

    Raises:
        BankError: a derivation's own code fails.
        SandboxError: they must not run there, or nobody is left to run them.
    """
    ended: SimpleQueue[tuple[_Job, Future[dict[str, Any]]]] = SimpleQueue()

    def submit(job: _Job) -> None:
        s = job.graded.submission
        future = place.executor.submit(grade_one, job.source, s.name, derivations[s.derivation], seed, seconds, trusted)
        future.add_done_callback(lambda done: ended.put((job, done)))

    def begin(submission: Submission) -> _Job:
        try:
            source = submission.read()
        except UsageError as error:
            return _Job("", Graded(submission, "", _unread(submission, error.message, seed)))
        digest = sha256(source.encode()).hexdigest()
        verdict = known(submission, digest)
        job = _Job(source, Graded(submission, digest, verdict or {}))
        if verdict is None:
            submit(job)
        return job

    def finish() -> Iterator[Graded]:
        """Waits for a verdict, and takes those that are there then."""
        first, since = True, monotonic()
        while first or not ended.empty():
            try:
                job, future = ended.get(timeout=SILENCE)
            except Empty:
                place.check()
                if (silent := monotonic() - since) > PATIENCE + 10 * seconds:
                    words = f"no verdict for {silent:.0f} s: results were lost"
                    raise SandboxError(words, "start it again; with --results the same command goes on") from None
                continue
            try:
                job.graded = job.graded._replace(verdict=future.result())
            except place.lost:
                place.check()
                job.lost += 1
                if job.lost > RETRIES:
                    words = f"{job.graded.submission.name} was lost {job.lost} times with the worker that ran it"
                    raise SandboxError(words, "see the workers' logs: are they killed for want of memory?") from None
                submit(job)
                continue
            job.source, first = "", False
            yield job.graded

    begun: deque[_Job] = deque()
    waiting, ahead = iter(submissions), max(AHEAD, 2 * place.at_once)
    while True:
        begun.extend(map(begin, islice(waiting, ahead - len(begun))))
        if not begun:
            return
        while not begun[0].graded.verdict:
            keep(list(finish()))
        yield begun.popleft().graded


@dataclass(slots=True)
class _Job:
    """A submission under way; without a verdict as long as it is."""

    source: str
    graded: Graded
    lost: int = 0


def _unread(submission: Submission, says: str, seed: int) -> dict[str, Any]:
    """What is said of a file that cannot be read as an answer."""
    return as_contract(Judgement(submission.derivation, "error", 0.0, printable(says), (), seed=seed))
