from __future__ import annotations

import ast
import warnings

import pytest

from tests.domain.made import derivation


def parsed(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(source)


def test_the_starter_shows_the_statement_the_signature_and_a_body_to_be_written() -> None:
    starter = derivation("relu_backward").starter()
    assert starter == (
        '"""A title\n\nWhat is asked.\n"""\n\n'
        "import numpy as np\n\n\n"
        "def relu_backward(x, *, lr=0.1):\n"
        '    """What it gives.\n\n    x: (N,) an array\n    """\n'
        '    raise NotImplementedError("your derivation goes here")\n'
    )


def test_the_starter_runs_and_its_function_is_not_implemented() -> None:
    namespace: dict[str, object] = {}
    exec(compile(derivation("f").starter(), "starter", "exec"), namespace)  # noqa: S102 - written above
    function = namespace["f"]
    assert callable(function)
    with pytest.raises(NotImplementedError, match="your derivation goes here"):
        function([1.0])


@pytest.mark.parametrize(
    "text",
    [
        "∂L/∂x = Xᵀ(Xw − y)",
        "a \\frac{1}{N} and \\n, \\x, \\N",
        "a backslash at the end \\",
        'a "quoted" word, and one at the end "word"',
        "braces {x} and {{y}} and %s",
        "  indented\n\n    code\n\ttabbed",
    ],
)
def test_the_starter_says_what_the_statement_says_whatever_signs_are_in_it(text: str) -> None:
    module = parsed(derivation("f", statement=text, docstring=text).starter())
    function = module.body[-1]
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(module, clean=False) == f"A title\n\n{text}\n"
    assert (ast.get_docstring(function) or "").split() == text.split()


def test_a_triple_quote_in_the_statement_does_not_end_it() -> None:
    module = parsed(derivation("f", statement='it has """ in it', docstring='"""').starter())
    assert ast.get_docstring(module) == "A title\n\nit has ''' in it"
    assert len(module.body) == 3
