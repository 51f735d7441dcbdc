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
from time import monotonic
from typing import Any, NamedTuple

from quizdl.app.contract import as_contract
from quizdl.app.grade_one import grade_one
from quizdl.app.submissions import Submission, printable
from quizdl.domain.derivation import Derivation
from quizdl.errors import SandboxError, UsageError

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
    from quizdl.app.executor import GraderExecutor
    from quizdl.app.grader import grader

    with GraderExecutor(grader()) as executor:
        yield Place(executor, executor.at_once)


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
    from quizdl.domain.judgement import Judgement

    return as_contract(Judgement(submission.derivation, "error", 0.0, printable(says), (), seed=seed))
