from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Case, Failed, Returned
from quizdl.grading.diagnosis import diagnose
from quizdl.grading.judge import judge
from tests.grading.conftest import Made

DX, DW = np.array([1.5, 2.5]), np.array([[3.5], [4.5]])
CASES = [Case("one", {"x": 1}), Case("two", {"x": 2}), Case("three", {"x": 3})]
SAYS = {
    "sign": "You took the other sign.",
    "doubled": "You doubled dx.",
    "averaged": "You averaged dw.",
    "all_averaged": "You averaged both.",
    "flat": "You flattened dw.",
    "overflowing": "Your exp overflows.",
    "late": "You forgot the last case.",
}


def outputs(mistake: str, n: int) -> tuple[Any, Any]:
    """What dx and dw are in case n when a mistake is made."""
    right = (n * DX, n * DW)
    return {
        "none": right,
        "sign": (-right[0], -right[1]),
        "doubled": (2 * right[0], right[1]),
        "averaged": (right[0], right[1] / 5),
        "all_averaged": (right[0] / 5, right[1] / 5),
        "flat": (right[0], right[1].ravel()),
        "overflowing": (right[0] * (np.nan if n == 3 else 1), right[1]),
        "late": (right[0] * (7 if n == 3 else 1), right[1]),
    }[mistake]


REFERENCE = [Returned(outputs("none", n)) for n in (1, 2, 3)]
MISTAKES = {mistake: tuple(Returned(outputs(mistake, n)) for n in (1, 2, 3)) for mistake in SAYS}


def diagnosed(made: Made, *answer: Any, mistakes: Mapping[str, Any] = MISTAKES) -> Judgement:
    derivation = made(mistakes=SAYS)
    results = [value if isinstance(value, Returned | Failed) else Returned(value) for value in answer]
    judgement = judge(derivation, CASES, REFERENCE, results)
    found = diagnose(derivation, judgement, REFERENCE, results, mistakes)
    assert (found.outcome, found.score, found.cases) == (judgement.outcome, judgement.score, judgement.cases)
    if not found.mistakes:
        assert found == judgement
    return found


@pytest.mark.parametrize("mistake", SAYS)
def test_each_mistake_is_named_as_itself_and_no_other(derivation: Made, mistake: str) -> None:
    judgement = diagnosed(derivation, *(outputs(mistake, n) for n in (1, 2, 3)))
    assert (judgement.mistakes, judgement.says) == ((mistake,), SAYS[mistake])


@pytest.mark.parametrize("mistake", SAYS)
def test_a_mistake_is_named_in_every_form_of_the_answer(derivation: Made, mistake: str) -> None:
    answers = [outputs(mistake, n) for n in (1, 2, 3)]
    for form in (
        [{"dw": dw, "dx": dx} for dx, dw in answers],
        [[dx.tolist(), dw.tolist()] for dx, dw in answers],
        [(dx.astype(np.float32), dw * (1 + 1e-9)) for dx, dw in answers],
    ):
        assert diagnosed(derivation, *form).mistakes == (mistake,)


@pytest.mark.parametrize(
    ("dx", "dw", "mistakes", "says"),
    [
        ("doubled", "averaged", ("doubled", "averaged"), "dx: You doubled dx. dw: You averaged dw."),
        ("sign", "flat", ("sign", "flat"), "dx: You took the other sign. dw: You flattened dw."),
        ("sign", "none", ("sign",), "dx: You took the other sign."),
        ("all_averaged", "none", ("all_averaged",), "dx: You averaged both."),
        ("none", "all_averaged", ("averaged",), "You averaged dw."),
        ("doubled", "all_averaged", ("doubled", "averaged"), "dx: You doubled dx. dw: You averaged dw."),
    ],
)
def test_mistakes_in_two_outputs_are_both_named(
    derivation: Made, dx: str, dw: str, mistakes: tuple[str, ...], says: str
) -> None:
    judgement = diagnosed(derivation, *((outputs(dx, n)[0], outputs(dw, n)[1]) for n in (1, 2, 3)))
    assert (judgement.mistakes, judgement.says) == (mistakes, says)


def test_an_output_wrong_in_no_known_way_is_said_to_be(derivation: Made) -> None:
    judgement = diagnosed(derivation, *((outputs("doubled", n)[0], outputs("none", n)[1] + 1) for n in (1, 2, 3)))
    assert judgement.mistakes == ("doubled",)
    assert judgement.explained == ("dx",)
    assert judgement.says == "dx: You doubled dx."


def test_a_right_answer_has_no_diagnosis(derivation: Made) -> None:
    right = [outputs("none", n) for n in (1, 2, 3)]
    assert diagnosed(derivation, *right).mistakes == ()
    changing = [Returned(value, 0.0, ("x",)) for value in right]
    assert diagnosed(derivation, *changing).mistakes == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda dx, dw: (dx * 2.001, dw),
        lambda dx, dw: (dx + 1, dw + 1),
        lambda dx, dw: (0 * dx, 0 * dw),
        lambda dx, dw: (dx[:1], dw),
        lambda dx, dw: (dx, dw.T),
        lambda dx, dw: (dw, dx),
        lambda dx, dw: (np.nan * dx, dw),
        lambda dx, dw: (None, dw * 2),
        lambda dx, dw: ("text", dw * 2),
        lambda dx, dw: dx,
        lambda dx, dw: None,
    ],
)
def test_no_mistake_is_named_that_was_not_made(derivation: Made, wrong: Any) -> None:
    assert diagnosed(derivation, *(wrong(*outputs("none", n)) for n in (1, 2, 3))).mistakes == ()


def test_two_mistakes_in_the_same_output_are_told_apart_by_every_case(derivation: Made) -> None:
    answer = [outputs("doubled", 1), outputs("doubled", 2), outputs("late", 3)]
    assert diagnosed(derivation, *answer).mistakes == ()


def test_an_answer_that_fails_in_a_case_has_no_diagnosis(derivation: Made) -> None:
    late = Failed("timeout", "stopped")
    assert diagnosed(derivation, outputs("sign", 1), outputs("sign", 2), late).mistakes == ()
    assert diagnosed(derivation, late, late, late).mistakes == ()


def test_where_two_mistakes_fit_equally_both_are_said_and_of_three_none(derivation: Made) -> None:
    twins = {"sign": MISTAKES["sign"], "late": MISTAKES["sign"]}
    answer = [outputs("sign", n) for n in (1, 2, 3)]
    both = diagnosed(derivation, *answer, mistakes=twins)
    assert both.mistakes == ("sign", "late")
    assert both.says == f"Two mistakes give these numbers. Either: {SAYS['sign']} Or: {SAYS['late']}"
    assert diagnosed(derivation, *answer, mistakes={**twins, "flat": MISTAKES["sign"]}).mistakes == ()
    assert diagnosed(derivation, *answer, mistakes={"sign": MISTAKES["sign"]}).mistakes == ("sign",)


def test_a_mistake_that_fails_itself_is_passed_over(derivation: Made) -> None:
    broken = {**MISTAKES, "doubled": (*MISTAKES["doubled"][:2], Failed("error", "x")), "flat": (Returned(None),) * 3}
    assert diagnosed(derivation, *(outputs("doubled", n) for n in (1, 2, 3)), mistakes=broken).mistakes == ()
    assert diagnosed(derivation, *(outputs("sign", n) for n in (1, 2, 3)), mistakes=broken).mistakes == ("sign",)
