"""A mock interview: chooses what is asked, records every answer before its verdict is shown, and keeps the scorecard in the history."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from quizdl.app.drill import Answered, Drill, Showing
from quizdl.bank.compiled import Bank
from quizdl.bank.interviews import Chain, Step
from quizdl.bank.template import Draw
from quizdl.domain.catalogue import Entry
from quizdl.domain.derivation import Derivation
from quizdl.domain.interview import Product, Round, follow
from quizdl.domain.judgement import Judgement
from quizdl.domain.mark import Mark
from quizdl.domain.question import Asked, Verdict
from quizdl.domain.scorecard import Scorecard, Scored, from_plain
from quizdl.history.store import History, new_id

WITH_HINT = 0.5
"""What a right answer counts for when its hint was looked at."""
RATINGS: Mapping[str, tuple[str, float]] = {"y": ("correct", 1), "p": ("partial", 0.5), "n": ("wrong", 0)}
"""The key by which somebody says whether they had an item of a rubric: the outcome, and the score."""


@dataclass
class Interview:
    """An interview under way. Whatever is answered is in the history when the call returns.

    Attributes:
        rested: seconds of pauses since it began.
        before: what was answered before it was interrupted, by target; it `went` on for so many seconds then.
        before_first: is called with it before the first answer is kept.
    """

    bank: Bank
    history: History
    clock: Callable[[], datetime]
    session: str
    at: datetime
    minutes: float
    role: str
    seed: int
    rounds: tuple[Round, ...]
    drill: Drill
    chains: list[Chain]
    derivations: list[Derivation]
    products: list[tuple[str, Product]]
    answers: list[Scored] = field(default_factory=list)
    rested: float = 0.0
    before: Mapping[str, Scored] = field(default_factory=dict)
    went: float = 0.0
    before_first: Callable[[Interview], None] = lambda _: None

    def scorecard(self, *, finished: bool = False) -> Scorecard:
        """As far as it went."""
        return Scorecard(
            session=self.session, at=self.at, minutes=self.minutes, role=self.role, seed=self.seed, finished=finished,
            seconds=self.spent, rounds=self.rounds, answers=tuple(self.answers),
        )  # fmt: skip

    def finish(self) -> Scorecard:
        """The whole scorecard, kept as such."""
        self.answers = [replace(answer, open=False) for answer in self.answers]  # also what nobody came back to in time
        return self._keep(finished=True)

    def stop(self) -> Scorecard:
        """The scorecard as far as it went; it is kept, with the time, if there is an answer to go on from."""
        return self._keep(finished=False) if self.answers else self.scorecard()

    def begin(self) -> None:
        """Starts the clock, or lets it go on: what came before was reading the plan."""
        if self.before:
            self.rested = (self.clock() - self.at).total_seconds() - self.went
        else:
            self.at = self.clock()

    def over(self, number: int) -> bool:
        """Whether nothing is left of a round, or a later one had begun, before it was interrupted."""
        left: Mapping[str, bool] = {
            "quickfire": bool(self.drill.entries),
            "chain": any(self.steps(chain).step for chain in self.chains),
            "derivation": any(self.open(derivation) for derivation in self.derivations),
            "product": any(self.rated(product) < len(product.rubric) for _, product in self.products),
        }
        begun = {answer.round for answer in self.before.values()}
        return bool(begun) and (
            not left[self.rounds[number].kind] or any(r.kind in begun for r in self.rounds[number + 1 :])
        )

    def rest(self, seconds: float) -> None:
        """So long it was paused: that is nobody's time."""
        self.rested += seconds

    @property
    def spent(self) -> float:
        """Seconds since it began, without pauses."""
        return (self.clock() - self.at).total_seconds() - self.rested

    def left(self, number: int) -> float:
        """Seconds until the end of a round: what an earlier one left over is the later ones'."""
        end = sum(r.seconds for r in self.rounds[: number + 1])
        return end - self.spent

    def fire(
        self, showing: Showing, text: str, *, seconds: float | None, hinted: bool = False, timed_out: bool = False,
        confidence: float | None = None,
    ) -> Answered:  # fmt: skip
        """Judges and records an answer of the quick-fire; it is a review like those of a drill.

        Raises:
            HistoryError: it could not be recorded; then there is no verdict.
        """
        answered = self.drill.answer(
            showing, text, seconds=seconds, hinted=hinted, timed_out=timed_out, confidence=confidence
        )
        return self._fired(answered, confidence)

    def pass_over(self, showing: Showing, *, hinted: bool = False) -> Answered:
        """Records that a question of the quick-fire was skipped."""
        return self._fired(self.drill.skip(showing, hinted=hinted), None)

    def _fired(self, answered: Answered, confidence: float | None) -> Answered:
        entry, verdict = answered.showing.entry, answered.verdict
        self._add(
            Scored(
                round="quickfire", target=entry.id, title=_line(answered.showing.asked.prompt), topic=entry.topic,
                subtopic=entry.subtopic, outcome=verdict.outcome, score=_score(verdict, hinted=answered.hinted),
                confidence=confidence, mistake=verdict.mistake, answer=_said(answered.showing.asked, answered.text), right=verdict.expected,
                says=verdict.says, seconds=answered.seconds,
            )
        )  # fmt: skip
        return answered

    def steps(self, chain: Chain) -> Walk:
        """A way through a chain."""
        rng = random.Random(f"{self.seed} {chain.id}")  # noqa: S311 - draws numbers
        walk = Walk(self, chain, chain.draw(rng), rng)
        while walk.step and (given := self.before.get(walk.showing.entry.id)):
            walk.follow(given.outcome, given.mistake)
        return walk

    def rated(self, product: Product) -> int:
        """How many items of its rubric were rated before it was interrupted."""
        return sum(f"{product.id}/{number + 1}" in self.before for number in range(len(product.rubric)))

    def open(self, derivation: Derivation) -> bool:
        """Whether a derivation is still to be worked on: it was not answered before an interruption, or left then with time to go."""
        before = self.before.get(derivation.id)
        return before is None or before.open

    def time_for(self, derivation: Derivation, number: int) -> float:
        """Seconds that are left for a derivation: those that remain of its round are shared with what follows in it."""
        sharing = len(self.derivations) - self.derivations.index(derivation)
        worked = self._worked(derivation)
        return (self.left(number) + worked) / sharing - worked

    def _worked(self, derivation: Derivation) -> float:
        """Seconds that went into a derivation before the interview was interrupted."""
        before = self.before.get(derivation.id)
        return (before.seconds or 0.0) if before else 0.0

    def derived(
        self, derivation: Derivation, best: Judgement | None, seconds: float | None, *, left: bool = False
    ) -> None:
        """Records how a derivation went; the attempts themselves are in the history already.

        Args:
            derivation: what was asked.
            best: the verdict on the best attempt since the interview began or went on; None if there was none.
            seconds: how long it took since then; None if that was not measured.
            left: the interview was left before its time was up.
        """
        right = best is not None and best.outcome == "correct"
        scored = Scored(
            round="derivation", target=derivation.id, title=derivation.title, topic=derivation.topic,
            subtopic=derivation.subtopic, outcome=best.outcome if best else "not_implemented",
            score=best.score if best else 0.0, mistake=best.mistakes[0] if best and best.mistakes else None,
            says="" if right else best.says if best else "not answered",
        )  # fmt: skip
        before = self.before.get(derivation.id)
        if before and (best is None or best.score < before.score):
            scored = before
        whole = self._worked(derivation) + (seconds or 0.0) or None
        self.answers = [answer for answer in self.answers if answer.target != derivation.id]
        self._add(replace(scored, seconds=whole, open=left and scored.outcome != "correct"))

    def rate(self, topic: str, product: Product, number: int, key: str) -> None:
        """Records what somebody says of their own answer to a product question.

        Args:
            topic: of the product question.
            product: what was asked.
            number: of the rubric's item, from 0.
            key: one of `RATINGS`.
        """
        item = product.rubric[number]
        outcome, score = RATINGS[key]
        self._add(
            Scored(
                round="product", target=f"{product.id}/{number + 1}", title=_line(item.asks), topic=topic,
                subtopic=product.subtopic, outcome=outcome, score=score, weight=item.points, right=item.source,
            )
        )  # fmt: skip

    def _add(self, scored: Scored) -> None:
        """Keeps an answer; one that could not be read says nothing of whoever gave it."""
        if scored.outcome != "unparsable":
            if not self.answers:
                self.before_first(self)
            self.answers.append(scored)
            self._keep(finished=False)

    def _keep(self, *, finished: bool) -> Scorecard:
        """Puts the scorecard into the history: the last one of a session holds."""
        card, now = self.scorecard(finished=finished), self.clock()
        value = json.dumps(card.plain(), ensure_ascii=False, allow_nan=False)
        self.history.mark(Mark(id=new_id(now), at=now, what="interview", target=self.session, value=value))
        return card


