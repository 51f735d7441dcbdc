"""`quizdl stats`: the page of progress, and a closer look."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, TopicOption


class Page(StrEnum):
    """A further page."""

    calibration = "calibration"
    time = "time"
    curves = "curves"
    questions = "questions"
    mistakes = "mistakes"
    interviews = "interviews"


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as {date.today()}") from None


def stats(
    topic: TopicOption = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=_day, metavar="YYYY-MM-DD", help="Only from this day on."),
    ] = None,
    pages: Annotated[
        list[Page] | None,
        typer.Option("--page", "-p", help="A closer look, instead of the overview; can be repeated."),
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
    overview = not pages or everything or html is not None or as_json
    opened, now = places.bank(bank), terminal.now()
    found = page = None
    with closing(places.history(writing=False)) as history:
        if overview:
            page = statistics(opened, history, now=now, zone=None, topic=topic, since=since)
        if wanted:
            from quizdl.app.analysis import analyse

            with terminal.progress("replaying") as progress:
                found = analyse(
                    opened, history, wanted, now=now, zone=None, topic=topic, since=since, progress=progress
                )
    if html and page and found:
        from quizdl.app.files import write_whole
        from quizdl.cli.views.report import report

        titles = {topic.id: topic.title for topic in opened.topics}
        about = " · ".join(filter(None, (titles.get(topic or "", ""), f"since {since:%d %b %Y}" if since else "")))
        write_whole(html, (report(page, found, now, None, about),))
        if as_json:
            terminal.emit({"path": html, "bytes": html.stat().st_size})
        else:
            terminal.console().print(f"{html}: {html.stat().st_size / 1e3:.0f} kB")
        return
    if as_json:
        data: dict[str, Any] = asdict(page) if page else {}
        for name in ("days", "due"):
            data[name] = {str(day): count for day, count in data[name].items()}
        data |= {name: part for name, part in (asdict(found) if found else {}).items() if part is not None}
        terminal.emit(data)
        return
    console = terminal.console()
    if page:
        from quizdl.cli.views.stats import stats_view

        console.print(stats_view(page, day_of(now, None), now.astimezone(), console.width))
    if found:
        from quizdl.cli.views.analysis import analysis_view

        console.print(analysis_view(found, None, console.width))
