"""A formula, graded by value at random points of random unequal shapes, never by its form."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from quizdl.domain.bounds import Bounds
from quizdl.domain.evaluation import ShapeError, evaluate_arrays
from quizdl.domain.expression import ExpressionError, Node, names
from quizdl.domain.parser import parse
from quizdl.domain.question import Asked, Example, Mistake, Problem, Question, Text, Verdict
from quizdl.domain.requested_unit import without_unit

if TYPE_CHECKING:
    import numpy as np

POINTS = 12
SMALLEST, SPARE = 3, 6
"""The least size of a dimension, and how many more sizes there are to draw from than dimensions."""
RELATIVE = 1e-6
WINDOW = 50
"""Letters of a long formula that are shown around a mistake of form."""
Values = list[Any]
"""An expression's value at each point."""
Point = dict[str, Any]
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_OVER_AN_INDEX = re.compile(r"(?:\\sum|[Σ∑])_")
_DOMAINS = ("positive", "probability", "integer")
_READINGS: dict[str, dict[str, bool]] = {
    "": {},
    "Read with * as the matrix product.": {"star_is_product": True},
    "Read with vectors as columns.": {"columns": True},
    "Read with vectors as columns, and * as the matrix product.": {"columns": True, "star_is_product": True},
    "Read with vectors side by side as elementwise products.": {"columns": True, "beside_is_elementwise": True},
    "Read with * as the matrix product, and vectors side by side as elementwise products.": {
        "columns": True,
        "star_is_product": True,
        "beside_is_elementwise": True,
    },
}
_FACTORS = {2: "2", 0.5: "1/2", 4: "4", 0.25: "1/4"}


