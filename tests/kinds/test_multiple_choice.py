from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

FIELDS: dict[str, Any] = {
    "answer": ["ReLU", "skips", "batch norm"],
    "choices": {"ReLU": None, "skips": None, "batch norm": None, "clipping": "It bounds.", "dropout": "It drops."},
}


def digits(chosen: tuple[str, ...], seed: int) -> str:
    options = made("multiple_choice", **FIELDS).ask(rng(seed)).options
    return "".join(str(options.index(option) + 1) for option in chosen)


@pytest.mark.parametrize("count", range(1, 6))
def test_the_score_is_the_right_ones_less_the_wrong_ones(count: int) -> None:
    question = made("multiple_choice", **FIELDS)
    for chosen in combinations(FIELDS["choices"], count):
        right = sum(option in FIELDS["answer"] for option in chosen)
        verdict = graded(question, digits(chosen, 3), seed=3)
        assert verdict.score == pytest.approx(max(0, right - (count - right)) / 3)
        expected = "correct" if verdict.score == 1 else "partial" if verdict.score else "wrong"
        assert verdict.outcome == expected


def test_everything_at_once_does_not_pay() -> None:
    assert graded(made("multiple_choice", **FIELDS), "12345").score == pytest.approx(1 / 3)


def test_a_wrong_one_is_told_why_and_a_missing_one_is_named() -> None:
    verdict = graded(made("multiple_choice", **FIELDS), "ReLU, clipping, batch norm")
    assert verdict.says == "clipping: It bounds; missed: skips"
    assert verdict.mistake == "clipping"


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("text", ["skips, relu; batch norm", "Batch  Norm,ReLU,skips,"])
def test_words_with_commas_between_are_read(text: str, seed: int) -> None:
    assert graded(made("multiple_choice", **FIELDS), text, seed=seed).outcome == "correct"


@pytest.mark.parametrize("seed", range(5))
def test_the_expected_answer_has_the_digits_as_shown_and_the_words(seed: int) -> None:
    question = made("multiple_choice", **FIELDS)
    shown_digits, words = graded(question, "1", seed=seed).expected.split(": ")
    assert graded(question, shown_digits, seed=seed).outcome == "correct"
    assert graded(question, words, seed=seed).outcome == "correct"
    assert graded(question, " ".join(reversed(shown_digits)), seed=seed).outcome == "correct"
    assert graded(question, shown_digits * 2, seed=seed).outcome == "correct"


@pytest.mark.parametrize("text", ["", "6", "16", "ReLU, nothing", "?", "1 or 2"])
def test_what_names_no_choice_is_unparsable(text: str) -> None:
    verdict = graded(made("multiple_choice", **FIELDS), text)
    assert verdict.outcome == "unparsable"
    assert verdict.says == "type digits from 1 to 5, such as 13"


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"answer": ["ReLU", "tanh"]}, ("answer",), "'tanh' is not among the choices"),
        ({"answer": ["ReLU", "skips", "batch norm", "ReLU"]}, ("answer",), "stands there twice"),
        ({"answer": ["ReLU", "skips"]}, ("choices", "batch norm"), "say why it is wrong"),
        ({"choices": {**FIELDS["choices"], "dropout ": "Twice."}}, ("choices",), "same text"),
        ({"choices": {**FIELDS["choices"], "3": "A digit."}}, ("choices",), "looks like the key"),
    ],
)
def test_what_is_wrong_with_it_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    found = problems("multiple_choice", **(FIELDS | edit))
    assert [(p.path, says in p.message) for p in found if p.path == path] == [(path, True)]
