from __future__ import annotations

from typing import Any

import pytest

from quizdl.kinds.choice import Choice
from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

FIELDS: dict[str, Any] = {
    "prompt": "How large is the step?",
    "answer": "lr",
    "choices": {"lr": None, "lr * |g|": "The size of g is taken away.", "0.1 * lr": "The bias is corrected."},
}


@pytest.mark.parametrize("seed", range(6))
def test_the_key_the_letter_and_the_words_of_a_choice_pick_it_wherever_it_stands(seed: int) -> None:
    question = made("choice", **FIELDS)
    asked = question.ask(rng(seed))
    assert asked.keys == "123"
    assert asked.form == "one key, 1 to 3"
    for key, letter, option in zip(asked.keys, "abc", asked.options, strict=True):
        outcome = "correct" if option == "lr" else "wrong"
        assert [asked.grade(text).outcome for text in (key, letter, letter.upper(), option)] == [outcome] * 4


def test_a_wrong_choice_is_told_why_and_named_as_the_mistake() -> None:
    verdict = graded(made("choice", **FIELDS), "lr * |g|")
    assert (verdict.outcome, verdict.score, verdict.mistake) == ("wrong", 0, "lr * |g|")
    assert verdict.says == "The size of g is taken away."
    assert verdict.expected == "lr"


@pytest.mark.parametrize("text", ["4", "d", "lr g", "0", ""])
def test_what_is_no_choice_is_unparsable_and_says_what_can_be_picked(text: str) -> None:
    verdict = graded(made("choice", **FIELDS), text)
    assert (verdict.outcome, verdict.says) == ("unparsable", "pick one of 1 to 3")


@pytest.mark.parametrize("seed", range(6))
def test_choices_that_are_digits_have_letters_for_keys(seed: int) -> None:
    question = made("choice", answer="2", choices={"2": None, "4": "No.", "16": "No."})
    asked = question.ask(rng(seed))
    assert asked.keys == "abc"
    assert asked.grade("2").outcome == "correct"
    assert asked.grade("4").outcome == "wrong"
    assert asked.grade("1").says == "pick one of a to c"
    assert asked.grade(asked.keys[asked.options.index("2")]).outcome == "correct"


def test_the_hint_strikes_out_a_wrong_choice() -> None:
    asked = made("choice", **FIELDS).ask(rng(1))
    assert asked.hint in {f"It is not: {option}" for option in ("lr * |g|", "0.1 * lr")}


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"answer": "2 lr"}, ("answer",), "'2 lr' is not among the choices"),
        ({"choices": {"lr": "Why?", "x": "No."}}, ("choices", "lr"), "has no reason"),
        ({"choices": {"lr": None, "x": None}}, ("choices", "x"), "say why it is wrong"),
        ({"choices": {"lr": None, "LR": "No."}}, ("choices",), "same text"),
        ({"choices": {"lr": None, "2": "No.", "b": "No."}}, ("choices",), "looks like the key"),
    ],
)
def test_what_is_wrong_with_a_choice_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    (problem,) = problems("choice", **(FIELDS | edit))
    assert problem.path == path
    assert says in problem.message


def test_a_template_makes_the_choices_from_the_answer_and_the_mistakes() -> None:
    values = {"n - k + 1": 5, "n - k": 4, "n": 7, "n - 2": 5}
    fields = {
        "prompt": "Width for {n}?",
        "answer": "n - k + 1",
        "mistakes": {
            "one_off": {"value": "n - k", "says": "Add 1 to {n} - k."},
            "same": {"value": "n", "says": "It shrinks."},
            "happens_to_be_right": {"value": "n - 2", "says": "No."},
        },
    }
    made_fields = Choice.generate(fields, lambda text: text.replace("{n}", "7"), values.__getitem__)
    assert made_fields == {
        "prompt": "Width for 7?",
        "answer": "5",
        "choices": {"5": None, "4": "Add 1 to 7 - k.", "7": "It shrinks."},
    }
    assert problems("choice", **made_fields) == []


def test_a_template_with_choices_of_its_own_fills_them() -> None:
    fields = {"answer": "{n}", "choices": {"{n}": None, "x": "Not {n}."}}
    assert Choice.generate(fields, lambda text: text.replace("{n}", "7"), float) == {
        "answer": "7",
        "choices": {"7": None, "x": "Not 7."},
    }
