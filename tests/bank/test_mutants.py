from __future__ import annotations

import ast
import textwrap

import pytest

from quizdl.bank.mutants import Mutant, mutants


def of(source: str, reference: str = "f") -> list[Mutant]:
    return mutants(textwrap.dedent(source).lstrip("\n"), reference)


def edits(statement: str, parameters: str = "x, y, z") -> set[str]:
    """What one statement of a reference becomes."""
    found = of(f"def f({parameters}):\n    {statement}\n    return x")
    return {mutant.new for mutant in found if mutant.old == ast.unparse(ast.parse(statement))}


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("x = y + z", {"x = y - z", "x = y", "x = z", "pass"}),
        ("x = y - z", {"x = y + z", "x = y", "x = -z", "x = z - y", "pass"}),
        ("x = y * z", {"x = y / z", "x = y", "x = z", "pass"}),
        ("x = y / z", {"x = y * z", "x = y", "x = z / y", "pass"}),
        ("x = y ** z", {"x = y * z", "x = y", "x = z ** y", "pass"}),
        ("x = y @ z", {"x = y * z", "x = z @ y", "pass"}),
        ("x = y // z", {"x = y / z", "x = y", "x = z // y", "pass"}),
        ("x = y % z", {"x = y // z", "x = y", "x = z % y", "pass"}),
        ("x = y << z", {"x = y >> z", "x = z << y", "pass"}),
        ("x = y & z", {"x = y | z", "x = y", "x = z", "pass"}),
        ("x = y > z", {"x = y >= z", "x = y < z", "pass"}),
        ("x = y <= z", {"x = y < z", "x = y >= z", "pass"}),
        ("x = y == z", {"x = y != z", "pass"}),
        ("x = y and z", {"x = y or z", "x = y", "x = z", "pass"}),
        ("x = not y", {"x = y", "pass"}),
        ("x = -y", {"x = y", "pass"}),
        ("x = y if z else -1", {"x = y", "x = -1", "x = y if z else 1", "x = y if z else -0", "x = y if z else -2", "pass"}),
        ("x += y", {"x = y", "x -= y", "pass"}),
        ("x = 0", {"x = 1", "pass"}),
        ("x = 1", {"x = 0", "x = 2", "pass"}),
        ("x = 3", {"x = 2", "x = 4", "x = 6", "pass"}),
        ("x = 0.0", {"x = 1.0", "x = 2.0", "pass"}),
        ("x = 0.25", {"x = 0.5", "x = 1.25", "pass"}),
        ("x = True", {"x = False", "pass"}),
        ("x = b'ab'", {"x = b''", "pass"}),
        ("x = y.T", {"x = y", "pass"}),
        ("x = np.exp(y)", {"x = np.expm1(y)", "x = y", "pass"}),
        ("x = np.maximum(y, z)", {"x = np.minimum(y, z)", "x = y", "pass"}),
        ("x = np.argmax(y)", {"x = np.argmin(y)", "x = y", "pass"}),
        ("x = max(y, z)", {"x = min(y, z)", "x = y", "pass"}),
        ("x = y.mean()", {"x = y.sum()", "x = y", "pass"}),
        ("x = sum(y)", {"x = y", "pass"}),
        ("x = np.dot(y, z)", {"x = np.dot(z, y)", "x = y", "pass"}),
        ("x = np.where(y, z, x)", {"x = np.where(z, y, x)", "x = np.where(y, x, z)", "x = y", "pass"}),
        ("x = np.diff(y, axis=-1)", {"x = y", "x = np.diff(y)", "x = np.diff(y, axis=1)", "x = np.diff(y, axis=-0)", "x = np.diff(y, axis=-2)", "pass"}),
        ("x = y.std(keepdims=True)", {"x = y.var(keepdims=True)", "x = y", "x = y.std()", "x = y.std(keepdims=False)", "pass"}),
        ("x = y[1:]", {"x = y[:]", "x = y[0:]", "x = y[2:]", "pass"}),
        ("x = y[:z]", {"x = y[:]", "x = y[:z + 1]", "x = y[:z - 1]", "pass"}),
        ("x = y[::-1]", {"x = y[:]", "x = y[::1]", "x = y[::-0]", "x = y[::-2]", "pass"}),
        ("x = range(y)", {"x = range(y + 1)", "x = range(y - 1)", "pass"}),
        ("x = [v for v in y if v]", {"x = [v for v in y]", "pass"}),
        ("x.append(y)", {"x", "pass"}),
        ("x = (y - z) ** 2", {"x = (y + z) ** 2", "x = y ** 2", "x = (-z) ** 2", "x = (y - z) * 2", "x = y - z", "x = 2 ** (y - z)", "x = (y - z) ** 3", "x = (y - z) ** 1", "x = (y - z) ** 4", "pass"}),
        ("x = np.abs(y - z)", {"x = np.abs(y + z)", "x = np.abs(y)", "x = np.abs(-z)", "x = y - z", "pass"}),
        ("x = np.exp(y - z)", {"x = np.expm1(y - z)", "x = np.exp(y + z)", "x = np.exp(y)", "x = np.exp(-z)", "x = np.exp(z - y)", "x = y - z", "pass"}),
        ("x = y.reshape(z, -1)", {"x = y", "x = y.reshape(-1, z)", "x = y.reshape(z, 1)", "x = y.reshape(z, -0)", "pass"}),
    ],
)  # fmt: skip
def test_each_kind_of_expression_has_its_edits(statement: str, wanted: set[str]) -> None:
    assert edits(statement) == wanted


