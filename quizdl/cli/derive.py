"""`quizdl derive`: write NumPy, save, see the verdict."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.app.derive import Standing
    from quizdl.bank.compiled import Bank
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement
    from quizdl.history.store import History


def derive(
    name: Annotated[
        str | None, typer.Argument(metavar="TRACK|ID", help="A track (its next one), or a derivation.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="Grade this file once.")] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, max=2**32 - 1, metavar="N", help="Draw the cases of an earlier verdict again."),
    ] = None,
    seconds: Annotated[
        int | None, typer.Option("--seconds", min=1, max=600, metavar="N", help="How long an answer may run.")
    ] = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Derivations in NumPy: lists the tracks, or takes the next of one.

    Writes a starter file, watches it, and grades it at every save. Answers live in QUIZDL_WORKSPACE, or where you stand.
    """
    opened = places.bank(bank)
    if name is None and file is None:
        _list(opened, as_json)
        return
    if file is not None:
        raise typer.Exit(_grade_once(opened, name or file.stem, file, seed, seconds, as_json))
    assert name is not None  # noqa: S101 - one of the two is given
    history = places.history(writing=True)
    try:
        if terminal.interactive() and not as_json:
            from quizdl.cli.sitting import Sitting

            Sitting(opened, history, name, seed, seconds).run()
        else:
            _show(opened, history, name, as_json)
    finally:
        history.close()


def _list(bank: Bank, as_json: bool) -> None:
    from quizdl.app.derive import standings

    with closing(places.history(writing=False)) as history:
        found = standings(bank, history)
    if as_json:
        for standing in found.values():
            terminal.emit(_row(bank, standing))
        return
    from quizdl.cli.views.derivation import tracks_view

    console = terminal.console()
    console.print(tracks_view(bank.tracks, found, console.width))


def _row(bank: Bank, standing: Standing) -> dict[str, Any]:
    d = standing.derivation
    track = next((track.id for track in bank.tracks if d.id in track.derivations), None)
    return {
        "derivation": d.id, "title": d.title, "track": track, "topic": d.topic, "subtopic": d.subtopic, "level": d.level,
        "minutes": d.minutes, "state": standing.state, "attempts": standing.attempts, "mistakes": list(d.mistakes),
        "hints": len(d.hints), "solution": bool(d.solution), "source": d.source,
    }  # fmt: skip


def _show(bank: Bank, history: History, name: str, as_json: bool) -> None:
    """Without a terminal to watch from: the statement and the starter file."""
    from quizdl.app.derive import find, standings, write_starter
    from quizdl.cli.views.derivation import statement_view

    track, derivation = find(bank, history, name)
    path, _ = write_starter(derivation, places.workspace())
    if as_json:
        row = _row(bank, standings(bank, history)[derivation.id])
        signature = f"def {derivation.id}({derivation.signature}):"
        terminal.emit(
            {
                **row,
                "statement": derivation.statement,
                "signature": signature,
                "docstring": derivation.docstring,
                "path": path,
            }
        )
        return
    console = terminal.console()
    console.print(statement_view(derivation, track, None, console.width))
    console.print(f" Write it in {path}, then:\n quizdl derive {derivation.id} --file {path}", soft_wrap=True)


def _grade_once(bank: Bank, name: str, file: Path, seed: int | None, seconds: int | None, as_json: bool) -> int:
    from quizdl.app.answer import read_answer
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

            console = terminal.console()
            judgement = _recorded(derivation, answer, number, history)
            console.print(verdict_view(judgement, derivation, str(file), console.width))
    return GOOD if judgement.outcome == "correct" else WRONG


def _recorded(derivation: Derivation, answer: str, number: int, history: History) -> Judgement:
    """The verdict on an answer that was submitted, recorded before anybody sees it."""
    from quizdl.app.derive import record
    from quizdl.app.grader import grader

    judgement = grader().verdict(number)
    record(derivation, answer, judgement, history, terminal.now)
    return judgement


def as_contract(judgement: Judgement) -> dict[str, Any]:
    """The JSON of a verdict, as the contract has it."""
    return {
        "derivation": judgement.derivation,
        "outcome": judgement.outcome,
        "score": judgement.score,
        "mistake": judgement.mistakes[0] if judgement.mistakes else None,
        "mistakes": list(judgement.mistakes),
        "findings": [
            {"code": finding.code, "output": finding.output or None, "says": finding.says}
            for finding in judgement.findings
        ],
        "says": judgement.says,
        "line": judgement.line,
        "cases": [
            {
                "name": case.name,
                "outcome": case.outcome,
                "says": case.says,
                "max_relative_error": _finite(case.max_relative_error),
            }
            for case in judgement.cases
        ],
        "printed": judgement.printed,
        "speed_ratio": judgement.speed_ratio,
        "speed_says": judgement.speed_says,
        "seed": judgement.seed,
        "seconds": judgement.seconds,
    }


def _finite(number: float | None) -> float | None:
    """JSON knows no infinity."""
    return number if number is not None and math.isfinite(number) else None
