"""What holds for every kind of question, and so for one that is dropped in."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl import kinds
from quizdl.domain.question import LONGEST_ANSWER, Outcome, Question
from tests.conftest import ROOT, times
from tests.domain.made import rng
from tests.kinds.made import example, graded, made

OUTCOMES: tuple[Outcome, ...] = ("correct", "partial", "wrong", "unparsable")
ANSWERS = [(name, text, outcome) for name in kinds.names() for text, outcome in kinds.example(name).answers.items()]
TYPED = st.text(max_size=80) | st.text("0123456789abcdtfXwyNDLR+-*/^()'|,;:>.%= \n", max_size=40)


def test_the_kinds_are_the_files_of_the_folder() -> None:
    assert set(kinds.names()) >= {
        "choice", "cloze", "formula", "multiple_choice", "numeric", "order", "recall", "true_false"
    }  # fmt: skip
    assert not any(name.startswith("_") for name in kinds.names())


@pytest.mark.parametrize("name", ["_options", "essay", "", "..choice"])
def test_what_is_no_kind_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        kinds.kind(name)


@pytest.mark.parametrize("name", kinds.names())
def test_a_kind_is_a_question_with_a_sound_worked_example(name: str) -> None:
    assert issubclass(kinds.kind(name), Question)
    assert kinds.kind(name).__doc__
    assert list(example(name).problems()) == []
    assert {"correct", "wrong"} <= set(kinds.example(name).answers.values())


@pytest.mark.parametrize(("name", "text", "outcome"), ANSWERS)
@pytest.mark.parametrize("seed", range(5))
def test_each_answer_of_the_example_gets_its_outcome_however_it_is_shuffled(
    name: str, text: str, outcome: Outcome, seed: int
) -> None:
    verdict = graded(example(name), text, seed=seed)
    assert verdict.outcome == outcome
    assert verdict.expected


@pytest.mark.parametrize("name", kinds.names())
@settings(max_examples=times(150))
@given(text=TYPED)
def test_any_text_gets_a_verdict_with_a_score_that_fits_its_outcome(name: str, text: str) -> None:
    verdict = graded(example(name), text)
    assert verdict.outcome in OUTCOMES
    assert 0 <= verdict.score <= 1
    assert (verdict.score == 1) == (verdict.outcome == "correct")
    assert (0 < verdict.score < 1) == (verdict.outcome == "partial")
    assert verdict.says or verdict.outcome == "correct"


@pytest.mark.parametrize("name", kinds.names())
@pytest.mark.parametrize(
    "text", ["x" * LONGEST_ANSWER, "1 " * 999, "(" * LONGEST_ANSWER, "a,b;" * 500, "1" * LONGEST_ANSWER]
)
def test_the_longest_answer_is_judged_within_a_second(name: str, text: str) -> None:
    question = example(name)
    started = time.process_time()
    graded(question, text)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("name", kinds.names())
def test_a_text_as_long_as_a_book_is_no_answer(name: str) -> None:
    verdict = graded(example(name), "1, " * 1_000_000)
    assert verdict.outcome == "unparsable"
    assert verdict.says == "longer than 2000 characters"


@pytest.mark.parametrize("name", kinds.names())
@pytest.mark.parametrize("seed", range(8))
def test_the_right_answer_typed_as_it_is_shown_is_correct(name: str, seed: int) -> None:
    question = example(name)
    typed = question.expected().removeprefix("3 of: ")
    assert graded(question, typed, seed=seed).outcome == "correct"


@pytest.mark.parametrize("name", kinds.names())
def test_the_same_seed_shows_the_same_question(name: str) -> None:
    question = example(name)
    assert question.ask(rng(7)) == question.ask(rng(7))


@pytest.mark.parametrize("name", kinds.names())
def test_a_showing_says_how_to_answer_and_has_a_hint_that_is_not_the_answer(name: str) -> None:
    question = example(name)
    asked = question.ask(rng(1))
    assert asked.prompt
    assert asked.form
    assert asked.hint
    assert asked.grade(asked.hint).outcome != "correct"
    assert dataclasses.replace(question, hint="Mine.").ask(rng(1)).hint == "Mine."
    assert len(asked.keys) in (0, len(asked.options))


@pytest.mark.parametrize("name", kinds.names())
def test_judging_leaves_the_question_as_it_was(name: str) -> None:
    question = example(name)
    for text in kinds.example(name).answers:
        graded(question, text)
    assert question == made(name, **kinds.example(name).fields)


def test_showing_any_question_and_picking_a_choice_loads_no_large_library() -> None:
    code = """
import random, sys
from tests.domain.made import rng
from tests.kinds.made import example
from quizdl import kinds
for name in kinds.names():
    example(name).ask(rng(1))
for name, text in {"choice": "1", "numeric": "1.9", "cloze": "Nesterov; 0.25", "recall": "dropout, L2", "order": "1234"}.items():
    example(name).ask(rng(1)).grade(text)
print(sorted({"numpy", "rapidfuzz", "pydantic", "yaml", "fsrs", "rich", "sqlite3"} & set(sys.modules)))
"""
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
