"""Which questions come next: what is due, then new ones."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from quizdl.domain.catalogue import Entry
from quizdl.domain.schedule import Schedule

REVIEW = 2


def is_due(schedule: Schedule, now: datetime, day_end: datetime) -> bool:
    """Whether a question comes back today: by the minute while it is learnt, by the day after that."""
    return schedule.due <= (day_end if schedule.state == REVIEW else now)


def choose(
    entries: Iterable[Entry],
    schedules: Mapping[str, Schedule],
    *,
    count: int,
    now: datetime,
    day_end: datetime,
    rng: random.Random,
    ahead: bool = False,
    apart: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Entry]:
    """The questions of a drill.

    First what is due, the longest overdue first; then new ones, easier levels first, with the subtopics in turn; with `ahead` also
    what is not due yet, the soonest first. Of those that give each other's answer away (`apart`) only the first comes.
    """
    known: list[Entry] = []
    new: list[Entry] = []
    for entry in entries:
        (known if entry.id in schedules else new).append(entry)
    known.sort(key=lambda entry: schedules[entry.id].due)
    due = [entry for entry in known if is_due(schedules[entry.id], now, day_end)]
    later = [entry for entry in known if not is_due(schedules[entry.id], now, day_end)] if ahead else []
    chosen: list[Entry] = []
    given_away: set[str] = set()
    for entry in due + interleaved(new, rng) + later:
        if len(chosen) == count:
            break
        if entry.id not in given_away:
            chosen.append(entry)
            given_away.update(apart.get(entry.id, ()))
    return chosen


def interleaved(entries: Iterable[Entry], rng: random.Random) -> list[Entry]:
    """Shuffled, but level by level, and within a level one of each subtopic in turn."""
    turns: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    seen: dict[tuple[int, str], int] = defaultdict(int)
    shuffled = list(entries)
    rng.shuffle(shuffled)
    for entry in shuffled:
        turn = seen[entry.level, entry.subtopic]
        seen[entry.level, entry.subtopic] += 1
        turns[entry.level, turn].append(entry)
    return [entry for _, group in sorted(turns.items()) for entry in group]
