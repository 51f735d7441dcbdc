"""`quizdl grade`: other people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizdl.cli import completion, places
from quizdl.cli.grading import Wishes, grade_class
from quizdl.cli.options import BankOption, JsonOption, TrustOption, seed_option


def grade(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="The answers.")],
    derivation: Annotated[
        str | None,
        typer.Option(
            "--derivation", "-d", metavar="ID", autocompletion=completion.derivations, help="What they answer."
        ),
    ] = None,
    track: Annotated[
        str | None,
        typer.Option("--track", metavar="TRACK", help="Each student's folder answers a track: a file ID.py each."),
    ] = None,
    seed: Annotated[
        int | None,
        seed_option("Draw the cases of an earlier grading."),
    ] = None,
    seconds: Annotated[
        int | None,
        typer.Option("--seconds", min=1, max=600, metavar="N", help="How long each may run; 2 unless you say."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(
            "--results", metavar="FILE", help="Keep each verdict in this file (JSON Lines), and go on from it."
        ),
    ] = None,
    feedback: Annotated[
        Path | None,
        typer.Option("--feedback", metavar="FOLDER", help="Write each student a file of what to mend (Markdown)."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write the class's results as one HTML page (quizdl[report])."),
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the scores as a table.")] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster", metavar="ADDRESS", help="Grade on a Dask cluster: tcp://HOST:8786 (quizdl[cluster])."
        ),
    ] = None,
    trust_submissions: Annotated[
        bool,
        typer.Option("--trust-submissions", metavar="", help="Run them even where this machine is not safe from them."),
    ] = False,
    trust: TrustOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> int:
    """Grades other people's answers, all on the same cases. Nothing is recorded in your history.

    One folder is a class: each file, or each folder, in it is a student's. Exits with 1 if one of them is not right.
    """
    chosen = Wishes(seed, seconds, results, feedback, report, csv, cluster, trust_submissions, as_json)
    return grade_class(places.bank(bank, trust=trust), paths, derivation, track, chosen)
