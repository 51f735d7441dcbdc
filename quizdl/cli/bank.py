"""`quizdl bank`: list, show, check, and answer one question; what makes and adds banks is in `banks.py`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import banks, completion, exchange, places, terminal
from quizdl.cli.options import BankOption, JsonOption, SeedOption, TopicOption, TrustOption, group
from quizdl.errors import GOOD, WRONG, UsageError

if TYPE_CHECKING:
    from quizdl.app.mutants import Score
    from quizdl.domain.derivation import Derivation

QuestionArgument = Annotated[
    str, typer.Argument(metavar="ID", autocompletion=completion.questions, help="A question or template.")
]

app = group("The content: list, show and check it, grade one answer, and add banks by others.")
exchange.add_to(app)


@app.command("list")
def list_questions(
    topic: TopicOption = None,
    the_banks: Annotated[bool, typer.Option("--banks", metavar="", help="The banks, not what is in them.")] = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """All questions and templates, or the banks that they are from."""
    if the_banks:
        banks.list_banks(as_json=as_json)
        return
    opened = places.bank(bank)
    if topic is not None:
        opened.topic(topic)
    entries = opened.entries(topic)
    if as_json:
        terminal.emit([entry._asdict() for entry in entries])
        return
    from quizdl.cli.views.bank import entries_view

    console = terminal.console()
    console.print(entries_view(entries, opened.topics, console.width))


@app.command()
def show(
    question: QuestionArgument,
    seed: SeedOption = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """One question with its answer, explanation and source."""
    opened = places.bank(bank)
    entry = opened.entry(question)
    asked = opened.asked(entry, seed or 0)
    if as_json:
        own = asked.question
        terminal.emit(
            {
                **entry._asdict(), "prompt": asked.prompt, "options": list(asked.options), "form": asked.form, "hint": asked.hint,
                "expected": own.expected(), "explanation": own.explanation, "source": own.source, "covers": list(own.covers),
                "reviewed": own.reviewed, "reading_seconds": asked.reading_seconds,
            }
        )  # fmt: skip
        return
    from quizdl.cli.views.bank import entry_view

    console = terminal.console()
    console.print(entry_view(entry, asked, console.width))


@app.command()
def answer(
    question: QuestionArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer, as it would be typed.")],
    seed: SeedOption = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Grade one answer without a drill; nothing is recorded."""
    from dataclasses import asdict

    opened = places.bank(bank)
    entry = opened.entry(question)
    verdict = opened.asked(entry, seed or 0).grade(text)
    if as_json:
        terminal.emit({"question": entry.id, **asdict(verdict)})
    else:
        from quizdl.cli.views.style import marked

        console = terminal.console()
        console.print(marked(verdict.outcome))
        if verdict.says:
            console.print(verdict.says)
        if verdict.outcome != "correct":
            console.print(f"Answer: {verdict.expected}")
    raise typer.Exit(GOOD if verdict.outcome == "correct" else WRONG)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="A bank; without it the one in use.")] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Run the derivations in the sandbox: what they declare must be so.")
    ] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Edit each reference in one place: the cases must reject it.")
    ] = False,
    derivation: Annotated[
        list[str] | None,
        typer.Option(
            "--derivation",
            "-d",
            metavar="ID",
            autocompletion=completion.derivations,
            help="Prove, or edit, only this one; can be repeated.",
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", metavar="", help="Check again at every save, until Ctrl-C.")
    ] = False,
    seed: SeedOption = None,
    trust: TrustOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Everything that is wrong with a bank, as `path:line: what, what to do`; editorial rules with their codes.

    Executes nothing of it, unless it is to prove its derivations or to edit their references: then it runs them in the sandbox.
    """
    from dataclasses import replace

    from quizdl.bank.added import BUILT_IN
    from quizdl.bank.check import Checked
    from quizdl.bank.editorial import editorial

    source = places.sources(path or bank or Path(BUILT_IN))[0]
    if watch:
        banks.watch(source.root, as_json=as_json)
        return
    checked = Checked(source.root)
    findings = sorted([*checked.findings, *editorial(checked)])
    trusted = trust or source.trusted
    chosen = [replace(d, trusted=trusted) for d in _chosen(checked.derivations.values(), derivation)]
    given = {} if seed is None else {"seed": seed}
    if prove:
        from quizdl.app.prove import prove_all

        with _progress(as_json) as shown:
            findings += prove_all(chosen, progress=shown("Proving", len(chosen)), **given)
    scores: list[Score] = []
    if mutants:
        from quizdl.app.mutants import scores_of, too_few

        with _progress(as_json) as shown:
            scores = list(scores_of(chosen, progress=shown("Editing", len(chosen)), **given))
        findings += [finding for score in scores for finding in score.findings] + too_few(scores)
    if as_json:
        for finding in findings:
            terminal.emit(finding)
        for score in scores:
            terminal.emit(as_contract(score))
    else:
        if scores:
            from quizdl.cli.views.bank import scores_view

            console = terminal.console()
            console.print(scores_view(scores, console.width))
        also = f", {len(chosen)} of them {' and '.join(['proved'] * prove + ['edited'] * mutants)}"
        banks.write_findings(checked, findings, also if prove or mutants else "")
    raise typer.Exit(WRONG if findings else GOOD)


for command in (banks.new, banks.add, banks.update, banks.remove, banks.schema):
    app.command()(command)


def _chosen(derivations: Iterable[Derivation], names: list[str] | None) -> list[Derivation]:
    """The derivations that are named, or all.

    Raises:
        UsageError: one is not there, or has findings itself.
    """
    known = {derivation.id: derivation for derivation in derivations}
    for name in names or ():
        if name not in known:
            from quizdl.bank.findings import nearest

            hint = (
                "it may have findings: quizdl bank check lists them" if known else "the bank has none without findings"
            )
            raise UsageError(f"there is no derivation {name!r}{nearest(name, known)}", hint)
    return [known[name] for name in names] if names else list(known.values())


def as_contract(score: Score) -> dict[str, Any]:
    """The JSON of a mutation score, as the contract has it."""
    survivors = [{"path": score.path, "line": mutant.line, "edit": mutant.edit} for mutant in score.survivors]
    return {
        "derivation": score.derivation,
        "mutants": score.mutants,
        "killed": score.killed,
        "equivalent": score.equivalent,
        "rate": score.rate,
        "survivors": survivors,
    }


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int], Callable[[str], None]]]:
    """What shows, on a terminal, which of how many is being worked on."""
    if quiet or not terminal.interactive():
        yield lambda what, count: lambda name: None
        return
    with terminal.console().status("") as status:

        def counted(what: str, count: int) -> Callable[[str], None]:
            numbers = itertools.count(1)
            return lambda name: status.update(f"{what} {next(numbers)} of {count}: {name}")

        yield counted
