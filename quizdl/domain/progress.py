"""What the page of progress says, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

HORIZON = timedelta(days=7)
YEAR = 53 * 7
USUAL = 5
AHEAD = 14
ENOUGH = 2
JUDGED = ("correct", "partial", "wrong", "timeout")


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic.

    Attributes:
        mastery: the fraction of the topic's questions that would be known in a week; those never asked count as not known.
        accuracy: the mean score of its answers; None without any.
        speed: the median of answer time over the time given; None if none was timed.
    """

    id: str
    title: str
    questions: int
    seen: int
    mastery: float
    reviews: int
    accuracy: float | None
    median_seconds: float | None
    speed: float | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A subtopic with the mean score of its answers."""

    subtopic: str
    title: str
    score: float
    reviews: int


@dataclass(frozen=True, slots=True)
class MadeMistake:
    """A mistake made in derivations."""

    derivation: str
    mistake: str
    says: str
    times: int


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """A track: how many of its derivations are solved."""

    id: str
    title: str
    solved: int
    derivations: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the page.

    Attributes:
        outcomes: how many answers of each outcome.
        retention: of questions asked again on a later day, the fraction still known.
        streak: days in a row up to today (or yesterday) with an answer.
        days: answers and attempts per day, for a year back.
        due: questions due on each of the next 14 days; the first is today, overdue ones included.
        orphans: questions of the history that the bank does not have: kept, but not asked.
    """

    reviews: int
    outcomes: Mapping[str, int]
    topics: tuple[TopicProgress, ...]
    retention: float | None
    retention_reviews: int
    streak: int
    days: Mapping[date, int]
    due: Mapping[date, int]
    weakest: tuple[Weakness, ...]
    mistakes: tuple[MadeMistake, ...]
    tracks: tuple[TrackProgress, ...]
    attempts: int
    orphans: int = 0


def weakest(scores: Mapping[str, tuple[int, float]], titles: Mapping[str, str]) -> tuple[Weakness, ...]:
    """The subtopics in which most was wrong.

    Args:
        scores: of each subtopic how many answers were judged, and the sum of their scores.
        titles: of the subtopics.
    """
    found = [
        Weakness(name, titles.get(name, name), score / reviews, reviews)
        for name, (reviews, score) in scores.items()
        if reviews >= ENOUGH and score < reviews
    ]
    return tuple(sorted(found, key=lambda weakness: (weakness.score, -weakness.reviews))[:5])
