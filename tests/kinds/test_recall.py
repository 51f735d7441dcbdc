from __future__ import annotations

from typing import Any

import pytest

from quizdl.domain.question import Outcome
from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

FIELDS: dict[str, Any] = {
    "need": 3,
    "answer": {
        "dropout": [],
        "data augmentation": ["augmentation"],
        "early stopping": [],
        "weight decay": ["L2", "L2 regularization"],
        "lasso": ["L1"],
        "search and replace": [],
        "AdamW": [],
    },
    "mistakes": {"momentum": "It speeds up training.", "Adam": "It regularizes nothing."},
}
QUESTION = made("recall", **FIELDS)


@pytest.mark.parametrize(
    ("text", "outcome", "found"),
    [
        ("dropout, augmentation, L2", "correct", 3),
        ("Drop-out; early stoping and weight decay", "correct", 3),
        ("dropout\nlasso\nL2", "correct", 3),
        ("dropout, lasso, L2, adamw, augmentation", "correct", 3),
        ("dropout, nonsense, lasso, L2", "correct", 3),
        ("search and replace, dropout and lasso", "correct", 3),
        ("L1, L2, dropout", "correct", 3),
        ("L1, lasso, dropout", "partial", 2),
        ("weight decay, L2, L2 regularization", "partial", 1),
        ("dropout, dropout, dropout", "partial", 1),
        ("L3, L4, L22", "wrong", 0),
        ("momentum", "wrong", 0),
        ("nonsense", "wrong", 0),
        (" , ;", "unparsable", 0),
        ("and", "unparsable", 0),
    ],
)
def test_each_item_counts_once_under_whatever_name(text: str, outcome: Outcome, found: int) -> None:
    verdict = graded(QUESTION, text)
    assert verdict.outcome == outcome
    assert verdict.score == pytest.approx(found / 3)


def test_what_each_of_the_words_was_worth_is_told() -> None:
    verdict = graded(QUESTION, "droput, L2, weight decay, momentum, nonsense")
    assert verdict.says == (
        "right: dropout, weight decay; droput: spelled dropout; weight decay: named already, as weight decay; "
        "momentum: It speeds up training; "
        "nonsense: not on the list; missed: data augmentation, early stopping, lasso"
    )
    assert verdict.mistake == "momentum"


@pytest.mark.parametrize(
    "text",
    [
        "dropout weight decay data augmentation",
        "dropout & weight decay & data augmentation",
        "1. dropout\n2. weight decay\n3. data augmentation",
        "- dropout\n- weight decay\n- data augmentation",
        "dropout / weight decay / data augmentation",
        "dropout, weight decay data augmentation",
    ],
)
def test_items_may_be_listed_as_people_do(text: str) -> None:
    assert graded(QUESTION, text).outcome == "correct"


def test_words_side_by_side_are_items_only_where_every_word_belongs_to_one() -> None:
    assert graded(QUESTION, "no dropout weight decay data augmentation").outcome == "wrong"


def test_a_wrong_item_is_never_taken_for_a_slip_of_a_right_one() -> None:
    verdict = graded(QUESTION, "Adam")
    assert (verdict.outcome, verdict.mistake) == ("wrong", "Adam")
    assert graded(QUESTION, "AdamW").score == pytest.approx(1 / 3)
    near = made("recall", need=1, answer={"resnext": [], "other": []}, mistakes={"resnet": "That is the older one."})
    assert graded(near, "resnet").mistake == "resnet"


def test_a_slip_of_a_wrong_item_is_recognised_too() -> None:
    assert graded(QUESTION, "momentun").mistake == "momentum"


def test_a_right_answer_with_a_wrong_item_beside_it_is_told_so() -> None:
    verdict = graded(QUESTION, "dropout, lasso, L2, momentum")
    assert (verdict.outcome, verdict.score, verdict.mistake) == ("correct", 1, "momentum")
    assert verdict.says == "momentum: It speeds up training."


def test_the_form_the_hint_and_the_expected_answer_say_how_many() -> None:
    asked = QUESTION.ask(rng(1))
    assert asked.form == "3 items, with commas"
    assert asked.hint == "Some start with: d…, d…, e…"
    assert QUESTION.expected().startswith("3 of: dropout, data augmentation")
    assert made("recall", need=2, answer={"x": [], "y": []}).expected() == "x, y"


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"need": 8}, ("need",), "needs 8 of 7 items"),
        ({"answer": {"a": ["x"], "b": ["X"], "c": []}}, ("answer", "b"), "'X' stands under 'a' too"),
        ({"answer": {"a": [], "b, c": [], "d": []}}, ("answer", "b, c"), "cannot be typed between commas"),
        ({"answer": {"a": [], "": [], "d": []}}, ("answer", ""), "cannot be typed"),
        ({"answer": {"a": ["'"], "b": [], "d": []}}, ("answer", "a"), "cannot be typed"),
        ({"mistakes": {"Drop-out": "No."}}, ("mistakes", "Drop-out"), "it is right, as 'dropout'"),
    ],
)
def test_what_is_wrong_with_it_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    (problem,) = problems("recall", **(FIELDS | edit))
    assert problem.path == path
    assert says in problem.message
