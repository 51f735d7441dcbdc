"""A question, its verdict, and the results page of a drill."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from quizdl.app.drill import Answered, Showing
from quizdl.cli.terminal import plain
from quizdl.cli.views.style import (
    KEY,
    MARKS,
    QUIET,
    RIGHT,
    TITLE,
    WARN,
    WRONG,
    Beside,
    bar,
    commands,
    flow,
    indented,
    marked,
    percent,
    rule,
    seconds,
)
from quizdl.domain.catalogue import Topic
from quizdl.domain.day import in_words
from quizdl.domain.question import Verdict
from quizdl.domain.review import LATE

LONGEST_SHOWN = 200
SOON = timedelta(minutes=90)
LEECH = (
    "Set aside: forgotten again and again. What helps is to say it in your own words, to split it, or to learn first what it rests on. "
    "x asks it again."
)
MORE = ("quizdl drill --new 10", "ten more new ones today")


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
    keys = [*option_keys] or [str(i) for i in range(1, len(options) + 1)]
    marks = [Text(key.ljust(len(keys[-1]) + 2), style=KEY) for key in keys]
    return Padding(Group(*map(Beside, marks, map(Text, options))), (0, 0, 0, 3), expand=False)


class Judged(Protocol):
    """An answer with its verdict: of a drill, or of a chain."""

    @property
    def showing(self) -> Showing:
        """What was answered."""

    @property
    def text(self) -> str:
        """What was typed."""

    @property
    def verdict(self) -> Verdict:
        """The judgement."""

    @property
    def seconds(self) -> float | None:
        """Beyond reading; None if not measured."""

    @property
    def hinted(self) -> bool:
        """The hint was seen."""

    @property
    def due(self) -> datetime | None:
        """When it comes back; None if it does not."""

    @property
    def leech(self) -> bool:
        """It is set aside now."""


def verdict_view(answered: Judged, now: datetime, zone: tzinfo | None, width: int) -> RenderableType:
    """The verdict, why, the right answer, the explanation, its source, and when it comes back."""
    verdict, question = answered.verdict, answered.showing.asked.question
    head = marked(verdict.outcome)
    if answered.seconds is not None and verdict.outcome not in ("skipped", "timeout"):
        limit = answered.showing.asked.seconds
        head.append(f"   {answered.seconds:.1f} s of {limit:g}", style=QUIET)
    if answered.hinted:
        head.append("   with the hint", style=QUIET)
    parts: list[RenderableType] = [head]
    if verdict.says and verdict.says not in verdict.expected:
        parts.append(Text(verdict.says))
    if verdict.outcome != "correct":
        parts += [Text(), _beside(_yours(answered), verdict.expected)]
    parts.append(Text())
    parts.append(Text(question.explanation.strip()))
    parts.append(Text(question.source, style=QUIET))
    if answered.leech:
        parts += [Text(), Text(LEECH, style=WARN)]
    elif answered.due is not None:
        parts.append(Text(f"Comes back {in_words(answered.due, now, zone)}.", style=QUIET))
    return indented(*parts)


def results_view(
    answered: Sequence[Answered],
    topics: Mapping[str, Topic],
    now: datetime,
    zone: tzinfo | None,
    width: int,
    *,
    left: int = 0,
    limit: int | None = None,
) -> RenderableType:
    """The results page: right, slow, wrong, time per topic, what comes back when, and how to go on.

    Args:
        answered: all that was.
        topics: of the bank, by id.
        now: when it is shown.
        zone: the person's; None for the system's.
        width: columns.
        left: how many were not answered.
        limit: the daily limit of new ones, if it left some out.
    """
    counts = Counter(a.verdict.outcome for a in answered)
    judged = [a for a in answered if a.verdict.outcome not in ("skipped", "unparsable")]
    score = sum(a.verdict.score for a in judged) / len(judged) if judged else 0.0
    slow = sum(a.verdict.outcome == "correct" and (a.seconds or 0) >= LATE * a.showing.asked.seconds for a in answered)
    tallies = []
    for outcome in ("correct", "partial", "timeout", "wrong", "skipped", "unparsable"):
        mark, style, words = MARKS[outcome]
        if counts[outcome]:
            tallies.append(Text.assemble((f"{mark} {counts[outcome]} {words}", style)))
        if outcome == "correct" and slow:
            tallies[-1].append(f" ({slow} slow)", style=WARN)
    style = RIGHT if score >= 0.8 else WARN if score >= 0.5 else WRONG
    parts: list[RenderableType] = [Text(), rule("Results"), Text()]
    if judged:
        score_bar = bar(score, min(40, width - 10), style)
        parts.append(indented(Text.assemble(score_bar, f" {percent(score)}")))
    parts += [indented(flow(tallies, width - 2)), Text()]
    if judged:
        parts += [_by_topic(judged, topics, width), Text()]
    missed = [a for a in answered if a.verdict.outcome in ("wrong", "partial", "timeout")]
    if missed:
        parts += [indented(Text("To look at again", style=TITLE)), _missed(missed), Text()]
    if comes_back := _comes_back(answered, now, zone):
        parts.append(indented(Text.assemble(("Comes back  ", QUIET), comes_back)))
    if left:
        parts += [Text(), indented(commands(("quizdl drill --resume", f"go on with the other {left}")))]
    if limit is not None:
        parts += [Text(), indented(Text(_reached(limit)), commands(MORE))]
    return Group(*parts)


def _reached(limit: int) -> str:
    return f"Today's {limit} new questions have been asked." if limit else "No new questions are wanted (QUIZDL_NEW)."


def _by_topic(judged: Sequence[Answered], topics: Mapping[str, Topic], width: int) -> RenderableType:
    from statistics import median  # with decimal numbers and fractions: not before the first question

    groups: dict[str, list[Answered]] = defaultdict(list)
    for a in judged:
        groups[a.showing.entry.topic].append(a)
    from rich.table import Table

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
    from rich.table import Table

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for a in missed:
        mark, style, _ = MARKS[a.verdict.outcome]
        words = Text.assemble(" ".join(a.showing.asked.prompt.split()), ("\n" + a.verdict.expected, RIGHT))
        table.add_row(Text(mark, style=style), words)
    return indented(table)


def _comes_back(answered: Sequence[Answered], now: datetime, zone: tzinfo | None) -> str:
    dues = sorted(a.due for a in answered if a.due is not None)
    soon = [due for due in dues if due < now + SOON]
    counts = Counter(in_words(due, now, zone) for due in dues[len(soon) :])
    words = [f"{count} {when}" for when, count in counts.items()]
    if soon:
        last = in_words(soon[-1], now, zone)
        words.insert(0, f"{len(soon)} {last.replace('in ', 'within ') if len(soon) > 1 else last}")
    return ", ".join(words)


def _beside(yours: str, expected: str) -> RenderableType:
    """What was answered, and what is right."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    if yours:
        table.add_row("Yours", Text(yours))
    table.add_row("Answer", Text(expected, style=RIGHT))
    return table


