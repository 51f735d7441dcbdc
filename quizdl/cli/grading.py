"""Grades a class. Imports neither Typer nor, where JSON is wanted, Rich: the answers wait for what is loaded before they are sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl.cli import terminal
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.app.classroom import Classroom
    from quizdl.app.grade_many import Graded
    from quizdl.bank.compiled import Bank
    from quizdl.domain.derivation import Derivation
    from quizdl.grading.similarity import Pair


class Wishes(NamedTuple):
    """How a class is to be graded, and what is to be written of it: the options of `quizdl grade`."""

    seed: int | None = None
    seconds: int | None = None
    results: Path | None = None
    feedback: Path | None = None
    report: Path | None = None
    csv: Path | None = None
    cluster: str | None = None
    trust_submissions: bool = False
    as_json: bool = False


def grade_class(bank: Bank, paths: list[Path], derivation: str | None, track: str | None, wishes: Wishes) -> int:
    """Grades all that was handed in, shows it line by line, and writes what is asked for.

    Returns:
        The exit code.

    Raises:
        UsageError: it is not said what they answer, or there is no answer.
        QuizdlError: they cannot be graded, or the results not be written.
    """
    asked = _asked(bank, derivation, track)
    outputs = [path for path in (wishes.results, wishes.feedback, wishes.report, wishes.csv) if path]
    _can_be_written(wishes)
    from quizdl.app.classroom import Classroom, alike
    from quizdl.app.submissions import handed_in

    handed = handed_in(paths, list(asked), ignoring=outputs)
    pairs = alike(asked, handed)
    found = Classroom(asked, handed, [], pairs, track or "")
    graded = []
    console = None if wishes.as_json else terminal.console()
    quietly = wishes.as_json and sys.stdout.isatty()  # the lines are the progress
    with nullcontext(lambda *_: None) if quietly else terminal.progress("grading", console) as progress:
        progress(0, len(handed.submissions))
        for one in _graded(found, wishes):
            graded.append(one)
            if console is None:
                terminal.emit(_contract(one, pairs[one.submission.derivation] if one.digest else ()))
            elif not track:
                from quizdl.cli.views.submissions import row

                console.print(row(one, console.width))
            progress(len(graded), len(handed.submissions))
    found = Classroom(asked, handed, graded, pairs, track or "")
    _write(found, wishes)
    if console:
        from quizdl.cli.views.submissions import summary

        console.print(summary(found, console.width))
    complete = not track or len(graded) == len(handed.students) * len(asked)
    return GOOD if complete and all(one.right for one in graded) else WRONG


def _asked(opened: Bank, name: str | None, track: str | None) -> dict[str, Derivation]:
    """The derivations that are asked, by id."""
    if (name is None) == (track is None):
        raise UsageError("what do they answer?", "say one of --derivation ID and --track TRACK")
    if name is not None:
        if (found := opened.derivation(name)) is None:
            raise opened.no_derivation(name)
        return {name: found}
    known = opened.track(track or "")
    if known is None:
        raise UsageError(f"no track is called {track}", "quizdl derive lists them")
    return {one: found for one in known.derivations if (found := opened.derivation(one))}


def _graded(found: Classroom, wishes: Wishes) -> Iterator[Graded]:
    from quizdl.app.grade_many import grade_many, this_machine

    if wishes.cluster is None:
        place = this_machine()
    else:
        from quizdl.app import cluster as dask

        place = dask.cluster(wishes.cluster)
    from quizdl.app.results import results as kept

    with kept(wishes.results, found.asked, wishes.seed, wishes.seconds) as known, place as where:
        yield from grade_many(
            found.asked, found.handed.submissions, where, seed=known.seed, seconds=known.seconds,
            trusted=wishes.trust_submissions, known=known.known, keep=known.keep,
        )  # fmt: skip


def _contract(one: Graded, pairs: Sequence[Pair]) -> Mapping[str, Any]:
    """The JSON of one verdict."""
    name = one.submission.name
    others = [
        {"name": pair.second if pair.first == name else pair.first, "share": round(pair.share, 3)}
        for pair in pairs
        if name in (pair.first, pair.second)
    ]
    about = {"path": _printable(one.submission.path), "name": name, "student": one.submission.student}
    return {**about, **one.verdict, "similar": others}


def _printable(path: Path) -> str:
    from quizdl.app.submissions import printable

    return printable(str(path))


def _can_be_written(wishes: Wishes) -> None:
    """Says before anything is graded what could not be written after it."""
    report, feedback = wishes.report, wishes.feedback
    for path in filter(None, (report, wishes.csv)):
        if path.is_dir() or not path.absolute().parent.is_dir():
            why = "a folder" if path.is_dir() else "its folder is not there"
            raise UsageError(f"{path}: cannot be written ({why})", "name another file")
    if report:
        from quizdl.cli.views.report import draws

        draws()
    if feedback:
        try:
            feedback.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{feedback}: no folder ({error.strerror})", "name another one") from None


def _write(found: Classroom, wishes: Wishes) -> None:
    """All files that were asked for."""
    from quizdl.app.files import write_whole

    if wishes.csv:
        from quizdl.app.class_table import table

        write_whole(wishes.csv, table(found))
    if wishes.report:
        from quizdl.cli.views.class_report import class_report

        write_whole(wishes.report, [class_report(found, terminal.now().astimezone())])
    if wishes.feedback:
        from quizdl.app.class_table import file_names
        from quizdl.cli.views.feedback import feedback as words

        scores = {student: found.score(own) for student, own in found.best().items()}
        of: dict[str, list[Graded]] = {student: [] for student in scores}
        for one in found.graded:
            of[one.submission.student].append(one)
        for student, name in file_names(list(of)).items():
            write_whole(wishes.feedback / f"{name}.md", [words(student, found.asked, of[student], scores[student])])
