"""The chains and product questions that ship with quizdl: every number against an independent computation, every claim with a source."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from quizdl.bank.interviews import Chain, Interviews, Step, interviews
from quizdl.domain.catalogue import Topic
from quizdl.domain.evaluation import constant
from quizdl.domain.interview import follow
from quizdl.domain.numbers import shown
from quizdl.kinds.formula import Formula
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import checked, gathered, seeded
from tests.question_bank.test_formulas import value

NUMBERS, FORMULAS = gathered("STEPS"), gathered("STEP_FORMULAS")
DRAWS = 40


@cache
def content() -> Interviews:
    bank = checked()
    assert bank.contents
    assert bank.interviews
    topics = [Topic(name, topic.title, topic.subtopics) for name, topic in bank.contents.topics.items()]
    return interviews(bank.interviews, topics)


def steps() -> Iterator[tuple[str, Chain, Step]]:
    for chain in content().chains:
        for name, step in chain.steps.items():
            yield f"{chain.id}.{name}", chain, step


@cache
def step_of(name: str) -> tuple[Chain, Step]:
    return next((chain, step) for found, chain, step in steps() if found == name)


def named(kind: str) -> set[str]:
    return {name for name, _, step in steps() if step.template.kind == kind}


def test_there_are_enough_of_them() -> None:
    assert len(content().chains) >= 10
    assert len(content().products) >= 6
    assert set(content().roles) == {"applied", "research", "systems"}
    assert all(6 <= len(product.rubric) <= 10 for _, product in content().products)
    assert "deliver-ocr" in {product.id for _, product in content().products}


def test_every_role_has_chains_and_products_of_its_own_topics() -> None:
    for name, role in content().roles.items():
        assert sum(chain.topic in role.topics for chain in content().chains) >= 5, name
        assert sum(not product.roles or name in product.roles for _, product in content().products) >= 3, name


def lengths(chain: Chain, name: str) -> Iterator[int]:
    """How many follow-ups the ways through a chain have, from a step on."""
    following = set(chain.steps[name].then.values())
    yield from (1 + more for after in following for more in lengths(chain, after))
    if not following:
        yield 0


def test_every_chain_is_two_to_four_follow_ups_deep() -> None:
    for chain in content().chains:
        deepest = max(lengths(chain, chain.opening.name))
        assert 2 <= deepest <= 4, (chain.id, deepest)
        assert len(set(chain.opening.then.values())) >= 2, f"{chain.id}: its opening leads to one place"


def test_whoever_is_always_right_gets_harder_questions_at_the_end() -> None:
    for chain in content().chains:
        step, levels = chain.opening, [chain.opening.level]
        while following := follow(step.then, "correct", None):
            step = chain.steps[following]
            levels.append(step.level)
        assert max(levels) > levels[0], chain.id


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_agrees_with_its_oracle_on_every_draw(name: str) -> None:
    chain, step = step_of(name)
    mistaken: set[str] = set()
    for seed in range(DRAWS):
        draw = chain.draw(seeded(seed))
        question, expected = step.question(draw), NUMBERS[name](**draw)
        assert isinstance(question, Numeric)
        assert math.isclose(constant(question.answer), expected, rel_tol=1e-5, abs_tol=1e-9), draw
        asked = question.ask(seeded(seed))
        assert asked.grade(shown(constant(question.answer))).outcome == "correct", draw
        for mistake, wrong in question.mistakes.items():
            verdict = asked.grade(shown(constant(wrong["value"])))
            assert verdict.outcome == "wrong", (draw, mistake)
            mistaken |= {mistake} if verdict.mistake == mistake else set()
        words = (
            question.prompt
            + question.explanation
            + chain.about(draw)
            + "".join(wrong["says"] for wrong in question.mistakes.values())
        )
        assert not set(words) & set("{}"), draw
    assert mistaken >= set(step.template.fields["mistakes"]), "a mistake that is never recognised as itself"


def test_every_number_and_formula_has_an_oracle_and_every_oracle_its_step() -> None:
    assert named("numeric") == set(NUMBERS)
    assert named("formula") == set(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_agrees_with_its_oracle_and_its_mistakes_do_not(name: str) -> None:
    chain, step = step_of(name)
    question = step.question(chain.draw(seeded(0)))
    assert isinstance(question, Formula)
    for seed in range(5):
        point, expected = FORMULAS[name](np.random.default_rng(seed))
        np.testing.assert_allclose(value(question, question.answer, dict(point)), expected, rtol=1e-6, atol=1e-8)
        for mistake, wrong in question.mistakes.items():
            found = value(question, wrong["value"], dict(point))
            assert not np.allclose(found, expected, rtol=1e-3), mistake
    asked = question.ask(seeded(0))
    assert asked.grade(question.answer).outcome == "correct"
    for mistake, wrong in question.mistakes.items():
        assert asked.grade(wrong["value"]).mistake == mistake


def test_settings_and_scenarios_are_read_in_any_terminal() -> None:
    """The editorial rules look after the rest: `test_content.py`."""
    for chain in content().chains:
        assert chain.about(chain.draw(random.Random(chain.id))).isascii(), chain.id
    for _, product in content().products:
        assert product.scenario.isascii(), product.id
