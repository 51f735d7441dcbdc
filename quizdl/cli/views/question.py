"""A question, its verdict, and the results page of a drill."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from statistics import median

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizdl.app.drill import Answered, Showing
from quizdl.cli.views.style import (
    KEY,
    MARKS,
    QUIET,
    RIGHT,
    TITLE,
    WARN,
    WRONG,
    bar,
    indented,
    marked,
    percent,
    rule,
    seconds,
)
from quizdl.domain.catalogue import Topic
from quizdl.domain.day import in_words


def question_view(showing: Showing, topic: Topic, width: int) -> RenderableType:
    """The question as it is asked."""
    entry, asked = showing.entry, showing.asked
    head = f"{showing.number}/{showing.of} · {topic.title} · {topic.subtopics[entry.subtopic]}"
    if len(head) + 4 > width:
        head = f"{showing.number}/{showing.of} · {topic.title}"
    parts: list[RenderableType] = [Text(), rule(head), Text(), indented(Text(asked.prompt.strip(), style=TITLE))]
    if asked.options:
        parts += [Text(), options_view(asked.options, asked.keys)]
    return Group(*parts, Text())


def options_view(options: Sequence[str], option_keys: str = "") -> RenderableType:
    """Options with the key of each."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=KEY, no_wrap=True)
    table.add_column()
    for i, option in enumerate(options):
        table.add_row(option_keys[i] if option_keys else str(i + 1), Text(option))
    return Padding(table, (0, 0, 0, 3), expand=False)


def verdict_view(answered: Answered, now: datetime, zone: tzinfo | None, width: int) -> RenderableType:
    """The verdict, why, the right answer, the explanation, its source, and when it comes back."""
    verdict, question = answered.verdict, answered.showing.asked.question
    head = marked(verdict.outcome)
    if answered.seconds is not None and verdict.outcome not in ("skipped", "timeout"):
        limit = answered.showing.asked.seconds
        head.append(f"   {answered.seconds:.1f} s of {limit:g}", style=QUIET)
    if answered.hinted:
        head.append("   with the hint", style=QUIET)
    parts: list[RenderableType] = [head]
    if verdict.mistake in (*answered.showing.asked.options, *_reasons(answered)):
        parts.append(Text.assemble(("You picked: ", QUIET), verdict.mistake or ""))
    if verdict.says and verdict.says not in verdict.expected:
        parts.append(Text(verdict.says))
    if verdict.outcome != "correct":
        parts.append(Text.assemble(("Answer: ", QUIET), (verdict.expected, RIGHT)))
    parts.append(Text())
    parts.append(Text(question.explanation.strip()))
    parts.append(Text(question.source, style=QUIET))
    if answered.due is not None:
        parts.append(Text(f"Comes back {in_words(answered.due, now, zone)}.", style=QUIET))
    return indented(*parts)


def results_view(
    answered: Sequence[Answered], topics: Mapping[str, Topic], now: datetime, zone: tzinfo | None, width: int
) -> RenderableType:
    """The results page: right, slow, wrong, time per topic, what comes back when."""
    counts = Counter(a.verdict.outcome for a in answered)
    judged = [a for a in answered if a.verdict.outcome not in ("skipped", "unparsable")]
    score = sum(a.verdict.score for a in judged) / len(judged) if judged else 0.0
    line = Text()
    for outcome in ("correct", "partial", "timeout", "wrong", "skipped", "unparsable"):
        if counts[outcome]:
            mark, style, words = MARKS[outcome]
            line.append("   " if line else "")
            line.append(f"{mark} {counts[outcome]} {words}", style=style)
    style = RIGHT if score >= 0.8 else WARN if score >= 0.5 else WRONG
    parts: list[RenderableType] = [Text(), rule("Results"), Text()]
    if judged:
        score_bar = bar(score, min(40, width - 10), style)
        parts.append(indented(Text.assemble(score_bar, f" {percent(score)}")))
    parts += [indented(line), Text()]
    if judged:
        parts += [_by_topic(judged, topics, width), Text()]
    missed = [a for a in answered if a.verdict.outcome in ("wrong", "partial", "timeout")]
    if missed:
        parts += [indented(Text("To look at again", style=TITLE)), _missed(missed), Text()]
    if comes_back := _comes_back(answered, now, zone):
        parts.append(indented(Text.assemble(("Comes back  ", QUIET), comes_back)))
    return Group(*parts)


def _by_topic(judged: Sequence[Answered], topics: Mapping[str, Topic], width: int) -> RenderableType:
    groups: dict[str, list[Answered]] = defaultdict(list)
    for a in judged:
        groups[a.showing.entry.topic].append(a)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    for _ in range(2 if width < 70 else 3):
        table.add_column(justify="right", no_wrap=True)
    heads = ("Topic", "score", "time") if width < 70 else ("Topic", "score", "median time", "of the limit")
    table.add_row(*(Text(head, style=QUIET) for head in heads))
    for topic, group in groups.items():
        timed = [(a.seconds, a.showing.asked.seconds) for a in group if a.seconds is not None]
        row = [
            Text(topics[topic].title),
            Text(percent(sum(a.verdict.score for a in group) / len(group))),
            Text(seconds(median(s for s, _ in timed) if timed else None)),
            Text(percent(median(s / limit for s, limit in timed) if timed else None)),
        ]
        table.add_row(*row[: len(heads)])
    return indented(table)


def _missed(missed: Sequence[Answered]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for a in missed:
        mark, style, _ = MARKS[a.verdict.outcome]
        words = Text.assemble(" ".join(a.showing.asked.prompt.split()), ("  " + a.verdict.expected, RIGHT))
        table.add_row(Text(mark, style=style), words)
    return indented(table)


def _comes_back(answered: Sequence[Answered], now: datetime, zone: tzinfo | None) -> str:
    dues = sorted(a.due for a in answered if a.due is not None)
    counts = Counter(in_words(due, now, zone) for due in dues)
    return ", ".join(f"{count} {when}" for when, count in counts.items())


def _reasons(answered: Answered) -> list[str]:
    return [reason for reasons in answered.showing.asked.then.values() for reason in reasons]
