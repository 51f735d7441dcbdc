"""Templates: questions that are generated. The same seed gives the same question."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any

from quizdl import kinds
from quizdl.domain.bounds import Bounds
from quizdl.domain.evaluation import constant, evaluate
from quizdl.domain.expression import ExpressionError, Node
from quizdl.domain.numbers import close, shown
from quizdl.domain.parser import parse
from quizdl.domain.question import Question

DRAWS = 500
MANY, TRIES = 200, 20
_RANGE = re.compile(r"\s*(-?\d{1,15})\s*\.\.\s*(-?\d{1,15})\s*")
_BRACES = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")

Draw = Mapping[str, int | float | str]


class TemplateError(ValueError):
    """A template that gives no question; the message says for which draw.

    Attributes:
        text: what it is about, as it stands in the template.
    """

    def __init__(self, message: str, text: str = "") -> None:
        super().__init__(message)
        self.text = text


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
    parameters: Annotated[dict[str, str | Annotated[list[str], Bounds(min_length=1)]], Bounds(min_length=1)]
    where: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    def draw(self, rng: random.Random) -> Draw:
        """Values for the parameters.

        Raises:
            TemplateError: a parameter cannot be drawn, or no draw is allowed by `where`.
        """
        for _ in range(DRAWS):
            draw = self._any(rng)
            if self._admits(draw):
                return draw
        raise TemplateError(f"no draw of {DRAWS} is allowed by where; loosen it", self.where[0])

    def trials(self, count: int) -> Iterator[Draw]:
        """Draws to check the template by: random ones, then one with each value of each parameter, if `where` admits it.

        Raises:
            TemplateError: as `draw`.
        """
        rng = random.Random(0)  # noqa: S311 - nothing here is secret
        for _ in range(count):
            yield self.draw(rng)
        for name, spec in self.parameters.items():
            for value in _values(name, spec)[:MANY]:
                draws = ({**self._any(rng), name: _number(value)} for _ in range(TRIES))
                yield from islice(filter(self._admits, draws), 1)

    def mistaken(self, draw: Draw) -> Iterator[str]:
        """The names of the mistakes that are the right answer for a draw."""
        if self._computed:
            tolerance = float(self.fields.get("tolerance", getattr(kinds.kind(self.kind), "tolerance", 0)))
            answer = _compute(self.fields["answer"], draw)
            for name, mistake in self.fields.get("mistakes", {}).items():
                if close(_compute(mistake["value"], draw), answer, tolerance):
                    yield name

    def fields_for(self, draw: Draw) -> dict[str, Any]:
        """The fields of the question that a draw gives.

        Raises:
            TemplateError: an expression cannot be computed.
        """

        def compute(expression: str) -> int | float:
            return _compute(expression, draw)

        known: dict[str, int | float | str] = dict(draw)

        def fill(text: str) -> str:
            return self.filled(text, known)

        own = {"id": self.id, **self.fields}
        cls = kinds.kind(self.kind)
        if isinstance(own.get("answer"), str):
            try:
                known["answer"] = compute(own["answer"])
            except TemplateError:
                if self._computed:
                    raise
        return cls.generate(own, fill, compute)

    def filled(self, text: str, draw: Draw) -> str:
        """A text with each `{expression}` in it replaced by its value.

        Raises:
            TemplateError: an expression cannot be computed.
        """
        return _BRACES.sub(lambda found: _filled(found[1], draw), text)

    def same(self, draw: Draw) -> tuple[int | float | str, ...]:
        """What two draws have in common when they are the same question."""
        return tuple(draw[name] for name in self.key or self.parameters)

    def question(self, draw: Draw) -> Question:
        """The question that a draw gives."""
        return kinds.kind(self.kind)(**self.fields_for(draw))

    @property
    def _computed(self) -> bool:
        """Whether the answer is an expression; that of a choice is, if mistakes make its options."""
        return self.kind == "numeric" or (self.kind == "choice" and "mistakes" in self.fields)

    def _any(self, rng: random.Random) -> Draw:
        return {name: _number(rng.choice(_values(name, spec))) for name, spec in self.parameters.items()}

    def _admits(self, draw: Draw) -> bool:
        return all(_compute(condition, draw) for condition in self.where)


def _values(name: str, spec: str | list[str]) -> Sequence[int | str]:
    """All values of a parameter, as written."""
    if isinstance(spec, str):
        found = _RANGE.fullmatch(spec)
        if not found or int(found[1]) > int(found[2]):
            raise TemplateError(f"parameter {name}: {spec!r} is no range; write 2..9, or a list", spec)
        return range(int(found[1]), int(found[2]) + 1)
    return spec


def _number(value: int | str) -> int | float | str:
    """A value as a number, if it is one."""
    if isinstance(value, int):
        return value
    try:
        return constant(value)
    except ExpressionError:
        return value


def _compute(expression: str, draw: Draw) -> int | float:
    numbers = {name: value for name, value in draw.items() if not isinstance(value, str)}
    try:
        return evaluate(_parsed(expression, frozenset(numbers)), numbers)
    except ExpressionError as error:
        values = ", ".join(f"{name} = {value}" for name, value in draw.items())
        message = f"{expression!r} with {values}: {error}; correct it, or leave such draws out with where"
        raise TemplateError(message, expression) from None


@lru_cache(1024)
def _parsed(expression: str, declared: frozenset[str]) -> Node:
    return parse(expression, declared)


def _filled(expression: str, known: Draw) -> str:
    value = known[expression] if expression in known else _compute(expression, known)
    return value if isinstance(value, str) else shown(value)
