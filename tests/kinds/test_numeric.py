from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.kinds.numeric import Numeric
from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

MISTAKES = {"averaged": {"value": "0.9 * 0.1 + 0.1", "says": "That is the averaging convention."}}


@pytest.mark.parametrize("text", ["1.9", "19/10", "190%", "v = 1.9", "1.90", "~1.9", "1.905", "0.9 + 1", "1.9e0"])
def test_a_number_is_right_in_any_form_and_within_the_tolerance(text: str) -> None:
    verdict = graded(made("numeric", answer="0.9 * 1 + 1", mistakes=MISTAKES), text)
    assert (verdict.outcome, verdict.score, verdict.expected) == ("correct", 1, "1.9")


@pytest.mark.parametrize(
    ("text", "mistake", "says"),
    [
        ("0.19", "averaged", "That is the averaging convention."),
        ("-1.9", "sign", "The sign is the other way round."),
        ("1.93", None, "You typed 1.93; up to 1% off counts."),
        ("0", None, "You typed 0; up to 1% off counts."),
        ("1/3", None, "You typed 0.333333; up to 1% off counts."),
    ],
)
def test_a_wrong_number_is_told_its_mistake(text: str, mistake: str | None, says: str) -> None:
    verdict = graded(made("numeric", answer="0.9 * 1 + 1", mistakes=MISTAKES), text)
    assert (verdict.outcome, verdict.score, verdict.mistake, verdict.says) == ("wrong", 0, mistake, says)


@pytest.mark.parametrize(
    ("text", "says"),
    [(text, "not read as a number") for text in ("", "many", "0,5,1", "1.9 m")] + [("1/0", "divides by zero")],
)
def test_what_is_no_number_is_unparsable_and_says_how_to_type_one(text: str, says: str) -> None:
    verdict = graded(made("numeric", answer="1.9"), text)
    assert verdict.outcome == "unparsable"
    assert verdict.says == f"{says}. Type it as 0.25, 1/4, 2^-2, 25% or 1e-3"


def test_a_tolerance_of_nought_asks_for_the_number_itself() -> None:
    exact = made("numeric", answer="1000", tolerance=0)
    assert graded(exact, "1,000").outcome == "correct"
    assert graded(exact, "1001").outcome == "wrong"
    assert graded(exact, "1000.0000001").outcome == "correct"
    assert graded(made("numeric", answer="1000"), "1001").outcome == "correct"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("3 GiB", "correct"), ("3072", "correct"), ("3072 MiB", "correct"), ("3072 s", "unparsable"), ("3 MiB", "wrong")],
)
def test_the_unit_is_understood_and_shown(text: str, outcome: str) -> None:
    question = made("numeric", answer="3 * 1024", unit="MiB")
    assert graded(question, text).outcome == outcome
    assert question.expected() == "3072 MiB"
    assert question.ask(rng(1)).form == "a number, in MiB"


def test_a_very_small_answer_is_not_the_same_as_nought() -> None:
    smallest = made("numeric", answer="1.2e-38")
    assert graded(smallest, "0").outcome == "wrong"
    assert graded(smallest, "1.2e-38").outcome == "correct"
    assert graded(made("numeric", answer="0"), "0.0").outcome == "correct"


@given(
    st.floats(1e-300, 1e300) | st.floats(0.01, 1000) | st.sampled_from([10.0**n for n in range(-20, 20)]), st.booleans()
)
def test_the_hint_is_an_order_of_magnitude_that_holds(value: float, negative: bool) -> None:
    question = made("numeric", answer=f"{'-' if negative else ''}{value!r}")
    words = question.ask(rng(1)).hint.split()
    low, high = float(words[3]), float(words[5].rstrip(","))
    assert low * (1 - 1e-6) <= value <= high * (1 + 1e-6)
    assert high == pytest.approx(10 * low)


def test_the_hint_of_nought_gives_no_bounds() -> None:
    assert made("numeric", answer="1 - 1").ask(rng(1)).hint == "It is a round number."


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"answer": "1/0"}, ("answer",), "cannot compute '1/0': divides by zero"),
        ({"answer": "two"}, ("answer",), "'two' is not a number"),
        ({"answer": "10^400"}, ("answer",), "too large"),
        ({"mistakes": {"m": {"value": "1/0", "says": "No."}}}, ("mistakes", "m", "value"), "divides by zero"),
        (
            {"mistakes": {"m": {"value": "2.001", "says": "No."}}},
            ("mistakes", "m", "value"),
            "this is the right answer",
        ),
        ({"answer": "1/3", "tolerance": 0}, ("tolerance",), "shown as 0.333333, would be wrong when typed"),
        ({"answer": "2/3", "tolerance": 1e-8}, ("tolerance",), "allow more"),
    ],
)
def test_what_is_wrong_with_it_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    (problem,) = problems("numeric", **({"answer": "1 + 1"} | edit))
    assert problem.path == path
    assert says in problem.message


def generated(answer: float, wrong: float, **fields: Any) -> dict[str, Any]:
    template = {"answer": "a", "mistakes": {"m": {"value": "b", "says": "Not {b}."}}, **fields}
    return Numeric.generate(template, lambda text: text.replace("{b}", "B"), {"a": answer, "b": wrong}.__getitem__)


def test_a_template_gives_the_computed_number_in_full() -> None:
    made_fields = generated(1 / 3, 2.0, prompt="What is {b}?")
    assert float(made_fields["answer"]) == 1 / 3
    assert made_fields["prompt"] == "What is B?"
    assert made_fields["mistakes"] == {"m": {"value": "2.0", "says": "Not B."}}
    assert graded(made("numeric", **made_fields), "1/3").outcome == "correct"


@given(st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9))
def test_what_a_template_computes_is_right_when_typed(value: float) -> None:
    question = made("numeric", **generated(value, value + 1 + abs(value)))
    assert graded(question, repr(value)).outcome == "correct"
    assert graded(question, question.expected()).outcome == "correct"


def test_a_mistake_that_a_draw_makes_right_is_left_out() -> None:
    assert generated(4, 4.001)["mistakes"] == {}
    assert list(generated(4, 4.001, tolerance=0)["mistakes"]) == ["m"]
