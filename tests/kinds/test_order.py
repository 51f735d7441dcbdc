from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import pytest

from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

FIELDS: dict[str, Any] = {"answer": ["forward pass", "loss", "backward pass, at last", "update"]}


def typed(items: list[str], seed: int) -> str:
    options = made("order", **FIELDS).ask(rng(seed)).options
    return "".join(str(options.index(item) + 1) for item in items)


@pytest.mark.parametrize("seed", range(4))
def test_every_order_is_scored_by_the_neighbours_that_stand_right(seed: int) -> None:
    question = made("order", **FIELDS)
    for order in permutations(range(4)):
        items = [FIELDS["answer"][i] for i in order]
        verdict = graded(question, typed(items, seed), seed=seed)
        assert graded(question, " > ".join(items), seed=seed) == verdict
        rising = sum(a < b for a, b in pairwise(order)) / 3
        assert verdict.score == pytest.approx(rising if rising >= 0.5 else 0)
        assert verdict.outcome == ("correct" if rising == 1 else "partial" if rising >= 0.5 else "wrong")


@pytest.mark.parametrize(
    "text", ["{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0},{1},{2},{3}", "{0}-{1}-{2}-{3}", "{0} > {1} > {2} > {3}"]
)
def test_the_digits_may_have_anything_usual_between_them(text: str) -> None:
    assert graded(made("order", **FIELDS), text.format(*typed(FIELDS["answer"], 1))).outcome == "correct"


@pytest.mark.parametrize("between", [", ", " > ", "; ", " -> ", " → "])
def test_the_words_may_be_typed_too(between: str) -> None:
    assert graded(made("order", **FIELDS), between.join(FIELDS["answer"]).upper()).outcome == "correct"


@pytest.mark.parametrize("seed", range(5))
def test_items_of_one_letter_are_themselves_and_not_keys(seed: int) -> None:
    question = made("order", answer=["a", "b", "L", "dL/db"])
    assert graded(question, "a > b > L > dL/db", seed=seed).outcome == "correct"
    assert graded(question, "b, a, L, dL/db", seed=seed).outcome == "partial"


def test_a_wrong_order_is_told_one_pair_that_stands_wrong() -> None:
    verdict = graded(made("order", **FIELDS), "loss, forward pass, backward pass, at last, update")
    assert verdict.says == "Forward pass comes before loss."
    assert verdict.expected == f"{typed(FIELDS['answer'], 1)}: {' > '.join(FIELDS['answer'])}"


@pytest.mark.parametrize(
    "text", ["", "123", "1123", "12345", "1235", "forward pass", "loss, loss, update, forward pass", "?"]
)
def test_what_is_no_order_of_all_is_unparsable(text: str) -> None:
    verdict = graded(made("order", **FIELDS), text)
    assert (verdict.outcome, verdict.says) == ("unparsable", "type each digit from 1 to 4 once")


def test_the_form_has_a_digit_for_each_item_and_the_hint_is_the_first() -> None:
    asked = made("order", **FIELDS).ask(rng(1))
    assert asked.form == "digits in order, such as 4321"
    assert asked.hint == "First: forward pass"
    assert sorted(asked.options) == sorted(FIELDS["answer"])


@pytest.mark.parametrize(
    ("answer", "says"),
    [(["x", "y", "X"], "same text"), (["x", "", "y"], "empty"), (["2", "4", "8"], "looks like the key")],
)
def test_what_is_wrong_with_it_is_told(answer: list[str], says: str) -> None:
    (problem,) = problems("order", answer=answer)
    assert problem.path == ("answer",)
    assert says in problem.message
