"""Every numeric answer of the bank against an independent computation: counting, acting out, NumPy, finite differences."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.parser import parse
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import gathered, questions, seeded

ORACLES = gathered("NUMBERS")


def numeric(name: str) -> Numeric:
    question = questions()[name]
    assert isinstance(question, Numeric)
    return question


def test_every_numeric_question_has_an_oracle_and_every_oracle_its_question() -> None:
    asked = {name for name, question in questions().items() if isinstance(question, Numeric)}
    assert asked == set(ORACLES), "a new numeric question needs an independent computation of its answer here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_numeric_answer_agrees_with_its_oracle(name: str) -> None:
    question, expected = numeric(name), ORACLES[name]()
    assert math.isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-7)
    asked = question.ask(seeded(0))
    digits = 15 if question.tolerance == 0 else 4  # a count is typed in full, anything else rounded
    assert asked.grade(f"{round(expected, 9):.{digits}g}").outcome == "correct"
    assert asked.grade(str(Fraction(expected).limit_denominator(10_000))).outcome == "correct"


def test_every_named_mistake_in_a_number_is_wrong_and_told_as_itself() -> None:
    told = {
        f"{name}: {mistake}": numeric(name).ask(seeded(0)).grade(content["value"])
        for name in ORACLES
        for mistake, content in numeric(name).mistakes.items()
    }
    wrong = {where: verdict for where, verdict in told.items() if verdict.mistake != where.split(": ")[1]}
    assert wrong == {}
    assert len(told) > len(ORACLES)
