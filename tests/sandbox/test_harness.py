from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from quizdl.domain.run import Call, Case, Failed, Returned
from quizdl.errors import BankError
from quizdl.sandbox.harness import cases, gradient_call, with_gradient
from quizdl.sandbox.run import DEFAULT, run

INPUTS = """
import numpy as np

def inputs(rng):
    yield "one row", {"x": rng.normal(size=(1, 3)), "n": 2}
    yield "a batch", {"x": rng.normal(size=(4, 3)), "n": 3}
"""


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    first, again, other = (cases(INPUTS, seed, filename="f.py") for seed in (1, 1, 2))
    assert [case.name for case in first] == ["one row", "a batch"]
    assert [case.arguments["n"] for case in first] == [2, 3]
    assert np.array_equal(first[1].arguments["x"], np.random.default_rng(1).normal(size=(5, 3))[1:])
    assert np.array_equal(first[1].arguments["x"], again[1].arguments["x"])
    assert not np.array_equal(first[1].arguments["x"], other[1].arguments["x"])


def test_a_case_is_what_it_was_when_it_was_yielded() -> None:
    source = """
def inputs(rng):
    case = {"n": 1, "x": [1]}
    yield "first", case
    case["n"] = 2
    case["x"].append(2)
    yield "second", case
"""
    assert [case.arguments for case in cases(source, 1, filename="f.py")] == [{"n": 1, "x": [1]}, {"n": 2, "x": [1, 2]}]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("yield", "f.py:1: case 1 of inputs is not a pair of a name and arguments by name"),
        ("yield 'a', {}; yield 'b', [1]", "f.py:1: case 2 of inputs is not a pair of a name and arguments by name"),
        ("yield 'a', {}, 3", "f.py:1: case 1 of inputs is not a pair"),
        ("yield 1, {}", "f.py:1: case 1 of inputs is not a pair"),
        ("yield from ()", "f.py:1: inputs yields no case"),
        ("return 3", "f.py:1: its cases cannot be made (TypeError: 'int' object is not iterable)"),
        ("yield 'a', {1: 2}", "f.py:1: its cases cannot be made (returned a dict with a key of type int; "),
        ("yield 'a', {'x': object()}", "f.py:1: its cases cannot be made (returned a value of type object; "),
        ("1 / 0; yield", "f.py:2: its cases cannot be made (ZeroDivisionError: division by zero)"),
        ("while True: yield 'a', {'x': bytes(10**6)}", "f.py:2: its cases cannot be made (needs too much memory ("),
    ],
)
def test_inputs_that_yield_no_cases_are_the_banks_error_with_its_place(body: str, says: str) -> None:
    with pytest.raises(BankError, match=re.escape(says)) as caught:
        cases(f"def inputs(rng):\n  {body}", 1, filename="f.py", limits=replace(DEFAULT, memory=1 << 26))
    assert "bank's author" in caught.value.hint


def test_a_file_that_does_not_run_is_the_banks_error() -> None:
    with pytest.raises(BankError, match=r"^f.py:3: its cases cannot be made \(NameError: name 'rng' is not defined\)"):
        cases("import math\n\nx = rng", 1, filename="f.py")


@pytest.mark.parametrize(
    ("loss", "x", "gradient"),
    [
        ("np.sum(x**3)", np.array([[1.0, -2.0, 0.5]]), np.array([[3.0, 12.0, 0.75]])),
        ("float(np.sin(x) * y)", np.float64(0.3), 2 * np.cos(0.3)),
        ("x[0, 1] * 3", np.array([[1.0, 1e9 / 7]]), np.array([[0.0, 3.0]])),
        ("(x * y).sum()", np.array([1, 2]), np.array([2.0, 2.0])),
    ],
)  # fmt: skip
def test_the_gradient_of_a_loss_comes_from_central_differences(loss: str, x: np.ndarray, gradient: np.ndarray) -> None:
    source = with_gradient(f"import numpy as np\ndef loss(x, y): return {loss}")
    result = run(source, [gradient_call("x", Case("case", {"x": x, "y": 2.0}))]).results[0]
    assert isinstance(result, Returned)
    assert result.changed == ()
    assert np.shape(result.value) == np.shape(gradient)
    assert np.allclose(result.value, gradient, rtol=1e-8)


@pytest.mark.parametrize(("source", "line"), [("def f(): 1 / 0", 1), ("def f():\n  1 / 0\n", 2)])
def test_the_harness_leaves_the_lines_of_the_file_as_they_are(source: str, line: int) -> None:
    result = run(with_gradient(source), [Call("f")]).results[0]
    assert isinstance(result, Failed)
    assert result.line == line
