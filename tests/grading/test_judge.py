from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from quizdl.domain.judgement import DerivationOutcome, Judgement
from quizdl.domain.run import Case, Failed, Result, Returned
from quizdl.errors import BankError
from quizdl.grading.judge import check_gradient, judge
from tests.grading.conftest import Made
from tests.sandbox.values import values

pytestmark = pytest.mark.filterwarnings("error")

ONE, TWO = np.array([1.5, 2.5]), np.array([[3.5], [4.5]])
NAN = float("nan")
CASES = [Case("one row", {"x": np.ones((1, 2)), "n": 3}), Case("a batch", {"x": np.ones((4, 2)), "n": 3})]
REFERENCE = [Returned((ONE, TWO), 0.5), Returned((2 * ONE, 2 * TWO), 0.25)]


def judged(made: Made, *answer: Any, returns: tuple[str, ...] = ("dx", "dw")) -> Judgement:
    """The judgement of what an answer returned for the two cases; a result counts as it is."""
    reference = REFERENCE if len(returns) == 2 else [Returned(result.value[0]) for result in REFERENCE]
    results = [value if isinstance(value, Returned | Failed) else Returned(value) for value in answer]
    return judge(made(returns=returns), CASES, reference, results)


RIGHT = ((ONE, TWO), (2 * ONE, 2 * TWO))
ZEROS = (np.zeros(2), np.zeros((2, 1)))
TIMEOUT = Failed("timeout", "stopped after 10 s: does a loop end?")
UNWRITTEN = Failed("not_implemented", "not written yet", 9)


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        ([ONE, TWO], [2 * ONE, 2 * TWO]),
        ({"dw": TWO, "dx": ONE}, {"dx": 2 * ONE, "dw": 2 * TWO}),
        ((ONE.tolist(), TWO.tolist()), ((2 * ONE).astype(np.float32), (2 * TWO).tolist())),
    ],
    ids=["tuple", "list", "dict", "lists and float32"],
)
def test_right_outputs_are_accepted_in_every_form(derivation: Made, answer: tuple[Any, Any]) -> None:
    judgement = judged(derivation, *answer)
    assert (judgement.outcome, judgement.score, judgement.says) == ("correct", 1.0, "")
    assert judgement.first_failing is None


@pytest.mark.parametrize(
    ("answer", "outcome", "score", "says"),
    [
        (((ONE, TWO), (2 * ONE, TWO)), "wrong", 0.75, "dx right, dw wrong"),
        (((ONE, TWO + 1), (ONE, 2 * TWO)), "wrong", 0.5, "dx wrong, dw wrong"),
        (((ONE, TWO.T), (2 * ONE, 2 * TWO.T)), "shape", 0.5,
         "dx right, dw has shape (1, 2); (2, 1) is wanted. The values are right: only the shape is not. Write dw.reshape(2, 1)"),
        (((TWO, ONE), (2 * TWO, 2 * ONE)), "shape", 0.0,
         "dx has shape (2, 1); (2,) is wanted, dw has shape (2,); (2, 1) is wanted"),
        (((ONE, TWO), (2 * ONE, NAN * TWO)), "overflow", 0.75,
         "dx right, dw is nan where a number is expected (2 of 2 elements): ∞/∞, ∞ − ∞, 0/0, or the root or logarithm of a negative number, on the way"),
        (((ONE.astype(int), TWO), (2 * ONE, 2 * TWO)), "dtype", 0.75,
         "dx is cut to whole numbers (int64): keep it in floating point, dw right"),
        ((None, None), "not_implemented", 0.0, "it returns None: is the return missing?"),
        ((ZEROS, ZEROS), "not_implemented", 0.0, "dx is all zeros, dw is all zeros"),
        (((None, None), (None, None)), "not_implemented", 0.0,
         "dx is None: is a return missing?, dw is None: is a return missing?"),
        ((UNWRITTEN, UNWRITTEN), "not_implemented", 0.0, "not written yet"),
        (((ONE, TWO), None), "wrong", 0.5, "it returns None: is the return missing?"),
        (((ONE, TWO), (2 * ONE, 0 * TWO)), "wrong", 0.75, "dx right, dw wrong"),
        ((ZEROS, (2 * ONE, TWO)), "wrong", 0.25, "dx wrong, dw wrong"),
        (((ONE, ONE, ONE), RIGHT[1]), "shape", 0.5, "returns 3 values; wanted are dx, dw, in this order"),
        ((ONE, 2 * ONE), "shape", 0.0, "returns one value; wanted are dx, dw, in this order"),
        (({"dx": ONE}, {"dx": ONE}), "shape", 0.0, "returns one value; wanted are dx, dw, in this order"),
        ((TIMEOUT, TIMEOUT), "timeout", 0.0, TIMEOUT.says),
        (((ONE, TWO), TIMEOUT), "timeout", 0.5, TIMEOUT.says),
        (((ONE, -TWO), TIMEOUT), "wrong", 0.25, "dx right, dw wrong"),
        ((Failed("error", "ValueError: x", 4), Returned(RIGHT[1])), "error", 0.5, "ValueError: x"),
    ],
)  # fmt: skip
def test_the_outcome_of_an_answer_its_score_and_its_words(
    derivation: Made, answer: tuple[Any, Any], outcome: DerivationOutcome, score: float, says: str
) -> None:
    judgement = judged(derivation, *answer)
    assert (judgement.outcome, judgement.score, judgement.says) == (outcome, score, says)


