"""A simulated learner whose memory is known: are quizdl's predictions right, and does the plan beat the order in which a drill asks?

The learner's memory is FSRS in Rust (`fsrs-rs-python`), with parameters of their own; quizdl predicts with `fsrs` and `domain/memory.py`, and sees only
answers and times, through a drill, as it does of anybody. How much the learner knows is read from the learner, not from quizdl.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, MemoryState

from benchmarks.made import write_bank
from benchmarks.measure import Figure
from quizdl.app.drill import Drill, Showing, start_drill
from quizdl.app.fit import fit
from quizdl.app.plan import planned_drill
from quizdl.bank.compiled import Bank, open_bank
from quizdl.domain.schedule import Rating, recall
from quizdl.history.store import History

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTES = 20
QUESTIONS = 1000
DAYS = 200
MISSED = 0.25
"""Of the days; then predictions are not all alike."""
OTHERWISE = {0: 0.1, 1: 0.6, 2: 1.2, 3: 4.0, 4: 7.0, 8: 1.5, 20: 0.25}
"""The parameters in which another person differs: forgets faster, above all what is new."""
FIRST = (0.24, 0.094, 0.495, 0.171)
RIGHT = (0.224, 0.631, 0.145)
SHARES = {Rating.HARD: 0.9, Rating.GOOD: 0.5, Rating.EASY: 0.2}
"""What part of the clock an answer takes that is given with difficulty, well, at once."""
ASIDE = 8.0
"""Seconds that question and verdict take beside the answer."""
FEWEST = 300
"""Answers in a tenth of the predictions: with fewer, it says little."""


@dataclass
class Learner:
    """Somebody who forgets as FSRS says, with parameters that nobody knows."""

    parameters: tuple[float, ...]
    rng: random.Random
    states: dict[str, tuple[MemoryState, date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._model = FSRS(list(self.parameters))
        self._decay = -self.parameters[20]

    def recall(self, question: str, day: date) -> float:
        """The probability that it is known that day; 0 if it was never asked."""
        if question not in self.states:
            return 0.0
        state, last = self.states[question]
        return float((1 + (0.9 ** (1 / self._decay) - 1) * (day - last).days / state.stability) ** self._decay)

    def answer(self, question: str, day: date) -> Rating:
        """How well it is known now; seeing the solution changes the memory."""
        state, last = self.states.get(question, (None, day))
        if state is None:
            (rating,) = self.rng.choices(list(Rating), FIRST)
        elif self.rng.random() < self.recall(question, day):
            (rating,) = self.rng.choices(list(Rating)[1:], RIGHT)
        else:
            rating = Rating.AGAIN
        then = self._model.next_states(state, 0.9, (day - last).days)
        after = (then.again, then.hard, then.good, then.easy)[rating - 1].memory
        self.states[question] = after, day
        return rating


@dataclass(frozen=True, slots=True)
class Prediction:
    """What quizdl said of a question that came back, what was true of it, and what happened."""

    day: int
    said: float
    true: float
    known: bool


@dataclass
class Study:
    """A learner with quizdl, a drill of some minutes a day."""

    bank: Bank
    history: History
    learner: Learner
    now: datetime = START
    predictions: list[Prediction] = field(default_factory=list)

    def clock(self) -> datetime:
        """The time."""
        return self.now

    def by_due(self, ahead: bool = False) -> Drill:
        """What is due first, then what is new; ahead: then what is due soonest, until the time is over."""
        return start_drill(
            self.bank,
            self.history,
            topic=None,
            count=QUESTIONS,
            seed=self.now.day,
            ahead=ahead,
            clock=self.clock,
            zone=UTC,
        )

    def by_plan(self, interview: date, minutes: int) -> Drill:
        """Today's part of the plan."""
        return planned_drill(
            self.bank, self.history, interview=interview, minutes=minutes, seed=self.now.day, clock=self.clock, zone=UTC
        )

    def days(self, days: int, drill: Callable[[], Drill], minutes: int = MINUTES, missed: float = 0.0) -> None:
        """So many days, at about the same hour; some are missed."""
        for _ in range(days):
            morning = self.now.replace(hour=18, minute=0, second=0, microsecond=0)
            self.now = morning + timedelta(minutes=self.learner.rng.uniform(-60, 60))
            end = self.now + timedelta(minutes=minutes)
            today = drill()
            for showing in today.showings() if self.learner.rng.random() >= missed else ():
                if self.now + timedelta(seconds=ASIDE + showing.asked.seconds) > end:
                    break
                self._answer(today, showing)
            self.now = morning + DAY

    def known(self) -> float:
        """The part of the bank that the learner knows today."""
        return statistics.fmean(self.learner.recall(name, self.now.date()) for name in self.bank.ids())

    def _answer(self, drill: Drill, showing: Showing) -> None:
        asked, name, today = showing.asked, showing.entry.id, self.now.date()
        schedule, true = self.history.schedule(name), self.learner.recall(name, today)
        rating = self.learner.answer(name, today)
        known = rating is not Rating.AGAIN
        seconds = asked.seconds * SHARES.get(rating, 0.7) * self.learner.rng.uniform(0.9, 1.1)
        if schedule and schedule.last.date() < today:
            said = recall(schedule.stability, schedule.last, self.now, self.history.parameters())
            self.predictions.append(Prediction((self.now - START).days, said, true, known))
        self.now += timedelta(seconds=ASIDE + seconds)
        texts = (asked.question.expected(), *"1234")
        text = next(text for text in texts if (asked.grade(text).outcome == "correct") is known)
        drill.answer(showing, text, seconds=seconds)


