"""The generated parts of the documentation; `cog -r README.md question_bank/*.md docs/*.md` puts them in place."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer.main
import yaml

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.editorial import RULES
from quizdl.bank.schema import AT_A_START, Contents, TopicContents, TrackContents
from quizdl.cli.application import application
from quizdl.domain.question import Question
from quizdl.history.rows import LOGS

BANK = Path(__file__).parent.parent / "question_bank"
LATEST = Path(__file__).parent.parent / "benchmarks" / "latest.json"
"""What `python -m benchmarks` measured last."""


def commands() -> str:
    """Every command with its options, as Markdown."""
    return "\n".join(_commands(typer.main.get_command(application()), "quizdl")).strip()


def _commands(command: Any, name: str) -> Iterator[str]:  # Typer carries a Click of its own, or the installed one
    if children := getattr(command, "commands", None):
        for child in children.values():
            yield from _commands(child, f"{name} {child.name}")
        return
    arguments = [p.metavar or p.name for p in command.params if p.param_type_name == "argument"]
    yield f"## `{' '.join([name, *arguments])}`"
    yield ""
    yield _one_line(command.help or "")
    yield ""
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.help:
            value = "" if parameter.is_flag else f" {parameter.metavar or ''}".rstrip()
            names = ", ".join(f"`{option}`" for option in parameter.opts[:-1])
            last = f"`{parameter.opts[-1]}{value}`"
            yield f"* {names + ', ' if names else ''}{last}: {parameter.help}"
    yield ""


@cache
def _checked() -> tuple[Checked, Contents]:
    """The bank that comes with quizdl, which takes seconds to check."""
    checked = Checked(BANK, draws=AT_A_START)
    if checked.contents is None:
        raise LookupError(BANK)
    return checked, checked.contents


def kinds_of_question() -> str:
    """Every kind with its worked example, as Markdown."""
    return "\n".join(_kinds()).strip()


def _kinds() -> Iterator[str]:
    for name in kinds.names():
        cls = kinds.kind(name)
        yield f"### {name}"
        yield ""
        yield _one_line(inspect.getdoc(sys.modules[cls.__module__]) or "")
        yield ""
        yield f"{_one_line(inspect.getdoc(cls) or '')} Answer clock: {cls.default_seconds:g} s."
        yield ""
        yield "```yaml"
        fields = {"kind": name, **kinds.example(name).fields}
        text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=110)
        yield re.sub(r": null$", ":", text, flags=re.MULTILINE).strip()
        yield "```"
        yield ""
        if poor := kinds.example(name).poor:
            prompt, answer, why = poor
            yield f"A poor one: *{prompt}* → `{answer}`. {why}"
            yield ""


def counted() -> str:
    """How much the bank holds, in a sentence."""
    checked, contents = _checked()
    items = [item for found in checked.items.values() for item in found]
    templates = sum(item.generated for item in items)
    topics = contents.topics.values()
    return (
        f"The bank that comes with it holds {len(items) - templates} questions, {templates} templates that generate more, and "
        f"{len(checked.derivations)} derivations, on {sum(len(topic.subtopics) for topic in topics)} subtopics of {len(topics)} topics."
    )


def rules() -> str:
    """The editorial rules, as a Markdown table."""
    rows = [f"| {rule.code} | {rule.asks} | {rule.why} |" for rule in RULES]
    return "\n".join(["| code | what it asks for | why |", "| --- | --- | --- |", *rows])


def coverage() -> str:
    """Each row of the outline with the questions, templates and derivations that cover it, as a Markdown table."""
    checked, contents = _checked()
    covering: dict[str, list[str]] = {row: [] for row in contents.outline}
    for item in (item for found in checked.items.values() for item in found):
        for row in item.fields.get("fields", item.fields).get("covers", ()):
            covering[row].append(item.id)
    for derivation in checked.derivations.values():
        for row in derivation.covers:
            covering[row].append(f"*{derivation.id}*")
    unasked = contents.unasked
    rows = (
        f"| {row} | {text} | {', '.join(covering[row]) or 'not asked: ' + unasked.get(row, '?')} |"
        for row, text in contents.outline.items()
    )
    return "\n".join(["| row | the deck says | asked by |", "| --- | --- | --- |", *rows])


def derivations() -> str:
    """Every track with its derivations, and those of none, as Markdown tables."""
    checked, contents = _checked()
    found = {d.id: d for d in checked.derivations.values()}
    parts = []
    for name, track in contents.tracks.items():
        parts.append(f"## {track.title}\n\n`quizdl derive {name}`\n")
        parts.append(_derivations([found[each] for each in track.derivations]))
    tracked = {each for track in contents.tracks.values() for each in track.derivations}
    if alone := [d for name, d in found.items() if name not in tracked]:
        parts.append("## In no track\n")
        parts.append(_derivations(alone))
    return "\n".join(parts).strip()


def _derivations(shown: list[Any]) -> str:
    rows = [f"| `{d.id}` | {d.title} | {d.level} | {d.minutes} | {len(d.mistakes)} |" for d in shown]
    return "\n".join(["| id | what | level | minutes | mistakes known |", "|---|---|---|---|---|", *rows, ""])


def fields_of_questions() -> str:
    """The fields of every question and of each kind, and those of bank.yaml, as Markdown tables."""
    tables: list[tuple[str, Any]] = [("Every question", Question)]
    tables += [(f"kind: {name}", kinds.kind(name)) for name in kinds.names()]
    tables += [("bank.yaml", Contents), ("bank.yaml: a topic", TopicContents), ("bank.yaml: a track", TrackContents)]
    common = {field.name for field in dataclasses.fields(Question)}
    return "\n\n".join(
        f"#### {title}\n\n{_fields(cls, leave_out=set() if cls is Question else common)}" for title, cls in tables
    )


def fields_of_events() -> str:
    """The fields of what the history's export holds, as Markdown tables."""
    return "\n\n".join(f"#### `{name}`\n\n{_fields(cls)}" for cls, (name, _) in LOGS.items())


