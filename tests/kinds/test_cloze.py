from __future__ import annotations

import pytest

from quizdl.domain.question import Outcome
from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

TWO = made("cloze", prompt="The look-ahead form is {{Nesterov | NAG}}'s; sigma' is at most {{0.25 | 1/4}}.")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Nesterov; 0.25", "correct"),
        ("nesterov;1/4", "correct"),
        ("NAG, .25", "correct"),
        ("NAG 25%", "correct"),
        ("Nestorov; 2^-2", "correct"),
        ("Nesterov; 0.5", "partial"),
        ("Nesterov", "partial"),
        ("Nesterov;", "partial"),
        ("; 0.25", "partial"),
        ("0.25; Nesterov", "wrong"),
        ("Polyak; 1", "wrong"),
        ("Nesterov; 0.25; more", "unparsable"),
        ("", "unparsable"),
    ],
)
def test_the_blanks_are_filled_in_one_line(text: str, outcome: Outcome) -> None:
    verdict = graded(TWO, text)
    assert verdict.outcome == outcome
    assert verdict.score == {"correct": 1, "partial": 0.5}.get(outcome, 0)
    assert verdict.expected == "Nesterov; 0.25"


def test_a_slip_is_told_and_a_wrong_word_repeated() -> None:
    assert graded(TWO, "Nestorov; 0.25").says == "It is spelled Nesterov."
    assert graded(TWO, "Polyak; 0.25").says == "You typed Polyak for Nesterov."
    assert graded(TWO, "Nesterov").says == "You typed nothing for 0.25."
    assert graded(TWO, "a; b; c").says == "there are 2 blanks; type the 2 missing words, with ; between"


@pytest.mark.parametrize(
    ("blank", "text", "right"),
    [
        ("L2", "L1", False),
        ("L1 | lasso", "lasso", True),
        ("-1", "1", False),
        ("-1", "−1", True),
        ("1e-3", "1e3", False),
        ("AdamW", "Adam", False),
        ("increases", "decreases", False),
        ("supervised", "unsupervised", False),
        ("learning rate | lr", "Learning-Rate", True),
        ("saddle points", "saddle point", True),
        ("1,000", "1000", True),
        ("early stopping", "early, stopping", False),
    ],
)
def test_one_blank_is_filled_by_all_that_is_typed(blank: str, text: str, right: bool) -> None:
    verdict = graded(made("cloze", prompt=f"It is {{{{{blank}}}}}."), text)
    assert verdict.outcome == ("correct" if right else "wrong")


def test_the_answer_is_not_shown_in_the_prompt_or_the_hint() -> None:
    asked = TWO.ask(rng(1))
    assert asked.prompt == "The look-ahead form is ____'s; sigma' is at most ____."
    assert asked.form == "the 2 missing words, with ; between"
    assert asked.hint == "It starts like this: N.......; 0..."
    one = made("cloze", prompt="It has rank {{1}}.").ask(rng(1))
    assert one.form == "the missing word"
    assert one.hint == "It starts like this: ."


def test_a_blank_may_go_over_lines() -> None:
    assert graded(made("cloze", prompt="It is {{early\nstopping}}."), "early stopping").outcome == "correct"


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("No blank at all.", "has no blank"),
        ("One { {blank} }.", "has no blank"),
        ("An {{}} one.", "empty spelling"),
        ("One {{ word | }} more.", "empty spelling"),
    ],
)
def test_what_is_wrong_with_it_is_told(prompt: str, says: str) -> None:
    (problem,) = problems("cloze", prompt=prompt)
    assert problem.path == ("prompt",)
    assert says in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "learning rate; step",
        "learning rate, step",
        "learning rate and step",
        "learning rate step",
        "learning rate / step",
    ],
)
def test_blanks_of_several_words_may_be_typed_with_any_separator_or_none(text: str) -> None:
    assert graded(made("cloze", prompt="The {{learning rate}} scales a {{step}}."), text).outcome == "correct"
