from __future__ import annotations

import random
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizdl.domain.question import Verdict
from tests.conftest import times
from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

GRADIENT: dict[str, Any] = {
    "variables": {"X": "N D", "w": "D", "y": "N"},
    "answer": "2/N X^T (X w - y)",
    "mistakes": {"missing_two": {"value": "1/N X^T (X w - y)", "says": "The square brings down a 2."}},
}
STEP: dict[str, Any] = {
    "variables": {"w": "D", "g": "D", "lr": "positive scalar", "lam": "positive scalar"},
    "answer": "w - lr (g + lam w)",
    "aliases": {"eta": "lr"},
}
OUTER: dict[str, Any] = {"variables": {"u": "N", "v": "M"}, "answer": "outer(u, v)"}
PROJECTED: dict[str, Any] = {"variables": {"u": "N", "v": "M"}, "answer": "dot(v, v) u"}
SOFTMAX: dict[str, Any] = {"variables": {"p": "probability C", "g": "C"}, "answer": "p * (g - dot(p, g))"}
SQUARES: dict[str, Any] = {"variables": {"w": "D"}, "answer": "sum(w^2) / 2"}
NORMAL: dict[str, Any] = {"variables": {"X": "N D", "y": "N"}, "answer": "inv(X^T X) X^T y"}
KALMAN: dict[str, Any] = {"variables": {"A": "D D", "x": "D"}, "answer": "(A + A^T) x"}
SCALAR: dict[str, Any] = {"variables": {"x": "scalar", "s": "positive scalar"}, "answer": "x / s"}
LOGISTIC: dict[str, Any] = {
    "variables": {"X": "N D", "w": "D", "y": "probability N"}, "answer": "1/N X^T (sigmoid(X w) - y)"
}  # fmt: skip
GAMMA: dict[str, Any] = {"variables": {"dout": "N D", "xhat": "N D"}, "answer": "sum(dout * xhat, 0)"}
SHIFTED: dict[str, Any] = {"variables": {"z": "N C"}, "answer": "z - max(z, axis=1, keepdims=True)"}
HESSIAN: dict[str, Any] = {"variables": {"X": "N D", "p": "probability N"}, "answer": "X^T diag(p * (1 - p)) X"}
WEIGHTED: dict[str, Any] = {"variables": {"X": "N D", "a": "N", "y": "N"}, "answer": "X^T (a * y)"}
SOLVED: dict[str, Any] = {"variables": {"A": "D D", "x": "D"}, "answer": "inv(A)^T x"}
ELEMENTWISE: dict[str, Any] = {"variables": {"u": "N", "v": "N"}, "answer": "u * v"}
VARIABLES = {"X": "N D", "w": "D", "y": "N", "x": "scalar", "s": "positive scalar"}
IDS = ("q", "another", "la-linear", "z" * 30, "op-7", "x1", "x2", "x3")


def verdict(fields: dict[str, Any], text: str, name: str = "q") -> Verdict:
    return graded(made("formula", **(fields | {"id": name})), text)


