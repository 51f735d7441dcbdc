"""A mock interview: its rounds and their time, what is asked in them, and where a chain goes on. Pure: nothing here asks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, TypeVar

from annotated_types import Gt, Interval, Len

from quizdl.domain.question import Text

Kind = Literal["quickfire", "chain", "derivation", "product"]
SHARES: Mapping[Kind, float] = {"quickfire": 2, "chain": 2.5, "derivation": 3.5, "product": 2}
"""How the time is shared among the rounds, where a role does not say."""
TITLES: Mapping[str, str] = {
    "quickfire": "Quick-fire", "chain": "Chain", "derivation": "Derivation", "product": "Product"
}  # fmt: skip
LEAST: Mapping[Kind, float] = {"quickfire": 1, "chain": 3, "derivation": 4, "product": 3}
"""Minutes without which a round is not worth beginning."""
SHORTEST, LONGEST = 5, 240
_QUICK = 25
"""Seconds that a question of the quick-fire takes: to read, to answer, to read the verdict."""
_CHAIN, _SECOND = 8 * 60, 25 * 60
"""Seconds of a chain; and of a round from which on it has a second derivation, or a second product question."""
RIGHT, WRONG = "right", "wrong"
_FORBID: dict[str, str] = {"extra": "forbid"}
_K = TypeVar("_K")


@dataclass(frozen=True, kw_only=True)
class Role:
    """A position that is interviewed for.

    Attributes:
        topics: how much each topic weighs; one that is not named is not asked.
        rounds: how much of the time each round gets; default `SHARES`.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    title: Text
    topics: Annotated[dict[str, Annotated[float, Gt(0)]], Len(1)]
    rounds: dict[Kind, Annotated[float, Interval(ge=0)]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RubricItem:
    """One thing that a good answer has."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    asks: Text
    source: Text
    points: Annotated[int, Interval(ge=1, le=5)] = 1


@dataclass(frozen=True, kw_only=True)
class Product:
    """A question without one right answer; whoever answers it scores themselves by the rubric.

    Attributes:
        roles: for whom it is; empty for all.
        reviewed: the day of a second reader, and whether they agreed with it or fixed it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    id: Text
    title: Text
    subtopic: Text
    scenario: Text
    rubric: Annotated[list[RubricItem], Len(3)]
    roles: list[str] = field(default_factory=list)
    reviewed: Text | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round as planned.

    Attributes:
        seconds: its share of the time.
        count: how many questions, chains, derivations or product questions, if there is time.
    """

    kind: Kind
    seconds: int
    count: int


def plan(minutes: float, shares: Mapping[Kind, float] | None = None) -> tuple[Round, ...]:
    """The rounds of an interview. One whose share is too short to begin is left out, and the others get its time.

    Args:
        minutes: of the whole interview.
        shares: how much each round gets, in any unit; default `SHARES`.
    """
    left = {kind: share for kind, share in {**SHARES, **(shares or {})}.items() if share > 0}
    while len(left) > 1:
        whole = sum(left.values())
        enough = {kind: minutes * share / whole / LEAST[kind] for kind, share in left.items()}
        shortest = min(enough, key=enough.__getitem__)
        if enough[shortest] >= 1:
            break
        del left[shortest]
    seconds = apportion(round(minutes * 60), left)
    return tuple(Round(kind, seconds[kind], _count(kind, seconds[kind])) for kind in left)


def _count(kind: Kind, seconds: int) -> int:
    match kind:
        case "quickfire":
            return max(3, seconds // _QUICK)
        case "chain":
            return max(1, round(seconds / _CHAIN))
    return 2 if seconds >= _SECOND else 1


def apportion(count: int, weights: Mapping[_K, float]) -> dict[_K, int]:
    """Whole numbers that add up to a count and are as the weights, by largest remainder."""
    whole = sum(weights.values())
    exact = {name: count * weight / whole for name, weight in weights.items()}
    shares = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: shares[name] - exact[name])
    for name in by_remainder[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def mixed(groups: Mapping[str, Sequence[str]], rng: random.Random) -> Iterator[str]:
    """The members of some groups, shuffled: one of each group in turn."""
    shuffled = [rng.sample(members, len(members)) for members in groups.values()]
    rng.shuffle(shuffled)
    while shuffled:
        yield from (members.pop() for members in shuffled if members)
        shuffled = [members for members in shuffled if members]


def least_asked(weights: Mapping[str, float], asked: Mapping[str, int], count: int, rng: random.Random) -> list[str]:
    """Draws some names by weight without repeating; those that were asked less often come first.

    Args:
        weights: of each name; those of weight 0 are left out.
        asked: how often each was asked.
        count: at most so many.
        rng: draws.
    """
    keyed = [
        (asked.get(name, 0), -(rng.random() ** (1 / weight)), name)  # Efraimidis and Spirakis 2006: a weighted shuffle
        for name, weight in sorted(weights.items())
        if weight > 0
    ]
    return [name for _, _, name in sorted(keyed)[:count]]


def follow(then: Mapping[str, str], outcome: str, mistake: str | None) -> str | None:
    """The step of a chain that comes after an answer; None at its end.

    Args:
        then: a mistake's name, `right` or `wrong`, with the step that follows.
        outcome: of the answer.
        mistake: which was recognised.
    """
    if outcome == "correct":
        return then.get(RIGHT)
    return then.get(mistake or WRONG) or then.get(WRONG)
