"""Single edits of a reference, made with `ast`: what the cases of a derivation must be able to reject. Nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

_OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,), ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,), ast.Mod: (ast.FloorDiv,), ast.MatMult: (ast.Mult,), ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.BitXor: (ast.BitOr,),
}  # fmt: skip
_OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
_COMMUTATIVE = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr, ast.BitXor)
_LEFT_ALONE = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod, ast.BitAnd, ast.BitOr, ast.BitXor)
"""Where the right side can be dropped: what is left has the same meaning, if not the same value."""
_PAIRS = (
    "maximum minimum", "max min", "argmax argmin", "sum mean", "any all", "zeros ones", "zeros_like ones_like", "floor ceil",
    "std var", "triu tril", "sin cos", "exp expm1", "log log1p", "logical_and logical_or", "cumsum cumprod",
    "nanmax nanmin", "fmax fmin",
)  # fmt: skip
_OTHER_FUNCTIONS = {one: other for pair in _PAIRS for one, other in (pair.split(), pair.split()[::-1])}
_SYMMETRIC = frozenset((
    "add", "allclose", "array_equal", "equal", "fmax", "fmin", "gcd", "hypot", "inner", "isclose", "lcm", "logaddexp",
    "logical_and", "logical_or", "max", "maximum", "min", "minimum", "multiply", "vdot", "zip",
))  # fmt: skip
"""Functions whose first two arguments can change places."""
_FORM = frozenset((
    "array", "ascontiguousarray", "asarray", "astype", "atleast_1d", "atleast_2d", "bytearray", "bytes", "copy",
    "float", "float32", "float64", "int", "list", "tolist", "tuple", "tobytes",
))  # fmt: skip
"""Functions that change the form of a value and not the value: a right answer is not rejected for its form."""
_NEEDED = frozenset((
    "enumerate", "isinstance", "len", "pack", "range", "unpack", "unpack_from", "zip",
))  # fmt: skip
"""Functions without which, or with whose arguments swapped, there is only an exception: nothing is learnt from such an edit."""
_FORMAL = (None, "dtype", "strict")
"""Arguments by name that are left as they are."""
_MODULES = frozenset(("np", "numpy", "math", "struct", "itertools", "functools"))
_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
_SCOPES = (ast.FunctionDef, ast.Assign, ast.AnnAssign)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One single edit.

    Attributes:
        source: what to run: the reference, edited, and what it uses.
        line: of the statement, in the file.
        old: the statement as it was, on one line; of one with a body, its head.
        new: the same as edited; `pass` if it was dropped.
    """

    source: str
    line: int
    old: str
    new: str

    @property
    def edit(self) -> str:
        """As a derivation's EQUIVALENT writes it."""
        return f"{self.old} → {self.new}"


def mutants(source: str, reference: str) -> list[Mutant]:
    """All single edits of a reference, of the helpers that it uses, and of their constants.

    Args:
        source: a derivation file.
        reference: the name of the function.
    """
    used = _used(ast.parse(source), reference)
    texts = [ast.unparse(node) for node in used]
    original = "\n".join(texts)
    found: dict[str, Mutant] = {}
    for i, top in enumerate(used):
        if not isinstance(top, _SCOPES):
            continue
        for changed, old, new in _of_statement(top):
            edited = "\n".join([*texts[:i], ast.unparse(changed), *texts[i + 1 :]])
            if edited != original:
                found.setdefault(edited, Mutant(f"{edited}\n", old.lineno, _shown(old), _shown(new)))
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _used(tree: ast.Module, reference: str) -> list[ast.stmt]:
    """The statements of a file that its reference needs: imports, and the helpers and constants (`_…`) that it or they name.

    Docstrings are left out.
    """
    named: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        for name in _names_made(node):
            named.setdefault(name, []).append(node)
    needed: set[int] = set()
    todo = [reference]
    while todo:
        for node in named.pop(todo.pop(), ()):
            needed.add(id(node))
            todo += [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id.startswith("_")]
    kept = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) or id(node) in needed]
    return [_without_docstring(node) for node in kept]


