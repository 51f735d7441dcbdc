"""The pages of an interview: its plan, the heads of its rounds, a product question, and the list of those that were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizdl.app.drill import Showing
from quizdl.cli.views.question import options_view
from quizdl.cli.views.style import KEY, QUIET, RIGHT, TITLE, WARN, WRONG, commands, indented, percent, rule
from quizdl.domain.interview import TITLES, Product, Role, Round, RubricItem
from quizdl.domain.scorecard import Scorecard

WHAT: Mapping[str, str] = {
    "quickfire": "short questions against the clock",
    "chain": "a question, and what follows from your answer",
    "derivation": "write it in NumPy; every save is graded",
    "product": "talk it through, then score yourself by a rubric",
}
_NUMBER = len("10/10")
SAID = {"y": ("✓ said it", RIGHT), "p": ("◐ partly", WARN), "n": ("✗ not said", WRONG)}


def clock_text(seconds: float) -> str:
    """`4:32 left`; at the end, that time is up."""
    left = max(0, round(seconds))
    return f" {left // 60}:{left % 60:02d} left" if left else " Time is up."


def interrupted_view(at: datetime, zone: tzinfo | None) -> RenderableType:
    """Above a new interview: the one of then could go on instead."""
    said = f"The interview of {_when(at, zone)} was interrupted; the first answer to this one takes its place."
    way = commands(("quizdl interview --resume", "goes on with that one"))
    return Group(Text(), indented(Text(said, style=QUIET), way))


def plan_view(role: Role, minutes: float, rounds: Sequence[Round], width: int) -> RenderableType:
    """What comes, and how long it takes."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style=QUIET)
    for r in rounds:
        table.add_row(Text(TITLES[r.kind], style=TITLE), _minutes(r.seconds), Text(WHAT[r.kind]))
    return Group(Text(), rule(f"Interview · {role.title} · {minutes:g} min"), Text(), indented(table), Text())


def round_view(number: int, of: int, kind: str, seconds: float | None) -> RenderableType:
    """The head of a round, with the time it has if there is a clock."""
    time = "" if seconds is None else f" · {_minutes(seconds)}"
    return Group(Text(), rule(f"Round {number} of {of} · {TITLES[kind]}{time}"))


def setting_view(title: str, setting: str) -> RenderableType:
    """What a chain is about; no more than its title where a follow-up will say it."""
    return Group(Text(), indented(Text(title, style=TITLE), *([Text(setting.strip())] if setting else [])))


def step_view(showing: Showing, setting: str) -> RenderableType:
    """One step of a chain; a follow-up says again what it is about, which may have left the screen."""
    asked = showing.asked
    above = ["First"] if showing.number == 1 else [f"Follow-up {showing.number - 1}", setting.strip()]
    lines = [Text(line, style=QUIET) for line in above]
    parts: list[RenderableType] = [Text(), indented(*lines, Text(asked.prompt.strip(), style=TITLE))]
    if asked.options:
        parts += [Text(), options_view(asked.options, asked.keys)]
    return Group(*parts, Text())


def product_view(product: Product) -> RenderableType:
    """A product question."""
    return Group(
        Text(),
        indented(
            Text(product.title, style=TITLE), Text(), Text(product.scenario.strip()), Text(),
            Text("Answer aloud, as you would to an interviewer; the rubric comes after.", style=QUIET),
        ),
        Text(),
    )  # fmt: skip


def item_view(number: int, of: int, item: RubricItem) -> RenderableType:
    """One item of a rubric."""
    points = f"{item.points} point{'s' if item.points > 1 else ''}"
    words = Text.assemble(item.asks.strip(), (f"  {points}", QUIET))
    return _beside(Text(f"{number}/{of}", style=QUIET), words)


def said_view(key: str, item: RubricItem, before: RubricItem | None = None) -> RenderableType:
    """What somebody said of an item, and where it is from if the one before is from elsewhere."""
    words, style = SAID[key]
    source = "" if before and before.source == item.source else f"   {' '.join(item.source.split())}"
    return Padding(Text.assemble((words, style), (source, QUIET)), (0, 0, 1, 1 + _NUMBER + 2))


def list_view(cards: Sequence[Scorecard], zone: tzinfo | None, width: int) -> RenderableType:
    """The interviews, the latest first, by the numbers that `--show` takes."""
    if not cards:
        return Group(
            Text(),
            indented(
                Text("No interview yet.", style=TITLE), Text(), commands(("quizdl interview --minutes 30", "the first one"))
            ),
            Text(),
        )  # fmt: skip
    wide, kinds = width >= 80, list(TITLES) if width >= 100 else []
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style=KEY, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    for _ in range(2 + len(kinds)):
        table.add_column(justify="right", no_wrap=True)
    table.add_column(style=QUIET)
    heads = ["", "when", "role", "planned", "score", *(TITLES[kind] for kind in kinds), ""]
    table.add_row(*(Text(head, style=QUIET) for head in heads))
    for number, card in enumerate(reversed(cards), 1):
        scores = card.round_scores
        table.add_row(
            Text(str(number)), Text(_when(card.at, zone)), Text(card.role), Text(f"{card.minutes:g} min"),
            Text(percent(card.score), style=score_style(card.score)), *(Text(percent(scores.get(k))) for k in kinds),
            Text("" if card.finished else "unfinished" if wide else "…"),
        )  # fmt: skip
    hint = "quizdl interview --show 1 shows the latest again; with --report FILE it writes it."
    return Group(Text(), rule("Interviews"), Text(), indented(table, Text(), Text(hint, style=QUIET)), Text())


def score_style(score: float | None) -> str:
    """The colour of a score."""
    return QUIET if score is None else RIGHT if score >= 0.8 else WARN if score >= 0.5 else WRONG


def _when(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%d %b %Y, %H:%M}"


def _minutes(seconds: float) -> str:
    minutes = max(0.0, seconds) / 60
    return f"{minutes:.0f} min" if minutes >= 9.95 else f"{minutes:.1f} min".replace(".0 ", " ")


def _beside(first: Text, second: Text) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=_NUMBER)
    table.add_column(overflow="fold")
    table.add_row(first, second)
    return indented(table)
