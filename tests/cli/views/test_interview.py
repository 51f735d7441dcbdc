from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from rich.console import Group, RenderableType
from syrupy.assertion import SnapshotAssertion

from quizdl.app.interview import Interview, Walk, interviews
from quizdl.app.interview_plan import start_interview
from quizdl.bank.compiled import Bank, open_bank
from quizdl.cli.views import interview as views
from quizdl.cli.views.scorecard import scorecard_view
from quizdl.domain.judgement import Judgement
from quizdl.domain.scorecard import Scorecard, findings
from quizdl.history.store import History
from tests.app.conftest import right_answer
from tests.cli.views.rendering import NOW, WIDTHS, coloured, drawn
from tests.conftest import BANK

STYLES = {"plain": drawn, "coloured": coloured}


@pytest.fixture
def bank(compiled: object) -> Bank:
    return open_bank(BANK, compiled)  # type: ignore[arg-type]


def held(bank: Bank, history: History, *, at: int, skill: int, finished: bool = True) -> tuple[Interview, Scorecard]:
    """An interview some days after NOW, in which one of `skill` answers is wrong."""
    now = NOW + timedelta(days=at)
    interview = start_interview(bank, history, minutes=30, role="systems", seed=4, clock=lambda: now)
    for number, showing in enumerate(interview.drill.showings()):
        right = number % skill > 0
        confidence = 0.95 if number % 2 else 0.25
        text = right_answer(showing.asked) if right else "1" if showing.asked.keys else "12345"
        interview.fire(showing, text, seconds=3.0, confidence=confidence)
    walk = interview.steps(interview.chains[0])
    while walk.step and finished:
        walk.answer(right_answer(walk.showing.asked) if walk.number > 1 else "1", seconds=20, confidence=0.75)
    if not finished:
        return interview, interview.scorecard()
    derivation = interview.derivations[0]
    says = "You averaged where the server sums."
    interview.derived(derivation, Judgement(derivation.id, "wrong", 0.5, says, (), mistakes=("mean",)), 300.0)
    topic, product = interview.products[0]
    for number in range(len(product.rubric)):
        interview.rate(topic, product, number, "ypn"[number % 3])
    return interview, interview.finish()


def follow_up(walk: Walk) -> RenderableType:
    """The step after the first."""
    walk.answer("1", seconds=20)
    return views.step_view(walk.showing, walk.setting)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_heads_of_the_rounds(
    bank: Bank, history: History, width: int, style: str, snapshot: SnapshotAssertion
) -> None:
    interview, _ = held(bank, history, at=0, skill=3, finished=False)
    walk = interview.steps(interview.chains[0])
    _, product = interview.products[0]
    parts: list[RenderableType] = [
        views.plan_view(bank.interviews().roles["systems"], 30, interview.rounds, width),
        *(views.round_view(n, 4, r.kind, interview.left(n - 1)) for n, r in enumerate(interview.rounds, 1)),
        views.setting_view(walk.chain.title, walk.setting), views.step_view(walk.showing, walk.setting),
        follow_up(walk), views.product_view(product),
        *(views.item_view(n, 3, item) for n, item in enumerate(product.rubric[:3], 1)),
        *(views.said_view(key, item, other) for key, item, other in zip("ypn", product.rubric, [None, *product.rubric], strict=False)),
        views.clock_text(61), views.clock_text(0),
    ]  # fmt: skip
    assert STYLES[style](Group(*parts), width) == snapshot


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_scorecard(bank: Bank, history: History, width: int, style: str, snapshot: SnapshotAssertion) -> None:
    held(bank, history, at=0, skill=2)
    _, card = held(bank, history, at=3, skill=3)
    topics = {topic.id: topic.title for topic in bank.topics}
    found = findings(card, interviews(history))
    assert found.last
    assert found.unsaid
    assert any(level.claim for level in found.calibration)
    assert STYLES[style](scorecard_view(card, found, topics, UTC, width), width) == snapshot


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_list(bank: Bank, history: History, width: int, style: str, snapshot: SnapshotAssertion) -> None:
    held(bank, history, at=0, skill=2)
    held(bank, history, at=3, skill=3, finished=False)
    page = STYLES[style](views.list_view(interviews(history), UTC, width), width)
    assert page == snapshot
    assert "unfinished" in page or "…" in page


def test_an_empty_scorecard_says_so(bank: Bank, history: History) -> None:
    interview = start_interview(bank, history, minutes=30, role=None, seed=1, clock=lambda: NOW)
    card = interview.scorecard()
    assert "No answer given" in drawn(scorecard_view(card, findings(card), {}, UTC, 60), 60)
    assert "No interview yet." in drawn(views.list_view([], UTC, 60), 60)
