"""`quizdl bank import` and `quizdl bank export`: notes of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, TopicOption
from quizdl.errors import GOOD, WRONG

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="apkg, csv, tsv, markdown or hashcards; else the file's name says it."
    ),
]


def import_bank(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An .apkg, .csv, .tsv or .md file, or a folder of hashcards decks.")
    ],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FOLDER", help="The new bank; else a folder of the file's name.")
    ] = None,
    how: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """A bank from somebody's notes: Anki packages, tables, question lists in Markdown, hashcards decks.

    What quizdl cannot grade is said line by line, and kept in a question list to be edited and imported in turn. Answers given in
    Anki come as a file for `quizdl history merge`.
    """
    from quizdl.app.exchange import import_notes

    with terminal.progress("reading") as progress:
        imported = import_notes(file, into or Path(file.resolve().stem), how, progress)
    if as_json:
        terminal.emit(
            {
                "folder": imported.folder, "questions": imported.questions, "kinds": dict(imported.kinds), "media": imported.media,
                "reviews": imported.reviews, "undecided": len(imported.undecided), "findings": len(imported.findings),
            }
        )  # fmt: skip
        for finding in (*imported.undecided, *imported.findings):
            terminal.emit(finding)
    else:
        from quizdl.cli.views.exchange import imported_view

        for finding in (*imported.undecided, *imported.findings):
            terminal.write(terminal.plain(str(finding)))
        terminal.console().print(imported_view(imported))
    raise typer.Exit(WRONG if imported.undecided or imported.findings else GOOD)


def export_bank(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .apkg, .csv, .tsv or .md file.")],
    topic: TopicOption = None,
    how: FormatOption = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """The questions as notes for other programs: an Anki package, a table, a list in Markdown, a hashcards deck."""
    from quizdl.app.exchange import export_notes

    exported = export_notes(places.bank(bank), file, topic, how)
    if as_json:
        terminal.emit(exported)
    else:
        terminal.console().print(f"{exported.path}: {exported.notes} notes")


def add_to(app: typer.Typer) -> None:
    """Makes these commands of a group."""
    app.command("import")(import_bank)
    app.command("export")(export_bank)
