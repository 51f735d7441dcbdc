from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.judgement import DerivationOutcome
from quizdl.domain.run import Case, Returned
from quizdl.grading.compare import as_expected, compare, same
from quizdl.grading.judge import judge
from tests.grading.conftest import Made
from tests.sandbox.values import values

pytestmark = pytest.mark.filterwarnings("error")

ONES = np.ones((2, 3))
WEIGHTS = {"w": [ONES, ONES[0]], "b": 2.5}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3), (np.int64(3), 3), (np.array(3, dtype=np.uint8), 3), (3.0, 3), (True, 1), (1, True), (np.True_, True), (0.0, False),
        (10**400, 10**400), ("a\n", "a\n"), (b"ab", b"ab"), (bytearray(b"ab"), b"ab"), (np.frombuffer(b"ab", dtype=np.uint8), b"ab"),
        (None, None), ([1, 2], (1, 2)), ((1, 2), [1, 2]), (np.array([1, 2]), [1, 2]), ([], ()), ({}, {}),
        ([[1.5, 2.5]], np.array([[1.5, 2.5]])), (np.array([[1.5, 2.5]]), [[1.5, 2.5]]), (np.stack([ONES, ONES]), [ONES, ONES]),
        ({"b": np.float32(2.5), "w": (ONES.tolist(), ONES[0])}, WEIGHTS), (["a", (1, None)], ("a", [1, None])),
        ([[1.5], [2.5, 3.5]], ([1.5], [2.5, 3.5])), ([1.0, True], [True, 1]),
    ],
)  # fmt: skip
def test_a_right_value_is_right_in_every_form(value: Any, expected: Any) -> None:
    verdict = compare("out", value, as_expected(expected), 1e-6)
    assert (verdict.outcome, verdict.says, verdict.wrong) == ("correct", "out right", 0)
    assert same(value, expected, 1e-6)


@pytest.mark.parametrize(
    ("value", "expected", "outcome", "says"),
    [
        (4, 3, "wrong", "out is 4; 3 is expected"),
        (2.5, 3, "wrong", "out is 2.5; 3 is expected"),
        (float("nan"), 3, "wrong", "out is nan; 3 is expected"),
        (10**400, 3, "wrong", "out is a number of 1329 bits; 3 is expected"),
        (False, True, "wrong", "out is False; True is expected"),
        ("3", 3, "dtype", "out is text where a whole number is expected"),
        (np.array([3]), 3, "dtype", "out is an array (1,) where a whole number is expected"),
        (None, 3, "not_implemented", "out is None: is a return missing?"),
        (3, None, "dtype", "out is a whole number where None is expected"),
        ("abc", b"abc", "dtype", "out is text where bytes is expected"),
        (b"\x01\x02\x03\x04\x0a\x23\x05", b"\x01\x02\x03\x04\x0a\x24\x05", "wrong",
         "out wrong at byte 5: 02 03 04 0a 23 05 instead of 02 03 04 0a 24 05"),
        (b"\x01\x02", b"\x01\x02\x03", "wrong", "out wrong at byte 2: it ends where 03 should follow; 2 bytes, 3 are expected"),
        (b"\x01\x02\x03", b"\x01\x02", "wrong", "out wrong at byte 2: it should end, and 03 follows; 3 bytes, 2 are expected"),
        ("the cat", "the hat", "wrong", "out wrong at character 4: 'the cat' instead of 'the hat'"),
        ("", "a", "wrong", "out wrong at character 0: it ends where 'a' should follow; 0 characters, 1 are expected"),
        ([1, 2, 4], (1, 2, 3), "wrong", "out[2] is 4; 3 is expected"),
        ([1, 2], [1, 2, 3], "shape", "out has 2 elements; 3 are expected"),
        ([], [1], "shape", "out has 0 elements; 1 are expected"),
        ([5, 6, 7], [1, 2, 7], "wrong", "out[0] is 5; 1 is expected (and 1 more of 3 parts)"),
        (3, [1], "dtype", "out is a whole number where a list is expected"),
        (None, [1], "not_implemented", "out is None: is a return missing?"),
        ({"w": [ONES, 2 * ONES[0]], "b": 2.5}, WEIGHTS, "wrong", "out['w'][1] wrong in 3 of 3 elements"),
        ({"w": [ONES, ONES], "b": 2.5}, WEIGHTS, "shape", "out['w'][1] has shape (2, 3); (3,) is wanted"),
        ({"w": [ONES], "b": 2.5}, WEIGHTS, "shape", "out['w'] has 1 elements; 2 are expected"),
        ({"b": 2.5}, WEIGHTS, "shape", "out has no ['w']"),
        ({"b": 2.5, "W": 1}, WEIGHTS, "shape", "out has no ['w']; has ['W'], which is not asked for"),
        ([ONES, 2.5], WEIGHTS, "dtype", "out is a list where a dict is expected"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_where_it_is_wrong(
    value: Any, expected: Any, outcome: DerivationOutcome, says: str
) -> None:
    verdict = compare("out", value, as_expected(expected), 1e-6)
    assert (verdict.outcome, verdict.says) == (outcome, says)
    assert not same(value, expected, 1e-6)


def test_the_first_wrong_part_has_a_path_and_its_worst_elements() -> None:
    verdict = compare("out", {"w": [ONES, ONES[0] + [0, 0, 5]], "b": 2.5}, as_expected(WEIGHTS), 1e-6)
    assert (verdict.path, verdict.worst[0].index, verdict.worst[0].yours) == ("['w'][1]", (2,), 6.0)
    assert (verdict.wrong, verdict.size) == (1, 10)


@given(values, values)
def test_whatever_is_expected_and_returned_gets_a_verdict(value: Any, other: Any) -> None:
    try:
        expected = as_expected(other)
    except ValueError:
        return
    verdict = compare("out", value, expected, 1e-6)
    assert (verdict.outcome == "correct") == same(value, other, 1e-6)
    assert compare("out", other, expected, 1e-6).outcome == "correct"


@pytest.mark.parametrize(
    "expected", [[1.5], (1.5,), {"y": 1.5}, {"y": {"y": 1}}, [[1, 2]], "text", b"\x00", 3, None, True, [None]]
)
def test_one_output_may_be_anything_alone_or_packed(derivation: Made, expected: Any) -> None:
    made = derivation(returns=("y",))
    cases = [Case("one", {"x": 1})]
    for form in (expected, (expected,), {"y": expected}):
        assert judge(made, cases, [Returned(expected)], [Returned(form)]).outcome == "correct", form
    for wrong in ("other", [2.5], {"y": 2.5}, 7, [[1, 3]]):
        assert judge(made, cases, [Returned(expected)], [Returned(wrong)]).outcome != "correct", wrong


@given(st.binary(min_size=1, max_size=40), st.data())
def test_the_first_byte_that_differs_is_named(expected: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(expected) - 1))
    value = bytes([*expected[:at], expected[at] ^ 1, *expected[at + 1 :]])
    assert f"at byte {at}:" in compare("out", value, expected, 1e-6).says
