from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.notation import plainly

SIGNS = [
    r"\frac{",
    r"\sum_{i}^{n}",
    r"\mathbf{w}",
    r"^\top",
    r"^{-1}",
    r"\hat{x}",
    "½",
    "1½",
    "⁻³",
    "ᵀ",
    "₁",
    r"\|",
    "_{2}",
    r"\left(",
    "$",
    "{",
    "}",
]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("x⁻²", "x^-2 "),
        ("2ⁿ", "2^n "),
        ("10^{-3}", "10^-3 "),
        ("x^{2n}", "x^(2n)"),
        ("Xᵀ", "X'"),
        (r"X^\top w", "X' w"),
        (r"X^{\top}w", "X'w"),
        (r"\frac{X^\top}{N}", r"\frac(X')(N)"),
        ("A⁻ᵀ", "A^-1'"),
        (r"A^{-\top}", "A^-1'"),
        ("β₁", "β1"),
        ("w_{1}", "w_1"),
        (r"\|w\|_2^2", "||w||^2"),
        (r"\frac{1}{\|w\|_{2}}", r"\frac(1)(||w||)"),
        (r"\mathbf{X}\mathbf{w}", "X w"),
        (r"2\alpha\beta", "2alpha beta"),
        (r"\varepsilon", "eps"),
        (r"\hat{x}", "xhat"),
        ("x\u0302", "xhat"),
        (r"\left( a \right)", " ( a  )"),
        (r"\sum_{i=1}^{N} (x)", "Σ (x)"),
        ("1½", "(1 + 1/2)"),
        ("⅞", "(7/8)"),
        ("[a × b] ≤ −1", "(a * b) <= -1"),
        ("𝑥２", "x2"),
    ],
)
def test_signs_of_paper_are_brought_into_those_of_the_keyboard(text: str, plain: str) -> None:
    assert plainly(text)[0] == plain


@given(st.text(max_size=40) | st.lists(st.sampled_from([*SIGNS, "x", " ", "+", "3"]), max_size=12).map("".join))
def test_every_sign_has_its_place_in_what_was_typed(text: str) -> None:
    written, places = plainly(text)
    assert len(places) == len(written)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
