"""The plan for the interview day: what will be known then, what to do today, and what cannot be reached."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain, pairwise, zip_longest

import numpy as np

from quizdl.app.drill import Clock, Drill
from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Entry
from quizdl.domain.day import day_of, start_of_day
from quizdl.domain.memory import Memory
from quizdl.domain.plan import Learners, Person, Standing, by_due, by_gain, simulate
from quizdl.domain.queue import Allowance, choose
from quizdl.domain.schedule import REVIEW, Rating, days_between, fsrs_parameters
from quizdl.errors import UsageError
from quizdl.history.queries import Latest
from quizdl.history.store import History, new_id

FURTHEST = 730
"""Days: nobody knows what they will do beyond."""
WORK, MOST_LEARNERS = 1_500_000, 24
"""So many learners are simulated that learners × questions × days is about this, which takes a second; but no more than are of use."""
FIRST = (0.24, 0.094, 0.495, 0.171)
RIGHT = (0.224, 0.631, 0.145)
"""How often first answers are again, hard, good, easy, and right later ones hard, good, easy: FSRS's own simulator starts from these."""
AS_MUCH_AS = 40
"""Answers of one's own that count as much as those."""
AROUND = 8.0
"""Seconds for a question and its verdict beside the answer clock, until one's own pace is known."""
CLOCK = 5.0
"""Seconds of the answer clock of most questions."""
QUICKEST, PAUSE = timedelta(seconds=2), timedelta(minutes=3)
"""Between two answers of a drill: in less nobody reads a verdict and a question, so they were piped; longer is a break."""
PACED = 5
"""Answers of a kind from which their median pace is taken."""


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """One topic, or all of them.

    Attributes:
        stop: the part that is expected to be known on the day if nothing more is done, `due_order` if what is due is asked first and then
            what is new, `plan` by this plan; what was never asked counts as not known.
        left: questions that even the plan is expected never to ask.
        reviews: of today's part, and `new` likewise.
    """

    id: str
    title: str
    questions: int
    seen: int
    stop: float
    due_order: float
    plan: float
    left: float
    reviews: int
    new: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan from today to the interview.

    Attributes:
        interview: the day, and `days` until then.
        minutes: a day; `minutes_done` of today's are used up.
        topics: each of them, and `whole` all together.
        today: the questions of today's part, in order, and `minutes_today` that they take.
        minutes_for_all: a day, that are needed at least to ask each question once; None if there is time for that.
        answers: of one's own that pace and ratings were learnt from.
        fitted: whether FSRS's parameters were.
    """

    interview: date
    days: int
    minutes: int
    minutes_done: float
    topics: tuple[TopicPlan, ...]
    whole: TopicPlan
    today: tuple[str, ...]
    minutes_today: float
    minutes_for_all: int | None
    answers: int
    fitted: bool


@dataclass(frozen=True, slots=True)
class _Now:
    """All that a plan starts from."""

    entries: Sequence[Entry]
    standing: Standing
    person: Person
    done: float
    answers: int
    fitted: bool


def make_plan(
    bank: Bank, history: History, *, interview: date, minutes: int, now: datetime, zone: tzinfo | None
) -> Plan:
    """The best daily plan, beside the order in which a drill asks.

    Args:
        bank: what is to be known.
        history: what is.
        interview: the day.
        minutes: a day.
        now: with its time zone.
        zone: the person's; None for the system's.

    Raises:
        UsageError: the day is past, or too far away.
    """
    days = days_to(interview, now, zone)
    at = _now(bank, history, now, zone)
    left = max(0.0, 60.0 * minutes - at.done)
    size = len(at.entries)
    learners = max(1, min(MOST_LEARNERS, WORK // (max(size, 1) * max(days, 1))))
    start = Learners(at.person, at.standing, 1, 0)
    stop = start.recall(days)[0]
    by_plan, by_drill = (
        simulate(
            at.person, at.standing, order, days=days, seconds=60.0 * minutes, today=left, learners=learners, seed=1
        )
        for order in (by_gain, by_due)
    )
    chosen = start.choose(by_gain(start, days), left)[1]
    new = np.isnan(at.standing.stability)

    def part(name: str, title: str, places: Sequence[int]) -> TopicPlan:
        of = np.array(places, dtype=np.int64)
        today = np.isin(of, chosen)
        return TopicPlan(
            id=name, title=title, questions=len(of), seen=int((~new[of]).sum()), stop=_mean(stop[of]),
            due_order=_mean(by_drill.recall[of]), plan=_mean(by_plan.recall[of]), left=float((1 - by_plan.asked[of]).sum()),
            reviews=int((today & ~new[of]).sum()), new=int((today & new[of]).sum()),
        )  # fmt: skip

    places: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(at.entries):
        places[entry.topic].append(place)
    whole = part("", "All topics", range(size))
    unasked = float(at.standing.seconds[new & np.isfinite(at.standing.seconds)].sum())
    return Plan(
        interview=interview,
        days=days,
        minutes=minutes,
        minutes_done=at.done / 60,
        topics=tuple(part(topic.id, topic.title, places[topic.id]) for topic in bank.topics if places[topic.id]),
        whole=whole,
        today=tuple(_interleaved([at.entries[place] for place in chosen])),
        minutes_today=float(at.standing.seconds[chosen].sum()) / 60,
        minutes_for_all=math.ceil(unasked / 60 / max(days, 1)) if whole.left >= 0.5 else None,
        answers=at.answers,
        fitted=at.fitted,
    )


def planned_drill(
    bank: Bank,
    history: History,
    *,
    interview: date,
    minutes: int,
    seed: int,
    clock: Clock,
    zone: tzinfo | None,
    count: int | None = None,
    time_factor: float = 1.0,
    seconds: float | None = None,
) -> Drill:
    """Today's part of the plan as a drill; of questions that give each other away only one. The errors are those of `make_plan`.

    Args:
        bank: asked from.
        history: answers go to it.
        interview: the day.
        minutes: a day; what was used up today is taken off.
        seed: shuffles options and draws templates.
        clock: gives the time, with a time zone.
        zone: the person's; None for the system's.
        count: at most so many; None for all that fit into the day's minutes.
        time_factor: stretches reading time and answer clock.
        seconds: the answer clock of every question; None for each question's own.
    """
    now = clock()
    days = days_to(interview, now, zone)
    at = _now(bank, history, now, zone)
    start = Learners(at.person, at.standing, 1, 0)
    places = start.choose(by_gain(start, days), max(0.0, 60.0 * minutes - at.done))[1]
    names = [at.entries[place].id for place in places]
    chosen = choose([(names, Allowance())], count=len(names) if count is None else count, apart=bank.given_away)
    entries = bank.entries_of(chosen)
    rng = random.Random(seed)  # noqa: S311 - shuffles options
    return Drill(
        bank=bank, history=history, entries=[entries[name] for name in _interleaved(entries[name] for name in chosen)], rng=rng,
        clock=clock, session=new_id(now), time_factor=time_factor, seconds=seconds,
    )  # fmt: skip


def days_to(interview: date, now: datetime, zone: tzinfo | None) -> int:
    """How many days there are until the interview.

    Raises:
        UsageError: it is past, or too far away.
    """
    today = day_of(now, zone)
    days = (interview - today).days
    if days < 0:
        ago = "yesterday" if days == -1 else f"{-days} days ago"
        raise UsageError(
            f"the interview's day, {interview}, was {ago}",
            f"quizdl plan --interview YYYY-MM-DD, from {today} on, plans for the next; quizdl plan --forget forgets the last",
        )
    if days > FURTHEST:
        raise UsageError(f"{interview} is {days} days away", f"a plan reaches at most {FURTHEST} days ahead")
    return days


def _now(bank: Bank, history: History, now: datetime, zone: tzinfo | None) -> _Now:
    entries = bank.entries()
    latest = history.latest()
    parameters = history.parameters()
    pace = _pace(latest)
    person = Person(
        memory=Memory(fsrs_parameters(parameters)),
        first=_shares(FIRST, Rating.AGAIN, (answer.rating for answer in latest if answer.first)),
        right=_shares(RIGHT, Rating.HARD, (a.rating for a in latest if not a.first and a.rating is not Rating.AGAIN)),
    )
    morning = start_of_day(day_of(now, zone), zone)
    done = sum(pace(a.kind, CLOCK) for a in latest if a.at >= morning)
    return _Now(
        entries, _standing(entries, history, pace, now, zone), person, done, len(latest), parameters is not None
    )


def _standing(
    entries: Sequence[Entry], history: History, pace: Callable[[str, float], float], now: datetime, zone: tzinfo | None
) -> Standing:
    schedules, today = history.schedules(), day_of(now, zone)
    aside = history.aside(None, now)
    found = [schedules.get(entry.id) for entry in entries]
    rng = random.Random(1)  # noqa: S311 - as the drill shuffles within a level

    def seconds(entry: Entry) -> float:
        if entry.id in aside:
            return math.inf
        return pace(entry.kind, entry.seconds)

    return Standing(
        stability=np.array([s.stability if s else np.nan for s in found]),
        difficulty=np.array([s.difficulty if s else np.nan for s in found]),
        days=np.array([days_between(s.last, now) if s else 0 for s in found], dtype=np.int64),
        due=np.array([(day_of(s.due, zone) - today).days if s else 0 for s in found], dtype=np.int64),
        learning=np.array([s is not None and s.state != REVIEW for s in found], dtype=np.bool_),
        seconds=np.array([seconds(entry) for entry in entries]),
        turn=np.array([entry.level + rng.random() for entry in entries]),
    )


def _pace(latest: Iterable[Latest]) -> Callable[[str, float], float]:
    """How many seconds a question of a kind with such a clock takes: the median from one answer to the next of the same drill.

    Of kinds that were hardly asked it is that of all; without answers of one's own, what is usual.
    """
    gaps: dict[str, list[float]] = defaultdict(list)
    for after, before in pairwise(latest):
        gap = after.at - before.at
        if after.session == before.session and QUICKEST <= gap <= PAUSE:
            for kind in (after.kind, ""):
                gaps[kind].append(gap.total_seconds())
    medians = {kind: sorted(some)[len(some) // 2] for kind, some in gaps.items() if len(some) >= PACED}
    return lambda kind, clock: medians.get(kind, medians.get("", AROUND + clock))


def _shares(usual: Sequence[float], lowest: Rating, ratings: Iterable[Rating]) -> tuple[float, ...]:
    """How often each rating is given, from the lowest on: what is usual, moved towards one's own."""
    counts = Counter(ratings)
    own = [counts[Rating(lowest + place)] + AS_MUCH_AS * share for place, share in enumerate(usual)]
    return tuple(count / sum(own) for count in own)


def _interleaved(entries: Iterable[Entry]) -> Iterable[str]:
    """One of each subtopic in turn, the most worth first."""
    by_part: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_part[entry.subtopic].append(entry.id)
    return (name for name in chain.from_iterable(zip_longest(*by_part.values())) if name is not None)


def _mean(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values.mean()) if values.size else 0.0
