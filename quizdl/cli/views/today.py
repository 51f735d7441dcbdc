"""The page of today."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from quizdl.app.today import Today
from quizdl.cli.views.style import QUIET, TITLE, WARN, commands, flow, indented, plural, rule


def today_view(page: Today, width: int) -> RenderableType:
    """What is due, what is new, the next derivation, and the days to go."""
    lines: list[RenderableType] = [interview_line(page), Text(), flow(_counts(page), width - 2)]
    return Group(
        Text(),
        rule(f"Today · {page.day:%a %d %b %Y}"),
        Text(),
        indented(*lines, Text(), commands(*_ways(page))),
        Text(),
    )


def interview_line(page: Today) -> Text:
    """How long it is until the interview."""
    if page.interview is None or page.days is None:
        return Text("No interview day yet: quizdl plan --interview YYYY-MM-DD", style=QUIET)
    when = f"{page.interview:%a %d %b %Y}"
    if page.days < 0:
        return Text(
            f"The interview was on {when}; quizdl plan --interview plans the next, --forget forgets it.", style=QUIET
        )
    if page.days == 0:
        return Text.assemble(("The interview is today.", TITLE), " Good luck!")
    to_go = f"{plural(page.days, 'day')} to go"
    return Text.assemble((to_go, TITLE), f" until the interview on {when}", (f", {page.minutes} min a day", QUIET))


def _counts(page: Today) -> list[Text]:
    return [
        Text.assemble((f"{page.due}", WARN if page.due else TITLE), " due"),
        Text.assemble((f"{page.new}", TITLE), f" new of {page.questions}"),
        Text.assemble((f"{page.answered}", TITLE), " answered today"),
    ]


def _ways(page: Today) -> list[tuple[str, str]]:
    planned = page.days is not None and page.days >= 0
    if planned:
        first = ("quizdl drill --plan", f"today's part of the plan, {page.minutes} min")
    elif page.due:
        first = ("quizdl drill", f"{'what is' if page.due > 1 else 'the one that is'} due, then new ones")
    else:
        first = ("quizdl drill", "ten timed questions")
    ways = [first]
    if page.derivation:
        ways.append((f"quizdl derive {page.track}", f"next: {page.derivation_title} ({page.done} of {page.of} done)"))
    ways.append(("quizdl plan", "what will be known on the day") if planned else ("quizdl stats", "how far you are"))
    ways.append(("quizdl --help", "all commands"))
    return ways
