"""Every template of the bank against an independent computation, on 200 draws."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.numbers import shown
from quizdl.domain.parser import parse
from quizdl.kinds.choice import Choice
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import gathered, seeded, templates

DRAWS = 200
"""Seeds by which each template is held against its oracle; its mistakes are looked at in a part of them."""
LOOKS = 60
ORACLES = gathered("TEMPLATES")


def test_every_template_has_an_oracle_and_every_oracle_its_template() -> None:
    assert set(templates()) == set(ORACLES), "a new template needs an independent computation of its answer here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_template_agrees_with_its_oracle_on_every_draw(name: str) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question, expected = template.question(draw), ORACLES[name](**draw)
        assert isinstance(question, Numeric | Choice)
        assert math.isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-5, abs_tol=1e-9), draw
        verdict = question.ask(seeded(seed)).grade(shown(round(expected, 9)))
        assert verdict.outcome == "correct", (draw, verdict)
        assert shown(evaluate(parse(question.answer), {})) in question.explanation, draw
        assert not set(question.prompt + question.explanation) & set("{}"), draw


@pytest.mark.parametrize("name", ORACLES)
def test_no_draw_has_two_equal_choices_and_mistakes_show_in_most(name: str) -> None:
    template = templates()[name]
    mistakes = list(template.fields["mistakes"])
    shows: Counter[str] = Counter()
    for seed in range(LOOKS):
        draw = template.draw(seeded(seed))
        question = template.question(draw)
        asked = question.ask(seeded(seed))
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
    assert [mistake for mistake in mistakes if shows[mistake] <= LOOKS / 2] == []


@pytest.mark.parametrize("name", ORACLES)
def test_a_template_gives_many_questions(name: str) -> None:
    template = templates()[name]
    assert len({template.same(template.draw(seeded(seed))) for seed in range(DRAWS)}) >= 15