@dataclass(frozen=True, kw_only=True)
class Formula(Question):
    """`variables` gives each name its shape: `scalar`, or dimension names (`N D`), after `positive`, `probability` or `integer`.

    Dimension names may be used as numbers; what they stand for is random, the one named first the largest, so that X^T X has an inverse
    where X is `N D`. An answer that is not right as NumPy would compute it is read as on a blackboard too: `*` as the matrix product,
    vectors as columns, and two of them side by side as an elementwise product.
    """

    default_seconds: ClassVar[float] = 10.0

    variables: Annotated[dict[str, str], Bounds(min_length=1)]
    answer: Text
    aliases: dict[str, str] = field(default_factory=dict)
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        dimensions = self._dimensions()
        for name, spec in self.variables.items():
            if not _NAME.fullmatch(name):
                yield Problem(("variables", name), "a name is a letter with letters and digits after it")
            if name in dimensions:
                yield Problem(("variables", name), "it is a dimension too, and so a number already; rename one")
            if bool(_dimensions(spec)) == ("scalar" in spec.split()):
                yield Problem(("variables", name), f"{spec!r} is no shape; write scalar, or dimensions such as N D")
        for name in dimensions:
            if not _NAME.fullmatch(name):
                yield Problem(("variables",), f"{name!r} is no dimension; write them with spaces, such as N D")
        for alias, name in self.aliases.items():
            if name not in self._names():
                yield Problem(("aliases", alias), f"{name!r} is not one of the variables")
        points = self._points()
        try:
            wanted = self._values(self.answer, points)
        except ExpressionError as error:
            yield Problem(("answer",), f"cannot compute {self.answer!r}: {error}")
            return
        if not _finite(wanted):
            yield Problem(("answer",), "is not a number for some values; make variables positive or probability")
            return
        for name, mistake in self.mistakes.items():
            try:
                values = self._values(mistake["value"], points)
            except ExpressionError as error:
                yield Problem(("mistakes", name, "value"), f"cannot compute {mistake['value']!r}: {error}")
                continue
            if _same(values, wanted):
                yield Problem(("mistakes", name, "value"), "this is the right answer; change the value")

    def ask(self, rng: random.Random) -> Asked:
        return Asked(self, self.prompt, f"a formula in {', '.join(self._used())}", self.hint or self._names_hint())

    def grade(self, asked: Asked, text: str) -> Verdict:
        try:
            node, unit = self._read(text)
        except ExpressionError as error:
            return Verdict("unparsable", 0, f"{_caret(text, error)}\n{self._forms(error)}", self.expected())
        points = self._points()
        wanted = self._values(self.answer, points)
        readings: list[Values] = []
        misfit = ""
        for remark, how in _READINGS.items():
            values = self._computed(node, points, how)
            if isinstance(values, str):
                misfit = misfit or values
            elif _same(values, wanted):
                return Verdict("correct", 1, " ".join(filter(None, [remark, unit])), self.expected())
            else:
                readings.append(values)
        if _OVER_AN_INDEX.search(text):
            says = (
                "A sum over an index can be read in several ways. Type it as sum(x), or sum(x, 0) over the first axis."
            )
            return Verdict("unparsable", 0, says, self.expected())
        mistake, says = self._mistake(readings, wanted, points) if readings else ("shapes", misfit)
        return Verdict("wrong", 0, says, self.expected(), mistake)

    def expected(self) -> str:
        return self.answer

    def _read(self, text: str) -> tuple[Node, str]:
        """What was typed; and if the unit that is asked for stood behind it, a remark on that.

        Raises:
            ExpressionError: it cannot be read.
        """
        try:
            return parse(text, self._names(), self.aliases), ""
        except ExpressionError:
            formula, unit = without_unit(text, self.prompt) or ("", "")
            if not unit:
                raise
            return parse(formula, self._names(), self.aliases), f"Read without its unit, {unit}: the formula is enough."

    def _forms(self, error: ExpressionError) -> str:
        """How a formula may be typed here: the names there are, and the signs."""
        names = "" if "the names here" in str(error) else f"Names here: {', '.join(sorted(self._names()))}. "
        return f"{names}Type it as in 2/n a b, a * b, a^2, A^T, a @ b, sum(a, 0), ||a||, sqrt(a), exp(-a)"

    def meaning(self) -> Any:
        return [self.answer, sorted(self.variables.items())]

    def _dimensions(self) -> list[str]:
        return list(dict.fromkeys(name for spec in self.variables.values() for name in _dimensions(spec)))

    def _names(self) -> frozenset[str]:
        return frozenset((*self.variables, *self._dimensions()))

    def _used(self) -> list[str]:
        """All variables, and the dimensions that the answer needs."""
        used = set(names(parse(self.answer, self._names(), self.aliases)))
        return [*self.variables, *sorted(used - set(self.variables) - {"e", "pi"})]

    def _names_hint(self) -> str:
        used = set(names(parse(self.answer, self._names(), self.aliases)))
        return f"It uses {', '.join(name for name in self._used() if name in used)}."

    def _values(self, expression: str, points: list[Point]) -> Values:
        node = parse(expression, self._names(), self.aliases)
        return [evaluate_arrays(node, point) for point in points]

    def _points(self) -> list[Point]:
        """Random arguments; the same for everybody, so that a verdict can be reproduced."""
        import numpy as np

        rng = np.random.default_rng(list(self.id.encode()))
        dimensions = self._dimensions()
        points = []
        for _ in range(POINTS):
            sizes = rng.choice(len(dimensions) + SPARE, len(dimensions), replace=False)
            point: Point = dict(zip(dimensions, SMALLEST + np.sort(sizes)[::-1].astype(float), strict=True))
            for name, spec in self.variables.items():
                point[name] = _draw(rng, spec, tuple(int(point[d]) for d in _dimensions(spec)))
            points.append(point)
        return points

    def _computed(self, node: Node, points: list[Point], how: dict[str, bool]) -> Values | str:
        """The values of a reading, or in words why there are none."""
        values: Values = []
        for point in points:
            try:
                values.append(evaluate_arrays(node, point, **how))
            except ShapeError as error:
                shapes = (self._shape(shape, point) for shape in error.shapes)
                return f"It cannot be computed: {error.written.format(*shapes)}."
            except ExpressionError as error:
                return f"It cannot be computed: {error}."
        return values

    def _mistake(self, readings: list[Values], wanted: Values, points: list[Point]) -> tuple[str | None, str]:
        """The name of the mistake, and what whoever makes it is told; the declared ones first."""
        declared = {name: self._values(mistake["value"], points) for name, mistake in self.mistakes.items()}
        for values in readings:
            for name, theirs in declared.items():
                if _same(values, theirs):
                    return name, self.mistakes[name]["says"]
            if found := _diagnosis(values, wanted, points):
                return found
        if any(_shapes(values) == _shapes(wanted) for values in readings):
            return None, "Its value differs from the right one."
        mine, right = (self._shape(_shapes(values)[0], points[0]) for values in (readings[0], wanted))
        return "shape", f"Its shape is {mine}; the right one is {right}."

    def _shape(self, shape: tuple[int, ...], point: Point) -> str:
        sizes = {int(point[name]): name for name in self._dimensions()}
        return " x ".join(sizes.get(size, str(size)) for size in shape) or "a number"


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


