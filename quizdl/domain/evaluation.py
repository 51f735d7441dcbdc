"""Computes expressions: with plain numbers (numeric answers, templates) or with arrays (formulas)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from quizdl.domain.expression import AXES, CONSTANTS, Binary, Call, ExpressionError, Name, Negative, Node, Number
from quizdl.domain.parser import parse

Scalar = int | float
LARGEST_EXPONENT = 4096
LARGEST_ARRAY = 4096
"""Elements of a value; formulas are tried at small arrays, and outer products of outer products would fill the memory."""


class ShapeError(ExpressionError):
    """Operands or arguments that do not fit, or a matrix without an inverse.

    Attributes:
        written: what cannot be computed, with `{}` for each array: `{} times {}`, `inv({})`.
        shapes: of these arrays.
    """

    def __init__(self, written: str, shapes: Sequence[tuple[int, ...]]) -> None:
        super().__init__(f"cannot be computed: {written.format(*shapes)}")
        self.written = written
        self.shapes = tuple(shapes)


class _Arithmetic(NamedTuple):
    """How numbers, signs and functions are computed."""

    number: Callable[[Scalar], Any]
    binary: Callable[[str, Any, Any], Any]
    call: Callable[..., Any]


def evaluate(node: Node, variables: Mapping[str, Scalar]) -> Scalar:
    """The value of an expression of plain numbers. Integers stay exact.

    Raises:
        ExpressionError: it divides by zero, overflows, takes the root of a negative number or needs arrays.
    """
    try:
        value: Scalar = _walk(node, variables, _SCALARS)
        finite = math.isfinite(value)
    except ZeroDivisionError:
        raise ExpressionError("divides by zero") from None
    except OverflowError:
        raise ExpressionError("the number is too large") from None
    if not finite:
        raise ExpressionError("the value is not a finite number")
    return value


@lru_cache(4096)  # a check of a bank meets the same values in draw after draw
def constant(text: str) -> Scalar:
    """The value of an expression without variables.

    Raises:
        ExpressionError: as `parse` and `evaluate`.
    """
    return evaluate(parse(text), {})


def evaluate_arrays(
    node: Node,
    variables: Mapping[str, Any],
    *,
    star_is_product: bool = False,
    columns: bool = False,
    beside_is_elementwise: bool = False,
) -> Any:
    """The value of an expression of float64 arrays, as NumPy broadcasts them.

    `*` is elementwise; a product without a sign, and `@`, is the matrix product (a scalar on either side scales).

    Args:
        node: the tree.
        variables: arrays by name.
        star_is_product: read `*` as the matrix product too.
        columns: read vectors as columns, as on a blackboard, so that `u u^T` is a matrix and `u^T u` a number.
        beside_is_elementwise: read two columns side by side as their elementwise product, unless `@` or a dot is between them.

    Returns:
        The value; with `columns` without its axes of length 1.

    Raises:
        ShapeError: operands do not fit, a function does not take such arrays, or a matrix has no inverse.
        ExpressionError: a value grows too large.
    """
    import numpy as np  # only formulas need it

    functions = _array_functions(np)

    def computed(written: str, compute: Callable[..., Any], *operands: Any) -> Any:
        try:
            value = compute(*operands)
        except (ValueError, TypeError, OverflowError):
            raise ShapeError(written, [np.shape(operand) for operand in operands]) from None
        if np.size(value) > LARGEST_ARRAY:
            raise ExpressionError("the arrays grow too large")
        return value

    def binary(sign: str, left: Any, right: Any) -> Any:
        beside = sign == " " or (star_is_product and sign == "*")
        sign = " " if beside or sign == "@" else sign
        if beside and beside_is_elementwise and _is_column(left) and np.shape(left) == np.shape(right):
            return left * right
        written = "{} times {}" if sign == " " else f"{{}} {sign} {{}}"
        return computed(written, partial(_array_binary, np, sign), left, right)

    def call(function: str, *arguments: Any) -> Any:
        written = f"{function}({', '.join('{}' for _ in arguments)})"
        return computed(written, functions[function], *arguments)

    if columns:
        variables = {name: v[:, None] if np.ndim(v) == 1 else v for name, v in variables.items()}
    with np.errstate(all="ignore"):
        value = _walk(node, variables, _Arithmetic(float, binary, call))
    return np.squeeze(value) if columns else value


def _walk(node: Node, variables: Mapping[str, Any], arithmetic: _Arithmetic) -> Any:
    def value(node: Node) -> Any:
        match node:
            case Number(number):
                return arithmetic.number(number)
            case Name(name):
                return variables[name] if name in variables else CONSTANTS[name]
            case Negative(operand):
                return -value(operand)
            case Binary(sign, left, right):
                return arithmetic.binary(sign, value(left), value(right))
            case Call(function, arguments):
                return arithmetic.call(function, *map(value, arguments))

    return value(node)


def _scalar_call(function: str, *arguments: Scalar) -> Scalar:
    if function not in _SCALAR_FUNCTIONS:
        raise ExpressionError(f"{function} needs arrays, and here are plain numbers")
    try:
        return _SCALAR_FUNCTIONS[function](*arguments)
    except ValueError:
        raise ExpressionError(f"{function}({', '.join(map(str, arguments))}) is not a number") from None


def _scalar_binary(sign: str, left: Scalar, right: Scalar) -> Scalar:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*" | "@" | " ":
            return left * right
        case "/":
            exact = isinstance(left, int) and isinstance(right, int) and right and left % right == 0
            return left // right if exact else left / right
        case "^":
            if isinstance(left, int) and isinstance(right, int) and right >= 0:
                if right > LARGEST_EXPONENT or left.bit_length() * right > 8 * LARGEST_EXPONENT:
                    raise OverflowError
                return int(left**right)
            power = float(left) ** right
            if isinstance(power, complex):
                raise ExpressionError("a negative number has no such root")
            return power
        case ">":
            return int(left > right)
        case "<":
            return int(left < right)
        case ">=":
            return int(left >= right)
        case _:
            return int(left <= right)


def _sign(x: Scalar) -> int:
    return (x > 0) - (x < 0)


_SCALAR_FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    "exp": math.exp,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "abs": abs,
    "square": lambda x: _scalar_binary("^", x, 2),
    "log1p": math.log1p,
    "sign": _sign,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x)),
    "relu": lambda x: max(0, x),
    "min": lambda *xs: min(xs),
    "max": lambda *xs: max(xs),
    **dict.fromkeys(("sum", "mean", "prod", "amin", "amax", "T"), lambda x, axis=0, keepdims=0: x),
    AXES: lambda *axes: 0,
    "norm": abs,
    "clip": lambda x, low, high: min(max(x, low), high),
    "where": lambda condition, yes, no: yes if condition else no,
}
_SCALARS = _Arithmetic(lambda number: number, _scalar_binary, _scalar_call)


def _is_column(x: Any) -> bool:
    shape: tuple[int, ...] = getattr(x, "shape", ())
    return len(shape) == 2 and shape[1] == 1


def _array_functions(np: Any) -> dict[str, Callable[..., Any]]:
    def axis(x: Any) -> int | tuple[int, ...] | None:
        if isinstance(x, tuple):
            return tuple(int(each) for each in x)
        return None if x is None else int(x)

    def softmax(z: Any) -> Any:
        over = 0 if _is_column(z) else -1
        shifted = np.exp(z - np.max(z, axis=over, keepdims=True))
        return shifted / np.sum(shifted, axis=over, keepdims=True)

    def reduced(reduce: Any) -> Callable[..., Any]:
        return lambda x, over=None, keepdims=0.0: reduce(x, axis=axis(over), keepdims=bool(keepdims))

    def extreme(reduce: Any, pairwise: Any) -> Callable[..., Any]:
        def of(first: Any, *others: Any) -> Any:
            if not others:
                return reduce(first)
            for other in others:
                first = pairwise(first, other)
            return first

        return of

    return {
        **{name: getattr(np, name) for name in ("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tanh")},
        **{
            name: getattr(np, name)
            for name in ("abs", "square", "log1p", "sign", "floor", "ceil", "round", "outer", "trace")
        },
        "diag": lambda x: np.diag(np.ravel(x)) if _is_column(x) else np.diag(x),
        AXES: lambda *axes: axes,
        "clip": np.clip,
        "where": np.where,
        "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z)),
        "relu": lambda z: np.maximum(z, 0),
        "softmax": softmax,
        "norm": lambda x: np.sqrt(np.sum(np.square(x))),
        "T": np.transpose,
        "inv": np.linalg.inv,
        "det": np.linalg.det,
        "dot": lambda x, y: np.dot(np.ravel(x), np.ravel(y)) if _is_column(x) and _is_column(y) else np.dot(x, y),
        **{name: reduced(getattr(np, name)) for name in ("sum", "mean", "prod", "amin", "amax")},
        "min": extreme(np.min, np.minimum),
        "max": extreme(np.max, np.maximum),
    }


def _array_binary(np: Any, sign: str, left: Any, right: Any) -> Any:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return np.divide(left, right)
        case " ":
            return left * right if np.size(left) == 1 or np.size(right) == 1 else np.matmul(left, right)
        case "^":
            matrix = np.ndim(left) == 2 and left.shape[0] == left.shape[1]
            if matrix and np.ndim(right) == 0 and right == -1:
                return np.linalg.inv(left)
            return np.power(np.asarray(left, dtype=float), right)
        case ">":
            return np.asarray(left > right, dtype=float)
        case "<":
            return np.asarray(left < right, dtype=float)
        case ">=":
            return np.asarray(left >= right, dtype=float)
        case _:
            return np.asarray(left <= right, dtype=float)
