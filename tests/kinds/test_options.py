from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.kinds._options import keys, listed, picked, reason_problems, shuffled, strike_one, text_problems
from tests.domain.made import rng

OPTIONS = ("lr", "lr * |g|", "0", "A long sentence, with a comma.")


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("1", "lr"),
        ("4", "A long sentence, with a comma."),
        ("a", "lr"),
        ("C", "0"),
        ("LR", "lr"),
        ("lr  *  |G|", "lr * |g|"),
        ("a long  sentence, with a comma", "A long sentence, with a comma."),
        ("2.", "lr * |g|"),
        ("0", "0"),
        ("5", None),
        ("e", None),
        ("", None),
        ("12", None),
        ("²", None),
        ("٢", None),
        ("lr g", None),
        ("A long sentence", None),
    ],
)
def test_an_option_is_meant_by_its_digit_its_letter_or_its_words(text: str, option: str | None) -> None:
    assert picked(text, OPTIONS) == option


def test_the_words_of_an_option_win_over_the_letter_of_another_one() -> None:
    assert picked("a", ("L", "b", "a")) == "a"
    assert picked("b", ("L", "b", "a")) == "b"
    assert picked("c", ("L", "b", "a")) == "a"


def test_where_a_digit_is_an_option_the_keys_are_letters() -> None:
    assert keys(("4", "16", "2")) == "abc"
    assert keys(("40", "16", "-2")) == "123"
    assert picked("2", ("4", "16", "2")) == "2"
    assert picked("b", ("4", "16", "2")) == "16"
    assert picked("3", ("4", "16", "2")) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("13", [0, 2]),
        ("31", [2, 0]),
        ("3 1", [2, 0]),
        ("3, 1", [2, 0]),
        ("3-1-4", [2, 0, 3]),
        ("3. 1.", [2, 0]),
        ("ca", [2, 0]),
        ("c, a", [2, 0]),
        ("lr", [0]),
        ("lr, 0", [0, 2]),
        ("lr, 4", [0, 3]),
        ("0; lr;", [2, 0]),
        ("0 > lr", [2, 0]),
        ("0 -> lr", [2, 0]),
        ("0 → lr", [2, 0]),
        ("0, A long sentence, with a comma., lr", [2, 3, 0]),
        ("A long sentence, with a comma", [3]),
        ("11", [0, 0]),
        ("", []),
        ("15", []),
        ("lr, nothing", []),
        ("lr g", []),
        ("(1, 2)", []),
        ("A long sentence, lr", []),
    ],
)
def test_several_options_are_meant_by_their_words_or_their_keys(text: str, wanted: list[int]) -> None:
    assert listed(text, OPTIONS) == [OPTIONS[i] for i in wanted]


def test_options_that_hold_commas_and_digits_are_not_taken_for_keys() -> None:
    shapes = ("(4,)", "(2, 1, 3)", "(3,)", "(4, 1)", "(2, 3)")
    assert listed("(3,), (4, 1), (2, 1, 3)", shapes) == ["(3,)", "(4, 1)", "(2, 1, 3)"]
    assert listed("(3,), (4, 1", shapes) == []


def test_an_option_that_begins_with_another_one_is_read_whole() -> None:
    options = ("loss", "loss, then update", "update")
    assert listed("loss, then update, loss, update", options) == ["loss, then update", "loss", "update"]


@given(st.permutations(range(4)), st.sampled_from([", ", " > ", ";", " -> ", ",  "]))
def test_any_order_of_the_words_is_read_back(order: list[int], between: str) -> None:
    assert listed(between.join(OPTIONS[i] for i in order), OPTIONS) == [OPTIONS[i] for i in order]
    assert listed("".join(str(i + 1) for i in order), OPTIONS) == [OPTIONS[i] for i in order]


@given(st.text(max_size=60) | st.text("1234abcdlr*|g0>,;-. ", max_size=20))
def test_any_text_names_options_or_none(text: str) -> None:
    assert set(listed(text, OPTIONS)) <= set(OPTIONS)
    assert picked(text, OPTIONS) in (None, *OPTIONS)


def test_shuffling_keeps_the_options_and_follows_the_seed() -> None:
    orders = {shuffled(OPTIONS, rng(seed)) for seed in range(50)}
    assert len(orders) > 10
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(OPTIONS))}
    assert shuffled(OPTIONS, rng(3)) == shuffled(OPTIONS, rng(3))


def test_the_hint_strikes_out_a_wrong_option_as_shown() -> None:
    assert strike_one(("b", "a", "c"), ["b"]) == "It is not: a"
    assert strike_one(("b", "a"), ["a", "b"]) == "All of them."


@pytest.mark.parametrize(
    ("options", "right", "path", "says"),
    [
        ({"x": None, "y": "No."}, ["z"], ("answer",), "'z' is not among the choices"),
        ({"x": "So.", "y": "No."}, ["x"], ("choices", "x"), "the right one has no reason"),
        ({"x": None, "y": None}, ["x"], ("choices", "y"), "say why it is wrong"),
        ({"x": None, "y": ""}, ["x"], ("choices", "y"), "say why it is wrong"),
    ],
)
def test_a_reason_too_many_or_too_few_is_told(
    options: dict[str, str | None], right: list[str], path: tuple[str, ...], says: str
) -> None:
    found = list(reason_problems("choices", options, right))
    assert (path, True) in [(problem.path, says in problem.message) for problem in found]


@pytest.mark.parametrize(
    ("options", "typed", "says"),
    [
        (["x", "X."], False, "same text"),
        (["x", " "], False, "empty"),
        (["2", "b"], False, "looks like the key"),
        (["2", "4"], True, "looks like the key"),
        (["2", "4"], False, ""),
        (["20", "b"], True, ""),
    ],
)
def test_options_that_cannot_be_told_apart_are_told(options: list[str], typed: bool, says: str) -> None:
    found = list(text_problems("choices", options, typed=typed))
    assert [says in problem.message for problem in found] == [True] * bool(says)