@pytest.mark.parametrize(
    "statement", ["x = np.array(y)", "x = float(y)", "x = list(zip(y, z, strict=True))", "x = f'{y}'"]
)
def test_what_changes_only_the_form_is_left_alone(statement: str) -> None:
    assert edits(statement) == {"pass"}


def test_inner_statements_are_edited_dropped_and_named_by_themselves() -> None:
    found = of("""
        def f(x):
            total = 0.5
            for i in range(3, x):
                if i > x:
                    total += i
                else:
                    total = x
            return total
        """)
    assert {(m.line, m.old) for m in found} == {
        (2, "total = 0.5"), (3, "for i in range(3, x):"), (4, "if i > x:"), (5, "total += i"), (7, "total = x"),
    }  # fmt: skip
    assert {m.new for m in found if m.line == 3} == {
        "pass", "for i in range(x, 3):", "for i in range(2, x):", "for i in range(4, x):", "for i in range(6, x):",
        "for i in range(3, x + 1):", "for i in range(3, x - 1):",
    } - {"for i in range(x, 3):"}  # fmt: skip
    assert found == sorted(found, key=lambda mutant: mutant.line)


def test_a_mutant_is_a_whole_source_that_differs_in_one_place() -> None:
    source = "def f(x):\n    y = x + 1\n    return y - x\n"
    found = of(source)
    assert len({m.source for m in found}) == len(found) > 8
    kept = ast.unparse(ast.parse(source)).splitlines()
    for mutant in found:
        lines = mutant.source.splitlines()
        assert [i for i, (a, b) in enumerate(zip(kept, lines, strict=True), start=1) if a != b] == [mutant.line]
        assert lines[mutant.line - 1].strip() == (mutant.new)
        assert mutant.edit == f"{mutant.old} → {mutant.new}"


SOURCE = '''
"""Statement"""

import numpy as np

HINTS = ("a", "b")
_SHIFT = 3
_UNUSED = 4


def f(x):
    """Of x.

    x: number
    """
    return _helper(x) + _SHIFT


def _helper(x, times=2):
    return x * times


def _other(x):
    return x + 1


def inputs(rng):
    yield "one", {"x": rng.normal() + _other(1)}


def mistake_none(x):
    """Told."""
    return x - 1
'''


def test_helpers_and_constants_that_are_used_are_edited_and_nothing_else_is() -> None:
    found = of(SOURCE)
    assert {m.line for m in found} == {6, 15, 18, 19}
    assert {m.edit for m in found if m.line == 6} == {
        "_SHIFT = 3 → _SHIFT = 4",
        "_SHIFT = 3 → _SHIFT = 2",
        "_SHIFT = 3 → _SHIFT = 6",
    }
    assert {m.new for m in found if m.line == 18} == {
        "def _helper(x, times=1):",
        "def _helper(x, times=3):",
        "def _helper(x, times=4):",
    }
    for word in ("mistake_none", "inputs", "_other", "_UNUSED", "HINTS", "Of x"):
        assert not any(word in m.source for m in found)
    assert all("import numpy as np" in m.source and "def _helper" in m.source for m in found)


def test_a_local_variable_does_not_bring_in_the_function_of_its_name() -> None:
    found = of("def f(x):\n    loss = x\n    return loss\ndef loss(x):\n    return x + 1")
    assert [mutant.edit for mutant in found] == ["loss = x → pass"]


def test_a_reference_without_anything_to_edit_has_no_mutants() -> None:
    assert of("def f(x):\n    return x") == []