def _shapes(values: Values) -> list[tuple[int, ...]]:
    import numpy as np

    return [np.shape(value) for value in values]


def _finite(values: Values) -> bool:
    import numpy as np

    return all(np.isfinite(value).all() for value in values)


def _same(values: Values, wanted: Values) -> bool:
    return _shapes(values) == _shapes(wanted) and all(map(_near, values, wanted))


def _near(value: Any, wanted: Any) -> bool:
    import numpy as np

    largest = float(np.max(np.abs(wanted), initial=0, where=np.isfinite(wanted)))
    return np.allclose(value, wanted, rtol=RELATIVE, atol=RELATIVE * largest)


def _diagnosis(values: Values, wanted: Values, points: list[Point]) -> tuple[str, str] | None:
    """The mistake that explains every point: sign, transpose or factor."""
    import numpy as np

    if _same([-value for value in values], wanted):
        return "sign", "The sign is the other way round."
    if _same([np.transpose(value) for value in values], wanted):
        return "transpose", "It is the transpose of the right answer."
    ratios: list[float] = []
    told = [i for i in range(POINTS) if np.any(values[i]) or np.any(wanted[i])]  # 0 and 0 have any ratio
    for i in told:
        ratio = _ratio(values[i], wanted[i])
        if ratio is None:
            return None
        ratios.append(ratio)
    return _factor(ratios, [points[i] for i in told]) if ratios else None


def _ratio(value: Any, wanted: Any) -> float | None:
    """What the right value is multiplied by, where that is one number and not 0."""
    import numpy as np

    if np.shape(value) != np.shape(wanted) or not np.isfinite(value).all() or not np.any(wanted):
        return None
    with np.errstate(all="ignore"):
        ratio = float(np.vdot(value, wanted) / np.vdot(wanted, wanted))
        return ratio if ratio and _near(value, ratio * wanted) else None


def _factor(ratios: list[float], points: list[Point]) -> tuple[str, str] | None:
    """What a factor at each point is: a constant, or a number of the question or its inverse."""
    import numpy as np

    def is_everywhere(factors: list[Any]) -> bool:
        return all(abs(ratio - f) <= RELATIVE * abs(f) for ratio, f in zip(ratios, factors, strict=True))

    def says(factor: str, yours: str, sign: float) -> str:
        return f"Right but for the {'sign and the ' if sign < 0 else ''}{factor}: yours is {yours} the right one."

    if is_everywhere([ratios[0]] * len(ratios)):
        size = abs(ratios[0])
        factor = next((text for value, text in _FACTORS.items() if abs(size - value) < RELATIVE), f"{size:.4g}")
        return "factor", says("factor", f"{factor} times", ratios[0])
    for name in (name for name, value in points[0].items() if np.ndim(value) == 0):
        for sign in (1, -1):
            factors = [sign * point[name] for point in points]
            if is_everywhere(factors):
                return f"times_{name}", says(f"factor {name}", f"{name} times", sign)
            if is_everywhere([1 / factor for factor in factors]):
                return f"over_{name}", says(f"factor {name}", f"1/{name} of", sign)
    return None


def _caret(text: str, error: ExpressionError) -> str:
    """A complaint, with the place in the text shown under it; of a long text what is around the place."""
    if error.position is None:
        return str(error)
    start = max(0, min(error.position - WINDOW // 2, len(text) - WINDOW))
    shown, place = (
        ("…" if start else "") + re.sub(r"\s", " ", text[start : start + WINDOW]),
        error.position - start + bool(start),
    )
    return f"{error}\n{shown}\n{' ' * place}^"


KIND = Formula
EXAMPLE = Example(
    fields={
        "prompt": "Gradient of L = 1/N sum((X w - y)^2) with respect to w?",
        "variables": {"X": "N D", "w": "D", "y": "N"},
        "answer": "2/N X^T (X w - y)",
        "mistakes": {
            "missing_two": {"value": "1/N X^T (X w - y)", "says": "The derivative of the square brings down a 2."},
            "sum_for_mean": {"value": "2 X^T (X w - y)", "says": "The loss is a mean; its 1/N stays."},
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
    poor=(
        "Gradient of the loss of linear regression?",
        "2/N X^T (X w - y)",
        "Sum or mean, with 1/2 or without, X as rows or columns: four keys are right. Write the loss out, with the shapes.",
    ),
)
