"""The chains and product questions of a bank, as they are asked: read from what was compiled."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizdl.bank.template import Draw, Template
from quizdl.domain.catalogue import Topic
from quizdl.domain.interview import Product, Role, RubricItem
from quizdl.domain.question import Question


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a chain.

    Attributes:
        level: how hard it is, and how much it weighs.
        then: `right`, `wrong` or a mistake's name, with the step that follows.
    """

    name: str
    level: int
    then: Mapping[str, str]
    template: Template

    def question(self, draw: Draw) -> Question:
        """The question that a draw of the chain gives."""
        return self.template.question(draw)


@dataclass(frozen=True, slots=True)
class Chain:
    """A question with follow-ups that depend on the answers; one draw gives the numbers of all of them.

    Attributes:
        steps: by name; the first opens.
        setting: what all steps are about.
    """

    id: str
    title: str
    topic: str
    subtopic: str
    setting: str
    steps: Mapping[str, Step]

    @property
    def opening(self) -> Step:
        """The step that comes first."""
        return next(iter(self.steps.values()))

    def draw(self, rng: random.Random) -> Draw:
        """Numbers for all steps."""
        return self.opening.template.draw(rng)

    def about(self, draw: Draw) -> str:
        """The setting with the numbers of a draw."""
        return self.opening.template.filled(self.setting, draw)


@dataclass(frozen=True, slots=True)
class Interviews:
    """What a bank has for interviews.

    Attributes:
        roles: by name; the first is the usual one.
        products: each with its topic.
    """

    roles: Mapping[str, Role]
    chains: tuple[Chain, ...]
    products: tuple[tuple[str, Product], ...]


def interviews(data: Mapping[str, Any], topics: Sequence[Topic], prefix: str = "") -> Interviews:
    """What was compiled of the file of interviews; without one, a role that weighs all topics alike.

    Args:
        data: as `check_interviews` gives it, or empty.
        topics: of the bank.
        prefix: of the bank, if it was added: stands before the ids of its chains and product questions, as of all else.
    """
    topic_of = {subtopic: topic.id for topic in topics for subtopic in topic.subtopics}
    roles = {
        name: Role(**role | {"topics": {prefix + topic: weight for topic, weight in role["topics"].items()}})
        for name, role in data.get("roles", {}).items()
    }
    chains = tuple(_chain(one, topic_of, prefix) for one in data.get("chains", ()))
    products = tuple(
        Product(
            **product
            | {name: prefix + product[name] for name in ("id", "subtopic")}
            | {"rubric": [RubricItem(**item) for item in product["rubric"]]}
        )
        for product in data.get("products", ())
    )
    return Interviews(
        roles or {"general": Role(title="Machine learning", topics=dict.fromkeys((t.id for t in topics), 1.0))},
        chains,
        tuple((topic_of[product.subtopic], product) for product in products),
    )


def _chain(data: Mapping[str, Any], topic_of: Mapping[str, str], prefix: str) -> Chain:
    steps = {
        name: Step(name, step["level"], step["then"], Template(**step["template"]))
        for name, step in data["steps"].items()
    }
    subtopic = prefix + data["subtopic"]
    return Chain(prefix + data["id"], data["title"], topic_of[subtopic], subtopic, data["setting"], steps)