def deciles(predictions: list[Prediction]) -> Iterator[tuple[float, float, float, int]]:
    """Of each tenth of the predictions, the lowest first: what was said, what was true, what was known, of how many."""
    ordered = sorted(predictions, key=lambda prediction: prediction.said)
    for tenth in range(10):
        some = ordered[len(ordered) * tenth // 10 : len(ordered) * (tenth + 1) // 10]
        said, true, known = (statistics.fmean(x) for x in zip(*((p.said, p.true, p.known) for p in some), strict=True))
        yield said, true, known, len(some)


def figures() -> Iterator[Figure]:
    """How far predictions are from the truth, what a fit mends, and what the plan is worth."""
    with tempfile.TemporaryDirectory() as folder:
        write_bank(Path(folder, "bank"), QUESTIONS)
        bank = open_bank(Path(folder, "bank"), Path(folder))
        yield from _calibration(bank, Path(folder))
        yield from _fitted(bank, Path(folder))
        yield from _planned(bank, Path(folder))


def study(bank: Bank, home: Path, parameters: tuple[float, ...], seed: int) -> Study:
    """A learner with nothing learnt yet."""
    history = History.open(home, writing=True)
    history._connection.execute("PRAGMA synchronous = OFF")  # the file is thrown away
    return Study(bank, history, Learner(parameters, random.Random(seed)))


def _calibration(bank: Bank, folder: Path) -> Iterator[Figure]:
    known = study(bank, folder / "known", tuple(DEFAULT_PARAMETERS), 1)
    known.days(DAYS, known.by_due, missed=MISSED)
    yield _worst(f"{DAYS} days with FSRS's own parameters: predicted retention against the truth", known.predictions, 2)
    known.history.close()


def _worst(what: str, predictions: list[Prediction], bound: float | None) -> Figure:
    found = list(deciles(predictions))
    if min(size for *_, size in found) < FEWEST:
        raise ValueError(f"only {len(predictions)} predictions")
    worst = max(abs(said - true) for said, true, *_ in found)
    spread = ", ".join(f"{said:.0%}→{known:.0%}" for said, _, known, _ in found)
    return Figure(
        f"{what}, worst tenth",
        100 * worst,
        "points",
        bound,
        True,
        f"{len(predictions)} answers; said→known by tenths: {spread}",
    )


def _fitted(bank: Bank, folder: Path) -> Iterator[Figure]:
    other = tuple(OTHERWISE.get(place, value) for place, value in enumerate(DEFAULT_PARAMETERS))
    person = study(bank, folder / "other", other, 2)
    half = DAYS // 2
    person.days(half, person.by_due, missed=MISSED)
    found = fit(person.history, person.now)
    person.days(half, person.by_due, missed=MISSED)
    person.history.close()
    yield Figure(
        "`plan --fit` after 100 days of another person: log loss on held-out answers", 100 * (1 - found.after / found.before),
        "% less", 0, False, f"{found.before:.4f} → {found.after:.4f} on {found.held_out}, fitted to {found.answers}",
    )  # fmt: skip
    before, after = ([p for p in person.predictions if (p.day >= half) is later] for later in (False, True))
    yield _worst("that person before the fit", before, None)
    yield _worst("and after it", after, 3)  # what is fitted to some thousand answers is no more exact


def _planned(bank: Bank, folder: Path) -> Iterator[Figure]:
    """From nothing, and after a month of drills; the same learners, the same minutes."""
    for what, drilled, days, minutes in (("from nothing", 0, 30, 15), ("after 30 days of drills", 30, 30, 15)):
        gains, details = [], []
        for seed in range(3):
            ends = []
            for name in ("due", "plan"):
                person = study(bank, folder / f"{name}-{drilled}-{seed}", tuple(DEFAULT_PARAMETERS), seed)
                person.days(drilled, person.by_due, minutes)
                interview = person.now.date() + days * DAY
                order = (
                    partial(person.by_due, ahead=True) if name == "due" else partial(person.by_plan, interview, minutes)
                )
                person.days(days, order, minutes)
                person.history.close()
                ends.append(person.known())
            gains.append(100 * (ends[1] - ends[0]))
            details.append(f"{ends[0]:.1%}→{ends[1]:.1%}")
        yield Figure(
            f"known on the day, {days} days of {minutes} min {what}: the plan over due order", statistics.fmean(gains), "points",
            1, False, f"{QUESTIONS} questions, three learners: {', '.join(details)}",
        )  # fmt: skip
