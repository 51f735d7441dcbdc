from __future__ import annotations

import tracemalloc
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from quizdl.domain.judgement import DerivationOutcome
from quizdl.grading.compare import compare, same
from quizdl.grading.numeric import NotArrayError, as_array
from tests.sandbox.values import values

pytestmark = pytest.mark.filterwarnings("error")

RTOL = 1e-6
THREE = np.array([1.5, -2.5, 3.5])
TABLE = np.array([[1.5, -2.5, 3.5], [4.5, 5.5, 6.5]])
moderate = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=0, max_dims=3, max_side=4),
    elements=st.floats(1, 10) | st.floats(-10, -1),
)


@pytest.mark.parametrize(
    ("value", "expected", "outcome", "says"),
    [
        (THREE, THREE, "correct", "dx right"),
        (np.float64(2.5), np.array(2.5), "correct", "dx right"),
        (THREE[:, None], THREE, "shape", "dx has shape (3, 1); (3,) is wanted. The values are right: only the shape is not. "
         "Write dx.ravel(), or leave keepdims=True out"),
        (THREE, THREE[:, None], "shape", "dx has shape (3,); (3, 1) is wanted. The values are right: only the shape is not. "
         "Sum with keepdims=True, or write dx[:, None] or dx.reshape(-1, 1)"),
        (THREE, THREE[None], "shape",
         "dx has shape (3,); (1, 3) is wanted. The values are right: only the shape is not. "
         "Sum with keepdims=True, or write dx[None, :] or dx.reshape(1, -1)"),
        (THREE[None], THREE, "shape", "dx has shape (1, 3); (3,) is wanted. The values are right: only the shape is not. "
         "Write dx.ravel(), or leave keepdims=True out"),
        (TABLE.ravel(), TABLE, "shape",
         "dx has shape (6,); (2, 3) is wanted. The values are right: only the shape is not. Write dx.reshape(2, 3)"),
        (2.5, np.array([2.5]), "shape",
         "dx has shape (); (1,) is wanted. The values are right: only the shape is not. Write np.reshape(dx, (1,))"),
        (np.array([2.5]), np.array(2.5), "shape", "dx has shape (1,); () is wanted. The values are right: only the shape is not. "
         "Write dx.item(), or leave keepdims=True out"),
        (TABLE.T, TABLE, "shape", "dx has shape (3, 2); (2, 3) is wanted. It is the transpose of the right one"),
        (TABLE.T + 1, TABLE, "shape", "dx has shape (3, 2); (2, 3) is wanted"),
        (0, THREE, "shape", "dx has shape (); (3,) is wanted"),
        ([[1.5, -2.5, 3.5]], TABLE, "shape", "dx has shape (1, 3); (2, 3) is wanted"),
        (np.array([1.5, np.inf, 3.5]), THREE, "overflow",
         "dx is infinity where a number is expected (1 of 3 elements): a number outgrew float64 on the way"),
        (np.array([1, np.inf, 3], dtype=np.float16), THREE, "overflow",
         "dx is infinity where a number is expected (1 of 3 elements): a number outgrew float16 on the way"),
        (np.array([np.nan, np.inf, 3.5]), THREE, "overflow",
         "dx is nan where a number is expected (2 of 3 elements): ∞/∞, ∞ − ∞, 0/0, or the root or logarithm of a negative number, on the way"),
        (float("-inf"), np.array(2.5), "overflow",
         "dx is infinity where a number is expected: a number outgrew float64 on the way"),
        (np.array([1, -2, 3]), THREE, "dtype", "dx is cut to whole numbers (int64): keep it in floating point"),
        (np.zeros(2, dtype=np.int32), np.array([0.5, -0.5]), "dtype", "dx is cut to whole numbers (int32): keep it in floating point"),
        ([1, -2, 4], THREE, "wrong", "dx wrong in 3 of 3 elements"),
        (np.zeros(3), THREE, "not_implemented", "dx is all zeros"),
        (None, THREE, "not_implemented", "dx is None: is a return missing?"),
        (THREE + 1j, THREE, "dtype", "dx is complex where real numbers are expected"),
        ("text", THREE, "dtype", "dx is text where numbers are expected"),
        ([1.5, None, 3.5], THREE, "dtype", "dx is None where numbers are expected"),
        ([1.5, [b"x"], 3.5], THREE, "dtype", "dx is a bytes where numbers are expected"),
        ({"dx": THREE}, THREE, "dtype", "dx is a dict where numbers are expected"),
        ([[1.5], [-2.5, 3.5]], THREE, "dtype", "dx is a list whose parts have different shapes"),
        ([10**400, 1.5, 1.5], THREE, "dtype", "dx is an integer too large for NumPy"),
        (10**400, THREE, "dtype", "dx is an integer too large for NumPy"),
        (THREE * [1, 1, 1.001], THREE, "wrong", "dx wrong in 1 of 3 elements"),
        (-THREE, THREE, "wrong", "dx wrong in 3 of 3 elements"),
        (2.0, np.array(2.5), "wrong", "dx wrong"),
        (np.array([1.5, np.nan]), np.array([1.5, np.inf]), "wrong", "dx wrong in 1 of 2 elements"),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf]), "correct", "dx right"),
        (np.array([1e308]), np.array([-1e308]), "wrong", "dx wrong"),
        (np.zeros((0, 3)), np.zeros((0, 3)), "correct", "dx right"),
        (np.zeros(3), np.zeros(3), "correct", "dx right"),
    ],
)  # fmt: skip
def test_the_outcome_of_an_output_and_its_words(
    value: Any, expected: NDArray[Any], outcome: DerivationOutcome, says: str
) -> None:
    verdict = compare("dx", value, expected, RTOL)
    assert (verdict.outcome, verdict.says) == (outcome, says)


