"""True or false, and then why: the reason is asked once the right side is picked, and is half of the score."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from quizdl.domain.bounds import Bounds
from quizdl.domain.question import Asked, Example, Problem, Question, Text, Verdict
from quizdl.kinds._options import picked, reason_problems, shuffled, strike_one, text_problems


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Question):
    """`reasons` maps each reason for the right side to why it does not hold; the `reason` is one of them and has none."""

    answer: bool
    reason: Text
    reasons: Annotated[dict[str, str | None], Bounds(min_length=2, max_length=6)]

    def problems(self) -> Iterator[Problem]:
        yield from reason_problems("reasons", self.reasons, [self.reason], "reason")
        yield from text_problems("reasons", self.reasons, typed=True)

    def ask(self, rng: random.Random) -> Asked:
        reasons = shuffled(self.reasons, rng)
        key = "t" if self.answer else "f"
        hint = self.hint or strike_one(reasons, [self.reason])
        return Asked(self, self.prompt, "t or f, then why", hint, ("true", "false"), "tf", {key: reasons})

    def grade(self, asked: Asked, text: str) -> Verdict:
        found = re.match(r"(t|f|true|false|y|n|yes|no|1|2|0)\b|([tf])(?=\d)", text.casefold())
        if not found:
            return Verdict("unparsable", 0, "type t for true or f for false", self.expected())
        said = found[0] in ("t", "true", "y", "yes", "1")
        if said != self.answer:
            return Verdict("wrong", 0, self.reason, self.expected())
        rest = text[found.end() :].strip(" ,;:.")
        if not rest:
            return Verdict("correct", 1, self.reason, self.expected())
        reasons = next(iter(asked.then.values()))
        reason = picked(rest, reasons)
        if reason is None:
            return Verdict("unparsable", 0, f"pick a reason from 1 to {len(reasons)}", self.expected())
        if reason == self.reason:
            return Verdict("correct", 1, "", self.expected())
        says = f"{str(self.answer).capitalize()}, but not for that reason. {self.reasons[reason]}"
        return Verdict("partial", 0.5, says, self.expected(), mistake=reason)

    def expected(self) -> str:
        return f"{str(self.answer).lower()}: {self.reason}"

    def weighed(self) -> Mapping[str, str | None]:
        return self.reasons

    def meaning(self) -> Any:
        return [self.answer, self.reason]


KIND = TrueFalse
EXAMPLE = Example(
    fields={
        "prompt": "Logistic regression has a closed-form solution, as linear regression has.",
        "answer": False,
        "reason": "Setting the gradient to zero gives no equation that can be solved for w.",
        "reasons": {
            "Setting the gradient to zero gives no equation that can be solved for w.": None,
            "Its loss is not convex.": "It is convex; what is missing is an explicit solution.",
            "X^T X can be singular.": "That can happen in linear regression too, which has a closed form.",
        },
    },
    answers={
        "f": "correct",
        "false Its loss is not convex": "partial",
        "f Setting the gradient to zero gives no equation that can be solved for w.": "correct",
        "t": "wrong",
        "f9": "unparsable",
        "maybe": "unparsable",
    },
    poor=(
        "Deep networks are NOT always worse than shallow ones when data are not scarce.",
        "true",
        "Two negations and an `always` test reading. State one claim plainly; let the reason be what is hard.",
    ),
)
