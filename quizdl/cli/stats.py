"""`quizdl stats`: the page of progress."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, TopicOption, day


def stats(
    topic: TopicOption = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day, metavar="YYYY-MM-DD", help="Only from this day on."),
    ] = None,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Progress: mastery and coverage, speed, retention, what is due, weak spots, usual mistakes."""
    from quizdl.app.stats import statistics
    from quizdl.domain.day import day_of

    opened, now = places.bank(bank), terminal.now()
    with closing(places.history(writing=False)) as history:
        page = statistics(opened, history, now=now, zone=None, topic=topic, since=since)
    if as_json:
        data = asdict(page)
        for name in ("days", "due"):
            data[name] = {str(day): count for day, count in data[name].items()}
        terminal.emit(data)
        return
    from quizdl.cli.views.stats import stats_view

    console = terminal.console()
    console.print(stats_view(page, day_of(now, None), now.astimezone(), console.width))
