"""What a right answer's time says: how many times slower than the reference, and the loop that does it."""

from __future__ import annotations

import ast

from quizdl.domain.derivation import Derivation
from quizdl.grading.sizes import letters
from quizdl.grading.source import loop

WORTH_SAYING = 5.0
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_HIDDEN = {
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


def repeats(source: str) -> bool:
    """Whether a source has a loop, or calls itself: without, it cannot be many times slower than the reference."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return any(isinstance(node, _LOOPS) for node in nodes) or bool(named & (_HIDDEN | defined))


def speed_says(derivation: Derivation, source: str, ratio: float, *, at_least: bool = False) -> str:
    """A remark on a right answer that is slow; empty if it is not.

    Args:
        derivation: what was answered.
        source: the answer's text, to name its loop.
        ratio: the answer's time over the reference's, on the larger case.
        at_least: whether the answer was stopped before it was done.
    """
    if ratio < WORTH_SAYING:
        return ""
    axes = letters(derivation.docstring, derivation.parameters)
    found = loop(source, derivation.id, derivation.parameters, axes)
    if found is None:
        where = ""
    elif found[1]:
        where = f"; the loop in line {found[0]} runs over {found[1]} ({axes[found[1]][0].says(found[1])})"
    else:
        where = f"; look at the loop in line {found[0]}"
    times = f"{float(f'{ratio:.2g}'):.0f}" if ratio >= 10 else f"{ratio:.1f}"
    least = "at least " if at_least else ""
    return f"Correct, {least}{times} times slower than the vectorised form on a larger case{where}."
