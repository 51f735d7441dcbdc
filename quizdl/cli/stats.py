"""`quizdl stats`: the page of progress, and a closer look."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, TopicOption, day

if TYPE_CHECKING:
    from quizdl.domain.analysis import Analysis
    from quizdl.domain.progress import Progress


class Page(StrEnum):
    """A further page."""

    calibration = "calibration"
    time = "time"
    curves = "curves"
    questions = "questions"
    mistakes = "mistakes"
    interviews = "interviews"


def stats(
    topic: TopicOption = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day, metavar="YYYY-MM-DD", help="Only from this day on."),
    ] = None,
    pages: Annotated[
        list[Page] | None,
        typer.Option(
            "--page",
            "-p",
            metavar="PAGE",
            help="A closer look: calibration, time, curves, questions, mistakes or interviews. Repeatable.",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", metavar="", help="The overview and all pages.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="FILE", help="All of it as one page for a browser, with charts (quizdl[report])."
        ),
    ] = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Progress: mastery and coverage, speed, retention, what is due, weak spots, usual mistakes.

    Further pages: *calibration* (was the schedule right, true retention, your own confidence), *time* against the limit, learning
    *curves*, the hardest *questions*, *mistakes* made and mended, *interviews*.
    """
    from quizdl.app.stats import statistics
    from quizdl.domain.day import day_of

    wanted = [page.value for page in (Page if everything or html else dict.fromkeys(pages or ()))]
    opened, now = places.bank(bank), terminal.now()
    with closing(places.history(writing=False)) as history:

        def overview() -> Progress:
            return statistics(opened, history, now=now, zone=None, topic=topic, since=since)

        def closer() -> Analysis:
            from quizdl.app.analysis import analyse

            with terminal.progress("replaying") as progress:
                return analyse(opened, history, wanted, now=now, zone=None, topic=topic, since=since, progress=progress)

        if html is not None:
            from quizdl.app.files import write_whole
            from quizdl.cli.views.report import report

            about = filter(
                None, (opened.topic(topic).title if topic else "", f"since {since:%d %b %Y}" if since else "")
            )
            # drawn when the file is open: what cannot be written is said at once
            write_whole(html, (report(overview(), closer(), now, None, " · ".join(about)) for _ in range(1)))
            if as_json:
                terminal.emit({"path": html, "bytes": html.stat().st_size})
            else:
                terminal.console().print(f"{html}: {html.stat().st_size / 1e3:.0f} kB")
            return
        page = overview() if as_json or everything or not pages else None
        found = closer() if wanted else None
    if as_json and page:
        data = asdict(page)
        for name in ("days", "due"):
            data[name] = {str(day): count for day, count in data[name].items()}
        terminal.emit(
            data | {name: part for name, part in (asdict(found) if found else {}).items() if part is not None}
        )
        return
    console = terminal.console()
    if page:
        from quizdl.cli.views.stats import stats_view

        console.print(stats_view(page, day_of(now, None), now.astimezone(), console.width))
    if found:
        from quizdl.cli.views.analysis import analysis_view

        console.print(analysis_view(found, None, console.width))
