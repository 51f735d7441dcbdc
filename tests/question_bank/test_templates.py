"""Every template of the bank against an independent computation, on many draws."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from quizdl.domain.evaluation import constant
from quizdl.domain.numbers import shown
from quizdl.kinds.choice import Choice
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import gathered, seeded, templates

DRAWS, ALL_DRAWS = 80, 200
"""Seeds by which each template is held against its oracle, in the default suite and among the longer proofs; its mistakes are looked at in a part of them."""
LOOKS = 60
ORACLES = gathered("TEMPLATES")


def test_every_template_has_an_oracle_and_every_oracle_its_template() -> None:
    assert set(templates()) == set(ORACLES), "a new template needs an independent computation of its answer here"


@pytest.mark.parametrize("draws", [DRAWS, pytest.param(ALL_DRAWS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ORACLES)
def test_a_template_agrees_with_its_oracle_and_its_mistakes_differ_and_show(name: str, draws: int) -> None:
    template = templates()[name]
    mistakes = list(template.fields["mistakes"])
    shows: Counter[str] = Counter()
    different = {template.same(template.draw(seeded(seed))) for seed in range(draws, ALL_DRAWS)}
    for seed in range(draws):
        draw = template.draw(seeded(seed))
        different.add(template.same(draw))
        question, expected = template.question(draw), ORACLES[name](**draw)
        assert isinstance(question, Numeric | Choice)
        assert math.isclose(constant(question.answer), expected, rel_tol=1e-5, abs_tol=1e-9), draw
        asked = question.ask(seeded(seed))
        verdict = asked.grade(shown(round(expected, 9)))
        assert verdict.outcome == "correct", (draw, verdict)
        assert shown(constant(question.answer)) in question.explanation, draw
        assert not set(question.prompt + question.explanation) & set("{}"), draw
        if seed >= LOOKS:
            continue
        if isinstance(question, Choice):
            assert len(question.choices) == 1 + len(mistakes), draw
            shows.update(mistakes)
        else:
            assert isinstance(question, Numeric)
            verdicts = {mistake: asked.grade(content["value"]) for mistake, content in question.mistakes.items()}
            assert all(verdict.outcome == "wrong" and verdict.mistake in mistakes for verdict in verdicts.values()), (
                draw
            )
            shows.update(list(verdicts))
    assert len(mistakes) >= 2
    assert [mistake for mistake in mistakes if shows[mistake] <= LOOKS / 2] == [], "mistakes must show in most draws"
    assert len(different) >= 15, "a template gives many questions"
