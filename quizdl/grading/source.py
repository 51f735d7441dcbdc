"""What is read of an answer's source with `ast`, to name a line of it. Nothing is executed; unreadable source says nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from quizdl.grading.sizes import Axis

EXPONENTIALS = {"exp", "exp2", "expm1", "power", "pow", "cosh", "sinh", "softmax"}
CUTTING = {"clip", "minimum", "maximum"}
LOGARITHMS = {"log", "log2", "log10"}
RANDOM = {"empty", "empty_like"}
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
HIDDEN = {
    "map",
    "vectorize",
    "apply_along_axis",
    "apply_over_axes",
    "fromiter",
    "frompyfunc",
    "fromfunction",
    "reduce",
}
"""Functions that loop in Python although no loop is seen."""
CHANGING = {"sort", "fill", "resize", "put", "partition", "itemset", "setflags"}


def exponential_lines(source: str) -> list[tuple[int, str]]:
    """The lines in which something grows exponentially, with its name: `exp`, `power`, `**`."""
    found = set()
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Call) and _called(node) in EXPONENTIALS:
            found.add((node.lineno, _called(node)))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not isinstance(node.right, ast.Constant):
            found.add((node.lineno, "**"))
    return sorted(found)


def cutting_lines(source: str) -> list[tuple[int, str]]:
    """The lines that cut numbers off, with what does so: `clip`, `maximum`, or a sum inside a logarithm."""
    found = set()
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Call) and _called(node) in CUTTING:
            found.add((node.lineno, _called(node)))
        if isinstance(node, ast.Call) and _called(node) in LOGARITHMS and node.args and _is_sum(node.args[0]):
            found.add((node.lineno, f"the sum inside {_called(node)}"))
    return sorted(found)


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def random_lines(source: str) -> list[tuple[int, str]]:
    """The lines that draw random numbers, or make an array without writing it."""
    found = set()
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Call):
            name = _called(node)
            if "random" in ast.unparse(node.func).split("."):
                found.add((node.lineno, "random numbers"))
            elif name in RANDOM:
                found.add((node.lineno, f"np.{name} leaves the memory as it was"))
    return sorted(found)


def changing_line(source: str, function: str, parameters: tuple[str, ...], argument: str) -> tuple[int, str] | None:
    """The line in which a function plainly changes an argument in place, and the name it has there."""
    definition = _function(source, function)
    name = next((own for own, parameter in _renamed(definition, parameters).items() if parameter == argument), None)
    if definition is None or name is None:
        return None
    changes = [node for node in ast.walk(definition) if _changes(node, name)]
    bound = [node for node in ast.walk(definition) if isinstance(node, ast.Assign) and _binds(node, name)]
    lines = sorted(getattr(node, "lineno", 0) for node in changes)
    if not lines or any(node.lineno <= lines[0] for node in bound):
        return None
    return lines[0], name


def repeats(source: str) -> bool:
    """Whether a source has a loop, or calls itself: without, it cannot be many times slower than the reference."""
    nodes = list(ast.walk(_tree(source)))
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return any(isinstance(node, LOOPS) for node in nodes) or bool(named & (HIDDEN | defined))


def loop(
    source: str, function: str, parameters: tuple[str, ...], axes: Mapping[str, tuple[Axis, ...]]
) -> tuple[int, str] | None:
    """The line of the outermost loop of an answer, and the letter that it runs over; an empty one if that is not plain.

    Args:
        source: the answer.
        function: the name of its function; loops in its helpers count if it has none.
        parameters: the reference's names of the parameters: the answer may have others in the same places.
        axes: the letters of the derivation.
    """
    definition = _function(source, function)
    own = definition or _tree(source)
    renamed = _renamed(definition, parameters)
    sizes = _sizes(own, renamed, axes)
    found = [(line, _letter(iterated, sizes, renamed, axes)) for line, iterated in _loops(own)]
    if not found:
        found = [(line, "") for line, _ in _loops(_tree(source))]
    return min(found, default=None)


def _loops(tree: ast.AST) -> Iterator[tuple[int, ast.expr | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            line = node.lineno if isinstance(node, ast.For) else node.iter.lineno
            yield line, node.iter
        elif isinstance(node, ast.While):
            yield node.lineno, None


def _sizes(tree: ast.AST, renamed: Mapping[str, str], axes: Mapping[str, tuple[Axis, ...]]) -> dict[str, str]:
    """Local names that stand for a size: `N, D = x.shape`, `n = len(x)`, `n = x.shape[0]`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name):
            if letter := _size(value, names, renamed, axes):
                names[target.id] = letter
        elif isinstance(target, ast.Tuple):
            match value:
                case ast.Attribute(value=ast.Name(id=array), attr="shape"):
                    own = [element.id if isinstance(element, ast.Name) else "" for element in target.elts]
                    letters = [_named(renamed.get(array, ""), i, axes) for i in range(len(own))]
                    names |= {name: letter for name, letter in zip(own, letters, strict=True) if name and letter}
    return names


