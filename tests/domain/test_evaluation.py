from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quizdl.domain.evaluation import LARGEST_ARRAY, ShapeError, evaluate, evaluate_arrays
from quizdl.domain.expression import FUNCTIONS, ExpressionError
from quizdl.domain.parser import parse
from tests.conftest import times

Array = NDArray[np.float64]
N, D, M = 5, 3, 4


def drawn() -> dict[str, Any]:
    rng = np.random.default_rng(7)
    return {
        "X": rng.normal(size=(N, D)),
        "Y": rng.normal(size=(N, M)),
        "A": rng.normal(size=(D, D)),
        "w": rng.normal(size=D),
        "u": rng.normal(size=D),
        "y": rng.normal(size=N),
        "p": rng.uniform(0.1, 0.9, size=D),
        "s": 0.7,
        "N": float(N),
    }


def arrays(text: str, *, columns: bool = False, star_is_product: bool = False) -> Any:
    variables = drawn()
    return evaluate_arrays(parse(text, variables), variables, columns=columns, star_is_product=star_is_product)


def scalar(text: str, **variables: float) -> float:
    return evaluate(parse(text, variables), variables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(2)", math.exp(2)),
        ("log(8)", math.log(8)),
        ("log2(8)", 3),
        ("log10(1000)", 3),
        ("sqrt(2)", math.sqrt(2)),
        ("sin(1)", math.sin(1)),
        ("cos(1)", math.cos(1)),
        ("tanh(0.5)", math.tanh(0.5)),
        ("abs(-3)", 3),
        ("sign(-3) + sign(0) + sign(9)", 0),
        ("floor(-1.5)", -2),
        ("ceil(-1.5)", -1),
        ("round(2.6)", 3),
        ("sigmoid(2)", 1 / (1 + math.exp(-2))),
        ("sigmoid(-800)", 0),
        ("sigmoid(800)", 1),
        ("relu(-2) + relu(3)", 3),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3),
        ("max(3)", 3),
        ("sum(3) + mean(3) + prod(3) + sum(3, 0)", 12),
        ("T(3) + 3'", 6),
        ("norm(-3)", 3),
        ("clip(5, 0, 1) + clip(-5, 0, 1)", 1),
        ("where(2 > 1, 10, 20)", 10),
        ("where(1 > 2, 10, 20)", 20),
        ("pi + e", math.pi + math.e),
    ],
)
def test_each_function_has_its_value_at_plain_numbers(text: str, expected: float) -> None:
    assert scalar(text) == pytest.approx(expected)


