"""Several machines, one history: each adds to a shared folder what it lacks, and to its log what the folder has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from quizdl.app.shared_folder import UNFINISHED, Folder
from quizdl.errors import HistoryError, UsageError
from quizdl.history import segments
from quizdl.history.segments import UnfitError

if TYPE_CHECKING:
    from quizdl.history.rows import Event
    from quizdl.history.sharing import Shared
    from quizdl.history.store import History


class Left(NamedTuple):
    """A segment that could not be read, and why."""

    name: str
    why: str


class Synced(NamedTuple):
    """What a sync did.

    Attributes:
        reviews: how many came from the folder, `attempts` and `marks` likewise.
        written: how many events were added to the folder, in how many `files`.
        differing: how many events say something else there than here; both stay as they are.
        left: segments that could not be read now.
        others: files that are not ours, of which it is told at the first sync.
    """

    folder: str
    reviews: int
    attempts: int
    marks: int
    written: int
    files: int
    differing: int
    left: tuple[Left, ...]
    others: int


def sync(history: History, folder: Folder, progress: Callable[[int, int], None], *, anew: bool = False) -> Synced:
    """Adds to the history what the folder has, and to the folder what it lacks.

    In any order, from any number of machines, at once or not: when each has synced after all had written, all have the same log. One that is
    ended in between is only done again.

    Args:
        history: open to write.
        folder: where the others' segments are.
        progress: told how many events have been added, and of how many.
        anew: write all of it, although the folder has nothing left of what it had.

    Raises:
        UsageError: the folder had segments at the last sync and has none now.
        HistoryError: the folder or the history cannot be read or written. What was read by then is kept.
    """
    shared = history.shared(folder.name)
    names = folder.names()
    ours = {name for name in names if segments.NAME.fullmatch(name)}
    known = shared.known()
    if known and not ours and not anew:
        hint = "see whether its disk is mounted; to write all of it anew: --anew"
        raise UsageError(f"{folder.name}: what was shared here is gone", hint)
    if known - ours:  # another folder of that name, or somebody took some away: all is compared
        shared.forget()
    first = not known or bool(known - ours)
    fresh = sorted(ours if first else ours - known)
    left: list[Left] = []
    merged = history.merge(_events(folder, fresh, shared, left), differing=True, progress=progress)
    last, written, files = shared.last(), 0, 0
    here = set(fresh) - {one.name for one in left}
    for name, data, count in segments.segments(shared.missing(last)):
        try:
            folder.write(name, data)
        except HistoryError as error:
            added = f"what the others wrote is in your history ({merged.added} new); your own is not all there"
            raise HistoryError(f"{error.message}; {added}", error.hint) from None
        here.add(name)
        files, written = files + 1, written + count
    shared.done(here, last)
    others = [name for name in names if name not in ours and not name.startswith(".") and not name.endswith(UNFINISHED)]
    return Synced(
        folder.name, merged.reviews, merged.attempts, merged.marks, written, files, merged.differing, tuple(left),
        len(others) if not known else 0,
    )  # fmt: skip


def _events(folder: Folder, names: Iterable[str], shared: Shared, left: list[Left]) -> Iterator[Event]:
    """The events of some segments; those that cannot be read now are left."""
    for name in names:
        try:
            if folder.size(name) > segments.LARGEST:
                raise UnfitError("larger than any segment")
            events = segments.content(name, folder.read(name))
        except UnfitError as error:
            left.append(Left(name, str(error)))
        except HistoryError as error:
            left.append(Left(name, error.message))
        else:
            shared.there(events)
            yield from events
