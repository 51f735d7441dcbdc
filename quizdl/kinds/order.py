"""Items to be put in order: typed as their digits in the right sequence (`3142`)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from quizdl.domain.bounds import Bounds
from quizdl.domain.question import Asked, Example, Problem, Question, Verdict
from quizdl.kinds._options import listed, shuffled, text_problems


@dataclass(frozen=True, kw_only=True)
class Order(Question):
    """`answer` is the right order. The score is the fraction of neighbours that stand the right way round; below one half it is wrong."""

    default_seconds: ClassVar[float] = 10.0

    answer: Annotated[list[str], Bounds(min_length=3, max_length=6)]

    def problems(self) -> Iterator[Problem]:
        yield from text_problems("answer", self.answer, typed=True)

    def ask(self, rng: random.Random) -> Asked:
        options = shuffled(self.answer, rng)
        digits = "".join(str(i) for i in range(len(options), 0, -1))
        return Asked(
            self, self.prompt, f"digits in order, such as {digits}", self.hint or f"First: {self.answer[0]}", options
        )

    def grade(self, asked: Asked, text: str) -> Verdict:
        given = listed(text, asked.options)
        if sorted(given) != sorted(self.answer):
            return Verdict("unparsable", 0, f"type each digit from 1 to {len(self.answer)} once", self._expected(asked))
        if given == self.answer:
            return Verdict("correct", 1, "", self._expected(asked))
        place = {item: i for i, item in enumerate(self.answer)}
        pairs = list(pairwise(given))
        first, second = next((a, b) for a, b in pairs if place[a] > place[b])
        score = sum(place[a] < place[b] for a, b in pairs) / len(pairs)
        says = f"{_start(second)} comes before {first}."
        if score < 0.5:
            return Verdict("wrong", 0, says, self._expected(asked))
        return Verdict("partial", score, says, self._expected(asked))

    def expected(self) -> str:
        return " > ".join(self.answer)

    def _expected(self, asked: Asked) -> str:
        digits = "".join(str(asked.options.index(item) + 1) for item in self.answer)
        return f"{digits}: {self.expected()}"

    def meaning(self) -> Any:
        return self.answer


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


KIND = Order
EXAMPLE = Example(
    fields={
        "prompt": "One training step, in order.",
        "answer": ["forward pass", "loss", "backward pass", "update"],
    },
    answers={
        "forward pass, loss, backward pass, update": "correct",
        "loss, forward pass, backward pass, update": "partial",
        "update, backward pass, loss, forward pass": "wrong",
        "11": "unparsable",
        "forward pass": "unparsable",
    },
    poor=(
        "Put in order: AlexNet, ResNet, VGG, GoogLeNet, BatchNorm, Adam.",
        "AlexNet > VGG > GoogLeNet > Adam > BatchNorm > ResNet",
        "Four of them are of the same months. Order what causes or needs what comes before it, or what lies years apart.",
    ),
)