@pytest.mark.parametrize(
    ("answer", "outcome", "says"),
    [
        ((ONE, 2 * ONE), "correct", ""),
        (([1.5, 2.5], (3.0, 5.0)), "correct", ""),
        (((ONE,), {"dx": 2 * ONE}), "correct", ""),
        ((ONE, ONE), "wrong", "dx wrong in 2 of 2 elements"),
        ((ONE, 2 * TWO), "shape", "dx has shape (2, 1); (2,) is wanted"),
        (((ONE, TWO), (2 * ONE, TWO)), "dtype", "dx is a list whose parts have different shapes"),
        (({"dy": ONE}, {"dy": ONE}), "dtype", "dx is a dict where numbers are expected"),
    ],
)
def test_an_only_output_is_taken_alone_or_packed(
    derivation: Made, answer: tuple[Any, Any], outcome: DerivationOutcome, says: str
) -> None:
    judgement = judged(derivation, *answer, returns=("dx",))
    assert (judgement.outcome, judgement.says) == (outcome, says)


def test_right_zeros_do_not_make_unwritten_zeros_wrong(derivation: Made) -> None:
    made = derivation(returns=("dx",))
    reference = [Returned(np.zeros(2)), Returned(ONE)]
    zeros = [Returned(np.zeros(2)), Returned(np.zeros(2))]
    assert judge(made, CASES, reference, zeros).outcome == "not_implemented"
    assert judge(made, CASES, reference, [Returned(ONE), Returned(np.zeros(2))]).outcome == "wrong"
    assert judge(made, CASES, [Returned(np.zeros(2))] * 2, zeros).outcome == "correct"


def test_integers_cut_to_zero_are_not_taken_for_unwritten(derivation: Made) -> None:
    small = [Returned(ONE / 10), Returned(ONE / 5)]
    cut = [Returned(np.zeros(2, dtype=int))] * 2
    assert judge(derivation(returns=("dx",)), CASES, small, cut).outcome == "dtype"


def test_an_argument_changed_in_place_counts_when_all_else_is_right(derivation: Made) -> None:
    changing = Returned(RIGHT[0], 0.0, ("x", "w"))
    judgement = judged(derivation, changing, RIGHT[1])
    assert (judgement.outcome, judgement.score) == ("mutated_input", 1.0)
    assert judgement.says == "right, but it changes its argument x, w in place: work on a copy"
    judgement = judged(derivation, changing, (2 * ONE, TWO))
    assert (judgement.outcome, judgement.says) == ("wrong", "dx right, dw wrong")
    judgement = judged(derivation, changing, None)
    assert judgement.outcome == "wrong"


def test_each_case_has_its_own_verdict_with_the_shapes_of_its_arguments(derivation: Made) -> None:
    judgement = judged(derivation, RIGHT[0], (2 * ONE, TWO))
    assert [(case.name, case.outcome, case.says) for case in judgement.cases] == [
        ("one row", "correct", "dx right, dw right"),
        ("a batch", "wrong", "dx right, dw wrong in 2 of 2 elements"),
    ]
    assert judgement.cases[1].arguments == (("x", (4, 2)), ("n", ()))
    assert judgement.first_failing is judgement.cases[1]
    assert judgement.cases[1].max_relative_error == 0.5


def test_the_line_is_that_of_the_first_failure(derivation: Made) -> None:
    judgement = judged(derivation, Failed("error", "x", 4), Failed("error", "y", 5))
    assert judgement.line == 4


@pytest.mark.parametrize(
    ("answer", "ratio"),
    [
        ((Returned(RIGHT[0], 9.0), Returned(RIGHT[1], 1.0)), 4.0),
        ((Returned(RIGHT[0], 9.0), Returned(0, 0.5)), 2.0),
        ((Returned(RIGHT[0], 9.0), TIMEOUT), None),
    ],
)
def test_speed_is_measured_against_the_reference_at_the_largest_case(
    derivation: Made, answer: tuple[Result, Result], ratio: float | None
) -> None:
    assert judged(derivation, *answer).speed_ratio == ratio