RIGHT = [
    *[
        (GRADIENT, text)
        for text in (
            "2/N X^T (X w - y)", "2 X^T (X w - y) / N", "(2/N) * X.T @ (X @ w - y)", "dw = 2*X'(Xw - y)/N", "2/N XᵀXw - 2/N Xᵀy",
            "2/N * X^T * (X*w - y)", "-2/N X^T (y - X w)", "X^T(X w - y) / (N/2)", "2/N (X^TX w - X^Ty)", "(X w - y) X 2/N",
            "2/N ((X w - y)^T X)^T", "2 N^-1 Xᵀ(X w − y)", "2 mean(X, 0) * 0 + 2/N Xᵀ(Xw-y)",
            "∇L = (2 / N) X^⊤ (X·w − y).", "2X^T(Xw-y)/N", "1/N * 2 * (w^T X^T X - y^T X)^T", "np.exp(np.log(2)) / N * X.T @ (X @ w - y)",
        )
    ],
    *[
        (STEP, text)
        for text in (
            "w - lr (g + lam w)", "w - η(g + λw)", "w <- w - eta*(g + lambda*w)", "w - lr*g - lr*lam*w", "(1 - lr lam) w - lr g",
            "w ← (1 − ηλ)w − ηg", "-(lr (lam w + g) - w)", "w-lrg-lrlamw", "w - learning_rate g - learning_rate lam w",
        )
    ],
    *[(OUTER, text) for text in ("outer(u, v)", "u v^T", "(v u^T)^T", "u vᵀ", "u * v^T", "u @ v.T", "outer(v, u)'", "u⋅vᵀ")],
    *[
        (SOFTMAX, text)
        for text in ("p * (g - p^T g)", "p ⊙ (g − pᵀg)", "p*g - p*sum(p*g)", "diag(p) g - p p^T g", "(diag(p) - p pᵀ) g", "p∘g − (p·g)p")
    ],
    *[(SQUARES, text) for text in ("||w||^2/2", "‖w‖²/2", "1/2 w^T w", "0.5 ‖w‖₂²", "w·w/2", "dot(w, w)/2", "norm(w)^2 / 2", "mean(w^2) D/2", "|w^T w|/2")],
    *[(NORMAL, text) for text in ("(X^T X)^-1 X^T y", "(XᵀX)⁻¹Xᵀy", "inv(X'X) X'y", "(y^T X (X^TX)^-1)^T", "(X^TX)^-1X^Ty")],
    *[(KALMAN, text) for text in ("A x + A^T x", "(A + Aᵀ)x", "A*x + A'*x", "Ax + x A", "(x^T A + x^T A^T)^T")],
    *[(SCALAR, text) for text in ("x/s", "x s^-1", "x * s⁻¹", "1/s x", "-x/(-s)", "x sqrt(s)^-2", "x exp(-log(s))")],
    *[
        (LOGISTIC, text)
        for text in ("X^T(σ(Xw) - y)/N", "1/N Xᵀ(1/(1 + exp(-X w)) - y)", "1/N X' (1/(1+e^(-Xw)) - y)", "-X^T (y - sigmoid(Xw))/N")
    ],
    *[
        (GAMMA, text)
        for text in (
            "sum(dout*xhat, axis=0)", "(dout*xhat).sum(0)", "(dout * xhat).sum(axis=0)", "np.sum(dout * xhat, axis=0)",
            "dgamma = (xhat ⊙ dout).sum(axis = 0)", "(dout*xhat).T.sum(1)", "N (dout*xhat).mean(0)", "diag(dout^T xhat)",
        )
    ],
    *[(SHIFTED, text) for text in ("z - z.max(axis=1, keepdims=True)", "z - np.amax(z, 1, keepdims=True)", "(z.T - z.max(1)).T")],
    *[(HESSIAN, text) for text in ("X^T diag(p(1-p)) X", "X.T * diag(p*(1-p)) * X", "X^T (diag(p) - diag(p)^2) X", "X.T.dot(diag(p(1-p))).dot(X)")],
    *[(WEIGHTED, text) for text in ("X^T (a y)", "(y a)^T X", "X.T * (a * y)", "X^T diag(a) y", "X.T.dot(a*y)", "X'(ya)")],
    *[(SOLVED, text) for text in ("A^-T x", "A⁻ᵀx", "inv(A.T) x", "(A^T)^-1 x", "A^-1^T x", "x^T A^-1")],
    *[(ELEMENTWISE, text) for text in ("u v", "u*v", "v u", "diag(u) v", "u ⊙ v")],
]  # fmt: skip


@pytest.mark.parametrize(("fields", "text"), RIGHT)
def test_the_same_formula_is_right_however_it_is_written(fields: dict[str, Any], text: str) -> None:
    for name in IDS:
        found = verdict(fields, text, name)
        assert (found.outcome, found.score, found.mistake) == ("correct", 1, None), found.says


@pytest.mark.parametrize(
    ("fields", "text", "remark"),
    [
        (GRADIENT, "2/N X^T (X w - y)", ""),
        (GRADIENT, "2/N X.T * (X * w - y)", "Read with * as the matrix product."),
        (OUTER, "u v^T", "Read with vectors as columns."),
        (PROJECTED, "u * v^T * v", "Read with vectors as columns, and * as the matrix product."),
        (WEIGHTED, "X^T (a y)", "Read with vectors side by side as elementwise products."),
        (
            HESSIAN,
            "X.T * diag(p*(1-p)) * X",
            "Read with * as the matrix product, and vectors side by side as elementwise products.",
        ),
    ],
)
def test_a_formula_that_numpy_would_read_otherwise_is_right_with_a_remark(
    fields: dict[str, Any], text: str, remark: str
) -> None:
    found = verdict(fields, text)
    assert (found.outcome, found.says) == ("correct", remark)


