from __future__ import annotations

import textwrap

import numpy as np
import pytest

from quizdl.grading.sizes import letters, scalars, sizes
from quizdl.grading.source import changing_line, exponential_lines, loop, random_lines
from quizdl.grading.speed import speed_says
from tests.grading.conftest import Made

DOCSTRING = (
    "f.\n\nx: (N, D) rows\nimages: (N, d1, ..., dk) any\nw: (D, M)\ny: (N,) classes\ns: number\nreturns out: (N, M)"
)
PARAMETERS = ("x", "images", "w", "y", "s")
AXES = letters(DOCSTRING, PARAMETERS)


def text(source: str) -> str:
    return textwrap.dedent(source).lstrip("\n")


def test_letters_come_from_the_docstring_and_sizes_from_the_arguments() -> None:
    assert set(AXES) == {"N", "D", "M", "d1", "dk"}
    arguments = {"x": np.ones((4, 3)), "images": np.ones((4, 2, 5, 6)), "w": np.ones((3, 7)), "y": np.ones(4), "s": 2}
    assert sizes(AXES, arguments) == {"N": 4, "D": 3, "M": 7, "d1": 2, "dk": 6}
    assert "N" not in sizes(AXES, {**arguments, "y": np.ones(5)})
    assert scalars(arguments) == {"s": 2.0}
    assert AXES["N"][0].says("N") == "N rows of x"
    assert AXES["D"][0].says("D") == "D columns of x"
    assert AXES["N"][2].says("N") == "N entries of y"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("for i in range(x.shape[0]): pass", (2, "N")),
        ("for i in range(len(y)): pass", (2, "N")),
        ("for i in range(0, x.shape[1]): pass", (2, "D")),
        ("for i in range(w.shape[-1]): pass", (2, "M")),
        ("for row in x: pass", (2, "N")),
        ("for i, row in enumerate(x): pass", (2, "N")),
        ("for row, label in zip(x, y): pass", (2, "N")),
        ("a, b = w.shape\n    for j in range(b): pass", (3, "M")),
        ("n = len(x)\n    k = n\n    return sum(1 for i in range(k))", (4, "N")),
        ("return [row for row in x]", (2, "N")),
        ("for i in np.ndindex(x.shape): pass", (2, "N")),
        ("while s: pass", (2, "")),
        ("for i in range(10): pass", (2, "")),
        ("return x @ w", None),
    ],
)
def test_the_loop_and_what_it_runs_over(body: str, found: tuple[int, str] | None) -> None:
    assert loop(f"def f(x, images, w, y, s):\n    {body}\n", "f", PARAMETERS, AXES) == found


def test_a_loop_is_found_whatever_the_parameters_are_called_and_in_helpers() -> None:
    renamed = "def f(data, pictures, weights, labels, k):\n    for row in data: pass\n"
    assert loop(renamed, "f", PARAMETERS, AXES) == (2, "N")
    helper = "def _h(a):\n    for row in a: pass\n\ndef f(x, images, w, y, s):\n    return _h(x)\n"
    assert loop(helper, "f", PARAMETERS, AXES) == (2, "")
    assert loop("def f(x:\n", "f", PARAMETERS, AXES) is None


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x += 1", (2, "x")),
        ("x[0] = 1", (2, "x")),
        ("x[0][1] *= 2", (2, "x")),
        ("np.multiply(x, 2, out=x)", (2, "x")),
        ("x.sort()", (2, "x")),
        ("np.add.at(x, 0, 1)", (2, "x")),
        ("y = x\n    y += 1", None),
        ("x = x.copy()\n    x += 1", None),
        ("x = x + 1", None),
        ("z = x[0]", None),
    ],
)
def test_the_line_that_changes_an_argument(body: str, found: tuple[int, str] | None) -> None:
    assert changing_line(f"def f(x, images, w):\n    {body}\n", "f", PARAMETERS, "x") == found


def test_an_argument_is_found_by_its_place() -> None:
    assert changing_line("f = lambda a, b: a.sort()", "f", PARAMETERS, "x") == (1, "a")
    assert changing_line("def f(w, x):\n    w += 1", "f", PARAMETERS, "w") == (2, "w")
    assert changing_line("def f(a):\n    a += 1", "f", PARAMETERS, "w") is None
    assert changing_line("def g(x): x += 1", "f", PARAMETERS, "x") is None


def test_the_lines_that_grow_and_the_lines_that_are_random() -> None:
    source = text("""
        import numpy as np
        def f(x):
            a = np.exp(x) + x**2
            b = 2**x + np.power(x, x)
            return a + np.random.rand() + np.empty(3)
    """)
    assert exponential_lines(source) == [(3, "exp"), (4, "**"), (4, "power")]
    assert random_lines(source) == [(5, "np.empty leaves the memory as it was"), (5, "random numbers")]
    assert exponential_lines("def (") == []


@pytest.mark.parametrize(
    ("source", "ratio", "at_least", "says"),
    [
        ("def affine_backward(g, x, w, b):\n    for row in x: pass", 342.0, False,
         "Correct, 340 times slower than the vectorised form on a larger case; the loop in line 2 runs over N (N rows of dout)."),
        ("def affine_backward(g, x, w, b):\n    while g: pass", 6.26, False,
         "Correct, 6.3 times slower than the vectorised form on a larger case; look at the loop in line 2."),
        ("def affine_backward(g, x, w, b): return _h(g)", 12.0, True,
         "Correct, at least 12 times slower than the vectorised form on a larger case."),
        ("def affine_backward(g, x, w, b):\n    for row in x: pass", 4.9, False, ""),
    ],
)  # fmt: skip
def test_slowness_is_told_with_its_loop(derivation: Made, source: str, ratio: float, at_least: bool, says: str) -> None:
    assert speed_says(derivation(), source, ratio, at_least=at_least) == says
