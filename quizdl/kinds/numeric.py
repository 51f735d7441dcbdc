"""A number, computed by quizdl from an expression. Typed as `0.25`, `1/4`, `2^-2`, `25%` or `1e-3`, with or without a unit of any size."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from quizdl.domain.bounds import Bounds
from quizdl.domain.evaluation import Scalar, constant
from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import close, shown, typed_number
from quizdl.domain.question import Asked, Example, Mistake, Problem, Question, Text, Verdict
from quizdl.domain.requested_unit import factor_typed, turned_over, without_rate, without_unit

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """`answer` and the mistakes' values are expressions; `tolerance` is relative, and 0 asks for the exact number."""

    answer: Text
    unit: Text | None = None
    tolerance: Annotated[float, Bounds(ge=0, lt=1)] = 0.01
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        try:
            value = constant(self.answer)
        except ExpressionError as error:
            yield Problem(("answer",), f"cannot compute {self.answer!r}: {error}")
            return
        if not close(constant(shown(value)), value, self.tolerance):
            yield Problem(("tolerance",), f"the answer, shown as {shown(value)}, would be wrong when typed; allow more")
        for name, mistake in self.mistakes.items():
            try:
                wrong = constant(mistake["value"])
            except ExpressionError as error:
                yield Problem(("mistakes", name, "value"), f"cannot compute {mistake['value']!r}: {error}")
                continue
            if close(wrong, value, self.tolerance):
                yield Problem(("mistakes", name, "value"), "this is the right answer; change the value or the numbers")

    def ask(self, rng: random.Random) -> Asked:
        form = f"a number, in {self.unit}" if self.unit else "a number"
        return Asked(self, self.prompt, form, self.hint or self._order_of_magnitude())

    def grade(self, asked: Asked, text: str) -> Verdict:
        try:
            typed = self._number(text)
        except ExpressionError as error:
            return Verdict("unparsable", 0, f"{error}. {self._forms()}", self.expected())
        value = constant(self.answer)
        if close(typed, value, self.tolerance):
            rounded = "" if close(typed, value, 1e-6) else f"Rounded: {self._within()} counts."
            return Verdict("correct", 1, rounded, self.expected())
        for name, mistake in self.mistakes.items():
            if close(typed, constant(mistake["value"]), self.tolerance):
                return Verdict("wrong", 0, mistake["says"], self.expected(), name)
        if value and close(typed, -value, self.tolerance):
            return Verdict("wrong", 0, "The sign is the other way round.", self.expected(), "sign")
        if not self.unit and 0 < value <= 1 and close(typed, 100 * value, self.tolerance):
            says = f"As a percentage it is {shown(typed)}%: without the sign it is a hundred times too large."
            return Verdict("wrong", 0, says, self.expected(), "percent")
        return Verdict("wrong", 0, f"You typed {self._named(typed)}; {self._within()} counts.", self.expected())

    def _number(self, text: str) -> Scalar:
        """The number that was typed, with or without its unit, or what the question asks for, behind it."""
        if unit := turned_over(text, self.prompt):
            raise ExpressionError(f"the unit is turned over: {unit} are counted here, not divided by")
        counted = _WORD.findall(self.prompt.casefold())
        written = text if self.unit else factor_typed(text, self.prompt)
        try:
            return typed_number(written, self.unit, counted)
        except ExpressionError:
            if self.unit:
                plain = without_rate(written, self.prompt)
            else:
                plain, _ = without_unit(written, self.prompt) or (written, "")
            if plain == written:
                raise
            return typed_number(plain, self.unit, counted)

    def expected(self) -> str:
        return self._named(constant(self.answer))

    def _named(self, value: Scalar) -> str:
        return f"{shown(value)} {self.unit}" if self.unit else shown(value)

    def _within(self) -> str:
        """How near is near enough, in words."""
        return f"up to {shown(100 * self.tolerance)}% off" if self.tolerance else "only the exact number"

    def _forms(self) -> str:
        """How a number may be typed here."""
        if self.unit:
            return f"Type the number alone (it is in {self.unit}) or with a unit, as 1500, 1,500, 1.5e3, 3/2 or 2^10"
        return "Type it as 0.25, 1/4, 2^-2, 25% or 1e-3"

    def _order_of_magnitude(self) -> str:
        value = abs(constant(self.answer))
        if value == 0:
            return "It is a round number."
        power = 10.0 ** math.floor(math.log10(value))
        return f"It lies between {shown(power)} and {shown(10 * power)}, sign apart."

    @classmethod
    def generate(
        cls, fields: dict[str, Any], fill: Callable[[str], str], compute: Callable[[str], Any]
    ) -> dict[str, Any]:
        own = {name: value for name, value in fields.items() if name not in ("answer", "mistakes")}
        answer = compute(fields["answer"])
        mistakes = {
            name: {"value": repr(value), "says": fill(mistake["says"])}
            for name, mistake in fields.get("mistakes", {}).items()
            # a draw for which the mistake happens to give the right number cannot show it
            if not close(value := compute(mistake["value"]), answer, float(fields.get("tolerance", cls.tolerance)))
        }
        return super().generate(own, fill, compute) | {"answer": repr(answer), "mistakes": mistakes}


KIND = Numeric
EXAMPLE = Example(
    fields={
        "prompt": "Momentum, v = 0.9 v + g, w = w - 0.1 v, from v = 0 with g = 1 each time. What is v after 2 steps?",
        "answer": "0.9 * 1 + 1",
        "mistakes": {
            "averaged": {"value": "0.9 * 0.1 + 0.1", "says": "That is the averaging convention, v = 0.9 v + 0.1 g."},
        },
    },
    answers={
        "1.9": "correct",
        "19/10": "correct",
        "190%": "correct",
        "v = 1.9": "correct",
        "0.19": "wrong",
        "-1.9": "wrong",
        "many": "unparsable",
    },
    poor=(
        "How many parameters has VGG-16, in millions?",
        "138.4",
        "It asks for a memory of a table. Give the shapes of one layer, so small that the number can be worked out by head.",
    ),
)