@pytest.mark.parametrize(
    ("fields", "text", "mistake", "says"),
    [
        (GRADIENT, "1/N X^T (X w - y)", "missing_two", "The square brings down a 2."),
        (GRADIENT, "X'(Xw - y)/N", "missing_two", "The square brings down a 2."),
        (GRADIENT, "2/N X^T (y - X w)", "sign", "The sign is the other way round."),
        (GRADIENT, "2 X^T (X w - y)", "times_N", "Right but for the factor N: yours is N times the right one."),
        (
            GRADIENT,
            "2 X^T (y - X w)",
            "times_N",
            "Right but for the sign and the factor N: yours is N times the right one.",
        ),
        (GRADIENT, "2/N^2 X^T (X w - y)", "over_N", "Right but for the factor N: yours is 1/N of the right one."),
        (GRADIENT, "2 D/N X^T (X w - y)", "times_D", "Right but for the factor D: yours is D times the right one."),
        (GRADIENT, "4/N X^T (X w - y)", "factor", "Right but for the factor: yours is 2 times the right one."),
        (GRADIENT, "1/2N X^T (X w - y)", "factor", "Right but for the factor: yours is 1/4 times the right one."),
        (GRADIENT, "6/N X^T (X w - y)", "factor", "Right but for the factor: yours is 3 times the right one."),
        (
            GRADIENT,
            "-6/N X^T (X w - y)",
            "factor",
            "Right but for the sign and the factor: yours is 3 times the right one.",
        ),
        (GRADIENT, "2/N X^T (X w - y)^2", None, "Its value differs from the right one."),
        (GRADIENT, "2/(N D^2) X^T (X w - y)", None, "Its value differs from the right one."),
        (GRADIENT, "2/N X^T X w", None, "Its value differs from the right one."),
        (GRADIENT, "2/N (X w - y)", "shape", "Its shape is N; the right one is D."),
        (GRADIENT, "2/N sum((X w - y)^2)", "shape", "Its shape is a number; the right one is D."),
        (GRADIENT, "X^T X", "shape", "Its shape is D x D; the right one is D."),
        (GRADIENT, "0", "shape", "Its shape is a number; the right one is D."),
        (GRADIENT, "2/N X (X w - y)", "shapes", "It cannot be computed: N x D times N."),
        (GRADIENT, "2/N X^T (X w - w)", "shapes", "It cannot be computed: N - D."),
        (GRADIENT, "inv(X) y", "shapes", "It cannot be computed: inv(N x D)."),
        (GRADIENT, "sum(X, y)", "shapes", "It cannot be computed: sum(N x D, N)."),
        (STEP, "w - (g + lam w)", None, "Its value differs from the right one."),
        (STEP, "g + w", None, "Its value differs from the right one."),
        (OUTER, "outer(v, u)", "transpose", "It is the transpose of the right answer."),
        (OUTER, "v u^T", "transpose", "It is the transpose of the right answer."),
        (OUTER, "-u v^T", "sign", "The sign is the other way round."),
        (OUTER, "2 u v^T", "factor", "Right but for the factor: yours is 2 times the right one."),
        (OUTER, "N u v^T", "times_N", "Right but for the factor N: yours is N times the right one."),
        (OUTER, "exp(u v^T)", None, "Its value differs from the right one."),
        (OUTER, "u v^T u v^T", "shapes", "It cannot be computed: N times M."),
        (OUTER, "u^T v", "shapes", "It cannot be computed: N times M."),
        (
            OUTER,
            "outer(outer(outer(u, v), outer(u, v)), outer(u, v))",
            "shapes",
            "It cannot be computed: the arrays grow too large.",
        ),
        (SQUARES, "sum(w^2)", "factor", "Right but for the factor: yours is 2 times the right one."),
        (SQUARES, "mean(w^2)/2", "over_D", "Right but for the factor D: yours is 1/D of the right one."),
        (SQUARES, "w^2/2", "shape", "Its shape is D; the right one is a number."),
        *[
            (ELEMENTWISE, text, "shape", "Its shape is a number; the right one is N.")
            for text in ("u^T v", "u · v", "u @ v", "u.v", "dot(u, v)", "(u v).sum()")
        ],
        (GAMMA, "(dout*xhat).sum(1)", "shape", "Its shape is N; the right one is D."),
        (GAMMA, "-(dout*xhat).sum(0)", "sign", "The sign is the other way round."),
        (WEIGHTED, "2 X^T (a y)", "factor", "Right but for the factor: yours is 2 times the right one."),
        (SCALAR, "x", "times_s", "Right but for the factor s: yours is s times the right one."),
        (SCALAR, "x/s^2", "over_s", "Right but for the factor s: yours is 1/s of the right one."),
        (SCALAR, "1/s", "over_x", "Right but for the factor x: yours is 1/x of the right one."),
        (SCALAR, "-1/s", "over_x", "Right but for the sign and the factor x: yours is 1/x of the right one."),
        (SCALAR, "|x|/s", None, "Its value differs from the right one."),
        (SCALAR, "max(x, 0)/s", None, "Its value differs from the right one."),
        (SCALAR, "2|x|/s", None, "Its value differs from the right one."),
        (SCALAR, "0", None, "Its value differs from the right one."),
        (SCALAR, "log(x)", None, "Its value differs from the right one."),
        (SCALAR, "1/0", None, "Its value differs from the right one."),
        (SCALAR, "10^400", None, "Its value differs from the right one."),
        (SCALAR, "9" * 300 + "*" + "9" * 100, None, "Its value differs from the right one."),
        (SCALAR, "1e300 x/s", "factor", "Right but for the factor: yours is 1e+300 times the right one."),
    ],
)
def test_a_wrong_formula_is_told_which_mistake_it_is_and_no_other(
    fields: dict[str, Any], text: str, mistake: str | None, says: str
) -> None:
    for name in IDS:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = verdict(fields, text, name)
        assert (found.outcome, found.score, found.mistake, found.says) == ("wrong", 0, mistake, says)


