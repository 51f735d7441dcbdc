"""Questions of a bank, as an author looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.cli.views.question import options_view
from quizdl.cli.views.style import KEY, QUIET, RIGHT, TITLE, WARN, indented, plural, rule
from quizdl.domain.catalogue import Entry, Topic
from quizdl.domain.question import Asked

if TYPE_CHECKING:
    from quizdl.app.mutants import Score


def entries_view(entries: Sequence[Entry], topics: Sequence[Topic], width: int) -> RenderableType:
    """All entries, by topic."""
    parts: list[RenderableType] = []
    longest = max((len(entry.id) for entry in entries), default=0)
    columns = 4 if width >= 80 else 3 if width >= 55 else 1
    for topic in topics:
        own = [entry for entry in entries if entry.topic == topic.id]
        if not own:
            continue
        parts += [Text(), rule(f"{topic.title} · {topic.id} · {len(own)}")]
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style=KEY, overflow="fold", min_width=min(longest, width - 28))
        for _ in range(columns - 1):
            table.add_column(style=QUIET, no_wrap=True)
        for entry in own:
            kind = f"{entry.kind.replace('_', ' ')}{' (generated)' if entry.generated and columns == 4 else ''}"
            cells = (entry.id, f"{kind:<{21 if columns == 4 else 15}}", f"level {entry.level}", entry.subtopic)
            table.add_row(*cells[:columns])
        parts.append(indented(table))
    return Group(*parts, Text())


def entry_view(entry: Entry, asked: Asked, width: int) -> RenderableType:
    """One question with everything an author wants to see."""
    question = asked.question
    parts: list[RenderableType] = [
        Text(),
        rule(f"{entry.id} · {entry.kind.replace('_', ' ')} · level {entry.level}"),
        Text(),
    ]
    parts += [indented(Text(asked.prompt.strip(), style=TITLE)), Text()]
    if asked.options:
        parts += [options_view(asked.options, asked.keys), Text()]
    lines = [
        ("Answer", question.expected()),
        ("Why", question.explanation),
        ("Hint", asked.hint),
        ("Source", question.source),
    ]
    lines += [("Deck", ", ".join(question.covers) or "–"), ("Reviewed", question.reviewed or "not yet")]
    lines += [
        ("Time", f"{asked.reading_seconds:.1f} s to read, {asked.seconds:g} s to answer"),
        ("File", f"{entry.path}:{entry.line}"),
    ]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in lines:
        table.add_row(name, Text(text.strip(), style=RIGHT if name == "Answer" else ""))
    return Group(*parts, indented(table), Text())


def scores_view(scores: Sequence[Score], width: int) -> RenderableType:
    """Which edits of the references were rejected: the fraction for each derivation, and those that were not."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(
        style=KEY, overflow="fold", min_width=min(max((len(s.derivation) for s in scores), default=0), width - 28)
    )
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style=QUIET, no_wrap=True)
    for score in sorted(scores, key=lambda score: (score.rate, score.derivation)):
        also = f" + {score.equivalent} equivalent" if score.equivalent and width >= 70 else ""
        table.add_row(score.derivation, percent(score), f"{score.killed} of {score.mutants}{also}")
    killed, count = sum(score.killed for score in scores), sum(score.mutants for score in scores)
    parts: list[RenderableType] = [Text(), rule("Edits that the cases reject"), indented(table), Text()]
    if any(score.survivors for score in scores):
        parts += [rule("Edits that no case rejects"), Text()]
    for score in scores:
        for mutant in score.survivors:
            place = Text(f"{score.path}:{mutant.line}", style=TITLE, overflow="fold")
            parts += [place, indented(Text(f"- {mutant.old}\n+ {mutant.new}"))]
    rate = f"{killed / count:.1%}" if count else "none"
    if any(score.survivors for score in scores):
        parts.append(Text())
    return Group(*parts, Text(f"In all {killed} of {count} edits rejected: {rate}"), Text())


def percent(score: Score) -> str:
    """A rate that is 100 % only where nothing survives."""
    return f"{int(score.rate * 1000) / 10:.1f} %"


def banks_view(rows: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """The banks: what they hold and where they are from, or what is wrong with them."""
    parts: list[RenderableType] = [Text()]
    for row in rows:
        held = f"{plural(row['questions'], 'question')}, {plural(row['derivations'], 'derivation')}"
        parts.append(rule(f"{row['name']} · {held}" if not row["says"] else f"{row['name']} · cannot be used"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style=QUIET, no_wrap=True)
        table.add_column(overflow="fold")
        commit = f" at {row['commit'][:10]}" if row["commit"] else ""
        for name, text in (
            ("Title", row["title"]),
            ("Wrong", row["says"]),
            ("From", f"{row['origin']}{commit}" if row["origin"] else ""),
            ("Since", row["at"][:10]),
            ("Folder", str(row["root"])),
        ):
            if text:
                table.add_row(name, Text(text, style=WARN if name == "Wrong" else ""))
        parts += [indented(table), Text()]
    return Group(*parts)
