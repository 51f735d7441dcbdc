"""The drill that was begun last and has not ended: a small file beside the history says what it asks, so that it can go on."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

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
        "questions": [[entry.id, seed] for entry, seed in zip(drill.entries, drill.seeds, strict=True)],
    }  # fmt: skip
    with suppress(OSError):
        written = home / f".{FILE}.{drill.session}"
        written.write_text(json.dumps(data), encoding="utf-8")
        written.replace(home / FILE)


def forget(home: Path, drill: Drill) -> None:
    """A drill has ended: there is nothing to go on with, unless another one began meanwhile."""
    data = _read(home)
    if data and data.get("session") == drill.session:
        with suppress(OSError):
            (home / FILE).unlink()


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
    data = _read(home)
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


def _read(home: Path) -> dict[str, Any] | None:
    """What the file says; None if there is none, or it was not written by us."""
    try:
        data = json.loads((home / FILE).read_text(encoding="utf-8"))
        datetime.fromisoformat(data["at"])
        whole = all(isinstance(name, str) and isinstance(seed, int) for name, seed in data["questions"])
        return data if whole and {"session", "bank", "done", "time_factor", "seconds"} <= data.keys() else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None
