"""The generated parts of the documentation; `cog -r README.md question_bank/*.md` puts them in place."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
import yaml

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.editorial import RULES
from quizdl.cli.application import application

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
    yield f"**`{' '.join([name, *arguments])}`** – {_one_line(command.help or '')}"
    yield ""
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.help:
            value = "" if parameter.is_flag else f" {parameter.metavar or ''}".rstrip()
            names = ", ".join(f"`{option}`" for option in parameter.opts[:-1])
            last = f"`{parameter.opts[-1]}{value}`"
            yield f"* {names + ', ' if names else ''}{last}: {parameter.help}"
    yield ""


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
    checked = Checked(BANK)
    if checked.contents is None:
        raise LookupError(BANK)
    items = [item for found in checked.items.values() for item in found]
    templates = sum(item.generated for item in items)
    topics = checked.contents.topics.values()
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
    checked = Checked(BANK)
    if checked.contents is None:
        raise LookupError(BANK)
    covering: dict[str, list[str]] = {row: [] for row in checked.contents.outline}
    for item in (item for found in checked.items.values() for item in found):
        for row in item.fields.get("fields", item.fields).get("covers", ()):
            covering[row].append(item.id)
    for derivation in checked.derivations.values():
        for row in derivation.covers:
            covering[row].append(f"*{derivation.id}*")
    unasked = checked.contents.unasked
    rows = (
        f"| {row} | {text} | {', '.join(covering[row]) or 'not asked: ' + unasked.get(row, '?')} |"
        for row, text in checked.contents.outline.items()
    )
    return "\n".join(["| row | the deck says | asked by |", "| --- | --- | --- |", *rows])


def measured() -> str:
    """The figures of the latest benchmarks, as Markdown."""
    latest = json.loads(LATEST.read_text(encoding="utf-8"))
    machines = "; ".join(dict.fromkeys(figure["machine"] for figure in latest))
    rows = [
        f"Measured on: {machines}.",
        "",
        "| what | figure | bound | date | from |",
        "|---|---|---|---|---|",
    ]
    for figure in latest:
        bound = ""
        if figure["bound"] is not None:
            missed = "" if figure["holds"] else " (missed)"
            bound = f"{'≤' if figure['at_most'] else '≥'} {figure['bound']:g} {figure['unit']}".strip() + missed
        value = f"{figure['value']:.3g} {figure['unit']}".strip()
        rows.append(f"| {figure['what']} | {value} | {bound} | {figure['date']} | {figure['detail']} |")
    return "\n".join(rows)


def _one_line(text: str) -> str:
    return " ".join(text.split())
