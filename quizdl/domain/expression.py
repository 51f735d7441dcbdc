"""The safe expression language: what formulas, numeric answers and templates are written in.

An expression is parsed to a small tree of the node classes below; nothing of Python is ever evaluated. The grammar is that
of a blackboard: `2/N X^T (X w - y)`, `||w||^2`, `|g|`, `σ(z)`, `Xᵀ`. A product without a sign multiplies; between a number and a
name without a space it binds tighter than division, so `1/2N` is 1/(2N), and `1/2 N` is N/2.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

LONGEST = 500
DEEPEST = 40

FUNCTIONS = {
    # name: least and most arguments (None: any number)
    **dict.fromkeys(("exp", "log", "log2", "log10", "sqrt", "abs", "sign", "floor", "ceil", "round"), (1, 1)),
    **dict.fromkeys(("norm", "T", "inv", "det", "trace", "diag", "softmax", "sigmoid", "tanh", "relu"), (1, 1)),
    **dict.fromkeys(("sin", "cos"), (1, 1)),
    **dict.fromkeys(("sum", "mean", "prod"), (1, 2)),
    **dict.fromkeys(("min", "max"), (1, None)),
    **dict.fromkeys(("outer", "dot"), (2, 2)),
    **dict.fromkeys(("clip", "where"), (3, 3)),
}
FUNCTION_ALIASES = {"ln": "log", "sigma": "sigmoid", "transpose": "T", "tr": "trace", "inverse": "inv", "Σ": "sum"}
CONSTANTS = {"pi": 3.141592653589793, "e": 2.718281828459045}

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΔΣΩ",
        "alpha beta gamma delta eps zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega "
        "Delta Σ Omega".split(),
        strict=True,
    )
)
_WRITTEN = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "⋅": "·", "÷": "/", "≥": ">=", "≤": "<=", "⊙": "*", "∘": "*", "‖": "||", "ϵ": "ε"}
    | dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
    | {"ᵀ": "^T", "⊤": "^T", "⁻": "^-", "²": "^2", "³": "^3", "¹": "1"}
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z_]*\d*\.\d))"
    r"|(?P<name>[A-Za-z_Σ][A-Za-z_0-9Σ]*|[α-ωΔΩ])"
    r"|(?P<sign>\*\*|\|\||>=|<=|\.T\b|[-+*/@^()|,<>'·.√]))"
)


class ExpressionError(ValueError):
    """An expression that cannot be read or computed.

    Attributes:
        position: the index of the character at which it went wrong, or None.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; `sign` is one of + - * / @ ^ > < >= <= or a space, the product without a sign."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, applied."""

    function: str
    arguments: tuple[Node, ...]


Node = Number | Name | Negative | Binary | Call


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    spaced: bool


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


