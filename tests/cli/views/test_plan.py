from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.fit import Fit
from quizdl.app.goal import Goal, write_goal
from quizdl.app.plan import Plan, make_plan
from quizdl.app.today import Today, todays_page
from quizdl.bank.compiled import Bank
from quizdl.cli.views.plan import fit_view, plan_view
from quizdl.cli.views.today import today_view
from quizdl.domain.day import day_of
from quizdl.history.store import History
from tests.cli.views.conftest import Start
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, drawn

TODAY = day_of(NOW, UTC)


@pytest.fixture
def answered(start: Start, small_bank: Bank, history: History) -> History:
    """A month of drills now and then, most of it right."""
    rng = random.Random(3)
    for days in range(30, 0, -4):
        drill = start(now=NOW - timedelta(days=days), seed=days, count=4)
        for showing in drill.showings():
            drill.answer(showing, showing.asked.question.expected() if rng.random() < 0.7 else "1", seconds=2.0)
    return history


def planned(bank: Bank, history: History, days: int = 20, minutes: int = 1) -> Plan:
    return make_plan(bank, history, interview=TODAY + timedelta(days=days), minutes=minutes, now=NOW, zone=UTC)


def much(plan: Plan) -> Plan:
    """As large as it gets."""
    topics = tuple(replace(t, questions=9999, reviews=888, new=777, left=4321.0, plan=0.3) for t in plan.topics)
    whole = replace(plan.whole, questions=99_999, reviews=8888, new=7777, left=54_321.0, plan=1.0)
    return replace(plan, topics=topics, whole=whole, minutes_for_all=333, minutes_done=12.0, fitted=True, days=730)


def test_a_plan(answered: History, small_bank: Bank, snapshot: SnapshotAssertion) -> None:
    plan = planned(small_bank, answered)
    for width in WIDTHS:
        assert drawn(plan_view(plan, width), width) == snapshot(name=str(width))


def test_a_plan_that_cannot_be_met_says_what_is_missing(
    answered: History, small_bank: Bank, snapshot: SnapshotAssertion
) -> None:
    plan = much(planned(small_bank, answered))
    for width in WIDTHS:
        page = drawn(plan_view(plan, width), width)
        assert "at least 333 min a day" in " ".join(page.split())
        assert page == snapshot(name=str(width))


def test_a_day_that_is_done_and_an_interview_today(answered: History, small_bank: Bank) -> None:
    plan = planned(small_bank, answered, days=0)
    assert "interview today" in drawn(plan_view(plan, 100), 100)
    done = replace(plan, today=(), minutes_done=1.0)
    assert "Done for today" in drawn(plan_view(done, 60), 60)


def test_they_fit_any_width(answered: History, small_bank: Bank, today: Today) -> None:
    plan = planned(small_bank, answered)
    for page in (plan_view, today_view):
        for width in (24, NARROW, 39, 40, 50, 70, 79, 80, 90, 120):
            if page is plan_view:
                drawn(plan_view(plan, width), width)
                drawn(plan_view(much(plan), width), width)
            else:
                drawn(today_view(replace(today, due=12_345, new=67_890, questions=99_999), width), width)


@pytest.fixture
def today(answered: History, small_bank: Bank, home: Path) -> Today:
    write_goal(home, Goal(date(2026, 4, 1), 15))
    return todays_page(small_bank, answered, home, NOW, UTC)


def test_today(today: Today, snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        assert drawn(today_view(today, width), width) == snapshot(name=str(width))


def test_the_first_day(small_bank: Bank, history: History, home: Path, snapshot: SnapshotAssertion) -> None:
    page = todays_page(small_bank, history, home, NOW, UTC)
    for width in WIDTHS:
        assert drawn(today_view(page, width), width) == snapshot(name=str(width))


@pytest.mark.parametrize(
    ("days", "words"),
    [(21, "21 days to go"), (1, "1 day to go"), (0, "The interview is today"), (-1, "The interview was on")],
)
def test_the_days_to_go_are_said(today: Today, days: int, words: str) -> None:
    assert words in drawn(today_view(replace(today, days=days), 60), 60)


@pytest.mark.parametrize("kept", [True, False])
def test_a_fit_says_by_how_much(kept: bool, snapshot: SnapshotAssertion) -> None:
    fit = Fit(1600, 400, 0.3512, 0.3301 if kept else 0.3561, 0.89, kept, (0.1,) * 21)
    for width in WIDTHS:
        assert drawn(fit_view(fit), width) == snapshot(name=f"{kept} {width}")
