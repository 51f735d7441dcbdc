"""`quizdl history`: take an answer back, list what was disputed or set aside, take the log out, merge or share it, restore a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, group
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizdl.history.merging import Merged

app = group(
    "The log of your answers: take one back, list the disputed, take it all out, merge others, share it between machines, restore a backup."
)


@app.command("undo")
def undo_last_answer(as_json: JsonOption = False) -> None:
    """Takes the last answer to a question back: it no longer counts. It stays in the log."""
    from quizdl.app.amend import undo_last

    now = terminal.now()
    with closing(places.history(writing=True)) as history:
        undone = undo_last(history, now)
    if as_json:
        review = undone.review
        terminal.emit(
            {
                "review": review.id, "at": review.at, "question": review.question, "answer": review.answer,
                "outcome": review.outcome, "score": review.score, "due": undone.due,
            }
        )  # fmt: skip
        return
    from quizdl.cli.views.history import undone_view

    terminal.console().print(undone_view(undone, now, None))


@app.command("disputes")
def list_disputes(as_json: JsonOption = False) -> None:
    """The answers that count as right because you disputed the verdict: with all that a report of a mistake needs."""
    from quizdl.app.amend import disputes

    with closing(places.history(writing=False)) as history:
        found = disputes(history)
    if as_json:
        terminal.emit(
            [
                {
                    "review": one.review.id, "at": one.review.at, "disputed": one.at, "question": one.review.question,
                    "fingerprint": one.review.fingerprint, "seed": one.review.seed, "prompt": one.prompt, "answer": one.review.answer,
                    "expected": one.expected, "outcome": one.review.outcome, "mistake": one.review.mistake,
                    "bank": one.bank, "quizdl": one.quizdl,
                }
                for one in found
            ]
        )  # fmt: skip
        return
    from quizdl.cli.views.history import disputes_view

    terminal.console().print(disputes_view(found, None))


@app.command("marked")
def list_marked(
    take_off: Annotated[
        str | None, typer.Option("--take-off", metavar="QUESTION", help="Ask this question again, without a flag.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The questions that are flagged, and those that are not asked: buried until tomorrow, suspended, or forgotten too often."""
    from quizdl.app import amend

    now = terminal.now()
    with closing(places.history(writing=take_off is not None)) as history:
        found = amend.marked(history, now) if take_off is None else amend.take_off(history, take_off, now)
    if as_json:
        terminal.emit(found)
        return
    from quizdl.cli.views.history import marked_view, taken_off_view

    terminal.console().print(marked_view(found, now, None) if take_off is None else taken_off_view(take_off, found))


@app.command("orphans")
def list_orphans(as_json: JsonOption = False, bank: BankOption = None) -> None:
    """What you answered that the bank does not have: it is kept, and counts again when a bank has it."""
    from quizdl.app.analysis import orphans

    opened = places.bank(bank)
    with closing(places.history(writing=False)) as history:
        found = orphans(opened, history)
    if as_json:
        terminal.emit(found)
        return
    from quizdl.cli.views.history import orphans_view

    terminal.console().print(orphans_view(found, None))


@app.command("export")
def export_history(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """The whole log as JSON Lines, one answer a line: enough to make the same history elsewhere, with `merge`."""
    from quizdl.app.history import export, export_to

    with closing(places.history(writing=False)) as history:
        if output is None:
            for line in export(history):
                terminal.write(line)
            return
        export_to(history, output)
    if as_json:
        terminal.emit({"path": output, "bytes": output.stat().st_size})
    else:
        terminal.console().print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


@app.command("merge")
def merge_histories(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports, or other histories.")],
    bank: Annotated[
        str | None,
        typer.Option(
            "--bank", "-b", metavar="NAME", help="Count them for this added bank: answers from before it was."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Adds the answers of exports or other histories that this one lacks.

    In any order, any number of times, the result is the same. Then the schedules follow from all answers.
    """
    from quizdl.app.history import merge

    of_bank: tuple[str, Collection[str]] = ("", ())
    if bank is not None:
        from quizdl.app.banks import find

        opened = places.bank(find(places.home(), bank).root)
        of_bank = (f"{bank}/", {*opened.ids(), *opened.derivation_titles()})
    with closing(places.history(writing=True)) as history, terminal.progress("replaying") as progress:
        merged = merge(history, files, progress, *of_bank)
    if bank is not None and not (merged.added or merged.known):
        raise UsageError(
            f"none of these answers are to questions of {bank}", "quizdl bank list --banks shows the banks"
        )
    _say(merged, as_json=as_json)


@app.command("sync")
def sync_histories(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER",
            envvar="QUIZDL_SYNC",
            show_envvar=False,
            help="A shared folder, a checkout, or a URL (quizdl[remote]).",
        ),
    ],
    anew: Annotated[
        bool, typer.Option("--anew", metavar="", help="Write all of it, although the folder has lost what it had.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """One history on several machines, without a server: writes to a shared folder what it lacks, and adds what the others wrote.

    Run it on each machine, in any order and as often as you like; even at once. QUIZDL_SYNC names the folder for good.
    """
    from quizdl.app.shared_folder import open_folder
    from quizdl.app.sync import sync

    opened = open_folder(folder)
    with closing(places.history(writing=True)) as history, terminal.progress("reading") as progress:
        synced = sync(history, opened, progress, anew=anew)
    if as_json:
        terminal.emit(synced)
        return
    from quizdl.cli.views.history import synced_view

    terminal.console().print(synced_view(synced))


@app.command("restore")
def restore_backup(
    backup: Annotated[str | None, typer.Argument(metavar="BACKUP", help="Its name, or a file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Adds the answers of a backup that the history lacks; nothing is taken away. Without a backup it lists them.

    The history is checked first. If it is damaged, it is set aside, and what can be read is saved.
    """
    from quizdl.app.history import restore
    from quizdl.history.backups import backups

    home = places.home()
    with terminal.progress("checking"):  # years of answers take seconds
        opened = places.history(writing=True, check=True)
    with closing(opened) as history:
        if backup is not None:
            with terminal.progress("replaying") as progress:
                merged = restore(history, home, backup, progress)
            _say(merged, as_json=as_json)
            return
    found = backups(home)
    if as_json:
        terminal.emit(found)
        return
    from quizdl.cli.views.history import backups_view

    terminal.console().print(backups_view(found))


def _say(merged: Merged, *, as_json: bool) -> None:
    if as_json:
        terminal.emit(merged)
        return
    from quizdl.cli.views.history import merged_view

    terminal.console().print(merged_view(merged))
