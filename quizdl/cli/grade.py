"""`quizdl grade`: other people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.once import as_contract
from quizdl.cli.options import BankOption, JsonOption
from quizdl.errors import GOOD, WRONG


def grade(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="The answers.")],
    derivation: Annotated[str, typer.Option("--derivation", "-d", metavar="ID", help="What they answer.")],
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, max=2**32 - 1, metavar="N", help="Draw the cases of an earlier grading."),
    ] = None,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=600, metavar="N", help="How long each may run.")] = 2,
    trust_submissions: Annotated[
        bool,
        typer.Option("--trust-submissions", metavar="", help="Run them even where this machine is not safe from them."),
    ] = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> int:
    """Grades other people's answers, all on the same cases. Nothing is recorded in your history.

    Exits with 1 if one of them is not right.
    """
    from quizdl.app.grade_many import answers_in
    from quizdl.app.grader import grader

    opened = places.bank(bank)
    asked = opened.derivation(derivation)
    if asked is None:
        raise opened.no_derivation(derivation)
    files = answers_in(paths)
    done = []
    submissions = grader().many(asked, files, seed=seed, seconds=seconds, trusted=trust_submissions)
    if as_json:
        for submission in submissions:
            done.append(submission)
            graded = as_contract(submission.judgement) if submission.judgement else {"outcome": "error"}
            terminal.emit({"path": submission.path, **graded, "says": submission.says})
    else:
        from quizdl.cli.views.submissions import row, summary

        console = terminal.console()
        for submission in submissions:
            done.append(submission)
            console.print(row(submission, console.width))
        console.print(summary(done, asked))
    right = all(submission.judgement and submission.judgement.outcome == "correct" for submission in done)
    return GOOD if right else WRONG
