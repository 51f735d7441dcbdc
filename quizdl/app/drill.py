"""A drill: chooses questions, shows them one by one, judges the answers and records each before its verdict is returned."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from itertools import islice

from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Entry
from quizdl.domain.day import end_of_day
from quizdl.domain.question import Asked, Question, Verdict
from quizdl.domain.queue import choose, interleaved
from quizdl.domain.review import Review, rating
from quizdl.domain.schedule import Rating
from quizdl.history.store import History, new_id

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Showing:
    """One question of the drill, as it is shown.

    Attributes:
        number: its place in the drill, from 1, `of` so many.
        seed: shows it the same again.
        new: it was never asked before.
    """

    number: int
    of: int
    entry: Entry
    asked: Asked
    seed: int
    new: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged and recorded answer.

    Attributes:
        seconds: beyond reading; None if not measured.
        due: when the question comes back; None if it was skipped while new.
    """

    showing: Showing
    text: str
    verdict: Verdict
    seconds: float | None
    hinted: bool
    rating: Rating | None
    due: datetime | None


@dataclass
class Drill:
    """A drill under way; iterate over the showings and `answer` each."""

    bank: Bank
    history: History
    entries: list[Entry]
    rng: random.Random
    clock: Clock
    session: str
    topic: str | None
    time_factor: float = 1.0
    answered: list[Answered] = field(default_factory=list)

    def showings(self) -> Iterator[Showing]:
        """The questions, one after the other."""
        for number, entry in enumerate(self.entries, 1):
            seed = self.rng.getrandbits(32)
            yield Showing(
                number,
                len(self.entries),
                entry,
                replace(show(self.bank, entry, seed), time_factor=self.time_factor),
                seed,
                self.history.schedule(entry.id) is None,
            )

    def answer(
        self,
        showing: Showing,
        text: str,
        *,
        seconds: float | None,
        hinted: bool = False,
        timed_out: bool = False,
        confidence: float | None = None,
    ) -> Answered:
        """Judges an answer and records it.

        Args:
            showing: what was answered.
            text: what was typed.
            seconds: how long it took beyond reading; None if that was not measured.
            hinted: the hint was seen.
            timed_out: the clock ran out; the text is what stood there then.
            confidence: how sure the person was, 0 to 1, before the verdict; None if nobody asked.

        Raises:
            HistoryError: it could not be recorded; then there is no verdict.
        """
        return self._record(showing, text, self._judge(showing, text, timed_out=timed_out), seconds, hinted, confidence)

    def skip(self, showing: Showing, *, hinted: bool = False) -> Answered:
        """Records that a question was passed over; its schedule stays as it is."""
        verdict = Verdict("skipped", 0, "", showing.asked.question.expected())
        return self._record(showing, "", verdict, None, hinted)

    def _judge(self, showing: Showing, text: str, *, timed_out: bool) -> Verdict:
        verdict = showing.asked.grade(text)
        if not timed_out:
            return verdict
        right = verdict.outcome == "correct"
        says = "What you had typed was right." if right else ""
        return Verdict("timeout", 0, says, verdict.expected, None)

    def _record(
        self,
        showing: Showing,
        text: str,
        verdict: Verdict,
        seconds: float | None,
        hinted: bool,
        confidence: float | None = None,
    ) -> Answered:
        entry, asked, now = showing.entry, showing.asked, self.clock()
        rated = rating(verdict, seconds, asked.seconds, hinted=hinted)
        schedule = self.history.record(
            Review(
                id=new_id(now), at=now, session=self.session, question=entry.id, fingerprint=asked.question.fingerprint,
                kind=entry.kind, topic=entry.topic, subtopic=entry.subtopic, outcome=verdict.outcome, score=verdict.score,
                answer=text, seed=showing.seed, seconds=seconds, limit=asked.seconds, hinted=hinted, rating=rated,
                mistake=verdict.mistake, confidence=confidence,
            )
        )  # fmt: skip
        answered = Answered(showing, text, verdict, seconds, hinted, rated, schedule.due if schedule else None)
        self.answered.append(answered)
        return answered


def start_drill(
    bank: Bank,
    history: History,
    *,
    topic: str | None,
    count: int,
    seed: int,
    ahead: bool,
    clock: Clock,
    zone: tzinfo | None,
    time_factor: float = 1.0,
) -> Drill:
    """Chooses the questions of a drill.

    Args:
        bank: asked from.
        history: what is due follows from it, and answers go to it.
        topic: only this one.
        count: at most so many questions.
        seed: the same seed and history give the same drill.
        ahead: also what is not due yet.
        clock: gives the time, with a time zone.
        zone: the person's; None for the system's.
        time_factor: stretches reading time and answer clock.

    Raises:
        UsageError: there is no such topic.
    """
    if topic is not None:
        bank.topic(topic)
    now = clock()
    rng = random.Random(seed)  # noqa: S311 - shuffles questions
    day_end = end_of_day(now, zone)
    order = random.Random(rng.getrandbits(64))  # noqa: S311 - of its own: what is drawn later does not hang on how much it shuffled

    def new(level: int, subtopics: Sequence[str]) -> dict[str, list[str]]:
        found = bank.ids_in(level, subtopics, topic)
        names = [name for name, _ in found]
        known = history.known(names) | history.aside(names, now).keys()
        fresh: dict[str, list[str]] = {}
        for name, subtopic in found:
            if name not in known:
                fresh.setdefault(subtopic, []).append(name)
        return fresh

    among = None if topic is None else bank.ids(topic)
    chosen = choose(
        _there(bank, history.due(now, day_end, among)),
        interleaved(bank.parts(topic), new, order),
        _there(bank, history.later(now, day_end, among)) if ahead else (),
        count=count, apart=bank.given_away,
    )  # fmt: skip
    entries = bank.entries_of(chosen)
    return Drill(bank, history, [entries[name] for name in chosen], rng, clock, new_id(now), topic, time_factor)


def _there(bank: Bank, names: Iterator[str]) -> Iterator[str]:
    """Those of some questions that the bank (still) has."""
    size = 32
    while some := list(islice(names, size)):
        there = bank.entries_of(some)
        yield from (name for name in some if name in there)
        size *= 4


def show(bank: Bank, entry: Entry, seed: int) -> Asked:
    """An entry's question as it is shown; a template is drawn and the options are shuffled by the seed."""
    rng = random.Random(seed)  # noqa: S311
    question = bank.question(entry)
    if not isinstance(question, Question):  # a template, which is not imported for its name
        question = question.question(question.draw(rng))
    return question.ask(rng)


def next_due(drill: Drill, now: datetime, day_end: datetime) -> datetime | None:
    """When the soonest question that is not due now comes back."""
    among = None if drill.topic is None else drill.bank.ids(drill.topic)
    for name in _there(drill.bank, drill.history.later(now, day_end, among)):
        schedule = drill.history.schedule(name)
        return schedule.due if schedule else None
    return None
