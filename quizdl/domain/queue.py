"""Which questions come next: what is due, then new ones. Lazy: no more is looked up than the drill takes."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf

FIRST_LOOK = 16
"""How many subtopics are looked at before any others are: more than most drills need."""
FEW = 8
"""Of so many that are next in the queue one may come first, to keep subtopics apart."""


@dataclass
class Allowance:
    """How many more may come of something; several sources may share one."""

    left: float = inf


def choose(
    sources: Iterable[tuple[Iterable[str], Allowance]], *, count: int, apart: Callable[[str], Collection[str]]
) -> list[str]:
    """The ids of the questions of a drill: from one source after the other, of each as many as its allowance leaves.

    Of those that give each other's answer away (`apart`) only the first comes.
    """
    chosen: list[str] = []
    given_away: set[str] = set()
    for names, allowance in sources:
        rest = iter(names)
        while len(chosen) < count and allowance.left > 0 and (name := next(rest, None)) is not None:
            if name not in given_away:
                chosen.append(name)
                allowance.left -= 1
                if len(chosen) < count:
                    given_away.update(apart(name))
        if len(chosen) == count:
            break
    return chosen


def spread(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Questions in their order, but two of one subtopic apart where one of the next few can come between.

    Nobody waits long: the first in the queue gives way once at most, and nothing comes forward from further than `FEW`.

    Args:
        names: the ids with their subtopics.
    """
    rest, last = iter(names), ""
    few = list(islice(rest, FEW))
    while few:
        place = next((i for i, (_, subtopic) in enumerate(few) if subtopic != last), 0)
        name, last = few.pop(place)
        yield name
        few += islice(rest, 1)


def interleaved(
    parts: Iterable[tuple[int, Collection[str]]],
    new: Callable[[int, Sequence[str]], Mapping[str, Collection[str]]],
    rng: random.Random,
) -> Iterator[str]:
    """New questions, shuffled, but level by level, and within a level one of each subtopic in turn.

    Args:
        parts: each level with its subtopics, the easiest first.
        new: the ids of the new questions of some subtopics of a level, by subtopic.
        rng: shuffles the subtopics, and the questions of each.
    """
    for level, subtopics in parts:
        order = list(subtopics)
        rng.shuffle(order)
        yield from _in_turn(_shuffled(level, order, new, rng))


def _shuffled(
    level: int,
    subtopics: Sequence[str],
    new: Callable[[int, Sequence[str]], Mapping[str, Collection[str]]],
    rng: random.Random,
) -> Iterator[list[str]]:
    """For each subtopic that has new questions these; more subtopics at a look each time that those looked at were not enough."""
    start, size = 0, FIRST_LOOK
    while some := subtopics[start : start + size]:
        found = new(level, some)
        for subtopic in some:
            if names := sorted(found.get(subtopic, ())):
                rng.shuffle(names)
                yield names
        start, size = start + size, 4 * size


def _in_turn(groups: Iterable[list[str]]) -> Iterator[str]:
    """One of each group, then a second one of each that has more, and so on."""
    while True:
        rest = []
        for group in groups:
            yield group.pop()
            if group:
                rest.append(group)
        if not rest:
            return
        groups = rest
