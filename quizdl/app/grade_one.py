"""Grades one submission of a class, wherever that is done: what a class's executor calls. Loads what grades when it is called."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizdl.app.grade import Exam
    from quizdl.domain.derivation import Derivation

KEPT = 64
"""Exams that a process keeps: a track's, and those of a few seeds."""


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
    from quizdl.app.contract import as_contract
    from quizdl.app.grade import grade
    from quizdl.sandbox.run import limited

    exam = _exam(derivation, seed)
    judgement = grade(
        exam, source, filename=name, limits=limited(seconds), strict=not trusted,
        central_differences=False,  # the contract does not tell of them
    )  # fmt: skip
    return as_contract(judgement)


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