def test_arguments_can_be_lists_of_unequal_arrays(derivation: Made) -> None:
    cases = [Case("network", {"layers": [np.ones((2, 3)), np.ones(3)], "sizes": {"n": 1}, "name": "x"})]
    judgement = judge(derivation(returns=("dx",)), cases, [Returned(ONE)], [Returned(ONE)])
    assert judgement.cases[0].arguments == (("layers", (2,)), ("sizes", (1,)), ("name", ()))


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (Failed("error", "ValueError: x"), "bank/f.py:7: the reference fails (ValueError: x)"),
        (Returned(ONE), "bank/f.py:7: the reference does not return dx, dw"),
        (Returned((ONE, TWO + 1j)), "bank/f.py:7: the reference returns complex where real numbers are expected"),
        (
            Returned((ONE, {"w": [ONE + 1j]})),
            "bank/f.py:7: the reference returns complex where real numbers are expected",
        ),
    ],
)
def test_a_reference_that_fails_is_the_banks_error(derivation: Made, result: Result, says: str) -> None:
    with pytest.raises(BankError) as caught:
        judge(derivation(), CASES, [REFERENCE[0], result], [Returned(RIGHT[0])] * 2)
    assert caught.value.message == says


@given(value=values)
def test_whatever_an_answer_returns_is_judged(derivation: Made, value: Any) -> None:
    for returns in (("dx",), ("dx", "dw")):
        judgement = judged(derivation, value, value, returns=returns)
        assert judgement.outcome != "correct"
        assert judgement.says


def checked(made: Made, *answer: Any, numeric: Any) -> Any:
    derivation = made(returns=("dx",), gradients={"dx": "x"})
    results = [Returned(value) for value in answer]
    judgement = judge(derivation, CASES, [Returned(ONE), Returned(2 * ONE)], results)
    return check_gradient(derivation, judgement, results, {(1, "dx"): numeric})


def test_the_gradient_check_shows_the_element_farthest_from_the_central_difference(derivation: Made) -> None:
    check = checked(derivation, ONE, np.array([3.5, 7.0]), numeric=Returned(np.array([3.0, 5.0])))
    assert (check.output, check.argument, check.case, check.index) == ("dx", "x", "a batch", (1,))
    assert (check.yours, check.numeric) == (7.0, 5.0)


def test_the_gradient_check_works_for_a_number(derivation: Made) -> None:
    check = checked(derivation, 1.5, 7.0, numeric=Returned(np.float64(5.0)))
    assert (check.index, check.yours, check.numeric) == ((), 7.0, 5.0)


@pytest.mark.parametrize(
    "value", [None, "text", [[1.0], [1.0, 2.0]], ONE + 1j, TWO, np.zeros((0,)), {"a": 1}, (ONE, TWO)]
)
def test_there_is_no_gradient_check_for_what_is_no_gradient(derivation: Made, value: Any) -> None:
    assert checked(derivation, ONE, value, numeric=Returned(np.array([3.0, 5.0]))) is None


@pytest.mark.parametrize(
    "numeric", [Failed("error", "x"), Returned(np.array([NAN, 1.0])), Returned("forged"), Returned(np.zeros((0, 2)))]
)
def test_there_is_no_gradient_check_where_the_loss_has_no_gradient(derivation: Made, numeric: Result) -> None:
    assert checked(derivation, ONE, np.array([3.5, 7.0]), numeric=numeric) is None


def test_there_is_no_gradient_check_of_nothing(derivation: Made) -> None:
    assert checked(derivation, ONE, np.zeros((0, 2)), numeric=Returned(np.zeros((0, 2)))) is None


def test_a_gradient_of_nan_is_the_farthest(derivation: Made) -> None:
    check = checked(derivation, ONE, np.array([NAN, 1e9]), numeric=Returned(np.array([3.0, 5.0])))
    assert check.index == (0,)


def test_that_only_the_shape_is_wrong_is_said_only_where_every_case_shows_it(derivation: Made) -> None:
    d = derivation(returns=("ws",))
    right = [np.arange(1.0, 2.0).reshape(1, 1), np.arange(1.0, 7.0).reshape(3, 2)]
    cases = [Case("one step of one", {}), Case("three steps", {})]
    reference = [Returned(value) for value in right]
    last = judge(d, cases, reference, [Returned(value[-1]) for value in right])
    assert last.says == "ws has shape (1,); (1, 1) is wanted"
    assert "only the shape" not in "".join(case.says for case in last.cases)
    flat = judge(d, cases, reference, [Returned(value.ravel()) for value in right])
    assert "The values are right: only the shape is not." in flat.says
