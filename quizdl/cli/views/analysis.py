"""The further pages of statistics: each one question about the history, answered in a table that reads without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.cli.views.style import KEY, QUIET, RIGHT, TITLE, WARN, WRONG, indented, percent, rule
from quizdl.domain.analysis import (
    Analysis,
    Curves,
    HardQuestion,
    Interview,
    Maturity,
    Mended,
    Orphan,
    Timing,
)
from quizdl.domain.calibration import Calibration, Share
from quizdl.domain.interview import TITLES

ENOUGH = 200
"""Answers from which the calibration says something of every tenth of them."""
_ORPHANS, _MISTAKES = 10, 15
_LEVELS = "▁▂▃▄▅▆▇█"


def analysis_view(found: Analysis, zone: tzinfo | None, width: int) -> RenderableType:
    """The pages that were asked for, one under the other."""
    parts: list[RenderableType] = [Text()]
    if found.calibration is not None:
        parts += _page("Was the schedule right?", _calibration(found.calibration, width))
    if found.maturity is not None:
        parts += _page("True retention", _maturity(found.maturity))
    if found.confidence is not None:
        parts += _page("Were you right about yourself?", _confidence(found.confidence, width))
    if found.time is not None:
        parts += _page("Time against the limit", _time(found.time, width))
    if found.curves is not None:
        parts += _page("Learning curves", _curves(found.curves, width))
    if found.questions is not None:
        parts += _page("Hardest questions", _questions(found.questions, width))
    if found.gone:
        parts += _page("No longer in this bank", _orphans(found.gone, zone))
    if found.mended is not None:
        parts += _page("Mistakes made and mended in derivations", _mended(found.mended, zone))
    if found.interviews is not None:
        parts += _page("Mock interviews", _interviews(found.interviews, zone, width))
    return Group(*parts)


def _page(title: str, *parts: RenderableType) -> Iterable[RenderableType]:
    return rule(title), Text(), indented(*parts), Text()


def _quiet(words: str) -> Text:
    return Text(words, style=QUIET)


def _grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for side in justify:
        table.add_column(justify="right" if side == "r" else "left", no_wrap=side != "w", overflow="fold")
    return table


def _row(table: Table, *cells: str | Text, head: bool = False) -> None:
    table.add_row(*(Text(cell, style=QUIET if head else "") if isinstance(cell, str) else cell for cell in cells))


def interval(share: Share) -> str:
    """`83 % (78–87)`, or a dash."""
    if share.share is None or share.low is None or share.high is None:
        return "–"
    return f"{percent(share.share)} ({100 * share.low:.0f}–{100 * share.high:.0f})"


def _calibration(found: Calibration, width: int) -> RenderableType:
    if found.predicted is None:
        return _quiet("No question has come back on a later day yet: come back tomorrow.")
    return Group(_groups(found, width, "expected", "known"), Text(verdict(found)))


def _groups(found: Calibration, width: int, expected: str, observed: str) -> RenderableType:
    """Group by group what was expected and what came, and the sum of it."""
    first = min(value for group in found.groups for value in (group.predicted, group.observed.low or 0.0))
    floor = max(0.0, int(first * 10) / 10)
    room = max(10, min(40, width - 47))
    table = _grid("r", "r", "r", "l")
    scale = f"{percent(floor)}".ljust(room - 5) + "100 %" if width >= 60 else ""
    _row(table, expected, f"{observed} (95 %)", "answers", scale, head=True)
    for group in found.groups:
        style = RIGHT if _inside(group.predicted, group.observed) else WARN
        cells = f"{100 * group.predicted:.1f} %", Text(interval(group.observed), style=style), f"{group.observed.of:,}"
        _row(table, *cells, whisker(group.predicted, group.observed, floor, room) if width >= 60 else "")
    overall = (
        f"In all: {percent(found.predicted)} {expected}, {percent(found.observed.share)} {observed}, "
        f"of {found.observed.of:,} answers; log loss {found.log_loss:.3f}."
    )
    return Group(table, *_key(width), Text(), Text(overall))


def _key(width: int) -> list[Text]:
    return [_quiet("│ expected   ◆ observed   ╌ where the truth lies with 95 % confidence")] if width >= 60 else []


def _inside(value: float, share: Share) -> bool:
    return share.low is not None and share.high is not None and share.low <= value <= share.high


def verdict(found: Calibration) -> str:
    """What the calibration of the schedule means."""
    if found.observed.of < ENOUGH:
        return f"Few answers still: from about {ENOUGH} on this says something."
    off = (found.observed.share or 0.0) - (found.predicted or 0.0)
    if abs(off) < 0.02 or _inside(found.predicted or 0.0, found.observed):
        return "As expected: you can trust the dates."
    points = f"{abs(off) * 100:.0f} points {'more' if off > 0 else 'less'} than expected"
    return f"You know {points}: questions {'could come back later' if off > 0 else 'should come back sooner'}."


def self_knowledge(found: Calibration) -> str:
    """Whether somebody is too sure or too modest."""
    off = (found.predicted or 0.0) - (found.observed.share or 0.0)
    says = "about right" if abs(off) < 0.05 else f"{abs(off) * 100:.0f} points too {'sure' if off > 0 else 'modest'}"
    return f"On the whole you are {says}."


def whisker(expected: float, observed: Share, floor: float, width: int) -> Text:
    """A line from `floor` to 1 with the interval on it, what was observed, and what was expected."""

    def place(value: float) -> int:
        return max(0, min(width - 1, round((value - floor) / (1 - floor or 1) * (width - 1))))

    line = [("·", QUIET)] * width
    for x in range(place(observed.low or 0), place(observed.high or 0) + 1):
        line[x] = ("╌", RIGHT)
    line[place(expected)] = ("│", KEY)
    line[place(observed.share or 0)] = ("◆", RIGHT if _inside(expected, observed) else WARN)
    return Text.assemble(*line)


def _maturity(found: Sequence[Maturity]) -> RenderableType:
    if not found[-1].all.of:
        return _quiet("Nothing that was learnt has come back on a later day yet.")
    table = _grid("l", "r", "r", "r")
    _row(table, "", "young", "mature", "all", head=True)
    for row in found:
        name = f"last {row.days} days" if row.days else "ever"
        _row(table, name, *(_kept(share) for share in (row.young, row.mature, row.all)))
    note = "Of the questions that were learnt and came back on a later day, those still known. Mature: the interval was 21 days or longer."
    return Group(table, Text(), _quiet(note))


def _kept(share: Share) -> Text:
    return Text.assemble(percent(share.share), (f" of {share.of:,}" if share.of else "", QUIET))


def _confidence(found: Calibration, width: int) -> RenderableType:
    if found.predicted is None:
        return _quiet("You have not said yet how sure you were: quizdl drill --confidence asks before each verdict.")
    return Group(_groups(found, width, "sure", "right"), Text(self_knowledge(found)))


def _time(found: Sequence[Timing], width: int) -> RenderableType:
    if not found:
        return _quiet("No answer was timed yet.")
    whole = found[0]
    most, room = max(whole.answers), max(10, min(50, width - 36))
    table = _grid("r", "r", "r", "l")
    _row(table, "of the limit", "answers", "right", "", head=True)
    for i, (answers, right) in enumerate(zip(whole.answers, whole.right, strict=True)):
        filled = round(answers / most * room)
        known = round(right / most * room)
        shown = Text.assemble(("█" * min(known, filled), RIGHT), ("▒" * max(0, filled - known), WRONG))
        name = f"{10 * i}–{10 * i + 10} %" if i < 9 else "over 90 %"
        _row(table, name, f"{answers:,}", percent(right / answers if answers else None), shown)
    kinds = _grid("l", "r", "r", "r")
    _row(kinds, "kind", "answers", "half within", "nine in ten within", head=True)
    for timing in found[1:]:
        name = (timing.kind or "").replace("_", " ")
        _row(kinds, name, f"{sum(timing.answers):,}", percent(timing.median), percent(timing.slow))
    return Group(table, _quiet("█ right   ▒ not"), Text(), kinds)


def _curves(found: Curves, width: int) -> RenderableType:
    if not found.topics:
        return _quiet("Nothing was answered yet.")
    shown = min(len(found.starts), max(4, width - 44))
    table = _grid("w", "l", "r", "r", "r")
    _row(table, f"by {found.period}", f"{found.starts[-shown]:%d %b %y}", "first", "last", "answers", head=True)
    for curve in found.topics:
        points = curve.points[-shown:]
        asked = [point for point in points if point.of]
        line = Text.assemble(*((_level(point), _style(point)) for point in points))
        ends = (percent(asked[0].share), percent(asked[-1].share)) if asked else ("–", "–")
        _row(table, curve.title, line, *ends, f"{sum(point.of for point in points):,}")
    return Group(
        table,
        Text(),
        _quiet("How high: the mean score of the answers, from ▁ none right to █ all right; · no answers."),
    )


def _level(point: Share) -> str:
    return "·" if point.share is None else _LEVELS[min(7, int(point.share * 8))]


def _style(point: Share) -> str:
    if point.share is None:
        return QUIET
    return RIGHT if point.share >= 0.8 else WARN if point.share >= 0.5 else WRONG


def _questions(found: Sequence[HardQuestion], width: int) -> RenderableType:
    if not found:
        return _quiet("None: whatever was asked twice went right.")
    table = _grid("r", "w")
    for question in found:
        score = question.score.share or 0.0
        lapses = f", forgotten {question.lapses} ×" if question.lapses else ""
        about = f"{question.question}  {question.score.of} answers{lapses}"
        prompt = question.prompt or "(no longer in this bank)"
        cut = Text(prompt)
        cut.truncate(2 * (width - 10), overflow="ellipsis")
        _row(
            table, Text(percent(score), style=WRONG if score < 0.5 else WARN), Text.assemble(cut, (f"\n{about}", QUIET))
        )
    return Group(table, Text(), _quiet("quizdl bank show ID shows one with its answer and source."))


def _orphans(found: Sequence[Orphan], zone: tzinfo | None) -> RenderableType:
    table = _grid("w", "r", "r")
    _row(table, "question", "answers", "last", head=True)
    for orphan in found[:_ORPHANS]:
        _row(table, orphan.id, f"{orphan.answers:,}", f"{orphan.last.astimezone(zone):%d %b %Y}")
    more = f"and {len(found) - _ORPHANS:,} more; " if len(found) > _ORPHANS else ""
    words = f"{more}{len(found):,} in all. Their answers are kept and counted; they are asked again if the bank has them again."
    return Group(table, Text(), _quiet(words))


def _mended(found: Sequence[Mended], zone: tzinfo | None) -> RenderableType:
    if not found:
        return _quiet("No named mistake was made in a derivation yet.")
    table = _grid("l", "w")
    for made in found[:_MISTAKES]:
        day = f", mended on {made.mended.astimezone(zone):%d %b %Y}" if made.mended else ""
        says = f"\n{made.says}" if made.says and not made.mended else ""
        words = (made.derivation, TITLE), f"  {made.mistake.replace('_', ' ')}, {made.times} ×{day}", (says, QUIET)
        mark = Text("✓", style=RIGHT) if made.mended else Text("✗", style=WRONG)
        _row(table, mark, Text.assemble(*words))
    count = sum(made.mended is not None for made in found)
    more = f" {_MISTAKES} are shown, the open ones first." if len(found) > _MISTAKES else ""
    return Group(
        table,
        Text(),
        _quiet(f"{len(found)} made, {count} ✓ mended: the derivation was solved after the last time.{more}"),
    )


def _interviews(found: Sequence[Interview], zone: tzinfo | None, width: int) -> RenderableType:
    if not found:
        return _quiet("None yet: quizdl interview --minutes 30")
    table = _grid("l", "r", "l", "w")
    _row(table, "when", "score", "role", "rounds" if width >= 60 else "", head=True)
    for interview in found:
        rounds = (
            ", ".join(f"{TITLES[name].lower()} {percent(score)}" for name, score in interview.rounds)
            if width >= 60
            else ""
        )
        when = f"{interview.at.astimezone(zone):%d %b %Y}"
        _row(table, when, percent(interview.score), interview.role or "–", _quiet(rounds))
    return table
