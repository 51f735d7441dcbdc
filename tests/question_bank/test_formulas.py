"""Every formula of the bank against finite differences, or another way to the same value, at random points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quizdl.domain.evaluation import evaluate_arrays
from quizdl.domain.parser import parse
from quizdl.kinds.formula import Formula
from tests.question_bank.bank import Point, gathered, questions, seeded

ORACLES = gathered("FORMULAS")


def formula(name: str) -> Formula:
    question = questions()[name]
    assert isinstance(question, Formula)
    return question


def value(question: Formula, expression: str, point: Point) -> Any:
    """What an expression of the bank is worth at a point; dimensions count as numbers."""
    for name, spec in question.variables.items():
        words = [word for word in spec.split() if word not in ("scalar", "positive", "probability", "integer")]
        point |= dict(zip(words, np.shape(point[name]), strict=True))
    return evaluate_arrays(parse(expression, set(point), question.aliases), point)


def test_every_formula_has_an_oracle_and_every_oracle_its_formula() -> None:
    asked = {name for name, question in questions().items() if isinstance(question, Formula)}
    assert asked == set(ORACLES), "a new formula needs an independent computation of its value here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_formula_agrees_with_its_oracle_at_random_points(name: str) -> None:
    question = formula(name)
    for seed in range(5):
        point, expected = ORACLES[name](np.random.default_rng(seed))
        found = value(question, question.answer, point)
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ORACLES)
def test_no_named_mistake_agrees_with_the_oracle(name: str) -> None:
    question = formula(name)
    assert question.mistakes
    for mistake, content in question.mistakes.items():
        point, expected = ORACLES[name](np.random.default_rng(3))
        found = value(question, content["value"], point)
        assert np.shape(found) != np.shape(expected) or not np.allclose(found, expected, rtol=1e-3), mistake
        verdict = question.ask(seeded(0)).grade(content["value"])
        assert (verdict.outcome, verdict.mistake, verdict.says) == ("wrong", mistake, content["says"])


@pytest.mark.parametrize("name", ORACLES)
def test_the_answer_to_a_formula_is_accepted_as_it_stands(name: str) -> None:
    question = formula(name)
    assert question.ask(seeded(0)).grade(question.answer).outcome == "correct"
