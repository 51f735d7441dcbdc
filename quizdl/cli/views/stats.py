"""The page of progress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.cli.views.style import (
    KEY,
    QUIET,
    RIGHT,
    TITLE,
    WARN,
    WRONG,
    bar,
    commands,
    indented,
    percent,
    rule,
    seconds,
)
from quizdl.domain.progress import Progress

SHADES = (("·", QUIET), ("░", "green"), ("▒", "green"), ("▓", "green"), ("█", "green"))
_OUTCOMES = (
    ("correct", "right"),
    ("partial", "partly right"),
    ("wrong", "wrong"),
    ("timeout", "out of time"),
    ("skipped", "skipped"),
)
_STEPS = (0, 1, 10, 25, 50)
MOST = 40
"""Topics on the page: those that were answered most."""


def stats_view(page: Progress, today: date, local: datetime, width: int) -> RenderableType:
    """The whole page; with no history, how to start."""
    if not page.reviews and not page.attempts:
        return Group(
            Text(),
            indented(
                Text("Nothing here yet.", style=TITLE),
                Text(),
                commands(
                    ("quizdl drill", "ten timed questions; progress shows here after the first"),
                    ("quizdl derive", "derive backprop in NumPy and learn which mistake you made"),
                ),
            ),
            Text(),
        )
    parts: list[RenderableType] = [
        Text(),
        rule(f"Progress · {local:%a %d %b %Y, %H:%M}"),
        Text(),
        indented(_summary(page)),
        Text(),
    ]
    parts += [indented(_topics(page, width)), Text()]
    if page.tracks:
        parts += [rule("Derivations"), Text(), indented(_tracks(page, width)), Text()]
    parts += [
        rule("The last year" if width >= 60 else "The last weeks"),
        Text(),
        indented(heatmap(page.days, today, width - 2)),
        Text(),
    ]
    parts += [rule("Due in the next 14 days"), Text(), indented(_due(page.due, today, width)), Text()]
    if page.weakest:
        parts += [rule("Weakest subtopics"), Text(), indented(_weakest(page)), Text()]
    if page.mistakes:
        parts += [rule("Mistakes made most in derivations"), Text(), indented(_mistakes(page)), Text()]
    parts += [indented(_more(page, width)), Text()]
    return Group(*parts)


def _more(page: Progress, width: int) -> RenderableType:
    lines = [
        Text.assemble(
            ("quizdl stats --page ", KEY),
            ("calibration", KEY),
            (", time, curves, questions, mistakes, interviews", QUIET),
        )
    ]
    lines.append(
        Text.assemble(
            ("quizdl stats --html stats.html", KEY), ("  all of it, with charts" if width >= 60 else "", QUIET)
        )
    )
    if page.orphans:
        words = f"{page.orphans:,} questions of the history are not in this bank: kept, and listed by --page questions."
        lines.insert(0, Text(words, style=QUIET))
    return Group(*lines)


def _summary(page: Progress) -> Text:
    retention = (
        f"retention {percent(page.retention)} of {page.retention_reviews:,}"
        if page.retention_reviews
        else "retention: from tomorrow on"
    )
    counts = [(page.outcomes.get(name, 0), words) for name, words in _OUTCOMES]
    answers = Text.assemble(
        (f"{page.reviews:,} {'answer' if page.reviews == 1 else 'answers'}", TITLE),
        "  " + ", ".join(f"{count:,} {words}" for count, words in counts if count),
    )
    days = f"{page.streak:,} {'day' if page.streak == 1 else 'days'} in a row · " if page.streak else ""
    return Text("\n").join([answers, Text(days + retention, style=QUIET)])


def _topics(page: Progress, width: int) -> RenderableType:
    wide = width >= 80
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=9, overflow="fold")  # the one that gives way
    table.add_column(no_wrap=True)
    heads = ["Topic", "mastery", "seen", "score"]
    heads += ["median time", "of the limit"] if wide else ["time"] if width >= 50 else []
    for _ in heads[2:]:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(*(Text(head, style=QUIET) for head in heads))
    least = min(sorted((topic.reviews for topic in page.topics), reverse=True)[:MOST], default=0)
    shown = [topic for topic in page.topics if topic.reviews >= least][:MOST]
    for topic in shown:
        style = RIGHT if topic.mastery >= 0.7 else WARN if topic.mastery >= 0.3 else WRONG
        cells = [
            Text(topic.title),
            Text.assemble(
                bar(topic.mastery, 16 if width >= 95 else 10 if width >= 60 else 4, style),
                f" {percent(topic.mastery):>5}",
            ),
            Text(f"{topic.seen}/{topic.questions}"),
            Text(percent(topic.accuracy)),
            Text(seconds(topic.median_seconds)),
            Text(percent(topic.speed)),
        ]
        table.add_row(*cells[: len(heads)])
    note = Text(
        "Mastery: the part of a topic you would still know in a week; what was never asked counts as not known.",
        style=QUIET,
    )
    rest = len(page.topics) - len(shown)
    left = [Text(f"… and {rest} more: quizdl stats --topic TOPIC, or --json", style=QUIET)] if rest else []
    return Group(table, *left, Text(), note)


def _tracks(page: Progress, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=KEY, no_wrap=True)
    table.add_column(no_wrap=True)
    if width >= 80:
        table.add_column(style=QUIET)
    for track in page.tracks:
        cells = [
            Text(track.id),
            Text.assemble(bar(track.solved / max(track.derivations, 1), 10), f" {track.solved}/{track.derivations}"),
        ]
        table.add_row(*cells, *([Text(track.title, no_wrap=True, overflow="ellipsis")] if width >= 80 else []))
    return table


def heatmap(days: Mapping[date, int], today: date, width: int) -> RenderableType:
    """A column per week, a row per weekday; the shade is how much was done. As many weeks as fit, a year at most."""
    weeks = min(53, width - 5)
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    months = Text("    ", style=QUIET)
    label_until = 0
    for week in range(weeks):
        first = monday + timedelta(weeks=week)
        if first.day <= 7 and week >= label_until and week + 3 <= weeks:
            months.append(f"{first:%b}")
            label_until = week + 3
        elif week >= label_until:
            months.append(" ")
    lines = [months]
    for weekday in range(7):
        line = Text(f"{('Mon', '', 'Wed', '', 'Fri', '', '')[weekday]:<4}", style=QUIET)
        for week in range(weeks):
            day = monday + timedelta(weeks=week, days=weekday)
            if day <= today:
                count = days.get(day, 0)
                shade, style = SHADES[max(i for i, step in enumerate(_STEPS) if count >= step)]
                line.append(shade, style=style)
        lines.append(line)
    key = Text("    0", style=QUIET)
    for (shade, style), step in zip(SHADES, _STEPS, strict=True):
        key.append("  ")
        key.append(shade, style=style)
        if step:
            key.append(f" {step}+", style=QUIET)
    lines.append(key)
    return Group(*lines)


def _due(due: Mapping[date, int], today: date, width: int) -> RenderableType:
    most = max(due.values(), default=0)
    levels = " ▁▂▃▄▅▆▇█"
    bars, counts = Text(), Text(style=QUIET)
    names = Text(style=QUIET)
    for day, count in list(due.items())[: (width - 2) // 4]:
        level = levels[-(-8 * count // most)] if most else " "
        bars.append(f" {level * 2} ", style=RIGHT if day == today else "")
        counts.append(f"{count or '·':^4}" if count < 1000 else " 1k+")
        names.append("now " if day == today else f" {day:%a}"[:3] + " ")
    return Group(bars, counts, names)


def _weakest(page: Progress) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for weakness in page.weakest:
        style = WRONG if weakness.score < 0.5 else WARN
        words = Text.assemble(weakness.title, (f"  {weakness.subtopic}, {weakness.reviews} answers", QUIET))
        table.add_row(Text(percent(weakness.score), style=style), words)
    return table


def _mistakes(page: Progress) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for made in page.mistakes:
        words = Text.assemble(
            (made.derivation, TITLE),
            f"  {made.mistake.replace('_', ' ')}",
            (f"\n{made.says}" if made.says else "", QUIET),
        )
        table.add_row(Text(f"{made.times} ×"), words)
    return table