@pytest.mark.parametrize("function", ["inv", "det", "trace", "diag", "outer", "dot", "softmax"])
def test_a_function_of_arrays_says_so_when_there_are_only_numbers(function: str) -> None:
    arguments = ", ".join(["2"] * FUNCTIONS[function][0])
    with pytest.raises(ExpressionError, match=f"{function} needs arrays"):
        scalar(f"{function}({arguments})")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6/3", 2), ("2^62 + 1", 2**62 + 1), ("10^18 / 10^17", 10), ("7 * 7 - 7", 42), ("floor(7/2)", 3), ("3 > 2", 1)],
)
def test_whole_numbers_stay_whole_and_exact(text: str, expected: int) -> None:
    found = scalar(text)
    assert found == expected
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/0", "divides by zero"),
        ("1/(2 - 2)", "divides by zero"),
        ("0^-1", "divides by zero"),
        ("1.5/(0.5 - 0.5)", "divides by zero"),
        ("log(0)", r"log\(0\) is not a number"),
        ("sqrt(-4)", r"sqrt\(-4\) is not a number"),
        ("(-8)^(1/3)", "negative number has no such root"),
        ("exp(1000)", "too large"),
        ("10^400", "too large"),
        ("1e300 * 1e300", "not a finite number"),
        ("1e300*1e300 - 1e300*1e300", "not a finite number"),
        ("floor(1e300 * 1e300)", "too large"),
        ("9^9^9^9", "too large"),
        ("10^308 * 10^308", "too large"),
        ("2.5^10^10", "too large"),
    ],
)
def test_what_has_no_value_says_why(text: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        scalar(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(A)", lambda v: np.exp(v["A"])),
        ("log(p) + log2(p) + log10(p)", lambda v: np.log(v["p"]) + np.log2(v["p"]) + np.log10(v["p"])),
        ("sqrt(p)", lambda v: np.sqrt(v["p"])),
        ("sin(w) + cos(w) + tanh(w)", lambda v: np.sin(v["w"]) + np.cos(v["w"]) + np.tanh(v["w"])),
        ("abs(w) * sign(w)", lambda v: v["w"]),
        ("floor(w) + ceil(w) + round(w)", lambda v: np.floor(v["w"]) + np.ceil(v["w"]) + np.round(v["w"])),
        ("sigmoid(w)", lambda v: 1 / (1 + np.exp(-v["w"]))),
        ("relu(w)", lambda v: np.where(v["w"] > 0, v["w"], 0)),
        ("clip(w, -0.1, 0.1)", lambda v: np.clip(v["w"], -0.1, 0.1)),
        ("where(w > u, w, u)", lambda v: np.maximum(v["w"], v["u"])),
        ("max(w, u, 0)", lambda v: np.maximum(np.maximum(v["w"], v["u"]), 0)),
        ("min(w, u)", lambda v: np.minimum(v["w"], v["u"])),
        ("max(A) - min(A)", lambda v: np.max(v["A"]) - np.min(v["A"])),
        ("sum(X)", lambda v: v["X"].sum()),
        ("sum(X, 0)", lambda v: v["X"].sum(axis=0)),
        ("mean(X, 1)", lambda v: v["X"].mean(axis=1)),
        ("prod(A, 0)", lambda v: v["A"].prod(axis=0)),
        ("mean(X)", lambda v: v["X"].mean()),
        ("softmax(w)", lambda v: np.exp(v["w"]) / np.exp(v["w"]).sum()),
        ("softmax(X)", lambda v: np.exp(v["X"]) / np.exp(v["X"]).sum(axis=1, keepdims=True)),
        ("softmax(1000 w)", lambda v: np.eye(D)[np.argmax(v["w"])]),
        ("norm(X)", lambda v: np.linalg.norm(v["X"])),
        ("||w||^2", lambda v: (v["w"] ** 2).sum()),
        ("X^T X", lambda v: v["X"].T @ v["X"]),
        ("T(X) Y", lambda v: v["X"].T @ v["Y"]),
        ("inv(A) w", lambda v: np.linalg.solve(v["A"], v["w"])),
        ("A^-1 w", lambda v: np.linalg.solve(v["A"], v["w"])),
        ("A^2", lambda v: v["A"] ** 2),
        ("det(A) + trace(A)", lambda v: np.linalg.det(v["A"]) + np.trace(v["A"])),
        ("diag(w)", lambda v: np.diag(v["w"])),
        ("diag(A)", lambda v: np.diag(v["A"])),
        ("outer(w, y)", lambda v: v["w"][:, None] * v["y"]),
        ("dot(w, u)", lambda v: (v["w"] * v["u"]).sum()),
        ("w u", lambda v: (v["w"] * v["u"]).sum()),
        ("w * u", lambda v: v["w"] * v["u"]),
        ("X * w", lambda v: v["X"] * v["w"]),
        ("X w", lambda v: v["X"] @ v["w"]),
        ("X @ w", lambda v: v["X"] @ v["w"]),
        ("2 s X", lambda v: 1.4 * v["X"]),
        ("w / u", lambda v: v["w"] / v["u"]),
        ("w >= u", lambda v: (v["w"] >= v["u"]) * 1.0),
        ("(w < 0) + (w <= 0) + (w > 0)", lambda v: (v["w"] <= 0) + 0.0 + (v["w"] < 0) + (v["w"] > 0)),
        ("-w", lambda v: -v["w"]),
        ("2/N X^T (X w - y)", lambda v: 2 / N * v["X"].T @ (v["X"] @ v["w"] - v["y"])),
        ("1/2", lambda v: 0.5),
    ],
)
def test_arrays_are_computed_as_numpy_computes_them(text: str, expected: Any) -> None:
    wanted = expected(drawn())
    found = arrays(text)
    assert np.shape(found) == np.shape(wanted)
    assert found == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u w^T", lambda v: np.outer(v["u"], v["w"])),
        ("u^T w", lambda v: v["u"] @ v["w"]),
        ("w^T A w", lambda v: v["w"] @ v["A"] @ v["w"]),
        ("X^T (X w - y)", lambda v: v["X"].T @ (v["X"] @ v["w"] - v["y"])),
        ("(X w - y)^T X", lambda v: v["X"].T @ (v["X"] @ v["w"] - v["y"])),
        ("(w^T u) w", lambda v: (v["w"] @ v["u"]) * v["w"]),
        ("softmax(w)", lambda v: np.exp(v["w"]) / np.exp(v["w"]).sum()),
        ("diag(p) - p p^T", lambda v: np.diag(v["p"]) - np.outer(v["p"], v["p"])),
        ("dot(w, u)", lambda v: v["w"] @ v["u"]),
        ("outer(w, u)", lambda v: np.outer(v["w"], v["u"])),
        ("p * (u - p^T u)", lambda v: v["p"] * (v["u"] - v["p"] @ v["u"])),
        ("sum(w)", lambda v: v["w"].sum()),
    ],
)
def test_on_a_blackboard_vectors_are_columns(text: str, expected: Any) -> None:
    wanted = expected(drawn())
    found = arrays(text, columns=True)
    assert np.shape(found) == np.shape(wanted)
    assert found == pytest.approx(wanted)