def _fields(cls: Any, leave_out: Collection[str] = ()) -> str:
    rows = [
        f"| `{field.name}` | {_code(field.type)} | {'' if _optional(field) else 'yes'} |"
        for field in dataclasses.fields(cls)
        if field.name not in leave_out
    ]
    return "\n".join(["| field | type | needed |", "|---|---|---|", *rows])


def _code(kind: Any) -> str:
    return f"`{kind}`".replace("|", r"\|")


def _optional(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def measured() -> str:
    """The figures of the latest benchmarks, as Markdown."""
    latest = json.loads(LATEST.read_text(encoding="utf-8"))
    rows = [_measured_on(latest), "", "| what | figure | bound | date | from |", "|---|---|---|---|---|"]
    rows += [f"| {' | '.join((*_figure(figure), figure['date'], figure['detail']))} |" for figure in latest]
    return "\n".join(rows)


def claimed() -> str:
    """The latest figures that something was asked of, shorter."""
    latest = [figure for figure in json.loads(LATEST.read_text(encoding="utf-8")) if figure["bound"] is not None]
    dates = " to ".join(sorted({min(f["date"] for f in latest), max(f["date"] for f in latest)}))
    rows = [f"{_measured_on(latest)[:-1]}; {dates}.", "", "| what | figure | asked for |", "|---|---|---|"]
    rows += [f"| {' | '.join(_figure(figure))} |" for figure in latest]
    return "\n".join(rows)


def _measured_on(figures: list[dict[str, Any]]) -> str:
    return f"Measured on: {'; '.join(dict.fromkeys(figure['machine'] for figure in figures))}."


def _figure(figure: dict[str, Any]) -> tuple[str, str, str]:
    """What was measured, its value and its bound."""
    bound = ""
    if figure["bound"] is not None:
        missed = "" if figure["holds"] else " (missed)"
        bound = f"{'≤' if figure['at_most'] else '≥'} {figure['bound']:g} {figure['unit']}".strip() + missed
    return figure["what"], f"{figure['value']:.3g} {figure['unit']}".strip(), bound


def _one_line(text: str) -> str:
    return " ".join(text.split())