def test_a_sign_is_found_where_the_right_value_is_nought_at_some_points() -> None:
    relu = {"variables": {"z": "scalar", "g": "scalar"}, "answer": "relu(z) g"}
    assert verdict(relu, "2 relu(z) g").mistake == "factor"
    assert verdict(relu, "-g max(z, 0)").mistake == "sign"
    assert verdict(relu, "z g").mistake is None


def test_what_only_leans_towards_the_right_answer_is_no_multiple_of_it() -> None:
    fields = {"variables": {"w": "D", "g": "D"}, "answer": "w"}
    assert verdict(fields, "3 w + g - dot(g, w)/dot(w, w) w").mistake is None


def test_a_mistake_that_is_declared_is_named_before_any_other() -> None:
    fields = GRADIENT | {"mistakes": {"ascent": {"value": "2/N X^T (y - X w)", "says": "That climbs."}}}
    assert verdict(fields, "-2/N Xᵀ(Xw - y)").mistake == "ascent"
    outer = OUTER | {"mistakes": {"twice": {"value": "2 outer(u, v)", "says": "Once."}}}
    assert verdict(outer, "2 u v^T").mistake == "twice"


@pytest.mark.filterwarnings("error")
def test_a_mistake_without_a_finite_value_explains_only_itself() -> None:
    fields = SCALAR | {"mistakes": {"nought": {"value": "x / (s - s)", "says": "That is s less s."}}}
    assert verdict(fields, "x + s").mistake is None
    assert verdict(fields, "x / 0").mistake == "nought"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2/N X^T (X q - y)", "'q' is not one of the names here (D, N, X, w, y)\n2/N X^T (X q - y)\n           ^"),
        (
            "dw = 2/N Xᵀ (X q - y)",
            "'q' is not one of the names here (D, N, X, w, y)\ndw = 2/N Xᵀ (X q - y)\n               ^",
        ),
        ("2/N X^T (X w - y", "expected ')'\n2/N X^T (X w - y\n                ^"),
        ("", "nothing to read: write an expression"),
        ("X = w = y", "more than one equals sign\nX = w = y\n      ^"),
    ],
)
def test_what_cannot_be_read_is_shown_with_the_place(text: str, says: str) -> None:
    found = verdict(GRADIENT, text)
    assert (found.outcome, found.expected) == ("unparsable", GRADIENT["answer"])
    shown, _, forms = found.says.rpartition("\n")
    assert shown == says
    assert ("D, N, X, w, y" in forms) != ("D, N, X, w, y" in shown), "the names there are, once"
    assert "Type it as in 2/n a b" in forms


def test_of_a_long_formula_what_is_around_the_place_is_shown() -> None:
    shown, place = verdict(GRADIENT, f"{'X^T X ' * 20}q{' w' * 30}").says.splitlines()[1:3]
    assert len(shown) <= 51
    assert shown[len(place) - 1] == "q"


def test_a_sum_over_an_index_is_asked_about_before_it_is_wrong() -> None:
    question = made("formula", variables={"X": "N D"}, answer="sum(X, 0)")
    assert graded(question, r"\sum_i (X)").outcome == "unparsable"
    assert "sum(x, 0)" in graded(question, r"\sum_i (X)").says
    assert graded(made("formula", variables={"w": "D"}, answer="sum(w)"), r"\sum_{i=1}^{D} (w)").outcome == "correct"


