"""The plainest command lines that grade. Imports neither Typer nor Rich: the verdict waits for what is loaded before the answers are sent."""

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
            return _class_plainly(words, bank)
    return None


def _class_plainly(words: list[str], bank: str | None) -> int | None:
    """Grades a class if it is said with no more than paths, a derivation, a bank and `--json`."""
    paths: list[Path] = []
    options = {"--bank": bank or "", "--derivation": ""}
    left = iter(words)
    for word in left:
        if word in ("--bank", "--derivation", "-d"):
            options["--bank" if word == "--bank" else "--derivation"] = next(left, "-")
        elif word != "--json":
            paths.append(Path(word))
    folder, derivation = options.values()
    if not (paths and derivation) or any(word.startswith("-") for word in (*map(str, paths), derivation, folder)):
        return None
    from quizdl.cli.grading import Wishes, grade_class

    return grade_class(_bank(folder), paths, derivation, None, Wishes(as_json="--json" in words))


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
