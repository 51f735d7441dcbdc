"""A formula, graded by value at random points of random unequal shapes, never by its form."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from annotated_types import MinLen

from quizdl.domain.evaluation import evaluate_arrays
from quizdl.domain.expression import ExpressionError, Node, names, parse
from quizdl.domain.question import Asked, Example, Mistake, Problem, Question, Text, Verdict

if TYPE_CHECKING:
    import numpy as np

POINTS = 4
RELATIVE = 1e-6
_DOMAINS = ("positive", "probability", "integer")
_READINGS: dict[str, dict[str, bool]] = {
    "": {},
    "Read with * as the matrix product.": {"star_is_product": True},
    "Read with vectors as columns.": {"columns": True},
    "Read with vectors as columns, and * as the matrix product.": {"columns": True, "star_is_product": True},
}
_FACTORS = {2: "2", 0.5: "1/2", 4: "4", 0.25: "1/4"}


@dataclass(frozen=True, kw_only=True)
class Formula(Question):
    """`variables` gives each name its shape: `scalar`, or dimension names (`N D`), after `positive`, `probability` or `integer`.

    Dimension names may be used as numbers. An answer that is not right as NumPy would compute it is read as on a blackboard too: `*` as
    the matrix product, vectors as columns.
    """

    default_seconds: ClassVar[float] = 10.0

    variables: Annotated[dict[str, str], MinLen(1)]
    answer: Text
    aliases: dict[str, str] = field(default_factory=dict)
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        for name, spec in self.variables.items():
            if not re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", name):
                yield Problem(("variables", name), "a name is a letter with letters and digits after it")
            if not _dimensions(spec) and "scalar" not in spec.split():
                yield Problem(("variables", name), f"{spec!r} has no shape; write scalar, or dimensions such as N D")
        for alias, name in self.aliases.items():
            if name not in self._names():
                yield Problem(("aliases", alias), f"{name!r} is not one of the variables")
        try:
            expected = self._values(parse(self.answer, self._names(), self.aliases))
        except ExpressionError as error:
            yield Problem(("answer",), f"cannot compute {self.answer!r}: {error}")
            return
        for name, mistake in self.mistakes.items():
            try:
                values = self._values(parse(mistake["value"], self._names(), self.aliases))
            except ExpressionError as error:
                yield Problem(("mistakes", name, "value"), f"cannot compute {mistake['value']!r}: {error}")
                continue
            if _same(values, expected):
                yield Problem(("mistakes", name, "value"), "this is the right answer; change the value")

    def ask(self, rng: random.Random) -> Asked:
        return Asked(self, self.prompt, f"a formula in {', '.join(self._used())}", self.hint or self._names_hint())

    def grade(self, asked: Asked, text: str) -> Verdict:
        import numpy as np

        try:
            node = parse(text, self._names(), self.aliases)
        except ExpressionError as error:
            return Verdict("unparsable", 0, _caret(text, error), self.expected())
        wanted = self._values(parse(self.answer, self._names(), self.aliases))
        readings: list[list[Any]] = []
        misfit = ""
        for remark, reading in _READINGS.items():
            try:
                values = self._values(node, **reading)
            except ExpressionError as error:
                misfit = misfit or str(error)
                continue
            if _same(values, [np.squeeze(w) for w in wanted] if "columns" in reading else wanted):
                return Verdict("correct", 1, remark, self.expected())
            if "columns" not in reading:
                readings.append(values)
        if not readings:
            return Verdict("wrong", 0, f"It cannot be computed: {misfit}.", self.expected(), "shapes")
        for values in readings:
            if found := self._diagnosis(values, wanted):
                name, says = found
                return Verdict("wrong", 0, says, self.expected(), name)
        return Verdict("wrong", 0, "Its value differs from the right one.", self.expected())

    def expected(self) -> str:
        return self.answer

    def meaning(self) -> Any:
        return [self.answer, sorted(self.variables.items())]

    def _names(self) -> frozenset[str]:
        return frozenset(self.variables) | {name for spec in self.variables.values() for name in _dimensions(spec)}

    def _used(self) -> list[str]:
        """All variables, and the dimensions that the answer needs."""
        used = set(names(parse(self.answer, self._names(), self.aliases)))
        return [*self.variables, *sorted(used - set(self.variables) - {"e", "pi"})]

    def _names_hint(self) -> str:
        used = set(names(parse(self.answer, self._names(), self.aliases)))
        return f"It uses {', '.join(name for name in self._used() if name in used)}."

    def _values(self, node: Node, **reading: bool) -> list[Any]:
        return [evaluate_arrays(node, point, **reading) for point in self._points()]

    def _points(self) -> Iterator[dict[str, Any]]:
        """Random arguments; the same for everybody, so that a verdict can be reproduced."""
        import numpy as np

        rng = np.random.default_rng(list(self.id.encode()))
        dimensions = sorted({name for spec in self.variables.values() for name in _dimensions(spec)})
        for _ in range(POINTS):
            sizes = dict(zip(dimensions, rng.permutation(np.arange(3, 4 + len(dimensions))), strict=False))
            point: dict[str, Any] = {name: float(size) for name, size in sizes.items()}
            for name, spec in self.variables.items():
                point[name] = _draw(rng, spec, tuple(int(sizes[d]) for d in _dimensions(spec)))
            yield point

    def _diagnosis(self, values: list[Any], wanted: list[Any]) -> tuple[str, str] | None:
        """The mistake that explains every point: the declared ones first, then sign, factor, 1/N and transpose."""
        import numpy as np

        for name, mistake in self.mistakes.items():
            if _same(values, self._values(parse(mistake["value"], self._names(), self.aliases))):
                return name, mistake["says"]
        if _same([-v for v in values], wanted):
            return "sign", "The sign is the other way round."
        shapes = [(np.shape(v), np.shape(w)) for v, w in zip(values, wanted, strict=True)]
        if any(mine != right for mine, right in shapes):
            mine, right = next(pair for pair in shapes if pair[0] != pair[1])
            if _same([np.transpose(v) for v in values], wanted):
                return "transpose", "It is the transpose of the right answer."
            return "shape", f"Its shape is {mine}; the right one has {right}."
        if _same([np.transpose(v) for v in values], wanted):
            return "transpose", "It is the transpose of the right answer."
        ratios = [_ratio(v, w) for v, w in zip(values, wanted, strict=True)]
        if all(ratio is not None for ratio in ratios):
            return _factor([float(r) for r in ratios if r is not None], list(self._points()))
        return None


def _dimensions(spec: str) -> list[str]:
    return [word for word in spec.split() if word not in (*_DOMAINS, "scalar")]


def _draw(rng: np.random.Generator, spec: str, shape: tuple[int, ...]) -> Any:
    words = spec.split()
    if "probability" in words:
        return rng.uniform(0.1, 0.9, size=shape)
    if "integer" in words:
        return rng.integers(2, 9, size=shape).astype(float)
    if "positive" in words:
        return rng.uniform(0.3, 2.0, size=shape)
    return rng.normal(size=shape)


def _same(values: list[Any], wanted: list[Any]) -> bool:
    import numpy as np

    return all(
        np.shape(v) == np.shape(w) and np.allclose(v, w, rtol=RELATIVE, atol=RELATIVE * float(np.max(np.abs(w), initial=0)))
        for v, w in zip(values, wanted, strict=True)
    )


def _ratio(value: Any, wanted: Any) -> float | None:
    """value / wanted where that is one number."""
    import numpy as np

    value, wanted = np.ravel(value), np.ravel(wanted)
    size = float(wanted @ wanted)
    if not np.isfinite(value).all() or size == 0:
        return None
    ratio = float(value @ wanted) / size
    return ratio if ratio and np.allclose(value, ratio * wanted, rtol=RELATIVE) else None


def _factor(ratios: list[float], points: list[dict[str, Any]]) -> tuple[str, str] | None:
    """What a factor at each point is: a constant, or a dimension or its inverse."""

    def matches(expected: list[float]) -> bool:
        return all(abs(r - e) <= RELATIVE * abs(e) for r, e in zip(ratios, expected, strict=True))

    sign = "sign and " if ratios[0] < 0 else ""
    ratios = [abs(r) for r in ratios]
    if matches([ratios[0]] * len(ratios)):
        factor = next((text for value, text in _FACTORS.items() if abs(ratios[0] - value) < RELATIVE), f"{ratios[0]:.4g}")
        return "factor", f"Right but for the {sign}factor: yours is {factor} times the right one."
    for name, value in points[0].items():
        if isinstance(value, float):
            sizes = [point[name] for point in points]
            if matches(sizes):
                return f"times_{name}", f"Right but for the {sign}factor {name}: yours is {name} times the right one."
            if matches([1 / size for size in sizes]):
                return f"over_{name}", f"Right but for the {sign}factor {name}: yours is 1/{name} of the right one."
    return None


def _caret(text: str, error: ExpressionError) -> str:
    if error.position is None:
        return str(error)
    return f"{error}\n{text}\n{' ' * error.position}^"


KIND = Formula
EXAMPLE = Example(
    fields={
        "prompt": "Gradient of L = 1/N sum((X w - y)^2) with respect to w?",
        "variables": {"X": "N D", "w": "D", "y": "N"},
        "answer": "2/N X^T (X w - y)",
        "mistakes": {
            "missing_two": {"value": "1/N X^T (X w - y)", "says": "The derivative of the square brings down a 2."},
        },
    },
    answers={
        "2/N X^T (X w - y)": "correct",
        "dw = 2*X'(Xw - y)/N": "correct",
        "(2/N) * X.T * (X*w - y)": "correct",
        "1/N X^T (Xw - y)": "wrong",
        "2 X^T (y - X w)/N": "wrong",
        "2 X^T (Xw - y)": "wrong",
        "X q": "unparsable",
        "2/N X^T (Xw - y": "unparsable",
    },
)
