"""What to ask each day so that most is known on a day to come: FSRS's memory, simulated over many alike learners.

Each day the questions are taken, within the time there is, of which an answer raises the expected recall *on the last day* most per second
that it takes. Beside it stands the order of the drill: what is due, then what is new. Both are simulated alike: a simulated answer is right with
the probability that FSRS gives it, and moves memory on as FSRS says. A question never asked counts as not known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from quizdl.domain.memory import Memory, Numbers, Whole
from quizdl.domain.schedule import Rating

ONCE_MORE = (Rating.HARD, Rating.GOOD, Rating.EASY)


@dataclass(frozen=True, slots=True)
class Person:
    """How someone answers.

    Attributes:
        memory: how they forget.
        first: how often the first answer to a question is rated again, hard, good, easy.
        right: how often a right later answer is hard, good, easy.
    """

    memory: Memory
    first: tuple[float, ...]
    right: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where all questions stand this moment: arrays of one length.

    Attributes:
        stability: of those never asked NaN, and their `difficulty` too.
        days: since the last review, whole ones.
        due: in so many days; not above 0 if it is due.
        learning: it comes back the next day at the latest, until it is known.
        seconds: that one answer takes, with all that belongs to it; infinite if it is not to be asked.
        turn: the order in which new ones are asked.
    """

    stability: Numbers
    difficulty: Numbers
    days: Whole
    due: Whole
    learning: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    seconds: Numbers
    turn: Numbers


class Learners:
    """Some alike learners, each with a memory of their own of every question, day by day."""

    def __init__(self, person: Person, start: Standing, learners: int, seed: int) -> None:
        self.person = person
        self.start = start
        self.day = 0
        self.stability, self.difficulty = (np.tile(x, (learners, 1)) for x in (start.stability, start.difficulty))
        self.last, self.due = np.tile(-start.days, (learners, 1)), np.tile(start.due, (learners, 1))
        self.learning = np.tile(start.learning, (learners, 1))
        self._rng = np.random.default_rng(seed)

    def recall(self, day: int) -> Numbers:
        """What is known on a day to come, if nothing more is answered until then."""
        known = self.person.memory.recall(self.stability, np.maximum(day - self.last, 0))
        return np.nan_to_num(known, copy=False)  # never asked: not known

    def gain(self, day: int) -> Numbers:
        """By how much an answer today, whatever it will be, is expected to raise recall on a day to come."""
        memory, ahead, days = self.person.memory, day - self.day, self.day - self.last
        now = memory.recall(self.stability, days)

        def then(rating: Rating) -> Numbers:
            return memory.recall(memory.stability(self.stability, self.difficulty, days, rating), ahead)

        right = sum(share * then(rating) for share, rating in zip(self.person.right, ONCE_MORE, strict=True))
        again = now * right + (1 - now) * then(Rating.AGAIN) - self.recall(day)
        new = np.dot(self.person.first, memory.recall(memory.first_stability[1:], ahead))
        return np.where(np.isnan(self.stability), new, again)

    def choose(self, worth: Numbers, seconds: float) -> tuple[Whole, Whole]:
        """Those of the most worth that fit into the time: learner and question of each, the first ones first."""
        worth = np.where(np.isfinite(self.start.seconds), worth, -np.inf)
        order = np.argsort(-worth, axis=1, kind="stable")
        cost = np.cumsum(self.start.seconds[order], axis=1)
        fits = (cost <= seconds) & (np.take_along_axis(worth, order, 1) > -np.inf)
        learner, place = np.nonzero(fits)
        return learner, order[learner, place]

    def answer(self, learner: Whole, question: Whole) -> None:
        """These learners answer these questions."""
        at = learner, question
        memory, stability, difficulty = self.person.memory, self.stability[at], self.difficulty[at]
        new, days = np.isnan(stability), self.day - self.last[at]
        known = np.where(new, 1 - self.person.first[0], memory.recall(stability, days))
        luck = self._rng.random(known.size)
        how_well = luck / known  # of those who know it, even between 0 and 1
        first, right = (
            np.cumsum(shares[:-1]) for shares in (np.array(self.person.first[1:]), np.array(self.person.right))
        )
        first /= 1 - self.person.first[0]
        better = np.where(new[:, None], how_well[:, None] >= first, how_well[:, None] >= right).sum(axis=1)
        rating = np.where(luck < known, int(Rating.HARD) + better, int(Rating.AGAIN))
        self.stability[at] = np.where(
            new, memory.first_stability[rating], memory.stability(stability, difficulty, days, rating)
        )
        self.difficulty[at] = np.where(new, memory.first_difficulty[rating], memory.difficulty(difficulty, rating))
        self.learning[at] = (rating == Rating.AGAIN) | ((rating == Rating.HARD) & (self.learning[at] | new))
        self.last[at] = self.day
        interval = np.where(self.learning[at], 0, np.maximum(np.rint(self.stability[at]), 1))
        self.due[at] = self.day + interval.astype(np.int64)


Order = Callable[[Learners, int], Numbers]
"""What each question is worth today for the last day."""


def by_gain(learners: Learners, last_day: int) -> Numbers:
    """The most recall on the last day per second; of new ones alike first whose turn it is."""
    return learners.gain(last_day) / learners.start.seconds - 1e-9 * learners.start.turn


def by_due(learners: Learners, last_day: int) -> Numbers:
    """As the drill asks: what is due, the longest overdue first, then what is new, then what is due soonest."""
    far = 1e6
    new = np.isnan(learners.stability)
    return np.where(new, -learners.start.turn, np.where(learners.due <= learners.day, far, -far) - learners.due)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ends.

    Attributes:
        recall: of each question on the last day.
        asked: the part of the learners who were ever asked it.
    """

    recall: Numbers
    asked: Numbers


def simulate(
    person: Person, start: Standing, order: Order, *, days: int, seconds: float, today: float, learners: int, seed: int
) -> Outcome:
    """What is known in so many days, when every day until then is spent by an order.

    Args:
        person: who answers.
        start: where all stand now.
        order: what is asked first.
        days: until the last one, on which nothing is asked; 0 if it is today.
        seconds: a day.
        today: so many of today's are left.
        learners: how many are simulated.
        seed: the same gives the same.
    """
    some = Learners(person, start, learners, seed)
    for some.day in range(max(days, 1)):
        some.answer(*some.choose(order(some, days), seconds if some.day else today))
    return Outcome(some.recall(days).mean(axis=0), (~np.isnan(some.stability)).mean(axis=0))