def _names_made(node: ast.stmt) -> Iterator[str]:
    """The names that a statement at the top of a file makes."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif not isinstance(node, ast.Import | ast.ImportFrom):
        yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _without_docstring(node: ast.stmt) -> ast.stmt:
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
        stripped: ast.stmt = _with(node, body=node.body[1:] or [ast.Pass()])
        return stripped
    return node


_Edited = tuple[ast.stmt, ast.stmt, ast.stmt]
"""A statement with an edit somewhere in it, the innermost statement as it was, and as it is."""


def _of_statement(node: ast.stmt) -> Iterator[_Edited]:
    """A statement with one edit in itself, or in one of the statements inside."""
    for changed in _edits_of_statement(node):
        yield changed, node, changed
    for name in _BODIES:
        inside: Sequence[Any] = getattr(node, name, ())
        for i, inner in enumerate(inside):
            for changed_inner, old, new in _of_inner(inner):
                yield _with(node, **{name: [*inside[:i], changed_inner, *inside[i + 1 :]]}), old, new


def _of_inner(node: Any) -> Iterator[tuple[Any, ast.stmt, ast.stmt]]:
    """What stands in a body: a statement, which can be dropped too, or a case of a `match`."""
    if not isinstance(node, ast.stmt):
        for i, inner in enumerate(node.body):
            for changed, old, new in _of_inner(inner):
                yield _with(node, body=[*node.body[:i], changed, *node.body[i + 1 :]]), old, new
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if not isinstance(node, ast.Pass | ast.Return | ast.FunctionDef | ast.Raise | ast.Import | ast.ImportFrom):
        yield ast.Pass(), node, ast.Pass()
    yield from _of_statement(node)


def _edits_of_statement(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement with one edit in its own expressions."""
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.Assign([target], value, lineno=node.lineno)
            yield from (_with(node, op=other()) for other in _OTHER_OPERATORS.get(type(op), ()))
        case ast.If(test=test) if not isinstance(test, ast.Compare):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
    skipped = {"annotation", "returns", "decorator_list", "type_comment", *_BODIES}
    targets = {"target", "targets"} if not isinstance(node, ast.Assign) else set()
    yield from _in_fields(node, skipped | targets)


def _in_fields(node: ast.AST, skipped: set[str] | frozenset[str] = frozenset()) -> Iterator[Any]:
    """A node with one edit in one of its children."""
    for name, value in ast.iter_fields(node):
        if name in skipped:
            continue
        if isinstance(value, ast.AST):
            for changed in _edits(value):
                yield _with(node, **{name: changed})
        elif isinstance(value, list):
            for i, item in enumerate(value):
                for changed in _edits(item) if isinstance(item, ast.AST) else ():
                    yield _with(node, **{name: [*value[:i], changed, *value[i + 1 :]]})


def _edits(node: ast.AST) -> Iterator[ast.AST]:
    """An expression with one edit in it: first its own, then those of its parts."""
    if isinstance(node, ast.JoinedStr | ast.arg) or (isinstance(node, ast.keyword) and node.arg in _FORMAL):
        return
    own = next((edits for kind, edits in _OWN.items() if isinstance(node, kind)), None)
    if own:
        yield from own(node)
    for changed in _in_fields(node, frozenset({"ops"})):
        if not (_reshapes_alike(node, changed) or _even_alike(node, changed)):
            yield changed


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    kind = type(node.op)
    yield from (_with(node, op=other()) for other in _OTHER_OPERATORS[kind])
    if kind in _LEFT_ALONE:
        yield node.left
    if kind in _COMMUTATIVE:
        yield node.right
    elif kind is ast.Sub:
        yield ast.UnaryOp(ast.USub(), node.right)
    if kind not in _COMMUTATIVE:
        yield _with(node, left=node.right, right=node.left)


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for i, op in enumerate(node.ops):
        for other in _OTHER_COMPARISONS[type(op)]:
            yield _with(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]])


def _logical(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for i in range(len(node.values)):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        yield rest[0] if len(rest) == 1 else _with(node, values=rest)


def _sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    others: list[Any] = []
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1, 2 * value] if value > 1 else [1] if value == 0 else [0, 2]
    elif isinstance(value, float):
        others = [2 * value, value + 1] if value not in (0.0, 1.0) else [1.0 - value, 2.0]
    elif isinstance(value, str | bytes) and value:
        others = [value[:0]]
    yield from (ast.Constant(other) for other in others)


def _choice(node: ast.IfExp) -> Iterator[ast.AST]:
    yield node.body
    yield node.orelse


