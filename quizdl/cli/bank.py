"""`quizdl bank`: list, show, check, and answer one question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, SeedOption, TopicOption, help_without_command
from quizdl.errors import GOOD, WRONG

app = typer.Typer(
    help="The content: list, show and check it, and grade one answer.",
    callback=help_without_command,
    invoke_without_command=True,
)


@app.command("list")
def list_questions(topic: TopicOption = None, as_json: JsonOption = False, bank: BankOption = None) -> None:
    """All questions and templates."""
    opened = places.bank(bank)
    if topic is not None:
        opened.topic(topic)
    entries = opened.entries(topic)
    if as_json:
        terminal.emit(entries)
        return
    from quizdl.cli.views.bank import entries_view

    console = terminal.console()
    console.print(entries_view(entries, opened.topics, console.width))


@app.command()
def show(
    question: Annotated[str, typer.Argument(metavar="ID", help="A question or template.")],
    seed: SeedOption = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """One question with its answer, explanation and source."""
    from dataclasses import asdict

    from quizdl.app.drill import show as show_question

    opened = places.bank(bank)
    entry = opened.entry(question)
    asked = show_question(opened, entry, seed or 0)
    if as_json:
        own = asked.question
        terminal.emit(
            {
                **asdict(entry), "prompt": asked.prompt, "options": list(asked.options), "form": asked.form, "hint": asked.hint,
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
    question: Annotated[str, typer.Argument(metavar="ID", help="A question or template.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer, as it would be typed.")],
    seed: SeedOption = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Grade one answer without a drill; nothing is recorded."""
    from dataclasses import asdict

    from quizdl.app.drill import show as show_question

    opened = places.bank(bank)
    entry = opened.entry(question)
    verdict = show_question(opened, entry, seed or 0).grade(text)
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
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Everything that is wrong with a bank, as `path:line: what, what to do`. Executes nothing of it."""
    from quizdl.bank.check import Checked
    from quizdl.bank.find import find_bank

    checked = Checked(find_bank(path or bank, Path.cwd()))
    if as_json:
        for finding in checked.findings:
            terminal.emit(finding)
    else:
        for finding in checked.findings:
            terminal.write(terminal.plain(str(finding)))
        questions = sum(len(items) for items in checked.items.values())
        words = f"{questions} questions and {len(checked.derivations)} derivations checked"
        terminal.write(f"{words}: {len(checked.findings) or 'no'} finding{'' if len(checked.findings) == 1 else 's'}")
    raise typer.Exit(WRONG if checked.findings else GOOD)