def _yours(answered: Judged) -> str:
    """The answer in words: the option that a key stands for, else what was typed."""
    asked, text, mistake = answered.showing.asked, answered.text, answered.verdict.mistake
    if asked.keys and mistake in (*asked.options, *(reason for reasons in asked.then.values() for reason in reasons)):
        return mistake or ""
    if len(text) == 1 and text in asked.keys:
        return asked.options[asked.keys.index(text)]
    return (
        ""
        if text in answered.verdict.says
        else plain(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…")
    )


def nothing_due_view(
    due: datetime | None, now: datetime, zone: tzinfo | None, *, limit: int | None = None, only_due: bool = False
) -> RenderableType:
    """There is nothing to ask: when something comes back, and how to practise all the same.

    Args:
        due: when the next one comes back, if any does.
        now: with its time zone.
        zone: the person's; None for the system's.
        limit: so many new ones a day, if that is why there are none.
        only_due: new ones were not wanted.
    """
    what = "Nothing is due." if only_due or limit is not None else "Nothing is due and nothing is new."
    reached = f" {_reached(limit)}" if limit is not None else ""
    when = f" The next one comes back {in_words(due, now, zone)}." if due else ""
    new = ("quizdl drill", "asks new ones") if only_due else MORE
    ahead = ("quizdl drill --ahead", "practise all the same")
    ways = (new, ahead) if only_due or limit is not None else (ahead,)
    return Group(Text(), indented(Text(f"{what}{reached}{when}", style=TITLE), Text(), commands(*ways)), Text())
