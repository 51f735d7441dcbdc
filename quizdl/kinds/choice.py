"""One right choice among a few, picked with one key. Every wrong one says what one would have to believe to pick it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from quizdl.domain.bounds import Bounds
from quizdl.domain.question import Asked, Example, Problem, Question, Text, Verdict
from quizdl.kinds._options import keys, picked, reason_problems, shuffled, strike_one, text_problems


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """`choices` maps each choice to the reason why it is wrong; the `answer` is one of them and has none."""

    answer: Text
    choices: Annotated[dict[str, str | None], Bounds(min_length=2, max_length=6)]

    def problems(self) -> Iterator[Problem]:
        yield from reason_problems("choices", self.choices, [self.answer])
        yield from text_problems("choices", self.choices)

    def ask(self, rng: random.Random) -> Asked:
        options = shuffled(self.choices, rng)
        hint = self.hint or strike_one(options, [self.answer])
        own = keys(options)
        return Asked(self, self.prompt, f"one key, {own[0]} to {own[-1]}", hint, options, own)

    def grade(self, asked: Asked, text: str) -> Verdict:
        option = picked(text, asked.options)
        if option is None:
            return Verdict("unparsable", 0, f"pick one of {asked.keys[0]} to {asked.keys[-1]}", self.answer)
        if option == self.answer:
            return Verdict("correct", 1, "", self.answer)
        return Verdict("wrong", 0, self.choices[option] or "", self.answer, mistake=option)

    def expected(self) -> str:
        return self.answer

    def weighed(self) -> Mapping[str, str | None]:
        return self.choices

    def meaning(self) -> Any:
        return [self.answer, sorted(self.choices)]

    @classmethod
    def generate(
        cls, fields: dict[str, Any], fill: Callable[[str], str], compute: Callable[[str], Any]
    ) -> dict[str, Any]:
        """With `mistakes` in place of choices, the choices are the answer and what the mistakes give."""
        if "mistakes" not in fields:
            return super().generate(fields, fill, compute)
        from quizdl.domain.numbers import shown  # with the expression language: a template has loaded it

        own = {name: value for name, value in fields.items() if name not in ("answer", "mistakes")}
        answer = shown(compute(fields["answer"]))
        choices: dict[str, str | None] = {answer: None}
        for mistake in fields["mistakes"].values():
            choices.setdefault(shown(compute(mistake["value"])), fill(mistake["says"]))
        return super().generate(own, fill, compute) | {"answer": answer, "choices": choices}


KIND = Choice
EXAMPLE = Example(
    fields={
        "prompt": "How large is Adam's very first step in each coordinate, if eps is negligible?",
        "answer": "lr",
        "choices": {
            "lr": None,
            "lr * |g|": "Dividing by the root of v takes the size of g away.",
            "3.16 * lr": "That is the first step without bias correction, (1 - b1) / sqrt(1 - b2).",
        },
    },
    answers={"lr": "correct", "3.16 * lr": "wrong", "7": "unparsable", "": "unparsable"},
    poor=(
        "Which is a benefit of batch norm? (faster training / larger rates / less care at the start / all of the above)",
        "all of the above",
        "One wrong option rules it out, two right ones prove it: logic answers it, not knowledge. Ask for one benefit, or for the mechanism.",
    ),
)
