"""The scorecard of an interview: in the terminal, and the words that its reports share with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.cli.terminal import plain
from quizdl.cli.views.interview import score_style
from quizdl.cli.views.style import (
    MARKS,
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
)  # fmt: skip
from quizdl.domain.confidence import ENOUGH, LevelCalibration
from quizdl.domain.interview import TITLES
from quizdl.domain.scorecard import Findings, Scorecard, Scored, TopicScore

_BAR = 24
SAID = {"partial": "partly said", "wrong": "not said"}
"""How an item of a rubric was, in words."""


def scorecard_view(
    card: Scorecard, found: Findings, topics: Mapping[str, str], zone: tzinfo | None, width: int
) -> RenderableType:
    """The whole scorecard.

    Args:
        card: of the interview.
        found: what follows from it.
        topics: their titles.
        zone: the person's; None for the system's.
        width: columns.
    """
    head = f"Scorecard · {card.role} · {card.at.astimezone(zone):%d %b %Y, %H:%M}"
    parts: list[RenderableType] = [Text(), rule(head), Text()]
    if not card.answers:
        return Group(*parts, indented(Text("No answer given; there is nothing to score.", style=QUIET)), Text())
    parts += [indented(_scores(card, found.last, width)), Text()]
    parts.append(indented(Text(length_words(card), style=QUIET)))
    if found.last is not None:
        parts.append(indented(Text(last_words(card, found.last, zone), style=QUIET)))
    parts.append(Text())
    for title, lines in (
        ("Strengths", [_topic(t, topics, RIGHT) for t in found.strengths]),
        ("Gaps", [_topic(t, topics, WRONG) for t in found.gaps]),
        ("Sure or not", [_calibration(c) for c in found.calibration]),
    ):
        if lines:
            parts += [indented(Text(title, style=TITLE), *lines), Text()]
    if found.missed:
        parts += [indented(Text("Not right", style=TITLE), _missed(found.missed)), Text()]
    if found.unsaid:
        parts += [indented(Text("Not said", style=TITLE), _missed(found.unsaid)), Text()]
    if found.drills:
        drills = commands(*((drill.command, drill.why if width >= 80 else "") for drill in found.drills))
        parts += [indented(Text("Next", style=TITLE), drills), Text()]
    return Group(*parts)


def _scores(card: Scorecard, last: Scorecard | None, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for _ in range(2):
        table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, style=QUIET)
    before = last.round_scores if last else {}
    rows: list[tuple[str, float | None, float | None, str]] = [
        ("Overall", card.score, last.score if last else None, "")
    ]
    for kind, score in card.round_scores.items():
        count = sum(answer.round == kind for answer in card.answers)
        rows.append((TITLES[kind], score, before.get(kind), counted(kind, count)))
    for title, value, earlier, words in rows:
        style = TITLE if title == rows[0][0] else ""
        table.add_row(
            Text(title, style=style), bar(value or 0, min(_BAR, max(4, width - 42)), score_style(value)),
            Text(percent(value), style=style), Text(change(value, earlier)), Text(words if width >= 60 else ""),
        )  # fmt: skip
    return table


def counted(kind: str, count: int) -> str:
    """`7 questions`, in the words of a round."""
    one = {"quickfire": "question", "chain": "question", "derivation": "derivation", "product": "rubric item"}[kind]
    return f"{count} {one}{'' if count == 1 else 's'}"


def change(score: float | None, earlier: float | None) -> str:
    """`+8` points against an earlier score; nothing if there is none."""
    return "" if score is None or earlier is None else f"{round(100 * score) - round(100 * earlier):+d}"


def length_words(card: Scorecard) -> str:
    """How long it took, and whether it went to its end."""
    took = f"{card.seconds / 60:.0f} of {card.minutes:g} minutes"
    end = "" if card.finished else "; stopped before its end, and scored as far as it went"
    return f"{took}{end}. Seed {card.seed}."


def last_words(card: Scorecard, last: Scorecard, zone: tzinfo | None) -> str:
    """What it is compared with."""
    role = "" if last.role == card.role else f" for the role {last.role}"
    return f"Last time{role}: {percent(last.score)}, on {last.at.astimezone(zone):%d %b %Y}; the change is in points."


def topic_words(found: TopicScore, topics: Mapping[str, str]) -> str:
    """A topic with its score."""
    return f"{topics.get(found.topic, found.topic)}: {percent(found.score)} over {found.answers} answers"


def calibration_words(found: LevelCalibration) -> str:
    """`certain, so 95 %: right 5 of 8; over-confident`; with few answers, that they say nothing."""
    words = f"{found.level}, so {percent(found.said)}: right {found.right} of {found.answers}"
    if found.claim:
        return f"{words}; {'over' if found.claim == 'over' else 'under'}-confident"
    if found.answers < ENOUGH:
        return f"{words}; too few to say more"
    return f"{words}; may be so"


def _topic(found: TopicScore, topics: Mapping[str, str], style: str) -> Text:
    return Text.assemble(("• ", style), topic_words(found, topics))


def _calibration(found: LevelCalibration) -> Text:
    return Text.assemble(("• ", WARN if found.claim else QUIET), calibration_words(found))


def _missed(missed: tuple[Scored, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for answer in missed:
        mark, style, _ = MARKS[answer.outcome]
        words = Text(plain(answer.title))
        if answer.round != "product" and answer.right:
            words.append(f"\n{plain(answer.right)}", RIGHT)
        if answer.round != "product" and answer.says and answer.says not in answer.right:
            words.append(f"\n{plain(answer.says)}", QUIET)
        table.add_row(Text(mark, style=style), words)
    return table
