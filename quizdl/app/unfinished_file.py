"""A small file beside the history that says what is asked, so that it can go on after an interruption; what was answered, the history says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from quizdl.domain.catalogue import Entry


def questions(entries: Iterable[Entry], seeds: Iterable[int]) -> list[tuple[str, int]]:
    """What shows the same questions again."""
    return [(entry.id, seed) for entry, seed in zip(entries, seeds, strict=True)]


def keep(path: Path, data: Mapping[str, Any]) -> None:
    """Writes it, whole whatever happens meanwhile; where it cannot be written, what is asked goes on without."""
    with suppress(OSError):
        written = path.with_name(f".{path.name}.{data['session']}")
        written.write_text(json.dumps(data), encoding="utf-8")
        written.replace(path)


def read(path: Path, names: Set[str]) -> dict[str, Any] | None:
    """What the file says; None if there is none, or it was not written by us: then it lacks one of the names, or says something odd.

    Args:
        path: the file.
        names: what it says beside the session, when it began, the bank, the time factor and the questions.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        datetime.fromisoformat(data["at"])
        whole = all(isinstance(name, str) and isinstance(seed, int) for name, seed in data["questions"])
        return data if whole and names | {"session", "bank", "time_factor"} <= data.keys() else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def forget(path: Path, session: str) -> None:
    """It has ended: there is nothing to go on with, unless another one began meanwhile."""
    data = read(path, set())
    if data and data["session"] == session:
        with suppress(OSError):
            path.unlink()