def test_the_form_names_what_can_be_used_and_the_hint_what_is_needed() -> None:
    asked = made("formula", **GRADIENT).ask(rng(1))
    assert asked.form == "a formula in X, w, y, N"
    assert asked.hint == "It uses X, w, y, N."
    asked = made("formula", variables={"n": "scalar", "m": "scalar"}, answer="sqrt(2 / n) + pi").ask(rng(1))
    assert (asked.form, asked.hint) == ("a formula in n, m", "It uses n.")


leaves = st.sampled_from(["X", "w", "y", "N", "D", "2", "0.5", "(X w - y)", "X^T", "s", "x"])
texts = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.tuples(children, st.sampled_from([" ", " * ", " + ", " - ", " @ ", "/"]), children).map("".join),
        children.map("({})".format),
        children.map("-({})".format),
        children.map("({})^T".format),
        children.map("({})^2".format),
        st.tuples(st.sampled_from(["sum", "mean", "abs", "relu", "norm", "sign"]), children).map(
            "{0[0]}({0[1]})".format
        ),
        children.map("2/N X^T ({})".format),
    ),
    max_leaves=6,
)


@settings(max_examples=times(80))
@given(texts, st.sampled_from([GRADIENT, SCALAR, SQUARES, LOGISTIC]))
@example("|x|/s", SCALAR)
@example("relu(x)/s", SCALAR)
@example("2/3 X^T (X w - y)", GRADIENT)
def test_a_verdict_does_not_hang_on_the_points_at_which_it_was_tried(text: str, fields: dict[str, Any]) -> None:
    found = [verdict(fields | {"variables": VARIABLES | fields["variables"]}, text, name) for name in IDS[:4]]
    assert len({(v.outcome, v.mistake, v.says) for v in found}) == 1


@settings(max_examples=times(60))
@given(texts)
def test_every_formula_is_right_as_its_own_answer_and_its_negative_has_the_wrong_sign(text: str) -> None:
    fields = {"variables": VARIABLES, "answer": text}
    assume(not problems("formula", **fields))
    assert verdict(fields, text).outcome == "correct"
    nought = verdict(fields, f"0 * ({text})").outcome == "correct"
    found = verdict(fields, f"-({text})")
    assert (found.outcome, found.mistake) == (("correct", None) if nought else ("wrong", "sign"))


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"answer": "2/N X^T (X q)"}, ("answer",), "'q' is not one of the names here"),
        ({"answer": "X y"}, ("answer",), "cannot be computed"),
        ({"answer": "X^T ("}, ("answer",), "it stops too early"),
        ({"answer": "log(w)"}, ("answer",), "is not a number for some values"),
        ({"answer": "w / (w - w)"}, ("answer",), "is not a number for some values"),
        ({"aliases": {"eta": "lr"}}, ("aliases", "eta"), "'lr' is not one of the variables"),
        ({"mistakes": {"m": {"value": "X q", "says": "No."}}}, ("mistakes", "m", "value"), "'q' is not one"),
        ({"mistakes": {"m": {"value": "X y", "says": "No."}}}, ("mistakes", "m", "value"), "cannot be computed"),
        (
            {"mistakes": {"m": {"value": "2 X' (X w - y)/N", "says": "No."}}},
            ("mistakes", "m", "value"),
            "the right answer",
        ),
        ({"variables": {**GRADIENT["variables"], "2x": "scalar"}}, ("variables", "2x"), "a name is a letter"),
        ({"variables": {**GRADIENT["variables"], "z": ""}}, ("variables", "z"), "'' is no shape"),
        ({"variables": {**GRADIENT["variables"], "z": "positive"}}, ("variables", "z"), "'positive' is no shape"),
        ({"variables": {**GRADIENT["variables"], "z": "positve scalar"}}, ("variables", "z"), "is no shape"),
        ({"variables": {**GRADIENT["variables"], "z": "N, D"}}, ("variables",), "'N,' is no dimension"),
        ({"variables": {**GRADIENT["variables"], "N": "scalar"}}, ("variables", "N"), "it is a dimension too"),
    ],
)
def test_what_is_wrong_with_it_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    (problem,) = problems("formula", **(GRADIENT | edit))
    assert problem.path == path
    assert says in problem.message


def test_positive_and_probability_make_an_answer_a_number_everywhere() -> None:
    for domain in ("positive", "probability"):
        assert problems("formula", variables={"p": f"{domain} N"}, answer="sum(log(p))") == []


def test_judging_draws_nothing_from_the_global_random_state() -> None:
    question = made("formula", **GRADIENT)
    before = random.getstate(), np.random.get_state(legacy=False)["state"]["pos"]
    first = graded(question, "X")
    assert (random.getstate(), np.random.get_state(legacy=False)["state"]["pos"]) == before
    assert graded(question, "X") == first
