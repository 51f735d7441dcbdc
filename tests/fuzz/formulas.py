"""What people type for a formula, a number and the rest: an answer gets a verdict, an expression a value or an ExpressionError."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from random import Random

import numpy as np

from quizdl import kinds
from quizdl.domain.evaluation import evaluate, evaluate_arrays
from quizdl.domain.expression import FUNCTIONS, ExpressionError, names
from quizdl.domain.notation import GREEK
from quizdl.domain.numbers import typed_number
from quizdl.domain.parser import parse
from quizdl.domain.question import Question
from tests.fuzz.mutator import mutated
from tests.fuzz.target import Target
from tests.kinds.made import example, made

TYPED = [
    text.encode()
    for text in (
        "2/N X^T (X w - y)", "dw = 2*X'(Xw - y)/N", "(X^T X)^-1 X^T y", "A^-T x", "sum(dout * xhat, axis=0)", "(dout*xhat).sum(0)",
        "x.mean(axis=-1)", "X.T", "w - lr (g + lam w)", "||w||^2 / 2", "|x|/s", "softmax(z)", "diag(p(1-p))", "np.linalg.inv(A)", "u vᵀ",
        "1/(1+e^(-x))", "√2 σ(x)", "max(0, x, s)", "where(x > 0, x, 0)", "clip(x, -1, 1)", "β₁ m + (1 − β₁) g", "x⁻²", "a^-1^T",
        r"\frac{2}{N} X^\top (X w - y)", r"\frac12 \|w\|_2^2", r"\sum_{i=1}^{N} \sqrt{x}", r"e^{-x} \alpha_{1}", "x^2.sum(axis=(0,1))",
        r"\left(X^{T}X\right)^{-1}", r"A^{-\top} \hat{x}", "1½ + ⅛", "ln 2 + sqrt 3", "3.1 GB", "10^{-3}", "3 x 10^5", "1.5e 3", "250 µs",
        "0,5", "1 1/2", "1 in 4", "86 billion", "12.5 percent", "1'000", "σ²; C^{T}", "dropout augmentation L2", "1. dropout 2. weight decay",
        "0.25", "1/4", "2^-2", "25%", "1e-3", "1,000", "3 MiB", "-1.5e+10", "9**9**9", "4096^4096", "10^400", "det(outer(w, w))",
        "X w", "X, w", "B, A", "true 1", "three", "A C B", "gradient; loss; step", "prod(sum(max(min(trace(A), 1), 2), 0), 0)",
    )
]  # fmt: skip
NASTY = [
    word.encode()
    for word in (
        *(f"{name}(" for name in FUNCTIONS),
        *GREEK,
        *"( ) [ ] { } ^ ** + - * / @ , < > <= >= | || ' .T ^T ^-T ^-1 .sum(0) .sum() axis=0 axis=1 axis=-1 axis=99 = := <- 0 1".split(),
        *r"\frac \frac{ \sqrt{ \sum_{ \sum_i \top ^\top ^{ ^{T} ^{- _{ } \mathbf{ \hat{ \left( \right) \| \cdot \times \alpha \\ $ \,".split(),
        *"½ ¼ ⅞ ⁄ ⁿ ２ 𝑥 x̂ (0,1) axis=(0,1) axis=( ln log_2 million percent ‰ k M GiB Gb µs in of x × 1,000 0,5 e3 • & and".split(),
        *"ᵀ ⁻¹ ⁻ᵀ ⊤ √ · ⊙ ‖ ‖₂ ² ₁ − ∇ ∂ ∞ ≤ ٣ ½ Σ ∑ ’ x₁₂ 1e308 1e-308 9999999999 99999^99999 0^-1 0/0".split(),
    )
]
LONG = 3000
"""Bytes; somewhat above what is read of an answer."""


@cache
def _questions() -> list[Question]:
    """One of each kind, and formulas over vectors, matrices and numbers."""
    return [
        *map(example, kinds.names()),
        made("formula", variables={"X": "N D", "w": "D", "y": "N", "A": "D D"}, answer="inv(A) X^T (X w - y)"),
        made("formula", variables={"dout": "N D", "xhat": "N D", "lr": "positive scalar"}, answer="sum(dout * xhat, 0)"),
        made("formula", variables={"x": "scalar", "s": "positive scalar", "p": "probability scalar"}, answer="x / s"),
        made("formula", variables={"u": "N", "v": "M", "T": "scalar"}, answer="outer(u, v) / T"),
        made("numeric", answer="2^20 * 3", unit="MiB", tolerance=0.01),
        made("numeric", answer="0", unit="%"),
    ]  # fmt: skip


def _typed(rng: Random) -> bytes:
    """The number of a question in a line of its own, and an answer to it."""
    text = _tree(rng, rng.randrange(6)).encode() if rng.random() < 0.3 else rng.choice(TYPED)
    if rng.random() < 0.9:
        text = mutated(rng, text, TYPED, NASTY)
    return b"%d\n" % rng.randrange(len(_questions())) + text[:LONG]


def _tree(rng: Random, depth: int) -> str:
    """An expression that reads well, whatever it computes."""
    if depth == 0:
        return rng.choice("X w y A x s p u v N D M T dout xhat lr 0 1 2 0.5 1e9 e pi".split())
    one, other = (_tree(rng, rng.randrange(depth)) for _ in range(2))
    function = rng.choice(sorted(FUNCTIONS))
    return rng.choice(
        (f"({one} {rng.choice('+-*/@^><')} {other})", f"({one}) ({other})", f"{function}({one})", f"{function}({one}, {other})",
         f"({one})^T", f"({one})^-T", f"({one}).{function}({other})", f"-{one}", f"|{one}|", f"{one} {other}", f"({one}).T", f"({one})^-1")
    )  # fmt: skip


def _check(raw: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _check_answer(raw)


def _check_answer(raw: bytes) -> None:
    number, _, typed = raw.partition(b"\n")
    text = typed.decode("utf-8", "replace")
    question = _questions()[int(number)]
    verdict = question.ask(Random(1)).grade(text)
    assert 0 <= verdict.score <= 1
    assert verdict.outcome in ("correct", "partial", "wrong", "unparsable"), verdict
    for unit in (None, "MiB"):
        with suppress(ExpressionError):
            typed_number(text, unit)
    for _ in _values(text):
        pass


def _values(text: str) -> Iterator[object]:
    """The values of an expression, of numbers and of arrays in every reading."""
    declared = {
        "X": np.ones((4, 3)),
        "w": np.arange(3.0),
        "y": np.ones(4),
        "A": np.eye(3),
        "x": 2.0,
        "N": 4.0,
        "D": 3.0,
    }
    with suppress(ExpressionError):
        node = parse(text, declared)
        list(names(node))
        for how in ({}, {"columns": True}, {"star_is_product": True}):
            with suppress(ExpressionError):
                yield evaluate_arrays(node, declared, **how)
    with suppress(ExpressionError):
        yield evaluate(parse(text, ("x", "s", "N")), {"x": 2, "s": 0.5, "N": 10**6})


TARGETS = {"formulas": Target(_typed, _check, 100_000)}
