"""The interview day that somebody plans for, in a small file beside the history.

It is no part of the history: that is what happened, kept for good and merged; this is an intention, of which only the last counts. And the page of
today, which says how long it is until then, is not to wait for more than a few bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quizdl.errors import HistoryError

FILE = "plan.json"


@dataclass(frozen=True, slots=True)
class Goal:
    """The interview's day, and the minutes a day until then."""

    interview: date
    minutes: int


def read_goal(home: Path) -> Goal | None:
    """What was written last; None if there is nothing, or nothing that can be read (the next plan writes it anew)."""
    try:
        data = json.loads((home / FILE).read_text(encoding="utf-8"))
        goal = Goal(date.fromisoformat(data["interview"]), data["minutes"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return goal if type(goal.minutes) is int and goal.minutes > 0 else None


def write_goal(home: Path, goal: Goal | None) -> None:
    """Remembers it, complete or not at all; None forgets it.

    Raises:
        HistoryError: it cannot be written.
    """
    path, begun = home / FILE, home / f"{FILE}.part"
    try:
        if goal is None:
            path.unlink(missing_ok=True)
            return
        home.mkdir(parents=True, exist_ok=True)
        begun.write_text(
            json.dumps({"interview": str(goal.interview), "minutes": goal.minutes}) + "\n", encoding="utf-8"
        )
        begun.replace(path)
    except OSError as error:
        raise HistoryError(f"{path}: cannot be written ({error.strerror})", "QUIZDL_HOME names another place") from None
