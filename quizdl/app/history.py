"""The history as a whole: taken out as lines, merged with others, restored from its backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from quizdl.errors import UsageError
from quizdl.history import events
from quizdl.history.backups import find_backup
from quizdl.history.merging import Merged
from quizdl.history.store import History

Progress = Callable[[int, int], None]


def export(history: History) -> Iterator[str]:
    """The whole log as JSON Lines."""
    return events.lines(history.events())


def export_to(history: History, path: Path) -> None:
    """Writes the whole log to a file, complete or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in export(history))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written ({error.strerror})", "name another file") from None


def merge(history: History, paths: Sequence[Path], progress: Progress) -> Merged:
    """Adds what exports, other histories or backups have and this one lacks: in any order, any number of times, the same result.

    Raises:
        UsageError: a file cannot be read, or holds what is no event; then nothing is added.
        HistoryError: it could not be written, or an id says one thing here and another there.
    """
    return history.merge(chain.from_iterable(map(events.read, paths)), progress=progress)


def restore(history: History, home: Path, name: str, progress: Progress) -> Merged:
    """Adds what a backup has and the history lacks; nothing is taken away from it, and where both have an answer, its own stays.

    Raises:
        UsageError: there is no such backup.
        HistoryError: it could not be written.
    """
    return history.merge(events.read(find_backup(home, name)), differing=True, progress=progress)