def _comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
    for i in range(len(node.ifs)):
        yield _with(node, ifs=[*node.ifs[:i], *node.ifs[i + 1 :]])


def _attribute(node: ast.Attribute) -> Iterator[ast.AST]:
    if node.attr in ("T", "mT"):
        yield node.value


def _slice(node: ast.Slice) -> Iterator[ast.AST]:
    for name in ("lower", "upper", "step"):
        bound = getattr(node, name)
        if bound is not None:
            yield _with(node, **{name: None})
            if name != "step":
                yield from (_with(node, **{name: moved}) for moved in _off_by_one(bound))


def _call(node: ast.Call) -> Iterator[ast.AST]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    method = isinstance(function, ast.Attribute) and not (
        isinstance(function.value, ast.Attribute)
        or (isinstance(function.value, ast.Name) and function.value.id in _MODULES)
    )
    if name in _OTHER_FUNCTIONS:
        other = _OTHER_FUNCTIONS[name]
        field = "attr" if isinstance(function, ast.Attribute) else "id"
        if field == "attr" or other in ("max", "min", "any", "all"):  # a bare `mean` is no function
            yield _with(node, func=_with(function, **{field: other}))
    if name not in _FORM | _NEEDED and isinstance(function, ast.Attribute) and method:
        yield function.value
    elif name not in _FORM | _NEEDED and node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if len(node.args) > 1 and name not in _SYMMETRIC | _NEEDED:
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])
    if name == "where" and len(node.args) == 3:
        yield _with(node, args=[node.args[0], node.args[2], node.args[1]])
    for i, argument in enumerate(node.args if name in ("range", "arange") else ()):
        for moved in _off_by_one(argument):
            yield _with(node, args=[*node.args[:i], moved, *node.args[i + 1 :]])
    for i, keyword in enumerate(node.keywords):
        if keyword.arg not in _FORMAL:
            yield _with(node, keywords=[*node.keywords[:i], *node.keywords[i + 1 :]])


def _reshapes_alike(node: Any, changed: Any) -> bool:
    """Whether both are calls of `reshape` in which a negative number stands in the same place: each means "whatever is left"."""

    def negative(argument: ast.expr) -> bool:
        return (
            isinstance(argument, ast.UnaryOp)
            and isinstance(argument.op, ast.USub)
            and ast.unparse(argument.operand) != "0"
        )

    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reshape"):
        return False
    if node.func is not changed.func or node.keywords is not changed.keywords:
        return False
    return all(a is b or (negative(a) and negative(b)) for a, b in zip(node.args, changed.args, strict=True))


def _even_alike(node: Any, changed: Any) -> bool:
    """Whether both are the square, or the size, of a difference, taken the one way and the other."""
    match node, changed:
        case (
            ast.BinOp(left=ast.BinOp(op=ast.Sub()) as inner, op=ast.Pow(), right=ast.Constant(value=2)),
            ast.BinOp(left=ast.BinOp(op=ast.Sub()) as turned, op=ast.Pow(), right=ast.Constant(value=2)),
        ):
            return inner.left is turned.right and inner.right is turned.left
        case ast.Call(args=[ast.BinOp(op=ast.Sub()) as inner]), ast.Call(args=[ast.BinOp(op=ast.Sub()) as turned]):
            even = ast.unparse(node.func).rpartition(".")[2] in ("abs", "square")
            return even and inner.left is turned.right and inner.right is turned.left
    return False


def _off_by_one(node: ast.expr) -> Iterator[ast.expr]:
    """One more and one less; a constant has edits of its own."""
    if not isinstance(node, ast.Constant | ast.UnaryOp):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


_OWN: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.BinOp: _binary, ast.Compare: _comparison, ast.BoolOp: _logical, ast.UnaryOp: _sign, ast.Constant: _constant,
    ast.IfExp: _choice, ast.comprehension: _comprehension, ast.Attribute: _attribute, ast.Slice: _slice, ast.Call: _call,
}  # fmt: skip


def _with(node: Any, **fields: Any) -> Any:
    """A copy of a node with other fields; what is inside is shared."""
    changed = copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _shown(node: ast.stmt) -> str:
    """A statement on one line; of one with a body, its head."""
    return " ".join(ast.unparse(_with(node, **{name: [] for name in _BODIES if hasattr(node, name)})).split())
