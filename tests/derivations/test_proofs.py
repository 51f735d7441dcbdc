"""Every derivation of the bank is proved, through the real sandbox."""

from __future__ import annotations

from functools import cache

import pytest

from quizdl.app.grade import grade, prepare
from quizdl.app.prove import SEED, prove
from quizdl.bank.find import derivation_files
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Call, Case, Result
from quizdl.sandbox import harness
from quizdl.sandbox.run import run
from tests.conftest import BANK
from tests.question_bank.bank import checked

NAMES = [path.stem for path in derivation_files(BANK)]
EACH = pytest.mark.parametrize("name", NAMES, scope="module")
"""Tests of one derivation follow each other, and share what was run already."""
SLOW = [pytest.mark.slow]
MANY = [pytest.mark.slow, pytest.mark.exhaustive]
PROOFS = [
    *(pytest.param(name, SEED, marks=SLOW if i % 3 else []) for i, name in enumerate(NAMES)),
    *(pytest.param(name, seed, marks=SLOW if seed == 1 else MANY) for seed in (1, 2, 3) for name in NAMES),
]
"""Every third in the default suite, all in the longer proofs."""


def derivation(name: str) -> Derivation:
    return next(found for found in checked().derivations.values() if found.id == name)


@cache
def cases_of(name: str, seed: int) -> list[Case]:
    d = derivation(name)
    return harness.cases(d.source_code, seed, filename=d.path)


@cache
def returned(name: str, function: str, seed: int) -> tuple[Result, ...]:
    """What a function of the derivation's file gives for each case."""
    d = derivation(name)
    calls = [Call(function, case.arguments) for case in cases_of(name, seed)]
    return run(d.source_code, calls, filename=d.path).results


def as_answer(d: Derivation, function: str) -> str:
    """A function of the bank's file, given as an answer of somebody's own."""
    return f"_bank = {{}}\nexec({d.source_code!r}, _bank)\n{d.id} = _bank[{function!r}]\n"


def graded(d: Derivation, answer: str, seed: int) -> Judgement:
    return grade(prepare(d, seed), answer, filename="answer.py")


@pytest.mark.parametrize(("name", "seed"), PROOFS)
def test_it_is_proved(name: str, seed: int) -> None:
    assert prove(derivation(name), seed) == []


@EACH
def test_it_was_read_by_another(name: str) -> None:
    assert derivation(name).reviewed


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=MANY) for seed in (2, 3))])
@EACH
def test_with_other_seeds_an_answer_that_makes_a_mistake_is_told_so(name: str, seed: int) -> None:
    d = derivation(name)
    assert graded(d, d.source_code, seed).outcome == "correct"
    for mistake in d.mistakes:
        judgement = graded(d, as_answer(d, f"mistake_{mistake}"), seed)
        assert judgement.outcome != "correct", mistake
        assert judgement.mistakes == (mistake,)
