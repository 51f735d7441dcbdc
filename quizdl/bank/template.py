"""Templates: questions that are generated. The same seed gives the same question."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from annotated_types import MinLen

from quizdl import kinds
from quizdl.domain.evaluation import evaluate
from quizdl.domain.expression import ExpressionError, parse
from quizdl.domain.numbers import shown
from quizdl.domain.question import Question

DRAWS = 500
_RANGE = re.compile(r"\s*(-?\d+)\s*\.\.\s*(-?\d+)\s*")
_BRACES = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")

Draw = Mapping[str, int | float | str]


class TemplateError(ValueError):
    """A template that gives no question; the message says for which draw."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """What a template has beside the fields of its kind.

    Attributes:
        parameters: each drawn from a list, or from a range `from..to`.
        where: expressions; a draw for which one is 0 is drawn again.
        key: draws alike in these are the same question; default all parameters.
        fields: the question's own fields, as written.
    """

    id: str
    kind: str
    parameters: Annotated[dict[str, str | list[str]], MinLen(1)]
    where: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    def draw(self, rng: random.Random) -> Draw:
        """Values for the parameters.

        Raises:
            TemplateError: a parameter cannot be drawn, or no draw is allowed by `where`.
        """
        for _ in range(DRAWS):
            draw = {name: _one(name, spec, rng) for name, spec in self.parameters.items()}
            if all(_compute(condition, draw) for condition in self.where):
                return draw
        raise TemplateError(f"no draw of {DRAWS} is allowed by where; loosen it")

    def fields_for(self, draw: Draw) -> dict[str, Any]:
        """The fields of the question that a draw gives.

        Raises:
            TemplateError: an expression cannot be computed.
        """

        def compute(expression: str) -> int | float:
            return _compute(expression, draw)

        known: dict[str, int | float | str] = dict(draw)

        def fill(text: str) -> str:
            return _BRACES.sub(lambda found: _filled(found[1], known), text)

        own = {"id": self.id, **self.fields}
        cls = kinds.kind(self.kind)
        if isinstance(own.get("answer"), str):
            try:
                known["answer"] = compute(own["answer"])
            except TemplateError:
                if self.kind in ("numeric", "choice"):
                    raise
        return cls.generate(own, fill, compute)

    def same(self, draw: Draw) -> tuple[int | float | str, ...]:
        """What two draws have in common when they are the same question."""
        return tuple(draw[name] for name in self.key or self.parameters)

    def question(self, draw: Draw) -> Question:
        """The question that a draw gives."""
        return kinds.kind(self.kind)(**self.fields_for(draw))


def _one(name: str, spec: str | list[str], rng: random.Random) -> int | float | str:
    if isinstance(spec, str):
        found = _RANGE.fullmatch(spec)
        if not found or int(found[1]) > int(found[2]):
            raise TemplateError(f"parameter {name}: {spec!r} is no range; write 2..9, or a list")
        return rng.randint(int(found[1]), int(found[2]))
    if not spec:
        raise TemplateError(f"parameter {name}: an empty list")
    value = rng.choice(spec)
    try:
        return evaluate(parse(value), {})
    except ExpressionError:
        return value


def _compute(expression: str, draw: Draw) -> int | float:
    numbers = {name: value for name, value in draw.items() if not isinstance(value, str)}
    try:
        return evaluate(parse(expression, numbers), numbers)
    except ExpressionError as error:
        values = ", ".join(f"{name} = {value}" for name, value in draw.items())
        raise TemplateError(f"{expression!r} with {values}: {error}") from None


def _filled(expression: str, known: Draw) -> str:
    value = known[expression] if expression in known else _compute(expression, known)
    return value if isinstance(value, str) else shown(value)
