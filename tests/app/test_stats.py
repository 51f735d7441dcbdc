from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from quizdl.app.drill import start_drill
from quizdl.app.stats import statistics
from quizdl.bank.compiled import Bank
from quizdl.domain.progress import Progress
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock, right_answer
from tests.history.logs import attempt

FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 9)


def _page(bank: Bank, history: History, clock: Clock, topic: str | None = None, since: date | None = None) -> Progress:
    return statistics(bank, history, now=clock(), zone=UTC, topic=topic, since=since)


@pytest.fixture
def studied(bank: Bank, history: History, clock: Clock) -> History:
    """Two days: on the first three of optimization (right, out of time, skipped) and an attempt; on the second five of practice."""
    drill = start_drill(bank, history, topic="optimization", count=3, seed=1, ahead=False, clock=clock, zone=UTC)
    right, late, skipped = drill.showings()
    drill.answer(right, right_answer(right.asked), seconds=right.asked.seconds / 2)
    drill.answer(late, "", seconds=late.asked.seconds, timed_out=True)
    drill.skip(skipped)
    history.record_attempt(attempt(1, at=clock(), mistakes=("no_bias_correction",)))
    clock.now = datetime(2026, 3, 9, 12, tzinfo=UTC)
    drill = start_drill(bank, history, topic="practice", count=5, seed=1, ahead=False, clock=clock, zone=UTC)
    for showing in drill.showings():
        drill.answer(showing, right_answer(showing.asked), seconds=showing.asked.seconds / 4)
    history.record_attempt(attempt(2, at=clock(), outcome="correct", mistakes=()))
    history.record_attempt(
        attempt(3, at=clock(), derivation="relu_backward", topic="deep_learning", outcome="correct", mistakes=())
    )
    return history


def test_everything_is_counted(bank: Bank, studied: History, clock: Clock) -> None:
    page = _page(bank, studied, clock)
    assert page.reviews == 8
    assert page.outcomes == {"correct": 6, "timeout": 1, "skipped": 1}
    assert page.attempts == 3
    assert page.days == {FIRST: 4, SECOND: 7}
    topics = {topic.id: topic for topic in page.topics}
    assert list(topics) == [topic.id for topic in bank.topics]
    assert [topics[name].questions for name in topics] == [len(bank.entries(name)) for name in topics]
    optimization, practice = topics["optimization"], topics["practice"]
    assert (optimization.seen, optimization.reviews, optimization.accuracy, optimization.speed) == (2, 2, 0.5, 0.75)
    assert (practice.seen, practice.reviews, practice.accuracy, practice.speed) == (5, 5, 1.0, 0.25)
    assert 0 < practice.mastery <= 5 / practice.questions
    assert (topics["frameworks"].seen, topics["frameworks"].mastery, topics["frameworks"].accuracy) == (0, 0.0, None)
    solved = {track.id: track.solved for track in page.tracks}
    assert {name: count for name, count in solved.items() if count} == {"backprop": 1, "optimizers": 1}
    assert solved["linear_models"] == 0


def test_a_mistake_is_told_as_the_bank_tells_it(bank: Bank, studied: History, clock: Clock) -> None:
    adam = bank.derivation("adam")
    assert adam
    name, says = next(iter(adam.mistakes.items()))
    for number in (11, 12):
        studied.record_attempt(attempt(number, at=clock(), mistakes=(name,)))
    top = _page(bank, studied, clock).mistakes[0]
    assert (top.derivation, top.mistake, top.says, top.times >= 2) == ("adam", name, says, True)


def test_since_leaves_out_earlier_days_but_not_what_is_known(bank: Bank, studied: History, clock: Clock) -> None:
    page = _page(bank, studied, clock, since=SECOND)
    assert (page.reviews, page.attempts, page.outcomes) == (5, 2, {"correct": 5})
    assert page.days == {SECOND: 7}
    assert page.mistakes == ()
    seen = {topic.id: (topic.seen, topic.reviews) for topic in page.topics}
    assert seen["optimization"] == (2, 0)
    assert _page(bank, studied, clock, since=SECOND + timedelta(days=1)).reviews == 0


def test_a_topic_is_counted_alone(bank: Bank, studied: History, clock: Clock) -> None:
    page = _page(bank, studied, clock, topic="optimization")
    assert (page.reviews, page.attempts) == (3, 2)
    assert [topic.id for topic in page.topics] == ["optimization"]
    assert page.tracks == ()


@pytest.mark.parametrize("topic", [None, "optimization", "practice", "frameworks"])
def test_what_is_due_is_counted_by_day(bank: Bank, studied: History, clock: Clock, topic: str | None) -> None:
    due = _page(bank, studied, clock, topic=topic).due
    assert list(due) == [SECOND + timedelta(days=number) for number in range(14)]
    ids = {entry.id for entry in bank.entries(topic)}
    coming = [max(SECOND, schedule.due.date()) for name, schedule in studied.schedules().items() if name in ids]
    assert due == {day: coming.count(day) for day in due}
    assert (due[SECOND] >= 1) == (topic in (None, "optimization"))  # the one that ran out of time is overdue


def test_without_a_history_the_page_is_empty(bank: Bank, home: Path, clock: Clock) -> None:
    page = _page(bank, History.open(home, writing=False), clock)
    assert (page.reviews, page.attempts, page.retention, page.streak, page.days) == (0, 0, None, 0, {})


def test_an_unknown_topic_is_said(bank: Bank, history: History, clock: Clock) -> None:
    with pytest.raises(UsageError, match="did you mean optimization"):
        _page(bank, history, clock, topic="optimisation")


def test_questions_that_left_the_bank_do_no_harm(bank: Bank, studied: History, home: Path, clock: Clock) -> None:
    before = _page(bank, studied, clock)
    gone = studied.reviews()[0]
    studied.record(replace(gone, id="gone", question="gone-from-the-bank", at=clock()))
    studied.record_attempt(attempt(9, at=clock(), derivation="gone", mistakes=("gone",)))
    page = _page(bank, studied, clock)
    assert page.reviews == before.reviews + 1
    assert page.due == before.due
    assert [t.seen for t in page.topics] == [t.seen for t in before.topics]
    assert any(mistake.derivation == "gone" and mistake.says == "" for mistake in page.mistakes)
