"""The drill that was begun last and has not ended: a small file beside the history says what it asks, so that it can go on."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

from quizdl.app import unfinished_file
from quizdl.app.drill import Clock, Drill
from quizdl.bank.compiled import Bank
from quizdl.errors import UsageError
from quizdl.history.store import History

FILE = "drill.json"


def keep(home: Path, drill: Drill) -> None:
    """Notes what a drill asks. It is whole whatever happens meanwhile; where it cannot be written, the drill goes on without.

    Args:
        home: the directory of the history.
        drill: that begins.
    """
    data = {
        "session": drill.session, "at": drill.clock().isoformat(), "bank": str(drill.bank.root), "done": drill.done,
        "time_factor": drill.time_factor, "seconds": drill.seconds,
        "questions": unfinished_file.questions(drill.entries, drill.seeds),
    }  # fmt: skip
    unfinished_file.keep(home / FILE, data)


def forget(home: Path, drill: Drill) -> None:
    """A drill has ended: there is nothing to go on with, unless another one began meanwhile."""
    unfinished_file.forget(home / FILE, drill.session)


def resume(home: Path, bank: Bank, history: History, clock: Clock) -> Drill:
    """The rest of the drill that was begun last: what was not answered since, shown as it would have been.

    Args:
        home: the directory of the history.
        bank: asked from.
        history: says what was answered.
        clock: gives the time, with a time zone.

    Raises:
        UsageError: there is none, or none of this bank.
    """
    nothing = UsageError("no drill was interrupted", "quizdl drill begins one")
    data = unfinished_file.read(home / FILE, {"done", "seconds"})
    if data is None:
        raise nothing
    if data["bank"] != str(bank.root):
        raise UsageError(f"the interrupted drill asks from {data['bank']}", "name that bank with --bank")
    answered = history.answered_since(datetime.fromisoformat(data["at"]))
    entries = bank.entries_of(name for name, _ in data["questions"])
    rest = [(entries[name], seed) for name, seed in data["questions"] if name in entries and name not in answered]
    if not rest:
        raise nothing
    return Drill(
        bank, history, [entry for entry, _ in rest], random.Random(), clock, data["session"],  # noqa: S311 - all seeds are given
        time_factor=data["time_factor"], seconds=data["seconds"], seeds=[seed for _, seed in rest],
        done=data["done"] + len(data["questions"]) - len(rest),
    )  # fmt: skip
