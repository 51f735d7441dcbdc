"""The plan for the interview, and what became of a fit."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.app.fit import Fit
from quizdl.app.plan import Plan, TopicPlan
from quizdl.cli.views.style import KEY, QUIET, RIGHT, TITLE, WARN, WRONG, bar, commands, indented, percent, plural, rule

LOW = 0.7
"""Known less than this on the day is said plainly."""


def plan_view(plan: Plan, width: int) -> RenderableType:
    """What will be known, what to do today, what is out of reach."""
    days = "today" if plan.days == 0 else f"in {plural(plan.days, 'day')}"
    return Group(
        Text(),
        rule(
            f"Plan · {'interview ' if width >= 80 else ''}{days}, {plan.interview:%a %d %b %Y} · {plan.minutes} min a day"
        ),
        Text(),
        indented(
            Text("Known on that day, as FSRS expects it", style=TITLE), Text(), _topics(plan, width), *_heads(width)
        ),
        Text(),
        rule("Today"),
        Text(),
        indented(*_today(plan)),
        Text(),
        rule("Out of reach" if plan.minutes_for_all or _low(plan) else "In reach"),
        Text(),
        indented(*_reach(plan)),
        Text(),
        indented(_how(plan)),
        Text(),
    )


def _topics(plan: Plan, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=8, no_wrap=True, overflow="ellipsis")
    table.add_column(no_wrap=True)
    wide = width >= 80
    heads = ["", "by this plan", "in due order", "if you stop", "today"] if wide else ["", "plan", "due order", "stop"]
    if width < 40:
        heads = heads[:2]
    for _ in heads[2:]:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(*(Text(head, style=QUIET) for head in heads))
    size = 16 if width >= 90 else 8 if wide else 4
    for topic in (*plan.topics, plan.whole):
        style = RIGHT if topic.plan >= LOW else WARN if topic.plan >= 0.4 else WRONG
        cells = [
            Text(topic.title, style=TITLE if topic is plan.whole else ""),
            Text.assemble(bar(topic.plan, size, style), f" {percent(topic.plan):>5}"),
            Text(percent(topic.due_order)),
            Text(percent(topic.stop)),
            Text(_part(topic), style=QUIET),
        ]
        if topic is plan.whole:
            table.add_row()
        table.add_row(*cells[: len(heads)])
    return table


def _heads(width: int) -> list[RenderableType]:
    """What the short heads of a narrow page mean."""
    if width >= 80:
        return []
    words = "due order: the same minutes, as a drill asks; stop: nothing more is done"
    return [Text(), Text(words if width >= 40 else "by this plan", style=QUIET)]


def _part(topic: TopicPlan) -> str:
    """`12 + 8 new`."""
    parts = [str(topic.reviews)] if topic.reviews else []
    parts += [f"{topic.new} new"] if topic.new else []
    return " + ".join(parts) or "–"


def _today(plan: Plan) -> list[RenderableType]:
    if not plan.today:
        words = "Done for today." if plan.minutes_done else f"No question fits into {plural(plan.minutes, 'minute')}."
        return [Text(words)]
    whole = plan.whole
    asked = [plural(whole.reviews, "question") + " again"] if whole.reviews else []
    asked += [plural(whole.new, "new question") if not asked else f"{whole.new} new"] if whole.new else []
    line = Text.assemble((" and ".join(asked), TITLE), f", about {max(1, round(plan.minutes_today))} min")
    if plan.minutes_done >= 0.5:
        line.append(f"; {round(plan.minutes_done)} of today's {plan.minutes} min are done", style=QUIET)
    return [line, Text(), commands(("quizdl drill --plan", "asks them"))]


def _low(plan: Plan) -> list[TopicPlan]:
    return [topic for topic in plan.topics if topic.plan < LOW]


def _reach(plan: Plan) -> list[RenderableType]:
    left, lines = round(plan.whole.left), []
    if plan.minutes_for_all:
        words = f"At {plan.minutes} min a day {left} of {plan.whole.questions} questions are not asked once before the interview"
        where = [f"{topic.title} {round(topic.left)}" for topic in plan.topics if topic.left >= 0.5]
        lines.append(Text(f"{words}: {', '.join(where)}."))
        lines.append(Text(f"To ask each of them once takes at least {plan.minutes_for_all} min a day."))
    else:
        lines.append(Text("Every question is asked at least once before the interview."))
    if low := _low(plan):
        names = ", ".join(f"{topic.title} {percent(topic.plan)}" for topic in low)
        lines.append(Text(f"Less than {percent(LOW)} will be known of: {names}."))
    return [*lines]


def _how(plan: Plan) -> Text:
    own = "parameters fitted to you" if plan.fitted else "its usual parameters (quizdl plan --fit fits them to you)"
    pace = (
        f"your last {plural(plan.answers, 'answer')}"
        if plan.answers
        else "what is usual, until you have answers of your own"
    )
    return Text(
        f"FSRS with {own}; pace and ratings from {pace}. What was never asked counts as not known. "
        "Each day takes what raises the day's recall most per minute.",
        style=QUIET,
    )


def fit_view(fit: Fit) -> RenderableType:
    """How much better the predictions became."""
    change = (fit.before - fit.after) / fit.before
    verb = "better" if change > 0 else "worse"
    grid = Table.grid(padding=(0, 3, 0, 0))
    for name, value in (("as it was", fit.before), ("fitted", fit.after)):
        grid.add_row(Text(name, style=KEY), Text(f"log loss {value:.4f}"))
    verdict = (
        Text.assemble(("✓ Kept the fitted parameters", RIGHT), "; all schedules follow them from now on.")
        if fit.kept
        else Text.assemble(("→ Kept the parameters as they were", TITLE), ": the fitted ones predict no better.")
    )
    return Group(
        Text(),
        indented(
            Text(
                f"Fitted to {fit.answers} answers; then tried on the {fit.held_out} after them, of which {percent(fit.right)} were known:"
            ),
            Text(),
            grid,
            Text(),
            Text(f"{abs(change):.1%} {verb} on answers that the fit was not shown.".replace("%", " %", 1)),
            verdict,
        ),
        Text(),
    )
