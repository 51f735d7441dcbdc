"""The commands of `quizdl bank` that make a bank, and add, update and remove those by others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import JsonOption

if TYPE_CHECKING:
    from quizdl.app.banks import Summary
    from quizdl.bank.check import Checked
    from quizdl.bank.find import Source
    from quizdl.bank.findings import Finding

BankName = Annotated[str, typer.Argument(metavar="NAME", help="An added bank.")]


def new(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="A folder that is not there yet.")],
    as_json: JsonOption = False,
) -> None:
    """A bank of your own: an example of each kind of question and a derivation, to be overwritten."""
    from quizdl.app.new_bank import new_bank

    path = new_bank(folder)
    if as_json:
        terminal.emit({"path": path})
        return
    terminal.write(terminal.plain(f"{path}: a bank with an example of each kind. Next:"))
    steps = {
        f"quizdl bank check {path} --watch": "while you write",
        f"quizdl drill --bank {path}": "try it",
        f"quizdl bank add {path}": "have it asked with all others",
    }
    for command, what in steps.items():
        terminal.write(terminal.plain(f"  {command:{max(map(len, steps))}}  {what}"))


def add(
    origin: Annotated[str, typer.Argument(metavar="FOLDER|ADDRESS", help="A bank's folder, or its git repository.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; else by where it is from.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Copy a bank by others; from then on it is asked with the built-in one, its ids after NAME/.

    Nothing of it is run but in the sandbox. A repository is fetched without its history, hooks, links and submodules.
    """
    from quizdl.app.banks import add as added
    from quizdl.app.exchange import REVIEWS

    found = added(places.home(), origin, name, terminal.now())
    _say("added", found, as_json)
    answers = Path(origin).expanduser() / REVIEWS
    if not as_json and answers.is_file():
        command = f"quizdl history merge {answers} --bank {found.bank.name}"
        terminal.write(terminal.plain(f"  {command}    adds the answers that came with its notes"))


def update(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An added bank; without it all.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Copy added banks again from where they are from. One that cannot be updated stays as it is."""
    from quizdl.app.banks import update as updated
    from quizdl.bank.added import added
    from quizdl.errors import FAILED, BankError

    failed = 0
    for chosen in [name] if name else [bank.name for bank in added(places.home())]:
        try:
            found = updated(places.home(), chosen, terminal.now())
        except BankError as error:
            if name:
                raise
            terminal.complain(error.message, error.hint)
            failed = FAILED
        else:
            _say("updated" if found.changed else "unchanged", found, as_json)
    raise typer.Exit(failed)


def remove(name: BankName, as_json: JsonOption = False) -> None:
    """Remove an added bank. What you answered of it stays in your history."""
    from quizdl.app.banks import remove as removed

    bank = removed(places.home(), name)
    if as_json:
        terminal.emit({"name": bank.name, "removed": True})
    else:
        terminal.write(f"{bank.name} removed; your answers to it are kept")


def schema(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="Only one question of this kind, such as choice.")
    ] = None,
) -> None:
    """The JSON Schema of a bank's YAML files, for editors: `# yaml-language-server: $schema=FILE` in the first line names it."""
    from quizdl.bank.json_schema import schema_of_files, schema_of_kind, written

    terminal.write(written(schema_of_files() if kind is None else schema_of_kind(kind)).rstrip())


def list_banks(*, as_json: bool) -> None:
    """The built-in bank and those that were added."""
    from quizdl.bank.added import BUILT_IN, Added, added

    known = {bank.root.resolve(): bank for bank in added(places.home())}
    rows = []
    for source in places.sources(None):
        bank = known.get(source.root.resolve()) or Added(BUILT_IN, source.root)
        rows.append({**bank._asdict(), **_held(source)})
    if as_json:
        terminal.emit(rows)
        return
    from quizdl.cli.views.bank import banks_view

    console = terminal.console()
    console.print(banks_view(rows, console.width))


def _held(source: Source) -> dict[str, Any]:
    """What a bank holds, or why it cannot be used."""
    from quizdl.bank.compiled import open_bank
    from quizdl.errors import BankError

    try:
        opened = open_bank(source, places.cache())
    except BankError as error:
        return {"title": "", "questions": 0, "derivations": 0, "says": error.message}
    counts = {"questions": len(opened.ids()), "derivations": len(opened.derivations())}
    return {"title": opened.title, **counts, "says": ""}


def _say(what: str, found: Summary, as_json: bool) -> None:
    from quizdl.cli.views.style import plural

    bank = found.bank
    if as_json:
        terminal.emit({**bank._asdict(), "title": found.title, "questions": found.questions,
                       "derivations": found.derivations, "changed": found.changed})  # fmt: skip
        return
    held = f"{plural(found.questions, 'question')} and {plural(found.derivations, 'derivation')}"
    at = f" at {bank.commit[:10]}" if bank.commit else ""
    terminal.write(terminal.plain(f"{bank.name} {what}{at}: {found.title}, {held}"))
    if what == "added":
        terminal.write(f"  quizdl drill --bank {bank.name}    asks from it alone; quizdl drill from all")


def watch(root: Path, check: Callable[[], object], *, as_json: bool) -> None:
    """Checks a bank now and at every save, on a terminal in place, until Ctrl-C."""
    from watchfiles import watch as changes

    drawn = terminal.interactive() and not as_json
    first = True
    with suppress(KeyboardInterrupt):
        # it yields without a change, too: so the first check comes when saves are seen already, and none is missed
        for changed in changes(root, yield_on_timeout=True, rust_timeout=200):
            if not (first or changed):
                continue
            if drawn:
                terminal.console().clear()
            elif not (first or as_json):
                terminal.write("")
            check()
            first = False
            if drawn:
                terminal.write(f"Checked at {terminal.now().astimezone():%H:%M:%S}; waiting for a save. Ctrl-C ends.")
    if drawn:
        terminal.write("")  # behind the terminal's own ^C


def write_findings(checked: Checked, findings: Sequence[Finding], also: str = "") -> None:
    """What a check found, a line each, and how much was checked."""
    from quizdl.cli.views.style import plural

    for finding in findings:
        terminal.write(terminal.plain(str(finding)))
    questions = sum(len(items) for items in checked.items.values())
    words = f"{plural(questions, 'question')} and {plural(len(checked.derivations), 'derivation')} checked{also}"
    terminal.write(f"{words}: {plural(len(findings), 'finding') if findings else 'no findings'}")
