"""The safe expression language: what formulas, numeric answers and templates are written in, as a small tree.

`parser` reads it, `evaluation` computes it; nothing of Python is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

FUNCTIONS = {
    # name: least and most arguments (None: any number)
    **dict.fromkeys(
        ("exp", "log", "log2", "log10", "sqrt", "abs", "square", "log1p", "sign", "floor", "ceil", "round"), (1, 1)
    ),
    **dict.fromkeys(("norm", "T", "inv", "det", "trace", "diag", "softmax", "sigmoid", "tanh", "relu"), (1, 1)),
    **dict.fromkeys(("sin", "cos"), (1, 1)),
    **dict.fromkeys(("sum", "mean", "prod", "amin", "amax"), (1, 2)),
    **dict.fromkeys(("min", "max"), (1, None)),
    **dict.fromkeys(("outer", "dot"), (2, 2)),
    **dict.fromkeys(("clip", "where"), (3, 3)),
}
AXES = "(…)"
"""Several axes, as an argument: no function that can be typed."""
CONSTANTS = {"pi": 3.141592653589793, "e": 2.718281828459045}


class ExpressionError(ValueError):
    """An expression that cannot be read or computed.

    Attributes:
        position: the index of the character at which it went wrong, or None.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Number(NamedTuple):
    """A literal."""

    value: int | float


class Name(NamedTuple):
    """A variable or a constant."""

    name: str


class Negative(NamedTuple):
    """The unary minus."""

    operand: Node


class Binary(NamedTuple):
    """Two operands; `sign` is one of + - * / @ ^ > < >= <= or a space, the product without a sign; a dot is an @."""

    sign: str
    left: Node
    right: Node


class Call(NamedTuple):
    """A function of the language, applied."""

    function: str
    arguments: tuple[Node, ...]


Node = Number | Name | Negative | Binary | Call


def names(node: Node) -> Iterator[str]:
    """The names that a tree uses, constants included."""
    match node:
        case Name(name):
            yield name
        case Negative(operand):
            yield from names(operand)
        case Binary(_, left, right):
            yield from names(left)
            yield from names(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from names(argument)