def _letter(
    iterated: ast.expr | None,
    sizes: Mapping[str, str],
    renamed: Mapping[str, str],
    axes: Mapping[str, tuple[Axis, ...]],
) -> str:
    """The letter that a loop runs over."""
    if isinstance(iterated, ast.Call):
        called = _called(iterated)
        if called in ("range", "arange", "trange") and iterated.args:
            stop = iterated.args[0 if len(iterated.args) == 1 else 1]
            return _size(stop, sizes, renamed, axes)
        if called in ("enumerate", "zip", "reversed", "list", "tqdm") and iterated.args:
            return next(filter(None, (_letter(part, sizes, renamed, axes) for part in iterated.args)), "")
        if called == "ndindex" and iterated.args:
            inner = iterated.args[0]
            return _size(inner, sizes, renamed, axes) or (
                _named(renamed.get(inner.value.id, ""), 0, axes)
                if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name)
                else ""
            )
    return _named(renamed.get(iterated.id, ""), 0, axes) if isinstance(iterated, ast.Name) else ""


def _size(
    node: ast.expr, sizes: Mapping[str, str], renamed: Mapping[str, str], axes: Mapping[str, tuple[Axis, ...]]
) -> str:
    """The letter that an expression stands for: `x.shape[0]`, `len(x)`, a name of one of them."""
    match node:
        case ast.Name(id=name):
            return sizes.get(name, "")
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return _named(renamed.get(name, ""), 0, axes)
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=axis):
            number = _number(axis)
            return "" if number is None else _named(renamed.get(name, ""), number, axes)
    return ""


def _number(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
    return None


def _named(argument: str, axis: int, axes: Mapping[str, tuple[Axis, ...]]) -> str:
    for letter, places in axes.items():
        if any(place.argument == argument and axis in (place.axis, place.axis - place.of) for place in places):
            return letter
    return ""


def _changes(node: ast.AST, name: str) -> bool:
    """Whether a node changes what a name stands for: `x += …`, `x[…] = …`, `out=x`, `x.sort()`, `np.add.at(x, …)`."""
    match node:
        case ast.AugAssign(target=target):
            return _is(target, name)
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Subscript) and _is(target, name) for target in targets)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) if (
            owner == name and method in CHANGING
        ):
            return True
        case ast.Call(func=ast.Attribute(attr="at" | "copyto" | "put" | "fill_diagonal" | "shuffle"), args=[first, *_]):
            return _is(first, name)
        case ast.Call(keywords=keywords):
            return any(keyword.arg == "out" and _is(keyword.value, name) for keyword in keywords)
    return False


def _is(node: ast.AST, name: str) -> bool:
    while isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name) and node.id == name


def _binds(node: ast.Assign, name: str) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id == name
        for target in node.targets
        if not isinstance(target, ast.Subscript)
        for part in ast.walk(target)
    )


def _renamed(definition: ast.FunctionDef | ast.Lambda | None, parameters: tuple[str, ...]) -> dict[str, str]:
    """The answer's parameters with what the reference calls them: by name, otherwise by place."""
    if definition is None:
        return {}
    arguments = definition.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return {name: name if name in parameters else own for name, own in zip(names, parameters, strict=False)}


def _function(source: str, name: str) -> ast.FunctionDef | ast.Lambda | None:
    """The definition of a function, by `def` or as a lambda."""
    for node in _tree(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and _binds(node, name):
            return node.value
    return None


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])
