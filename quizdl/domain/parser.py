"""Reads the expression language.

The grammar is that of a blackboard: `2/N X^T (X w - y)`, `||w||^2`, `|g|`, `σ(z)`, `Xᵀ`, `x⁻²`. A product without a sign multiplies; between
a number and a name without a space it binds tighter than division, so `1/2N` is 1/(2N), and `1/2 N` is N/2. A transposition after a power
belongs to the whole of it: `A^-1^T` and `A^-T` are (A^-1)^T. Sums and the like may be written as NumPy has them: `x.sum(0)`,
`sum(x, axis=(0, 1))`; `x^2.sum()` is the sum of the squares. `notation` brings unicode and LaTeX into these signs first.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from typing import NamedTuple

from quizdl.domain.expression import (
    AXES,
    CONSTANTS,
    FUNCTIONS,
    Binary,
    Call,
    ExpressionError,
    Name,
    Negative,
    Node,
    Number,
)
from quizdl.domain.notation import GREEK, plainly

LONGEST = 500
"""Characters of an expression."""
DEEPEST = 40
"""Expressions inside each other."""
FUNCTION_ALIASES = {
    "ln": "log",
    "sigma": "sigmoid",
    "transpose": "T",
    "log_2": "log2",
    "log_10": "log10",
    "log_e": "log",
    "tr": "trace",
    "inverse": "inv",
    "Σ": "sum",
    "maximum": "max",
    "minimum": "min",
}
OVER_AN_AXIS = {
    "sum": "sum",
    "mean": "mean",
    "prod": "prod",
    "min": "amin",
    "max": "amax",
    "amin": "amin",
    "amax": "amax",
}
"""Functions that NumPy lets reduce one axis, `sum(x, axis=0)` or `x.sum(0)`, with the name that they have then: max(x, 0) is pairwise."""
METHODS = {**OVER_AN_AXIS, **{name: name for name in ("dot", "clip", "trace", "T")}}
"""What may be written behind its first argument, and what it is then."""
WITHOUT_BRACKETS = ("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "softmax")
"""Functions that may be written without brackets before a single number or name: `ln 2`."""

_OTHER_SPELLINGS = {"epsilon": "eps", "eps": "epsilon", "lam": "lambda", "lambda": "lam", "learning_rate": "lr"}
_EQUALS = re.compile(r"(?P<keyword>[(,]\s*(?:axis|keepdims)\s*=)|<-|←|:=|(?<![<>!])=")
_END = re.compile(r"[\s;.]+\Z")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d+|\.(?![A-Za-z])|\.(?=[eE][+-]?\d))?|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z_]*\d*\.\d))"
    r"|(?P<keyword>(?:axis|keepdims)\s*=)"
    r"|(?:np\.(?:linalg\.)?)?(?P<name>[A-Za-z_Σ][A-Za-z_0-9Σ]*|[α-ωΔΩ](?:_?\d+)?)"
    r"|(?P<transpose>'|\.T\b)"
    r"|(?P<sign>\\frac|\*\*|\|\||>=|<=|[-+*/@^()|,<>·.√]))"
)


class _Token(NamedTuple):
    kind: str
    text: str
    first: str
    start: int
    end: int
    spaced: bool

    @property
    def shown(self) -> str:
        """As it was typed: a brace, where it stands for a bracket."""
        return self.first if self.text in ("(", ")") else self.text


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
    tokens = _tokens(text)
    if not tokens:
        raise ExpressionError("nothing to read: write an expression")
    return _Parser(tokens, frozenset(declared), aliases or {}).whole()


def _tokens(text: str) -> list[_Token]:
    """The tokens of the right-hand side, with the places they have in the text."""
    written, places = plainly(text)
    equals = [found for found in _EQUALS.finditer(written) if not found["keyword"]]
    if len(equals) > 1:
        raise ExpressionError("more than one equals sign", places[equals[1].start()])
    tokens, at = [], equals[0].end() if equals else 0
    written = _END.sub("", written)
    while at < len(written):
        found = _TOKEN.match(written, at)
        if not found:
            bad = next(i for i in range(at, len(written)) if not written[i].isspace())
            raise ExpressionError(f"cannot read {text[places[bad]]!r}", places[bad])
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        tokens.append(_Token(kind, found[kind], text[places[start]], places[start], places[end - 1] + 1, start > at))
        at = end
    return tokens


_BINDING = {">": 10, "<": 10, ">=": 10, "<=": 10, "+": 20, "-": 20, "*": 30, "/": 30, "@": 30, "·": 30, ".": 30}
_PRODUCT, _TIGHT_PRODUCT, _UNARY, _POWER = 30, 35, 32, 40


class _Parser:
    """Pratt's method: each infix sign has a binding power."""

    def __init__(self, tokens: list[_Token], declared: frozenset[str], aliases: dict[str, str]) -> None:
        self.declared = declared
        self.aliases = aliases
        self.tokens = tokens if "T" in declared else list(self.transposed(tokens))
        plain = [name.replace("_", "").casefold() for name in sorted(declared)]
        self.unlike = {one: name for one, name in zip(plain, sorted(declared), strict=True) if plain.count(one) == 1}
        """The names by their letters, where case and underscores make no difference."""
        self.at = 0
        self.bars: list[str] = []
        self.depth = 0

    def transposed(self, tokens: list[_Token]) -> Iterator[_Token]:
        """The tokens with `^T` as one of them, also where the next factor follows at once, as in `X^TX`; `^-T` is `^-1` and `^T`."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            signs = 1 + (token.text in ("^", "**") and [after.text for after in tokens[at + 1 : at + 2]] == ["-"])
            after = tokens[at + signs] if at + signs < len(tokens) else None
            if token.text not in ("^", "**") or after is None or after.text[0] != "T" or self.variable(after.text):
                at += 1
                yield token
                continue
            rest = after.text[1:]
            if rest and not self.split(rest):
                at += 1
                yield token
                continue
            if signs == 2:
                yield from (token, tokens[at + 1], after._replace(kind="number", text="1", end=after.start + 1))
            at += signs + 1
            yield token._replace(kind="transpose", end=after.start + 1)
            if rest:
                yield after._replace(text=rest, start=after.start + 1, spaced=False)

    def whole(self) -> Node:
        node = self.expression(0)
        if left := self.peek():
            raise ExpressionError(f"did not expect {left.shown!r} here", left.start)
        return node

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.peek()
        if token is None:
            raise ExpressionError("it stops too early: something is missing at the end", self.tokens[-1].end)
        self.at += 1
        return token

    def expect(self, text: str) -> None:
        token = self.peek()
        if token and text == "|" and token.text == "||":  # the ends of two, as in |a + |b||
            self.tokens[self.at : self.at + 1] = [token._replace(text="|"), token._replace(text="|", spaced=False)]
        elif token is None or token.text != text:
            raise ExpressionError(f"expected {text!r}", token.start if token else self.tokens[-1].end)
        self.at += 1

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("nested too deeply")
        left = self.operand()
        while (token := self.peek()) is not None:
            text = token.text
            if token.kind == "transpose":
                if least >= _POWER:
                    break
                self.at += 1
                left = Call("T", (left,))
            elif text in ("^", "**"):
                if least > _POWER:
                    break
                self.at += 1
                left = self.power(left)
            elif (named := None if isinstance(left, Number) and least >= _POWER else self.method()) is not None:
                left = self.call(METHODS[FUNCTION_ALIASES.get(named.text, named.text)], named, left)
            elif text in _BINDING:
                if _BINDING[text] < least:
                    break
                self.at += 1
                right = self.expression(_BINDING[text] + 1)
                left = Binary({"·": "@", ".": "@"}.get(text, text), left, right)
            elif self.starts_operand(token):
                previous = self.tokens[self.at - 1]
                if previous.kind == token.kind == "number":
                    break
                number = isinstance(left, Number) and previous.kind == "number"
                tight = number and token.kind == "name" and not token.spaced
                binding = _TIGHT_PRODUCT if tight else _PRODUCT
                if binding < least:
                    break
                left = Binary(" ", left, self.expression(binding + 1))
            else:
                break
        self.depth -= 1
        return left

    def method(self) -> _Token | None:
        """The name of the method that is called next, as in `.sum(0)`; takes it and the dot."""
        match self.tokens[self.at : self.at + 3]:
            case [_Token(text="."), _Token(kind="name", spaced=False) as named, _Token(text="(")]:
                if FUNCTION_ALIASES.get(named.text, named.text) in METHODS and not self.variable(named.text):
                    self.at += 2
                    return named
        return None

    def starts_operand(self, token: _Token) -> bool:
        if token.text in ("|", "||"):
            return not self.bars
        return token.kind in ("number", "name") or token.text in ("(", "√", "\\frac")

    def power(self, base: Node) -> Node:
        token = self.peek()
        if token and token.text in ("-", "+"):
            self.at += 1
            exponent = self.expression(_POWER)
            return Binary("^", base, Negative(exponent) if token.text == "-" else exponent)
        return Binary("^", base, self.expression(_POWER))

    def operand(self) -> Node:
        token = self.take()
        match token.kind, token.text:
            case "number", text:
                value = int(text) if text.isdigit() else float(text)
                if value > sys.float_info.max:
                    raise ExpressionError("the number is too large", token.start)
                return Number(value)
            case "name", _:
                return self.named(token)
            case _, "-":
                return Negative(self.expression(_UNARY))
            case _, "+":
                return self.expression(_UNARY)
            case _, "√":
                return Call("sqrt", (self.expression(_POWER),))
            case _, "\\frac":
                return Binary("/", self.part(), self.part())
            case _, "(":
                return self.bracketed()
            case _, ("|" | "||") as bar:
                self.bars.append(bar)
                node = self.expression(0)
                self.expect(bar)
                self.bars.pop()
                return Call("norm" if bar == "||" else "abs", (node,))
        raise ExpressionError(f"did not expect {token.shown!r} here", token.start)

    def bracketed(self) -> Node:
        bars, self.bars = self.bars, []
        node = self.expression(0)
        self.expect(")")
        self.bars = bars
        return node

    def part(self) -> Node:
        r"""One half of a fraction: what is in brackets, or as in `\frac12` a single digit."""
        token = self.take()
        if token.text == "(":
            return self.bracketed()
        if token.kind == "number" and token.text.isdigit():
            if rest := token.text[1:]:
                self.at -= 1
                self.tokens[self.at] = token._replace(text=rest, start=token.start + 1, spaced=False)
            return Number(int(token.text[0]))
        if token.kind == "name" and (variable := self.variable(token.text)):
            return Name(variable)
        raise ExpressionError("write both parts of a fraction in braces: \\frac{1}{2}", token.start)

    def named(self, token: _Token) -> Node:
        if variable := self.variable(token.text):
            return Name(variable)
        name = GREEK.get(token.text, token.text)
        following = self.peek()
        called = following is not None and following.text == "("
        function = FUNCTION_ALIASES.get(name, name)
        function = function if function in FUNCTIONS else function.lower()
        if called and function in FUNCTIONS:
            return self.call(function, token)
        if name in CONSTANTS:
            return Name(name)
        if parts := self.split(token.text):
            node: Node = Name(parts[0])
            for part in parts[1:]:
                node = Binary(" ", node, Name(part))
            return node
        if other := self.unlike.get(token.text.replace("_", "").casefold()):
            return Name(other)
        if function in WITHOUT_BRACKETS and (argument := self.single()):
            return Call(function, (argument,))
        if function in FUNCTIONS:
            raise ExpressionError(f"{token.text} needs its argument in brackets: {token.text}(…)", token.start)
        if not self.declared:
            raise ExpressionError(f"{token.text!r} is not a number", token.start)
        raise ExpressionError(
            f"{token.text!r} is not one of the names here ({', '.join(sorted(self.declared))})", token.start
        )

    def single(self) -> Node | None:
        """The argument of a function without brackets, where nothing follows that might belong to it too; takes it."""
        at, token = self.at, self.peek()
        name = token is not None and token.kind == "name" and (self.variable(token.text) or token.text in CONSTANTS)
        if token is None or not (name or token.kind == "number" or token.text == "\\frac"):
            return None
        argument, after = self.operand(), self.peek()
        if after is None or after.text in ("+", "-", ",", ")"):
            return argument
        self.at = at
        return None

    def variable(self, text: str) -> str | None:
        """The declared name that this text stands for."""
        plain = GREEK.get(text[0], text[0]) + text[1:]
        others = (self.aliases.get(text), self.aliases.get(plain), _OTHER_SPELLINGS.get(plain))
        return next((name for name in (text, plain, *others) if name in self.declared), None)

    def split(self, text: str) -> list[str]:
        """A word as the product of declared names, longest first; empty if it is none."""
        products: dict[int, list[str]] = {len(text): []}  # of what follows a place
        for start in reversed(range(len(text))):
            for end in range(len(text), start, -1):
                if end in products and (variable := self.variable(text[start:end])):
                    products[start] = [variable, *products[end]]
                    break
        return products.get(0, [])

    def call(self, function: str, token: _Token, *arguments: Node) -> Node:
        """A function applied to what stands in the brackets, and before that to what a method stands behind."""
        self.expect("(")
        bars, self.bars = self.bars, []
        given, keywords = [*arguments], dict[str, Node]()
        following = self.peek()
        more = not (arguments and following and following.text == ")")  # a method may have no argument of its own
        while more:
            following = self.peek()
            if following and following.kind == "keyword":
                self.keyword(function, keywords)
            elif keywords:
                raise ExpressionError("an argument with a name comes last", following.start if following else token.end)
            else:
                given.append(self.axes() if given and function in OVER_AN_AXIS else self.expression(0))
            following = self.peek()
            more = following is not None and following.text == ","
            self.at += more
        self.expect(")")
        self.bars = bars
        least, most = FUNCTIONS[function]
        if len(given) < least or (most is not None and len(given) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}" if most else f"at least {least}"
            raise ExpressionError(f"{token.text} takes {wanted} argument(s), not {len(given)}", token.start)
        if "axis" in keywords:
            if len(given) > 1:
                raise ExpressionError(f"{token.text} takes one axis", token.start)
            function = OVER_AN_AXIS[function]
            given.append(keywords["axis"])
        if "keepdims" in keywords and len(given) == 2:
            given.append(keywords["keepdims"])
        return Call(function, tuple(given))

    def keyword(self, function: str, keywords: dict[str, Node]) -> None:
        """`axis=…` or `keepdims=…`."""
        token = self.take()
        name = token.text.removesuffix("=").strip()
        if function not in OVER_AN_AXIS or name in keywords:
            raise ExpressionError(f"did not expect {name} here", token.start)
        truth = self.peek()
        if name == "keepdims" and truth and truth.text in ("True", "False"):
            self.at += 1
            keywords[name] = Number(int(truth.text == "True"))
        else:
            keywords[name] = self.axes() if name == "axis" else self.expression(0)

    def axes(self) -> Node:
        """An axis, or several in brackets: `(0, 1)`."""
        signs = "".join("0" if token.kind == "number" else token.text for token in self.tokens[self.at : self.at + 9])
        if not (found := re.match(r"\(-?0(?:,-?0){0,2},?\)", signs)) or "," not in found[0]:
            return self.expression(0)
        self.expect("(")
        axes = list[Node]()
        while (token := self.peek()) and token.text != ")":
            axes.append(self.operand())
            self.at += (following := self.peek()) is not None and following.text == ","
        self.expect(")")
        return Call(AXES, tuple(axes))
