"""What a rule is, and what it is shown: the questions of a bank, each with where it stands, and all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from quizdl.bank.rules.likeness import cosines
from quizdl.bank.schema import Item
from quizdl.domain.question import Question

LIKE = 0.6
"""The cosine of two questions' words from which on they are compared at all."""
ENOUGH = 20
"""Questions from which on a bank as a whole can be judged."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question or template of a bank, with where it stands.

    Attributes:
        samples: the question, or some of those that the template gives.
        setting: of the chain of which it is a step; of a question that stands alone, empty.
    """

    path: Path
    item: Item
    samples: tuple[Question, ...]
    setting: str = ""

    @property
    def id(self) -> str:
        """Its id."""
        return self.item.id

    @property
    def one(self) -> Question:
        """It, or one of those that it gives."""
        return self.samples[0]


@dataclass
class Whole:
    """All of a bank, as rules look at it.

    Attributes:
        outline: the rows that may be covered; none if the bank has no outline.
        unasked: those of them that are not asked.
        covered: by whatever is not a question: the derivations.
    """

    placed: list[Placed]
    outline: Mapping[str, str] = field(default_factory=dict)
    unasked: Mapping[str, str] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, Placed]:
        """Each by its id."""
        return {one.id: one for one in self.placed}

    @cached_property
    def like(self) -> dict[str, list[tuple[float, Placed]]]:
        """For each question those before it that share much with it, with the cosine of their words; see `cosines`."""
        texts = {one.id: f"{one.one.statement()} {one.one.expected()}" for one in self.placed}
        found: dict[str, list[tuple[float, Placed]]] = defaultdict(list)
        for one, other, cosine in cosines(texts, LIKE):
            found[other].append((cosine, self.by_id[one]))
        return found

    def apart(self, one: Placed, other: Placed) -> bool:
        """Whether they are kept out of the same drill."""
        return other.id in one.item.reveals or one.id in other.item.reveals


@dataclass(frozen=True, slots=True)
class Rule:
    """An editorial rule.

    Attributes:
        code: by which it is excused.
        asks: what it asks for, in one line.
        why: the reason.
        each: complaints about one question, by itself or among the others.
        whole: complaints about the bank as a whole.
    """

    code: str
    asks: str
    why: str
    each: Callable[[Placed, Whole], Iterator[str]] | None = None
    whole: Callable[[Whole], Iterator[str]] | None = None


def each_sample(check: Callable[[Question], Iterator[str]]) -> Callable[[Placed, Whole], Iterator[str]]:
    """A check of one question as a check of whatever a template gives; complains once."""

    def checked(placed: Placed, _: Whole) -> Iterator[str]:
        yield from (message for sample in placed.samples[:1] for message in check(sample))
        if placed.item.generated and not any(True for _ in check(placed.one)):
            yield from next(filter(None, ([*check(sample)] for sample in placed.samples)), [])

    return checked
