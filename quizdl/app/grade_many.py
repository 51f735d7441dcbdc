"""Grades many answers to one derivation: all are asked the same, and none can hold up, fool or harm the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from quizdl.app.answer import read_answer
from quizdl.errors import UsageError

if TYPE_CHECKING:  # what grades is loaded where it is done: by the command line in the grader's process
    from concurrent.futures import Future

    from quizdl.app.grade import Exam
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement

SECONDS = 2
"""How long one answer may run: those that hang are what a class waits for."""

AT_ONCE = 2
"""Answers for each core: while one waits for its process, another runs."""
AHEAD = 100
"""Answers begun before the first of them is given: one that hangs holds up the rest that late."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One answer of many.

    Attributes:
        judgement: None if the file could not be read; `says` tells why.
    """

    path: Path
    judgement: Judgement | None
    says: str = ""


def answers_in(paths: Sequence[Path]) -> list[Path]:
    """The files that are named, and the Python files of the folders that are.

    Raises:
        UsageError: there is none.
    """
    found = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    if not found:
        names = ", ".join(map(str, paths))
        raise UsageError(f"{names}: no Python file there", "name the answers, or a folder that holds them")
    return found


def grade_many(
    derivation: Derivation,
    files: Sequence[Path],
    *,
    seed: int | None = None,
    seconds: int = SECONDS,
    trusted: bool = False,
) -> Generator[Submission]:
    """Grades the files on all cores, and gives them in their order.

    Args:
        derivation: what was asked.
        files: the answers.
        seed: draws the cases, the same for all; None for a fresh secret one.
        seconds: how long each may run.
        trusted: whether they may run where the machine is not safe from them.

    Raises:
        BankError: the derivation's own code fails.
        SandboxError: they must not run here, or no process could be started.
    """
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(AT_ONCE * (os.cpu_count() or 1))
    try:
        prepared = pool.submit(_prepared, derivation, seed)
        import_module("quizdl.grading.diagnosis")  # takes as long as the cases
        exam = prepared.result()
        pool.submit(exam.expect)  # while the first answers run; they wait for it, and hear what is wrong with it
        yield from _in_order(pool.submit(_graded, exam, file, seconds, trusted) for file in files)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(jobs: Iterator[Future[Submission]]) -> Iterator[Submission]:
    """The results in the order of the jobs, of which only so many are begun as keep all cores busy."""
    begun = deque(islice(jobs, AHEAD))
    while begun:
        yield begun.popleft().result()
        begun.extend(islice(jobs, 1))


def _prepared(derivation: Derivation, seed: int | None) -> Exam:
    from quizdl.app.grade import prepare

    return prepare(derivation, seed)


def _graded(exam: Exam, file: Path, seconds: int, trusted: bool) -> Submission:
    from quizdl.app.grade import grade
    from quizdl.sandbox.run import limited

    try:
        answer = read_answer(file)
    except UsageError as error:
        return Submission(file, None, error.message)
    judgement = grade(exam, answer, filename=str(file), limits=limited(seconds), strict=not trusted)
    return Submission(file, judgement, judgement.says)
