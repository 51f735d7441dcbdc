"""`quizdl doctor`: what this machine offers."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import Any

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption
from quizdl.errors import GOOD, WRONG, QuizdlError


def doctor(as_json: JsonOption = False, bank: BankOption = None) -> int:
    """What this machine offers: versions, places, terminal, and what keeps an answer from harming it, found out by trying.

    Exits with 1 if other people's answers are not safe to run here, or a place cannot be used.
    """
    from quizdl.app.doctor import examine, versions
    from quizdl.cli.views.doctor import doctor_view

    found = versions()
    where = {
        "history": _place(lambda: places.history(writing=True).close(), places.home()),
        "cache": _place(lambda: places.cache().mkdir(parents=True, exist_ok=True), places.cache()),
        "answers": _place(_writable, places.workspace()),
        "bank": _place(lambda: places.bank(bank), bank or "built in"),
    }
    console = terminal.console()
    screen = {
        "interactive": terminal.interactive(),
        "kind": os.environ.get("TERM", ""),
        "columns": console.width,
        "colour": console.color_system or "none",
        "encoding": sys.stdout.encoding,
    }
    report = examine()
    if as_json:
        terminal.emit({"versions": asdict(found), "places": where, "terminal": screen, "sandbox": asdict(report)})
    else:
        console.print(doctor_view(found, where, screen, report, console.width))
    good = report.safe and all(place["says"] == "" for place in where.values())
    return GOOD if good else WRONG


def _place(use: Any, path: object) -> dict[str, str]:
    """A place, and why it cannot be used; empty if it can."""
    try:
        use()
    except QuizdlError as error:
        return {"path": str(path), "says": error.message}
    except OSError as error:
        return {"path": str(path), "says": str(error)}
    return {"path": str(path), "says": ""}


def _writable() -> None:
    if not os.access(places.workspace(), os.W_OK):
        raise PermissionError("no file can be written there")