@given(moderate)
def test_a_right_output_is_right_in_every_form(expected: NDArray[Any]) -> None:
    forms = [
        expected,
        expected.tolist(),
        np.asfortranarray(expected) if expected.ndim else expected,
        expected[::-1][::-1] if expected.ndim else expected,
        expected * (1 + 1e-9),
        expected.astype(np.float32),
        expected.astype(np.float16),
        expected.astype(complex),
        tuple(expected.tolist()) if expected.ndim else expected,
    ]
    for form in forms:
        assert compare("dx", form, expected, RTOL).outcome == "correct"
        assert same(form, expected, RTOL)


@given(moderate, st.data())
def test_one_wrong_element_is_found_and_shown(expected: NDArray[Any], data: st.DataObject) -> None:
    index = tuple(data.draw(st.integers(0, size - 1)) for size in expected.shape)
    value = expected.copy()
    value[index] *= 1 + data.draw(st.sampled_from([1e-5, -1e-4, 0.1, -2.0, 1e6]))
    verdict = compare("dx", value, expected, RTOL)
    assert (verdict.outcome, verdict.wrong, verdict.size) == ("wrong", 1, expected.size)
    (worst,) = verdict.worst
    assert (worst.index, worst.yours, worst.expected) == (index, value[index], expected[index])
    assert verdict.max_relative_error == pytest.approx(abs(value[index] / expected[index] - 1), rel=1e-6)
    assert not same(value, expected, RTOL)


def test_the_worst_elements_come_first_and_at_most_five() -> None:
    expected = np.ones((2, 4))
    value = expected + np.array([[0, 0.1, 0.5, 0], [np.nan, 0.2, 0.3, 0.4]])
    verdict = compare("dx", value, expected, RTOL)
    assert [element.index for element in verdict.worst] == [(1, 0), (0, 2), (1, 3), (1, 2), (1, 1)]
    assert verdict.wrong == 6


@pytest.mark.parametrize(
    ("value", "expected", "outcome"),
    [
        (np.float64(1 + 2e-7), 1.0, "correct"),
        (np.float64(1 + 2e-5), 1.0, "wrong"),
        (np.float32(1 + 2e-5), 1.0, "correct"),
        (np.float32(1 + 2e-3), 1.0, "wrong"),
        (np.float16(1 + 2e-3), 1.0, "correct"),
        (np.float16(1.1), 1.0, "wrong"),
        ([1e-12, 1.0], [0.0, 1.0], "correct"),
        ([1e-6, 1.0], [0.0, 1.0], "wrong"),
        (np.array([1e-6, 1.0], dtype=np.float32), [0.0, 1.0], "correct"),
        (np.array([1e-3, 1.0], dtype=np.float32), [0.0, 1.0], "wrong"),
        ([1e-12], [0.0], "correct"),
        ([1e-6], [0.0], "wrong"),
        ([2e-300], [1e-300], "wrong"),
        ([1e300, 1.0], [1e300, 2.0], "correct"),  # rounding, beside 1e300
    ],
)
def test_tolerance_is_relative_with_a_floor_by_the_largest_element_and_by_the_answers_own_precision(
    value: Any, expected: Any, outcome: DerivationOutcome
) -> None:
    assert compare("dx", value, np.asarray(expected), RTOL).outcome == outcome


def test_a_derivation_can_ask_for_another_tolerance() -> None:
    assert compare("dx", [1.001], np.ones(1), 1e-2).outcome == "correct"
    assert compare("dx", [1 + 1e-8], np.ones(1), 1e-10).outcome == "wrong"


@given(values, moderate)
def test_whatever_an_answer_returns_gets_a_verdict(value: Any, expected: NDArray[Any]) -> None:
    verdict = compare("dx", value, expected, RTOL)
    assert verdict.outcome in ("correct", "wrong", "shape", "dtype", "overflow", "not_implemented")
    assert (verdict.outcome == "correct") == same(value, expected, RTOL)


def test_not_a_number_that_signals_is_a_verdict_and_no_warning() -> None:
    signalling = np.frombuffer(b"\x01\x00\xa0\x7f", "<f4")
    assert compare("x", signalling, np.array([1.5]), RTOL).outcome == "overflow"
    assert not same(signalling, np.array([1.5]), RTOL)
    imaginary = np.frombuffer(b"\0\0\0\0\x01\x00\xa0\x7f", "<c8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compare("x", imaginary, np.array([1.5]), RTOL).outcome == "dtype"


def test_long_texts_in_a_list_take_no_memory() -> None:
    bomb = ["a" * 10**6] + [""] * 10**5
    tracemalloc.start()
    try:
        with pytest.raises(NotArrayError, match="text where numbers are expected"):
            as_array(bomb)
        assert tracemalloc.get_traced_memory()[1] < 10**6
    finally:
        tracemalloc.stop()
