"""All that apply: two or more of the choices, typed as digits (`13`) or as words with commas between."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from quizdl.domain.bounds import Bounds
from quizdl.domain.question import Asked, Example, Problem, Question, Verdict
from quizdl.kinds._options import listed, reason_problems, shuffled, strike_one, text_problems


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Question):
    """As for choice, with an `answer` that is the list of all right ones. The score is those picked, less the wrong ones, of all."""

    default_seconds: ClassVar[float] = 10.0

    answer: Annotated[list[str], Bounds(min_length=2)]
    choices: Annotated[dict[str, str | None], Bounds(min_length=3, max_length=8)]

    def problems(self) -> Iterator[Problem]:
        if len(set(self.answer)) < len(self.answer):
            yield Problem(("answer",), "a choice stands there twice; name each once")
        yield from reason_problems("choices", self.choices, self.answer)
        yield from text_problems("choices", self.choices, typed=True)

    def ask(self, rng: random.Random) -> Asked:
        options = shuffled(self.choices, rng)
        hint = self.hint or strike_one(options, self.answer)
        return Asked(self, self.prompt, "all that apply, as digits: 13", hint, options)

    def grade(self, asked: Asked, text: str) -> Verdict:
        expected = self._expected(asked)
        chosen = set(listed(text, asked.options))
        if not chosen:
            return Verdict("unparsable", 0, f"type digits from 1 to {len(asked.options)}, such as 13", expected)
        too_many = [option for option in asked.options if option in chosen and option not in self.answer]
        missed = [option for option in asked.options if option in self.answer and option not in chosen]
        if not too_many and not missed:
            return Verdict("correct", 1, "", expected)
        words = [f"{option}: {self.choices[option]}" for option in too_many]
        words += [f"missed: {option}" for option in missed]
        score = max(0.0, (len(chosen) - 2 * len(too_many)) / len(self.answer))
        mistake = too_many[0] if too_many else None
        return Verdict(
            "partial" if score > 0 else "wrong",
            score,
            "; ".join(words).replace(".;", ";"),
            expected,
            mistake,
        )

    def expected(self) -> str:
        return ", ".join(self.answer)

    def _expected(self, asked: Asked) -> str:
        right = [(str(i), option) for i, option in enumerate(asked.options, 1) if option in self.answer]
        return "".join(digit for digit, _ in right) + ": " + ", ".join(option for _, option in right)

    def weighed(self) -> Mapping[str, str | None]:
        return self.choices

    def meaning(self) -> Any:
        return [sorted(self.answer), sorted(self.choices)]


KIND = MultipleChoice
EXAMPLE = Example(
    fields={
        "prompt": "Which of these fight vanishing gradients?",
        "answer": ["ReLU", "residual connections"],
        "choices": {
            "ReLU": None,
            "residual connections": None,
            "gradient clipping": "It bounds large gradients; it does not make small ones larger.",
        },
    },
    answers={
        "ReLU, residual connections": "correct",
        "relu": "partial",
        "123": "partial",
        "gradient clipping": "wrong",
        "9": "unparsable",
        "": "unparsable",
    },
    poor=(
        "Which of these are hyper-parameters? (learning rate / depth / weights / batch size / momentum / loss / kernel size / seed)",
        "1, 2, 4, 5, 7",
        "Eight options cannot be weighed in ten seconds, and experts argue about the seed. Four options, each clearly in or out.",
    ),
)
