"""`quizdl` alone: what there is to do today."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from quizdl.cli import places, terminal


def today(*, as_json: bool = False) -> int:
    """Shows it; what the program ends with."""
    from quizdl.app.today import todays_page

    bank = os.environ.get("QUIZDL_BANK")
    with closing(places.history(writing=False)) as history:
        page = todays_page(places.bank(Path(bank) if bank else None), history, places.home(), terminal.now(), None)
    if as_json:
        terminal.emit(asdict(page))
        return 0
    from quizdl.cli.views.today import today_view

    console = terminal.console()
    console.print(today_view(page, console.width))
    return 0