def parse(text: str, declared: Collection[str] = (), aliases: dict[str, str] | None = None) -> Node:
    """Reads an expression that may use the `declared` names.

    A left-hand side (`w <- …`, `dw = …`) is dropped. An unknown word made of declared names is their product (`Xw` is X w).

    Args:
        text: the expression; at most 500 characters.
        declared: the names of variables. Greek letters and their English names are the same.
        aliases: other names for declared ones (`{"eta": "lr"}`).

    Raises:
        ExpressionError: it cannot be read; says what was found, where, and which names there are.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters")
    written = text.translate(_WRITTEN)
    sides = re.split(r"<-|←|:=|(?<![<>])=", written)
    if len(sides) > 2:
        raise ExpressionError("more than one equals sign")
    tokens = _tokens(sides[-1])
    if not tokens:
        raise ExpressionError("nothing to read: write an expression")
    return _Parser(tokens, frozenset(declared), aliases or {}).whole()


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    text = text.rstrip().rstrip(";")
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            if not text[at:].strip():
                break
            bad = text[at:].lstrip()[0]
            raise ExpressionError(f"cannot read {bad!r}", text.index(bad, at))
        kind = found.lastgroup or ""
        start = found.start(kind)
        tokens.append(_Token(kind, found[kind], start, start > at))
        at = found.end()
    return tokens


_BINDING = {">": 10, "<": 10, ">=": 10, "<=": 10, "+": 20, "-": 20, "*": 30, "/": 30, "@": 30, "·": 30, ".": 30}
_PRODUCT, _TIGHT_PRODUCT, _UNARY, _POWER = 30, 35, 32, 40


class _Parser:
    """Pratt's method: each infix sign has a binding power."""

    def __init__(self, tokens: list[_Token], declared: frozenset[str], aliases: dict[str, str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.declared = declared
        self.aliases = aliases
        self.bars: list[str] = []
        self.depth = 0

    def whole(self) -> Node:
        node = self.expression(0)
        if left := self.peek():
            raise ExpressionError(f"did not expect {left.text!r} here", left.start)
        return node

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.peek()
        if token is None:
            last = self.tokens[-1]
            raise ExpressionError("it stops too early: something is missing at the end", last.start + len(last.text))
        self.at += 1
        return token

    def expect(self, text: str) -> None:
        token = self.peek()
        if token is None or token.text != text:
            where = token.start if token else self.tokens[-1].start + len(self.tokens[-1].text)
            raise ExpressionError(f"expected {text!r}", where)
        self.at += 1

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("nested too deeply")
        left = self.operand()
        while (token := self.peek()) is not None:
            text = token.text
            if text in ("'", ".T"):
                self.at += 1
                left = Call("T", (left,))
            elif text in ("^", "**"):
                if least > _POWER:
                    break
                self.at += 1
                left = self.power(left)
            elif text in _BINDING:
                if _BINDING[text] < least:
                    break
                self.at += 1
                right = self.expression(_BINDING[text] + 1)
                left = Binary({"·": " ", ".": "@"}.get(text, text), left, right)
            elif self.starts_operand(token):
                previous = self.tokens[self.at - 1]
                tight = not token.spaced and previous.kind == "number" and token.kind == "name"
                binding = _TIGHT_PRODUCT if tight else _PRODUCT
                if binding < least:
                    break
                left = Binary(" ", left, self.expression(binding + 1))
            else:
                break
        self.depth -= 1
        return left

    def starts_operand(self, token: _Token) -> bool:
        if token.text in ("|", "||"):
            return not self.bars
        return token.kind in ("number", "name") or token.text in ("(", "√")

    def power(self, base: Node) -> Node:
        token = self.peek()
        if token and token.text == "T" and "T" not in self.declared:
            self.at += 1
            return Call("T", (base,))
        if token and token.text in ("-", "+"):
            self.at += 1
            exponent = self.expression(_POWER)
            return Binary("^", base, Negative(exponent) if token.text == "-" else exponent)
        return Binary("^", base, self.expression(_POWER))

    def operand(self) -> Node:
        token = self.take()
        match token.kind, token.text:
            case "number", text:
                return Number(int(text) if text.isdigit() else float(text))
            case "name", _:
                return self.named(token)
            case _, "-":
                return Negative(self.expression(_UNARY))
            case _, "+":
                return self.expression(_UNARY)
            case _, "√":
                return Call("sqrt", (self.expression(_POWER),))
            case _, "(":
                bars, self.bars = self.bars, []
                node = self.expression(0)
                self.expect(")")
                self.bars = bars
                return node
            case _, ("|" | "||") as bar:
                self.bars.append(bar)
                node = self.expression(0)
                self.expect(bar)
                self.bars.pop()
                return Call("norm" if bar == "||" else "abs", (node,))
        raise ExpressionError(f"did not expect {token.text!r} here", token.start)

    def named(self, token: _Token) -> Node:
        if variable := self.variable(token.text):
            return Name(variable)
        name = GREEK.get(token.text, token.text)
        following = self.peek()
        called = following is not None and following.text == "("
        function = FUNCTION_ALIASES.get(name, name)
        if called and function in FUNCTIONS:
            return self.call(function, token)
        if name in CONSTANTS:
            return Name(name)
        if parts := self.split(token.text):
            if called and len(parts) == 1:
                return Name(parts[0])
            node: Node = Name(parts[0])
            for part in parts[1:]:
                node = Binary(" ", node, Name(part))
            return node
        if function in FUNCTIONS:
            raise ExpressionError(f"{token.text} needs its argument in brackets: {token.text}(…)", token.start)
        known = ", ".join(sorted(self.declared)) or "none"
        raise ExpressionError(f"{token.text!r} is not one of the names here ({known})", token.start)

    def variable(self, text: str) -> str | None:
        """The declared name that this text stands for."""
        plain = GREEK.get(text, text)
        for candidate in (text, plain, self.aliases.get(text), self.aliases.get(plain), _other_spelling(plain)):
            if candidate in self.declared:
                return candidate
        return None

    def split(self, text: str) -> list[str]:
        """A word as the product of declared names, longest first; empty if it is none."""
        if not text:
            return []
        for end in range(len(text), 0, -1):
            if variable := self.variable(text[:end]):
                if end == len(text):
                    return [variable]
                if rest := self.split(text[end:]):
                    return [variable, *rest]
        return []

    def call(self, function: str, token: _Token) -> Node:
        self.expect("(")
        bars, self.bars = self.bars, []
        arguments = [self.expression(0)]
        while (following := self.peek()) is not None and following.text == ",":
            self.at += 1
            arguments.append(self.expression(0))
        self.expect(")")
        self.bars = bars
        least, most = FUNCTIONS[function]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}" if most else f"at least {least}"
            raise ExpressionError(f"{token.text} takes {wanted} argument(s), not {len(arguments)}", token.start)
        return Call(function, tuple(arguments))


def _other_spelling(name: str) -> str:
    return {"epsilon": "eps", "eps": "epsilon", "lam": "lambda", "lambda": "lam", "learning_rate": "lr"}.get(name, "")
