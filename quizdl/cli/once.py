"""Grades a file, or a class's files, once. Imports neither Typer nor Rich: the verdict waits for what is loaded before the answers are sent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizdl.cli import places, terminal
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement
    from quizdl.history.store import History


def plainly(arguments: list[str], bank: str | None) -> int | None:
    """Runs a command line that is `derive ID --file FILE`, as an editor says it at every save, or `grade FILE|FOLDER… --derivation ID`.

    Args:
        arguments: the command line.
        bank: the bank that the environment names, if it does.

    Returns:
        The exit code; None if the command line says anything else.
    """
    match arguments:
        case ["derive", name, "--file" | "-f", file] if name and file and "-" not in (name[0], file[0]):
            return grade_once(_bank(bank), name, Path(file), None, None, as_json=False)
        case ["grade", *words]:
            paths, options = [], {"--bank": bank or "", "--derivation": ""}
            left = iter(words)
            for word in left:
                if word == "--json":
                    options[word] = word
                elif word in ("--derivation", "-d", "--bank"):
                    options["--bank" if word == "--bank" else "--derivation"] = next(left, "-")
                else:
                    paths.append(word)
            named = [*paths, options["--derivation"]]
            if paths and all(named) and not any(word.startswith("-") for word in (*named, options["--bank"])):
                as_json = "--json" in options
                return grade_all(_bank(options["--bank"]), list(map(Path, paths)), named[-1], as_json=as_json)
    return None


def _bank(folder: str | None) -> Bank:
    return places.bank(Path(folder) if folder else None)


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


def grade_all(
    bank: Bank,
    paths: Sequence[Path],
    name: str,
    *,
    as_json: bool,
    seed: int | None = None,
    seconds: int | None = None,
    trusted: bool = False,
) -> int:
    """The verdicts on other people's answers, shown one by one. Nothing is recorded.

    Returns:
        The exit code.

    Raises:
        UsageError: there is no such derivation, or no answer.
    """
    from quizdl.app.grade_many import SECONDS, answers_in
    from quizdl.app.grader import grader

    asked = bank.derivation(name)
    if asked is None:
        raise bank.no_derivation(name)
    submissions = grader().many(asked, answers_in(paths), seed=seed, seconds=seconds or SECONDS, trusted=trusted)
    done = []
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
