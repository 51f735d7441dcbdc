"""Which questions a drill asks: what is due, then new ones, of what the person wants; the weakest subtopics first if they say so."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice

from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Entry
from quizdl.domain.day import day_of, end_of_day, start_of_day
from quizdl.domain.queue import Allowance, choose, interleaved, spread
from quizdl.history.store import History

NEW_A_DAY = 30
"""New questions in a day, unless the person says otherwise: what is new today comes back for weeks."""

Group = Callable[[str], bool]
"""Whether a subtopic belongs to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a drill is to ask; without anything, what is due and then what is new, of all.

    Attributes:
        topic: only this one.
        tags: only subtopics that one of these words names (`Bank.tagged`).
        levels: only these; `kinds` likewise.
        ahead: also what is not due yet.
        due_only: nothing new, nor what is not due.
        new: so many new ones, if there are so many: room is left for them, whatever the daily limit says.
        new_a_day: the daily limit of new ones; None for none.
        weak: the subtopics in which most was wrong come first.
    """

    topic: str | None = None
    tags: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    ahead: bool = False
    due_only: bool = False
    new: int | None = None
    new_a_day: int | None = None
    weak: bool = False


class Selection:
    """Chooses questions.

    Attributes:
        limited: new ones were left out because of the daily limit.
    """

    def __init__(
        self, bank: Bank, history: History, wanted: Wanted, now: datetime, zone: tzinfo | None, order: random.Random
    ) -> None:
        """Prepares it; nothing is looked up yet but names.

        Args:
            bank: chosen from.
            history: says what is due and what is known.
            wanted: what the person wants.
            now: with its time zone.
            zone: the person's; None for the system's.
            order: shuffles what is new.

        Raises:
            UsageError: there is no such topic or tag.
        """
        self.bank, self.history, self.wanted, self.order = bank, history, wanted, order
        self.now, self.day_end = now, end_of_day(now, zone)
        self.day_start = start_of_day(day_of(now, zone), zone)
        if wanted.topic is not None:
            bank.topic(wanted.topic)
        self.subtopics = set().union(*map(bank.tagged, wanted.tags)) if wanted.tags else None
        self.among = None if wanted.topic is None else bank.ids(wanted.topic)
        self.limited = False
        self._allowed: Allowance | None = None

    def choose(self, count: int) -> list[Entry]:
        """The questions, in the order in which they are asked; at most so many."""
        names = choose(self._sources(count), count=count, apart=self.bank.given_away)
        entries = self.bank.entries_of(names)
        if len(names) < count and self._allowed and self._allowed.left <= 0 and self.wanted.new is None:
            self.limited = any(name not in entries for name in self._fresh(lambda _: True))
        return [entries[name] for name in names]

    def soonest(self) -> datetime | None:
        """When the first of those that are not due now comes back."""
        for entry in self._there(self.history.later(self.now, self.day_end, self.among)):
            schedule = self.history.schedule(entry.id)
            return schedule.due if schedule else None
        return None

    def _sources(self, count: int) -> Iterator[tuple[Iterable[str], Allowance]]:
        wanted = self.wanted
        first = Allowance() if wanted.new is None else Allowance(count - wanted.new)
        groups = self._groups()
        due = [spread(self._due(group)) for group in groups]
        for group, names in zip(groups, due, strict=True):
            yield names, first
            if not wanted.due_only:
                self._allowed = self._allowed or Allowance(self._new_ones())  # looked up when it is their turn, once
                yield self._fresh(group), self._allowed
        yield from ((names, Allowance()) for names in due if wanted.new)
        if wanted.ahead and not wanted.due_only:
            later = self._there(self.history.later(self.now, self.day_end, self.among))
            yield (entry.id for entry in later), Allowance()

    def _fresh(self, group: Group) -> Iterator[str]:
        return interleaved(self._parts(group), self._new, self.order)

    def _new_ones(self) -> float:
        """How many new ones may come."""
        if self.wanted.new is not None:
            return self.wanted.new
        if self.wanted.new_a_day is None:
            return float("inf")
        return max(0, self.wanted.new_a_day - self.history.begun(self.day_start))

    def _groups(self) -> list[Group]:
        """All subtopics; or, if that is wanted, first those in which most was wrong."""
        if not self.wanted.weak:
            return [lambda _: True]
        from quizdl.app.stats import scores
        from quizdl.domain.progress import weakest

        tallies = self.history.tallies(self.wanted.topic, None)
        judged = scores((tally.subtopic, tally) for tally in tallies if self._subtopic(tally.subtopic))
        weak = {found.subtopic for found in weakest(judged, {})}
        return [weak.__contains__, lambda subtopic: subtopic not in weak]

    def _due(self, group: Group) -> Iterator[tuple[str, str]]:
        entries = self._there(self.history.due(self.now, self.day_end, self.among))
        return ((entry.id, entry.subtopic) for entry in entries if group(entry.subtopic))

    def _there(self, names: Iterator[str]) -> Iterator[Entry]:
        """Those of some questions that the bank (still) has, and that are wanted."""
        size = 32
        while some := list(islice(names, size)):
            there = self.bank.entries_of(some)
            yield from (there[name] for name in some if name in there and self._fits(there[name]))
            size *= 4

    def _fits(self, entry: Entry) -> bool:
        wanted = self.wanted
        return (
            self._subtopic(entry.subtopic)
            and (not wanted.levels or entry.level in wanted.levels)
            and (not wanted.kinds or entry.kind in wanted.kinds)
        )

    def _subtopic(self, name: str) -> bool:
        return self.subtopics is None or name in self.subtopics

    def _parts(self, group: Group) -> Iterator[tuple[int, list[str]]]:
        for level, subtopics in self.bank.parts(self.wanted.topic):
            if not self.wanted.levels or level in self.wanted.levels:
                yield level, [name for name in subtopics if self._subtopic(name) and group(name)]

    def _new(self, level: int, subtopics: Sequence[str]) -> dict[str, list[str]]:
        """Of a level, the questions of some subtopics that were never answered."""
        found = self.bank.ids_in(level, subtopics, self.wanted.topic, self.wanted.kinds)
        names = [name for name, _ in found]
        known = self.history.known(names) | self.history.aside(names, self.now).keys()
        fresh: dict[str, list[str]] = {}
        for name, subtopic in found:
            if name not in known:
                fresh.setdefault(subtopic, []).append(name)
        return fresh
