"""The scorecard of an interview: what was asked and answered, and what follows from it. Pure; it crosses into the history as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from quizdl.domain.confidence import LevelCalibration, calibration
from quizdl.domain.interview import Round

STRONG, WEAK = 0.8, 0.6
"""A topic is a strength from the first score on, and a gap below the second."""
ENOUGH = 3
"""Answers in a topic without which it is neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One answer of an interview: to a question, a step of a chain, a derivation, or an item of a rubric.

    Attributes:
        round: the kind of its round.
        target: the question's id; `chain/step`; the derivation's; `product/number`.
        title: what was asked, in a line.
        score: 0 to 1, and `weight`, how much it counts in its round.
        confidence: said before the verdict; None if it was not asked.
        right: the right answer; empty where there is none.
        says: what the verdict said.
        seconds: beyond reading; None if it was not measured.
        open: a derivation that was left, not right, before its time was up; it can be worked on when the interview goes on.
    """

    round: str
    target: str
    title: str
    topic: str
    subtopic: str
    outcome: str
    score: float
    weight: float = 1.0
    confidence: float | None = None
    mistake: str | None = None
    answer: str = ""
    right: str = ""
    says: str = ""
    seconds: float | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """An interview, as far as it went.

    Attributes:
        session: its id, and that of its reviews.
        at: when it began, UTC.
        minutes: what was planned.
        finished: it went to its end.
        seconds: how long it took.
        rounds: as planned.
        answers: in order.
    """

    session: str
    at: datetime
    minutes: float
    role: str
    seed: int
    finished: bool
    seconds: float
    rounds: tuple[Round, ...]
    answers: tuple[Scored, ...]

    @property
    def round_scores(self) -> dict[str, float]:
        """The score of each round in which something was answered, in order."""
        return {
            r.kind: mean(own)
            for r in self.rounds
            if (own := [answer for answer in self.answers if answer.round == r.kind])
        }

    @property
    def score(self) -> float | None:
        """Over the rounds in which something was answered, each weighing what it had of the time; None if there is none."""
        scores = self.round_scores
        weights = {r.kind: r.seconds for r in self.rounds if r.kind in scores}
        whole = sum(weights.values())
        return sum(scores[kind] * weight for kind, weight in weights.items()) / whole if whole else None

    def plain(self) -> dict[str, Any]:
        """As plain data; `from_plain` is its inverse."""
        return {**asdict(self), "at": self.at.isoformat(), "score": self.score, "round_scores": self.round_scores}


def from_plain(data: Mapping[str, Any]) -> Scorecard:
    """A scorecard from plain data, also with fields that a later quizdl has added.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    own = {field.name: data[field.name] for field in fields(Scorecard)}
    return Scorecard(
        **own
        | {
            "at": datetime.fromisoformat(data["at"]),
            "rounds": tuple(Round(r["kind"], r["seconds"], r["count"]) for r in data["rounds"]),
            "answers": tuple(
                Scored(**{f.name: a[f.name] for f in fields(Scored) if f.name in a}) for a in data["answers"]
            ),
        }
    )


def mean(answers: Sequence[Scored]) -> float:
    """The score of some answers, by their weights."""
    return sum(a.score * a.weight for a in answers) / sum(a.weight for a in answers)


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How the answers in one topic were; those to product questions are not counted, which somebody scores themselves."""

    topic: str
    score: float
    answers: int


@dataclass(frozen=True, slots=True)
class Drill:
    """What to do next: a command, and why."""

    command: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What follows from a scorecard.

    Attributes:
        strengths: topics, the best first.
        gaps: topics, the worst first.
        missed: answers that were not right, in order, without those to product questions.
        unsaid: items of rubrics that were not, or not wholly, said.
        calibration: of the answers for which somebody said how sure they were.
        drills: what to do next.
        last: the interview before, for the same role if there is one.
    """

    strengths: tuple[TopicScore, ...]
    gaps: tuple[TopicScore, ...]
    missed: tuple[Scored, ...]
    unsaid: tuple[Scored, ...]
    calibration: tuple[LevelCalibration, ...]
    drills: tuple[Drill, ...]
    last: Scorecard | None


def findings(card: Scorecard, others: Iterable[Scorecard] = ()) -> Findings:
    """What follows from a scorecard.

    Args:
        card: of the interview.
        others: of other ones; those that began earlier and have answers are compared with.
    """
    topics = _topics(card)
    judged = [a for a in card.answers if a.round != "product"]
    missed = tuple(a for a in judged if a.score < 1)
    unsaid = tuple(a for a in card.answers if a.round == "product" and a.score < 1)
    said = [(a.confidence, a.outcome == "correct") for a in card.answers if a.confidence is not None]
    return Findings(
        strengths=tuple(t for t in topics if t.answers >= ENOUGH and t.score >= STRONG),
        gaps=tuple(t for t in reversed(topics) if t.answers >= ENOUGH and t.score < WEAK),
        missed=missed,
        unsaid=unsaid,
        calibration=tuple(calibration(said)),
        drills=tuple(_drills(missed)),
        last=_last(card, others),
    )


def _topics(card: Scorecard) -> list[TopicScore]:
    """The best first."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for answer in card.answers:
        if answer.round != "product":
            groups[answer.topic].append(answer)
    found = [TopicScore(topic, mean(group), len(group)) for topic, group in groups.items()]
    return sorted(found, key=lambda t: -t.score)


def _drills(missed: Sequence[Scored]) -> Iterable[Drill]:
    """The topics in which most was missed, then the derivations that are not solved."""
    lost: dict[str, float] = defaultdict(float)
    times: dict[str, int] = defaultdict(int)
    for answer in missed:
        if answer.round != "derivation":
            lost[answer.topic] += 1 - answer.score
            times[answer.topic] += 1
    for topic in sorted(lost, key=lambda name: -lost[name])[:2]:
        some = "one answer" if times[topic] == 1 else f"{times[topic]} answers"
        yield Drill(f"quizdl drill --topic {topic}", f"{some} missed here")
    for answer in missed:
        if answer.round == "derivation":
            yield Drill(f"quizdl derive {answer.target}", answer.says or "not solved")


def _last(card: Scorecard, others: Iterable[Scorecard]) -> Scorecard | None:
    earlier = [other for other in others if other.at < card.at and other.session != card.session and other.answers]
    same = [other for other in earlier if other.role == card.role]
    return max(same or earlier, key=lambda other: other.at, default=None)
