"""`quizdl grade`: other people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizdl.cli import completion, places
from quizdl.cli.once import grade_all
from quizdl.cli.options import BankOption, JsonOption, TrustOption


def grade(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="The answers.")],
    derivation: Annotated[
        str,
        typer.Option(
            "--derivation", "-d", metavar="ID", autocompletion=completion.derivations, help="What they answer."
        ),
    ],
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, max=2**32 - 1, metavar="N", help="Draw the cases of an earlier grading."),
    ] = None,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=600, metavar="N", help="How long each may run.")] = 2,
    trust_submissions: Annotated[
        bool,
        typer.Option("--trust-submissions", metavar="", help="Run them even where this machine is not safe from them."),
    ] = False,
    trust: TrustOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> int:
    """Grades other people's answers, all on the same cases. Nothing is recorded in your history.

    Exits with 1 if one of them is not right.
    """
    return grade_all(
        places.bank(bank, trust=trust),
        paths,
        derivation,
        as_json=as_json,
        seed=seed,
        seconds=seconds,
        trusted=trust_submissions,
    )
