"""`quizdl grade`: other people's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import completion, places, terminal
from quizdl.cli.options import BankOption, JsonOption, TrustOption, seed_option
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.app.classroom import Classroom
    from quizdl.app.grade_many import Graded
    from quizdl.bank.compiled import Bank
    from quizdl.domain.derivation import Derivation
    from quizdl.grading.similarity import Pair


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
    asked = _asked(places.bank(bank, trust=trust), derivation, track)
    outputs = [path for path in (results, feedback, report, csv) if path]
    _can_be_written(feedback, report, csv)
    from quizdl.app.classroom import Classroom, alike
    from quizdl.app.submissions import handed_in
    from quizdl.cli.views.submissions import row, summary

    handed = handed_in(paths, list(asked), ignoring=outputs)
    pairs = alike(asked, handed)
    found = Classroom(asked, handed, [], pairs, track or "")
    graded = []
    console = terminal.console()
    quietly = as_json and console.is_terminal  # the lines are the progress
    with nullcontext(lambda *_: None) if quietly else terminal.progress("grading", console) as progress:
        progress(0, len(handed.submissions))
        for one in _graded(found, seed, seconds, results, cluster, trust_submissions):
            graded.append(one)
            if as_json:
                terminal.emit(_contract(one, pairs[one.submission.derivation] if one.digest else ()))
            elif not track:
                console.print(row(one, console.width))
            progress(len(graded), len(handed.submissions))
    found = Classroom(asked, handed, graded, pairs, track or "")
    _write(found, feedback, report, csv)
    if not as_json:
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


def _graded(
    found: Classroom, seed: int | None, seconds: int | None, results: Path | None, cluster: str | None, trusted: bool
) -> Iterator[Graded]:
    from quizdl.app.grade_many import grade_many, this_machine

    if cluster is None:
        place = this_machine()
    else:
        from quizdl.app import cluster as dask

        place = dask.cluster(cluster)
    from quizdl.app.results import results as kept

    with kept(results, found.asked, seed, seconds) as known, place as where:
        yield from grade_many(
            found.asked, found.handed.submissions, where, seed=known.seed, seconds=known.seconds, trusted=trusted,
            known=known.known, keep=known.keep,
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


def _can_be_written(feedback: Path | None, report: Path | None, csv: Path | None) -> None:
    """Says before anything is graded what could not be written after it."""
    for path in filter(None, (report, csv)):
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


def _write(found: Classroom, feedback: Path | None, report: Path | None, csv: Path | None) -> None:
    """All files that were asked for."""
    from quizdl.app.files import write_whole

    if csv:
        from quizdl.app.class_table import table

        write_whole(csv, table(found))
    if report:
        from quizdl.cli.views.class_report import class_report

        write_whole(report, [class_report(found, terminal.now().astimezone())])
    if feedback:
        from quizdl.app.class_table import file_names
        from quizdl.cli.views.feedback import feedback as words

        scores = {student: found.score(own) for student, own in found.best().items()}
        of: dict[str, list[Graded]] = {student: [] for student in scores}
        for one in found.graded:
            of[one.submission.student].append(one)
        for student, name in file_names(list(of)).items():
            write_whole(feedback / f"{name}.md", [words(student, found.asked, of[student], scores[student])])