@dataclass(frozen=True, slots=True)
class Followed:
    """A judged and recorded answer to a step of a chain; it has no schedule, and so no `due`."""

    showing: Showing
    text: str
    verdict: Verdict
    seconds: float | None
    hinted: bool
    due: datetime | None = None
    leech: bool = False


@dataclass
class Walk:
    """A way through a chain.

    Attributes:
        step: the one that is asked; None when the chain has ended.
        showing: it, as it is shown.
        setting: what all steps are about.
    """

    interview: Interview
    chain: Chain
    draw: Draw
    rng: random.Random
    number: int = 0

    def __post_init__(self) -> None:
        self.setting = self.chain.about(self.draw)
        self._show(self.chain.opening)

    def _show(self, step: Step) -> None:
        self.step: Step | None = step
        self.number += 1
        chain, question = self.chain, step.question(self.draw)
        before = self.setting if self.number == 1 else ""
        asked = replace(question.ask(self.rng), time_factor=self.interview.drill.time_factor, before=before)
        entry = Entry(
            id=f"{chain.id}/{step.name}", kind=step.template.kind, topic=chain.topic, subtopic=chain.subtopic,
            level=step.level, seconds=asked.seconds, generated=True, source=question.source, path="", line=0,
        )  # fmt: skip
        self.showing = Showing(self.number, len(chain.steps), entry, asked, self.interview.seed, new=True)

    def answer(
        self, text: str, *, seconds: float | None, hinted: bool = False, timed_out: bool = False,
        confidence: float | None = None,
    ) -> Followed:  # fmt: skip
        """Judges and records an answer, and goes on to the step that follows from it."""
        verdict = self.showing.asked.grade(text, timed_out=timed_out)
        return self._take(verdict, text, seconds, confidence, hinted=hinted)

    def skip(self) -> Followed:
        """Records that the step was skipped, and goes on as after a wrong answer."""
        expected = self.showing.asked.question.expected()
        return self._take(Verdict("skipped", 0, "", expected), "", None, None, hinted=False)

    def _take(
        self, verdict: Verdict, text: str, seconds: float | None, confidence: float | None, *, hinted: bool
    ) -> Followed:
        step, chain, showing = self.step, self.chain, self.showing
        assert step  # noqa: S101 - there was something to answer
        self.interview._add(
            Scored(
                round="chain", target=showing.entry.id, title=_line(f"{chain.title} · {showing.asked.prompt}"), topic=chain.topic,
                subtopic=chain.subtopic, outcome=verdict.outcome, score=_score(verdict, hinted=hinted), weight=step.level,
                confidence=confidence, mistake=verdict.mistake, answer=_said(showing.asked, text), right=verdict.expected, says=verdict.says,
                seconds=seconds,
            )
        )  # fmt: skip
        self.follow(verdict.outcome, verdict.mistake)
        return Followed(showing, text, verdict, seconds, hinted)

    def follow(self, outcome: str, mistake: str | None) -> None:
        """Goes on to the step that follows from an answer to this one."""
        following = follow(self.step.then, outcome, mistake) if self.step else None
        if following:
            self._show(self.chain.steps[following])
        else:
            self.step = None


def interviews(history: History) -> list[Scorecard]:
    """The scorecards of all interviews, the oldest first; of one session the one that has most."""
    cards: dict[str, Scorecard] = {}
    for mark in history.marks("interview"):
        with suppress(KeyError, TypeError, ValueError):  # a later quizdl may keep another form
            card = from_plain(mark.data())
            cards[mark.target] = max(cards.get(mark.target, card), card, key=_reached)
    return sorted(cards.values(), key=lambda card: (card.at, card.session))


def _reached(card: Scorecard) -> tuple[bool, int, float]:
    """How far an interview had come."""
    return card.finished, len(card.answers), card.seconds


def _said(asked: Asked, text: str) -> str:
    """An answer in words: the option that a key stands for, else what was typed."""
    return asked.options[asked.keys.index(text)] if asked.options and len(text) == 1 and text in asked.keys else text


def _score(verdict: Verdict, *, hinted: bool) -> float:
    return verdict.score * (WITH_HINT if hinted else 1)


def _line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
