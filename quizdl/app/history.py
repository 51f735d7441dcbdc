"""The history as a whole: taken out as lines, merged with others, restored from its backups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid5

from quizdl.app.files import write_whole
from quizdl.domain.mark import Mark
from quizdl.domain.review import Attempt, Review
from quizdl.history import events
from quizdl.history.backups import find_backup
from quizdl.history.merging import Merged
from quizdl.history.rows import Event
from quizdl.history.store import History

Progress = Callable[[int, int], None]
_OF_A_BANK = UUID("0b1f63a3-3a0e-5a52-8f0a-2f1f0d6c8a57")
"""The namespace of the ids of answers that were taken over for an added bank."""


def export(history: History) -> Iterator[str]:
    """The whole log as JSON Lines."""
    return events.lines(history.events())


def export_to(history: History, path: Path) -> None:
    """Writes the whole log to a file, complete or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    write_whole(path, (f"{line}\n" for line in export(history)))


def merge(
    history: History, paths: Sequence[Path], progress: Progress, prefix: str = "", questions: Collection[str] = ()
) -> Merged:
    """Adds what exports, other histories or backups have and this one lacks: in any order, any number of times, the same result.

    Args:
        history: to which it is added.
        paths: the files.
        progress: is told how much of how much is replayed.
        prefix: of an added bank; then what was answered before it was added, or elsewhere, counts for its questions and derivations.
        questions: the ids of these, with the prefix. Answers to others are left out.

    Raises:
        UsageError: a file cannot be read, or holds what is no event; then nothing is added.
        HistoryError: it could not be written, or an id says one thing here and another there.
    """
    found = chain.from_iterable(map(events.read, paths))
    return history.merge(_of_bank(found, prefix, questions) if prefix else found, progress=progress)


def restore(history: History, home: Path, name: str, progress: Progress) -> Merged:
    """Adds what a backup has and the history lacks; nothing is taken away from it, and where both have an answer, its own stays.

    Raises:
        UsageError: there is no such backup.
        HistoryError: it could not be written.
    """
    return history.merge(events.read(find_backup(home, name)), differing=True, progress=progress)


def _of_bank(found: Iterable[Event], prefix: str, questions: Collection[str]) -> Iterator[Event]:
    """Events of a bank's bare ids, as of the bank that was added: always with the same ids of their own."""

    def own(name: str) -> str:
        return str(uuid5(_OF_A_BANK, f"{prefix}{name}"))

    taken: set[str] = set()
    about_answers: list[Mark] = []
    for event in found:
        match event:
            case Review() if prefix + event.question in questions:
                taken.add(event.id)
                moved = {name: prefix + getattr(event, name) for name in ("question", "topic", "subtopic")}
                yield replace(event, id=own(event.id), **moved)
            case Attempt() if prefix + event.derivation in questions:
                moved = {name: prefix + getattr(event, name) for name in ("derivation", "topic")}
                yield replace(event, id=own(event.id), **moved)
            case Mark() if event.what in ("undo", "dispute"):
                about_answers.append(event)
            case Mark() if prefix + event.target in questions:
                yield replace(event, id=own(event.id), target=prefix + event.target)
    yield from (
        replace(mark, id=own(mark.id), target=own(mark.target)) for mark in about_answers if mark.target in taken
    )
