"""`quizdl derive`: write NumPy, save, see the verdict."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import completion, places, terminal
from quizdl.cli.once import grade_once
from quizdl.cli.options import BankOption, JsonOption, PlainOption, TrustOption, seed_option

if TYPE_CHECKING:
    from quizdl.app.derive import Standing
    from quizdl.bank.compiled import Bank
    from quizdl.history.store import History


def derive(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="TRACK|ID",
            autocompletion=completion.tracks_and_derivations,
            help="A track (its next one), or a derivation.",
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="Grade this file once.")] = None,
    seed: Annotated[
        int | None,
        seed_option("Draw the cases of an earlier verdict again."),
    ] = None,
    seconds: Annotated[
        int | None, typer.Option("--seconds", min=1, max=600, metavar="N", help="How long an answer may run.")
    ] = None,
    trust: TrustOption = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Derivations in NumPy: lists the tracks, or takes the next of one.

    Writes a starter file, watches it, and grades it at every save; with `--plain`, when you press Enter. Answers live in
    QUIZDL_WORKSPACE, or where you stand.
    """
    opened = places.bank(bank, trust=trust)
    if name is None and file is None:
        _list(opened, as_json, plain)
        return
    if file is not None:
        raise typer.Exit(grade_once(opened, name or _named(opened, file), file, seed, seconds, as_json, plain))
    assert name is not None  # noqa: S101 - one of the two is given
    history = places.history(writing=True)
    try:
        if terminal.interactive() and not plain and not as_json:
            from quizdl.cli.sitting import Sitting

            Sitting(opened, history, name, seed, seconds).run()
        elif (plain or terminal.dumb()) and not as_json:
            from quizdl.cli.sitting_lines import LineSitting

            LineSitting(opened, history, name, seed, seconds).run()
        else:
            _show(opened, history, name, as_json)
    finally:
        history.close()


def _named(bank: Bank, file: Path) -> str:
    """The derivation that a file answers, by its own name and, of an added bank, that of its folder."""
    inside = f"{file.absolute().parent.name}/{file.stem}"
    return inside if bank.derivation(inside) else file.stem


def _list(bank: Bank, as_json: bool, plain: bool) -> None:
    from quizdl.app.derive import standings

    with closing(places.history(writing=False)) as history:
        found = standings(bank, history)
    if as_json:
        for standing in found.values():
            terminal.emit(_row(bank, standing))
        return
    from quizdl.cli.views.derivation import tracks_view

    console = terminal.console(plain=plain)
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
        signature = f"def {derivation.function}({derivation.signature}):"
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