def test_a_star_can_be_read_as_the_matrix_product() -> None:
    assert arrays("X * w", star_is_product=True) == pytest.approx(arrays("X w"))
    assert arrays("u * w^T", star_is_product=True, columns=True) == pytest.approx(arrays("outer(u, w)"))


@pytest.mark.parametrize(
    ("text", "written", "shapes"),
    [
        ("X y", "{} times {}", [(N, D), (N,)]),
        ("X @ y", "{} times {}", [(N, D), (N,)]),
        ("w + y", "{} + {}", [(D,), (N,)]),
        ("X w - w", "{} - {}", [(N,), (D,)]),
        ("X / y", "{} / {}", [(N, D), (N,)]),
        ("w > y", "{} > {}", [(D,), (N,)]),
        ("inv(X)", "inv({})", [(N, D)]),
        ("inv(w)", "inv({})", [(D,)]),
        ("inv(outer(w, w))", "inv({})", [(D, D)]),
        ("(A - A)^-1", "{} ^ {}", [(D, D), ()]),
        ("trace(w)", "trace({})", [(D,)]),
        ("dot(w, y)", "dot({}, {})", [(D,), (N,)]),
        ("sum(X, 2)", "sum({}, {})", [(N, D), ()]),
        ("sum(X, w)", "sum({}, {})", [(N, D), (D,)]),
        ("sum(X, 1e300 * 1e300)", "sum({}, {})", [(N, D), ()]),
    ],
)
def test_what_does_not_fit_is_told_with_its_shapes(text: str, written: str, shapes: list[tuple[int, ...]]) -> None:
    with pytest.raises(ShapeError) as caught:
        arrays(text)
    assert caught.value.written == written
    assert list(caught.value.shapes) == shapes
    assert str(caught.value) == f"cannot be computed: {written.format(*shapes)}"


def test_a_value_that_grows_too_large_is_refused_before_it_fills_the_memory() -> None:
    assert np.size(arrays("outer(outer(X, w), X)")) <= LARGEST_ARRAY
    with pytest.raises(ExpressionError, match="grow too large"):
        arrays("outer(outer(X, X), outer(X, X))")


def test_arrays_that_are_not_finite_are_values_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(arrays("log(-abs(w))")).all()
        assert np.isinf(arrays("w / (w - w)")).all()
        assert arrays("10^400") == math.inf
        assert arrays(f"{'9' * 300} * {'9' * 100}") == math.inf


def test_the_variables_are_left_as_they_are() -> None:
    variables = drawn()
    before = {name: np.copy(value) for name, value in variables.items()}
    for text in ("-w", "w * 2", "clip(w, 0, 1)", "T(X)", "inv(A)", "w + 1"):
        evaluate_arrays(parse(text, variables), variables, columns=True)
    assert all(np.array_equal(before[name], value) for name, value in variables.items())


BLACKBOARD = st.lists(
    st.sampled_from([*"XYAwuyps", "N", "2", "0.5", *"+-*/@^()|',", *(f"{name}(" for name in FUNCTIONS), "^T ", " "]),
    max_size=14,
).map("".join)


@settings(max_examples=times(400))
@given(BLACKBOARD)
def test_whatever_can_be_read_is_computed_or_refused_with_an_expression_error(text: str) -> None:
    variables: Mapping[str, Any] = drawn()
    plain = dict.fromkeys(variables, 2.0)
    try:
        node = parse(text, variables)
    except ExpressionError:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for columns in (False, True):
            try:
                found = evaluate_arrays(node, variables, columns=columns)
            except ExpressionError as error:
                assert str(error)
            else:
                assert np.asarray(found).dtype == np.float64
        try:
            assert math.isfinite(evaluate(node, plain))
        except ExpressionError as error:
            assert str(error)
