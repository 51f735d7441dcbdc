"""Answers taken back and disputed, questions set aside: as the drill and the command line do it, over the real bank."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsrs.scheduler
import pytest

import quizdl
from quizdl.app import amend
from quizdl.app.analysis import orphans
from quizdl.app.drill import Drill, start_drill
from quizdl.bank.compiled import Bank
from quizdl.domain.mark import LEECH_LAPSES
from quizdl.domain.schedule import Rating
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock
from tests.history.logs import NOON, attempt, mark, replayed, review

DAY = timedelta(days=1)


@pytest.fixture
def drill(bank: Bank, history: History, clock: Clock) -> Drill:
    """A drill of which three questions were answered, all wrong, a minute apart."""
    started = start_drill(bank, history, topic=None, count=4, seed=1, ahead=False, clock=clock, zone=UTC)
    showings = started.showings()
    for _ in range(3):
        started.answer(next(showings), "no such answer 7", seconds=1.0, timed_out=True)
        clock.passes(minutes=1)
    return started


def ids(history: History) -> list[str]:
    return [one.question for one in history.counted()]


def test_undo_takes_back_one_answer_after_the_other_and_says_which(
    drill: Drill, history: History, clock: Clock
) -> None:
    asked = [entry.id for entry in drill.entries]
    for place in (2, 1, 0):
        undone = amend.undo_last(history, clock(), drill.session)
        assert (undone.review.question, undone.due) == (asked[place], None)
        assert ids(history) == asked[:place]
    with pytest.raises(UsageError, match="no answer to take back"):
        amend.undo_last(history, clock())
    assert len(history.reviews()) == 3, "they stay in the log"


def test_undo_leaves_other_sessions_and_what_was_passed_over(drill: Drill, history: History, clock: Clock) -> None:
    drill.skip(list(drill.showings())[3])
    assert amend.undo_last(history, clock()).review.answer == "no such answer 7"
    with pytest.raises(UsageError):
        amend.undo_last(history, clock(), "another session")


def test_an_answer_taken_back_comes_back_when_it_would_have(history: History, clock: Clock) -> None:
    first = history.record(review(0))
    history.record(review(3))
    assert first
    assert amend.undo_last(history, NOON + DAY).due == first.due


def test_a_dispute_keeps_what_was_asked_and_what_was_expected_and_by_which_bank(
    drill: Drill, bank: Bank, history: History, home: Path, clock: Clock
) -> None:
    wrong = next(one for one in history.reviews() if one.outcome != "correct")
    counted = amend.dispute(history, bank, wrong, clock())
    assert (counted.outcome, counted.score, counted.rating) == ("correct", 1.0, Rating.HARD)
    with closing(History.open(home, writing=False)) as after_a_restart:
        (found,) = amend.disputes(after_a_restart)
    answered = next(one for one in drill.answered if one.showing.entry.id == wrong.question)
    assert found.review == wrong
    assert (found.bank, found.quizdl, found.at) == (bank.version, quizdl.__version__, clock())
    assert (found.prompt, found.expected) == (answered.showing.asked.prompt, answered.showing.asked.question.expected())
    with pytest.raises(UsageError, match="counts as right already"):
        amend.dispute(history, bank, wrong, clock())
    amend.undo(history, wrong, clock())
    assert amend.disputes(history) == []
    assert wrong.question not in ids(history)


def test_a_dispute_of_a_question_that_the_bank_has_no_more_or_that_has_changed_says_so(
    bank: Bank, history: History, clock: Clock
) -> None:
    there = bank.entries()[0]
    for number, question in enumerate(("gone", there.id)):
        given = review(number, question=question, outcome="wrong", score=0.0, rating=Rating.AGAIN)
        history.record(given)
        amend.dispute(history, bank, given, clock())
    assert [(one.prompt, one.expected) for one in amend.disputes(history)] == [(None, None)] * 2


def test_a_buried_question_is_asked_when_the_next_day_begins_and_a_suspended_one_when_it_is_restored(
    drill: Drill, bank: Bank, history: History, clock: Clock
) -> None:
    first, second, third, new = (entry.id for entry in drill.entries)
    assert amend.bury(history, first, clock(), UTC) == datetime(2026, 3, 2, 4, tzinfo=UTC)
    amend.suspend(history, second, clock())
    amend.suspend(history, new, clock())
    clock.passes(minutes=30)

    def asked() -> set[str]:
        return {entry.id for entry in again(clock, bank, history).entries}

    assert asked() & {first, second, third, new} == {third}
    clock.passes(days=1)
    assert {first, third} <= asked()
    assert not asked() & {second, new}
    amend.restore(history, second, clock())
    assert second in asked()


def again(clock: Clock, bank: Bank, history: History) -> Drill:
    return start_drill(bank, history, topic=None, count=30, seed=1, ahead=True, clock=clock, zone=UTC)


def test_what_was_done_last_holds_even_if_the_clock_was_put_back_in_between(
    drill: Drill, bank: Bank, history: History, clock: Clock
) -> None:
    wrong = history.reviews()[0]
    amend.dispute(history, bank, wrong, clock())
    amend.suspend(history, wrong.question, clock())
    amend.flag(history, wrong.question, clock(), "odd")
    amend.adopt(history, [value * 1.2 for value in fsrs.scheduler.DEFAULT_PARAMETERS], {}, clock())
    clock.passes(days=-400)
    amend.undo(history, wrong, clock())
    amend.restore(history, wrong.question, clock())
    amend.unflag(history, wrong.question, clock())
    amend.adopt(history, fsrs.scheduler.DEFAULT_PARAMETERS, {}, clock())
    assert wrong.id not in {one.id for one in history.counted()}
    assert amend.marked(history, clock()) == []
    assert history.parameters() == fsrs.scheduler.DEFAULT_PARAMETERS
    assert history.schedules() == replayed(history)


def test_the_last_answer_is_the_last_up_to_now_when_the_clock_was_ahead(history: History) -> None:
    for number, at in enumerate((NOON + 300 * DAY, NOON, NOON + timedelta(hours=1))):
        history.record(review(number, at=at))
    seeds = [amend.undo_last(history, NOON + timedelta(hours=2)).review.seed for _ in range(3)]
    assert seeds == [2, 1, 0]


def test_a_clock_that_is_put_back_in_a_drill_does_no_harm(
    drill: Drill, bank: Bank, history: History, clock: Clock
) -> None:
    clock.passes(days=-30)
    earlier = again(clock, bank, history)
    for showing in list(earlier.showings())[:4]:
        assert earlier.answer(showing, "1", seconds=1.0).verdict
    assert len(history.counted()) == 7
    assert history.schedules() == replayed(history)
    assert amend.undo_last(history, clock(), earlier.session).review.session == earlier.session
    assert history.schedules() == replayed(history)


# leeches


@pytest.fixture
def forgotten(bank: Bank, history: History, clock: Clock) -> Iterator[tuple[Drill, str]]:
    """A question that was forgotten seven times: what is asked next is it alone."""
    entry = next(e for e in bank.entries() if e.kind == "choice")
    number = 0
    while (schedule := history.schedule(entry.id)) is None or schedule.lapses < LEECH_LAPSES - 1 or schedule.state != 2:
        at = NOON - 999 * DAY if schedule is None else schedule.due
        known = schedule is None or schedule.state != 2
        history.record(review(number, question=entry.id, at=at, rating=Rating.GOOD if known else Rating.AGAIN))
        number += 1
    clock.now = schedule.due
    yield start_drill(bank, history, topic=None, count=1, seed=1, ahead=False, clock=clock, zone=UTC), entry.id


def test_the_eighth_lapse_sets_a_question_aside_and_taking_it_back_undoes_that_too(
    forgotten: tuple[Drill, str], history: History, clock: Clock
) -> None:
    drill, name = forgotten
    (showing,) = drill.showings()
    assert showing.entry.id == name
    drill.answer(showing, "no such answer 7", seconds=1.0, timed_out=True)
    schedule = history.schedule(name)
    assert schedule
    assert schedule.lapses == LEECH_LAPSES
    assert [(one.question, one.what) for one in amend.marked(history, clock())] == [(name, "leech")]
    assert list(history.due(clock() + 99 * DAY, clock() + 99 * DAY)) == []
    amend.undo_last(history, clock())
    assert amend.marked(history, clock()) == []


def test_a_suspension_of_ones_own_is_not_lifted_by_taking_an_answer_back(
    forgotten: tuple[Drill, str], history: History, clock: Clock
) -> None:
    drill, name = forgotten
    drill.answer(next(iter(drill.showings())), "no such answer 7", seconds=1.0, timed_out=True)
    amend.restore(history, name, clock())
    amend.suspend(history, name, clock())
    amend.undo_last(history, clock())
    assert [one.what for one in amend.marked(history, clock())] == ["suspend"]


# what is marked, and what the bank has no more


def test_all_marks_are_taken_off_a_question_at_once(history: History, clock: Clock) -> None:
    amend.flag(history, "a", clock(), "odd")
    amend.suspend(history, "a", clock())
    clock.passes(seconds=1)
    amend.flag(history, "b", clock())
    assert [(one.question, one.what, one.remark) for one in amend.marked(history, clock())] == [
        ("a", "flag", "odd"), ("b", "flag", ""), ("a", "suspend", "")
    ]  # fmt: skip
    assert len(amend.take_off(history, "a", clock())) == 2
    assert [one.question for one in amend.marked(history, clock())] == ["b"]
    with pytest.raises(UsageError, match="'a' is neither flagged nor set aside"):
        amend.take_off(history, "a", clock())


def test_what_the_bank_has_no_more_is_kept_and_listed(bank: Bank, history: History) -> None:
    there = bank.entries()[0].id
    for number, question in enumerate(("gone", "gone", there, "away")):
        history.record(review(number, question=question))
    history.record_attempt(attempt(1))
    history.record_attempt(attempt(2, derivation="no such derivation"))
    history.mark(mark(1, "suspend", "never asked"))
    assert [(one.id, one.kind, one.answers, one.last) for one in orphans(bank, history)] == [
        ("away", "question", 1, review(3).at), ("gone", "question", 2, review(1).at),
        ("no such derivation", "derivation", 1, attempt(2).at),
    ]  # fmt: skip
    assert len(history.reviews()) == 4
    assert "gone" in history.schedules()


def test_the_parameters_of_ones_own_are_kept_with_what_is_said_of_them(history: History, clock: Clock) -> None:
    amend.adopt(history, fsrs.scheduler.DEFAULT_PARAMETERS, {"log_loss": 0.3, "before": 0.35}, clock())
    (kept,) = history.marks("parameters")
    assert json.loads(kept.value)["log_loss"] == 0.3
    with pytest.raises(ValueError, match="21 numbers"):
        amend.adopt(history, [1.0], {}, clock())
