"""A drill: chooses questions, shows them one by one, judges the answers and records each before its verdict is returned."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import NamedTuple

from quizdl.app.amend import dispute, leech, undo
from quizdl.app.selection import Selection, Wanted
from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Entry
from quizdl.domain.question import Asked, Verdict
from quizdl.domain.review import Review, rating, usual
from quizdl.domain.schedule import Rating
from quizdl.history.store import History, new_id

Clock = Callable[[], datetime]


class Showing(NamedTuple):
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


class Answered(NamedTuple):
    """A judged and recorded answer.

    Attributes:
        seconds: beyond reading; None if not measured.
        due: when the question comes back; None if it was skipped while new.
        review: as it was recorded.
        leech: it made its question one that is set aside, as it was forgotten again and again.
    """

    showing: Showing
    text: str
    verdict: Verdict
    seconds: float | None
    hinted: bool
    rating: Rating | None
    due: datetime | None
    review: Review
    leech: bool = False


@dataclass
class Drill:
    """A drill under way; iterate over the showings and `answer` each.

    Attributes:
        seconds: the answer clock of every question; None for each question's own.
        selection: what chose the questions; None if they were given.
        seeds: of the showings; drawn if they are not given.
        done: how many were answered before the drill was interrupted.
        gone: the questions that left the bank meanwhile.
    """

    bank: Bank
    history: History
    entries: list[Entry]
    rng: random.Random
    clock: Clock
    session: str
    time_factor: float = 1.0
    seconds: float | None = None
    selection: Selection | None = None
    seeds: list[int] = field(default_factory=list)
    done: int = 0
    answered: list[Answered] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.seeds = self.seeds or [self.rng.getrandbits(32) for _ in self.entries]

    def showings(self) -> Iterator[Showing]:
        """The questions, one after the other."""
        for place, seed in enumerate(self.seeds):
            entry = self.entries[place]  # as it is now: the person may have edited the bank meanwhile
            if entry.id in self.gone:
                continue
            asked = replace(self.bank.asked(entry, seed), time_factor=self.time_factor, limit=self.seconds)
            new = self.history.schedule(entry.id) is None
            yield Showing(self.done + place + 1, self.done + len(self.seeds), entry, asked, seed, new)

    @property
    def limited(self) -> bool:
        """Whether the daily limit has left new questions out."""
        return self.selection is not None and self.selection.limited

    @property
    def only_due(self) -> bool:
        """Whether no new question was wanted."""
        return self.selection is not None and self.selection.wanted.only_due

    def next_due(self) -> datetime | None:
        """When the soonest question of those wanted that is not due now comes back."""
        return self.selection.soonest() if self.selection else None

    def missed(self) -> list[Answered]:
        """The answers that were not right."""
        return [answered for answered in self.answered if answered.verdict.outcome in ("wrong", "partial", "timeout")]

    def again(self) -> Drill:
        """A drill of only what was missed, drawn and shuffled anew."""
        entries = [answered.showing.entry for answered in self.missed()]
        session = new_id(self.clock())
        return Drill(self.bank, self.history, entries, self.rng, self.clock, session, self.time_factor, self.seconds)

    def edited(self, bank: Bank) -> None:
        """The bank has changed on the disk: what is still to come is asked as it stands there now."""
        there = bank.entries_of(entry.id for entry in self.entries)
        self.gone = {entry.id for entry in self.entries} - there.keys()
        self.bank, self.entries = bank, [there.get(entry.id, entry) for entry in self.entries]

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
            confidence: how sure they said they were, 0 to 1.

        Raises:
            HistoryError: it could not be recorded; then there is no verdict.
        """
        verdict = showing.asked.grade(text, timed_out=timed_out)
        return self._record(showing, text, verdict, seconds, hinted, confidence)

    def skip(self, showing: Showing, *, hinted: bool = False) -> Answered:
        """Records that a question was passed over; its schedule stays as it is."""
        verdict = Verdict("skipped", 0, "", showing.asked.question.expected())
        return self._record(showing, "", verdict, None, hinted)

    @cached_property
    def _usual(self) -> dict[str, float]:
        """What the person's right answers usually take, by kind: looked up once, with the first answer."""
        return usual(self.history.right_times())

    def undo(self, answered: Answered) -> None:
        """Takes an answer back: it no longer counts.

        Raises:
            HistoryError: that could not be recorded.
        """
        undo(self.history, answered.review, self.clock())
        self.answered.remove(answered)

    def dispute(self, answered: Answered) -> Answered:
        """Counts an answer as right that was judged otherwise.

        Raises:
            HistoryError: that could not be recorded.
        """
        counts = dispute(self.history, self.bank, answered.review, self.clock())
        schedule = self.history.schedule(counts.question)
        now = answered._replace(
            verdict=replace(answered.verdict, outcome=counts.outcome, score=counts.score, mistake=None),
            rating=counts.rating,
            due=schedule.due if schedule else None,
        )
        self.answered[self.answered.index(answered)] = now
        return now

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
        rated = rating(verdict, seconds, asked.seconds, hinted=hinted, usual=self._usual.get(entry.kind))
        review = Review(
            id=new_id(now), at=now, session=self.session, question=entry.id, fingerprint=asked.question.fingerprint,
            kind=entry.kind, topic=entry.topic, subtopic=entry.subtopic, outcome=verdict.outcome, score=verdict.score,
            answer=text, seed=showing.seed, seconds=seconds, limit=asked.seconds, hinted=hinted, rating=rated,
            mistake=verdict.mistake, confidence=confidence,
        )  # fmt: skip
        schedule = self.history.record(review, leech(self.history, review))
        set_aside = self.history.aside([entry.id], now).get(entry.id)
        answered = Answered(
            showing, text, verdict, seconds, hinted, rated, schedule.due if schedule else None, review,
            leech=set_aside is not None and set_aside.leech,
        )  # fmt: skip
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
    seconds: float | None = None,
    wanted: Wanted | None = None,
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
        seconds: the answer clock of every question; None for each question's own.
        wanted: what else is wanted.

    Raises:
        UsageError: there is no such topic or tag.
    """
    now = clock()
    rng = random.Random(seed)  # noqa: S311 - shuffles questions
    order = random.Random(rng.getrandbits(64))  # noqa: S311 - of its own: what is drawn later does not hang on how much it shuffled
    selection = Selection(bank, history, replace(wanted or Wanted(), topic=topic, ahead=ahead), now, zone, order)
    return Drill(bank, history, selection.choose(count), rng, clock, new_id(now), time_factor, seconds, selection)
