"""Grades a file once. Imports neither Typer nor Rich: the verdict waits for what is loaded before the answer is sent."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from quizdl.cli import places, terminal
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement
    from quizdl.history.store import History


def grade_once(
    bank: Bank, name: str, file: Path, seed: int | None, seconds: int | None, as_json: bool, plain: bool = False
) -> int:
    """The verdict on a file, recorded and then shown.

    Returns:
        The exit code.

    Raises:
        UsageError: there is no such derivation, or no such file.
    """
    from quizdl.app.answer import read_answer
    from quizdl.app.contract import as_contract
    from quizdl.app.grader import Answer, grader

    derivation = bank.derivation(name)
    if derivation is None:
        if track := bank.track(name):
            hint = f"such as: quizdl derive {track.derivations[0]} --file {file}"
            raise UsageError(f"{name} is a track; --file needs one derivation", hint)
        raise bank.no_derivation(name)
    answer = read_answer(file)
    number = grader().submit(Answer(derivation, answer, str(file), seed, seconds))
    with closing(places.history(writing=True)) as history:  # in the time in which it is graded
        if as_json:
            judgement = _recorded(derivation, answer, number, history)
            terminal.emit(as_contract(judgement))
        else:
            from quizdl.cli.views.verdict import verdict_view

            console = terminal.console(plain=plain)
            judgement = _recorded(derivation, answer, number, history)
            console.print(verdict_view(judgement, derivation, str(file), console.width, drawings=not plain))
    return GOOD if judgement.outcome == "correct" else WRONG


def _recorded(derivation: Derivation, answer: str, number: int, history: History) -> Judgement:
    """The verdict on an answer that was submitted, recorded before anybody sees it."""
    from quizdl.app.derive import record
    from quizdl.app.grader import grader

    judgement = grader().verdict(number)
    record(derivation, answer, judgement, history, terminal.now)
    return judgement
