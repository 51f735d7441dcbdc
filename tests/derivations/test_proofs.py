"""Every derivation of the bank is proved, through the real sandbox."""

from __future__ import annotations

from functools import cache

import pytest

from quizdl.app.grade import _run_mistakes, grade
from quizdl.bank.find import derivation_files
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Call, Case, Result, Returned
from quizdl.grading.compare import same
from quizdl.grading.numeric import as_array
from quizdl.grading.diagnosis import diagnose
from quizdl.grading.judge import judge, outputs_of
from quizdl.sandbox import harness
from quizdl.sandbox.run import run
from tests.conftest import BANK
from tests.question_bank.bank import checked

EACH = pytest.mark.parametrize("name", [path.stem for path in derivation_files(BANK)], scope="module")
"""Tests of one derivation follow each other, and share what was run already."""
SEED = 20261122
SEEDS = pytest.mark.parametrize("seed", [SEED, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
CENTRAL_RTOL, MODERATE = 1e-6, 50.0
"""Central differences are held against gradients where no argument is larger than this: beyond it, rounding in the loss is seen."""


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
    return grade(d, answer, seed=seed, filename="answer.py")


@EACH
def test_the_starter_is_not_implemented(name: str) -> None:
    d = derivation(name)
    judgement = graded(d, d.starter(), SEED)
    assert (judgement.outcome, judgement.mistakes, judgement.score) == ("not_implemented", (), 0)


@EACH
def test_the_reference_is_correct(name: str) -> None:
    d = derivation(name)
    judgement = graded(d, d.source_code, SEED)
    assert (judgement.outcome, judgement.mistakes, judgement.score) == ("correct", (), 1)


@SEEDS
@EACH
def test_every_mistake_is_wrong_and_named_as_itself_and_no_other(name: str, seed: int) -> None:
    d = derivation(name)
    cases, reference = cases_of(name, seed), returned(name, name, seed)
    made = _run_mistakes(d, cases)
    assert len(made) >= 3
    for mistake, answer in made.items():
        judgement = diagnose(d, judge(d, cases, reference, answer), reference, answer, made)
        assert judgement.outcome != "correct", mistake
        assert judgement.mistakes == (mistake,)
        assert judgement.says == d.mistakes[mistake]


@SEEDS
@EACH
def test_gradients_agree_with_central_differences_of_the_loss(name: str, seed: int) -> None:
    d = derivation(name)
    if not d.has_loss:
        assert not d.gradients
        return
    cases = [case for case in cases_of(name, seed) if _moderate(case)]
    assert len(cases) >= 3
    pairs = [(output, argument, case) for case in cases for output, argument in d.gradients.items()]
    calls = [harness.gradient_call(argument, case) for _, argument, case in pairs]
    numeric = run(harness.with_gradient(d.source_code), calls, filename=d.path).results
    exact = dict(zip((case.name for case in cases_of(name, seed)), returned(name, name, seed), strict=True))
    for (output, argument, case), central in zip(pairs, numeric, strict=True):
        right = exact[case.name]
        assert isinstance(central, Returned)
        assert isinstance(right, Returned)
        values = outputs_of(d, right.value)
        assert values is not None
        where = f"{output} by {argument}, {case.name}"
        assert same(central.value, values[d.returns.index(output)], CENTRAL_RTOL), where


def _moderate(case: Case) -> bool:
    sizes = [abs(as_array(value)).max(initial=0) for value in case.arguments.values()]
    return bool(max(sizes) <= MODERATE)


@SEEDS
@EACH
def test_the_naive_version_agrees(name: str, seed: int) -> None:
    d = derivation(name)
    if not d.has_naive:
        pytest.skip("no naive version: the reference is its own plainest form")
    judgement = judge(d, cases_of(name, seed), returned(name, name, seed), returned(name, "naive", seed))
    assert judgement.outcome == "correct", judgement.says


@EACH
def test_it_is_complete(name: str) -> None:
    d = derivation(name)
    assert len(d.mistakes) >= 3
    assert len(d.hints) == 3
    assert all(d.mistakes.values())
    assert d.reviewed
    assert 3 <= d.minutes <= 30
    assert len(cases_of(name, SEED)) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@EACH
def test_with_other_seeds_an_answer_that_makes_a_mistake_is_told_so(name: str, seed: int) -> None:
    d = derivation(name)
    assert graded(d, d.source_code, seed).outcome == "correct"
    for mistake in d.mistakes:
        judgement = graded(d, as_answer(d, f"mistake_{mistake}"), seed)
        assert judgement.outcome != "correct", mistake
        assert judgement.mistakes == (mistake,)
