from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from quizdl.app.drill import start_drill
from quizdl.app.goal import FILE, Goal, read_goal, write_goal
from quizdl.app.plan import FURTHEST, Plan, make_plan, planned_drill
from quizdl.app.today import Today, todays_page
from quizdl.bank.compiled import Bank
from quizdl.domain.mark import Mark
from quizdl.errors import USAGE, HistoryError, UsageError
from quizdl.history.store import History, new_id
from tests.app.conftest import Clock, right_answer
from tests.history.logs import attempt


def _plan(bank: Bank, history: History, clock: Clock, *, days: int = 30, minutes: int = 20) -> Plan:
    interview = clock.now.date() + timedelta(days=days)
    return make_plan(bank, history, interview=interview, minutes=minutes, now=clock(), zone=UTC)


def _follow(bank: Bank, history: History, clock: Clock, *, days: int = 30, minutes: int = 20) -> list[str]:
    drill = planned_drill(
        bank, history, interview=clock.now.date() + timedelta(days=days), minutes=minutes, seed=1, clock=clock, zone=UTC
    )
    for showing in drill.showings():
        clock.passes(seconds=11)
        drill.answer(showing, right_answer(showing.asked), seconds=showing.asked.seconds / 2)
    return [answered.showing.entry.id for answered in drill.answered]


# the plan


def test_with_no_history_all_is_new_and_the_plan_beats_due_order(bank: Bank, history: History, clock: Clock) -> None:
    plan = _plan(bank, history, clock)
    assert (plan.whole.seen, plan.whole.reviews, plan.answers, plan.fitted) == (0, 0, 0, False)
    assert plan.whole.new == len(plan.today) > 50
    assert plan.whole.stop == 0
    assert plan.whole.plan > plan.whole.due_order > 0.3
    assert plan.whole.questions == sum(topic.questions for topic in plan.topics) == len(bank.ids())
    assert plan.whole.new == sum(topic.new for topic in plan.topics)
    assert 19 < plan.minutes_today <= 20


def test_what_is_not_reachable_is_counted_with_the_minutes_that_it_takes(
    bank: Bank, history: History, clock: Clock
) -> None:
    plan = _plan(bank, history, clock, days=5, minutes=5)
    assert plan.minutes_for_all is not None
    assert plan.whole.left == pytest.approx(sum(topic.left for topic in plan.topics))
    assert plan.whole.left + 5 * 5 * 60 / 10 > plan.whole.questions - 100
    enough = _plan(bank, history, clock, days=5, minutes=plan.minutes_for_all + 2)
    assert enough.minutes_for_all is None
    assert enough.whole.left < 0.5
    assert enough.whole.plan > plan.whole.plan


def test_the_drill_of_the_plan_asks_its_questions_and_then_the_day_is_done(
    bank: Bank, history: History, clock: Clock
) -> None:
    plan = _plan(bank, history, clock, minutes=10)
    asked = _follow(bank, history, clock, minutes=10)
    assert set(asked) <= set(plan.today)
    assert len(asked) > 0.8 * len(plan.today), "but for those that give each other away"
    after = _plan(bank, history, clock, minutes=10)
    assert after.minutes_done > 8
    assert len(after.today) < 0.2 * len(plan.today)
    assert after.answers == len(asked)
    assert after.whole.plan > 0.9 * plan.whole.plan
    clock.passes(days=1)
    assert _plan(bank, history, clock, minutes=10).minutes_done == 0


def test_ones_own_pace_decides_how_much_fits(bank: Bank, history: History, clock: Clock) -> None:
    drill = start_drill(bank, history, topic=None, count=80, seed=1, ahead=False, clock=clock, zone=UTC)
    for showing in drill.showings():
        clock.passes(seconds=60)
        drill.answer(showing, right_answer(showing.asked), seconds=4.0)
    clock.passes(days=1)
    slow = _plan(bank, history, clock)
    assert len(slow.today) == 20, "a minute each, of kinds that were hardly asked, too"


def test_piped_answers_take_no_time_and_say_nothing_of_the_pace(bank: Bank, history: History, clock: Clock) -> None:
    drill = start_drill(bank, history, topic=None, count=80, seed=1, ahead=False, clock=clock, zone=UTC)
    for showing in drill.showings():
        clock.passes(seconds=0.02)
        drill.answer(showing, right_answer(showing.asked), seconds=None)
    clock.passes(days=1)
    assert 80 < len(_plan(bank, history, clock).today) < 100, "13 s each, as if nothing was known"


def test_what_is_suspended_is_not_planned(bank: Bank, history: History, clock: Clock) -> None:
    first = _plan(bank, history, clock).today[0]
    history.mark(Mark(id=new_id(clock()), at=clock(), what="suspend", target=first))
    assert first not in _plan(bank, history, clock).today
    assert first not in _follow(bank, history, clock)


def test_the_interview_may_be_today_but_neither_past_nor_beyond_two_years(
    bank: Bank, history: History, clock: Clock
) -> None:
    plan = _plan(bank, history, clock, days=0)
    assert plan.days == 0
    assert plan.whole.plan == pytest.approx(len(plan.today) / plan.whole.questions)
    for days, words in ((-1, "was yesterday"), (-40, "was 40 days ago"), (FURTHEST + 1, "is 731 days away")):
        with pytest.raises(UsageError, match=words) as said:
            _plan(bank, history, clock, days=days)
        assert said.value.exit_code == USAGE
        assert said.value.hint


def test_a_question_that_left_the_bank_does_no_harm(bank: Bank, history: History, clock: Clock) -> None:
    _follow(bank, history, clock, minutes=2)
    history.record(replace(history.reviews()[0], id="gone", question="gone-from-the-bank"))
    assert _plan(bank, history, clock).whole.questions == len(bank.ids())


# the interview's day


def test_the_goal_is_remembered_and_forgotten(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert read_goal(home) is None
    for goal in (Goal(date(2026, 4, 1), 20), Goal(date(2027, 1, 2), 5)):
        write_goal(home, goal)
        assert read_goal(home) == goal
    write_goal(home, None)
    write_goal(home, None)
    assert read_goal(home) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"interview": "soon", "minutes": 5}',
        '{"interview": "2026-04-01", "minutes": "5"}',
        "[" * 9999,
    ],
)
def test_a_damaged_goal_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_goal(tmp_path) is None


def test_a_goal_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="cannot be written"):
        write_goal(tmp_path / "file", Goal(date(2026, 4, 1), 20))


# today


def _today(bank: Bank, history: History, home: Path, clock: Clock) -> Today:
    return todays_page(bank, history, home, clock(), UTC)


def test_the_first_day_has_everything_new(bank: Bank, home: Path, clock: Clock) -> None:
    page = _today(bank, History.open(home, writing=False), home, clock)
    assert (page.day, page.due, page.answered, page.days) == (clock.now.date(), 0, 0, None)
    assert page.new == page.questions == len(bank.ids())
    assert page.derivation == bank.tracks[0].derivations[0]


def test_today_counts_what_is_due_new_and_done(bank: Bank, history: History, home: Path, clock: Clock) -> None:
    write_goal(home, Goal(clock.now.date() + timedelta(days=9), 15))
    drill = start_drill(bank, history, topic=None, count=3, seed=1, ahead=False, clock=clock, zone=UTC)
    for showing, text in zip(drill.showings(), ("right", "right", ""), strict=True):
        drill.answer(showing, text and right_answer(showing.asked), seconds=2.0, timed_out=not text)
    history.mark(
        Mark(
            id=new_id(clock()),
            at=clock(),
            what="suspend",
            target=next(n for n in bank.ids() if n not in history.schedules()),
        )
    )
    clock.passes(minutes=20)
    page = _today(bank, history, home, clock)
    assert (page.due, page.new, page.answered) == (1, len(bank.ids()) - 4, 3)
    assert (page.days, page.minutes) == (9, 15)
    clock.passes(days=60)
    later = _today(bank, history, home, clock)
    assert (later.due, later.answered, later.days) == (3, 0, -51)


def test_the_next_derivation_is_of_the_track_that_was_begun(
    bank: Bank, history: History, home: Path, clock: Clock
) -> None:
    track = bank.tracks[3]
    first, second, third, *_ = track.derivations
    for number, (name, outcome) in enumerate(((first, "correct"), (second, "gave_up"), (third, "wrong"))):
        history.record_attempt(attempt(number, derivation=name, outcome=outcome))
    page = _today(bank, history, home, clock)
    assert (page.track, page.derivation, page.done, page.of) == (track.id, third, 2, len(track.derivations))


def test_when_every_track_is_done_there_is_no_next(bank: Bank, history: History, home: Path, clock: Clock) -> None:
    for number, name in enumerate({name for track in bank.tracks for name in track.derivations}):
        history.record_attempt(attempt(number, derivation=name, outcome="correct"))
    page = _today(bank, history, home, clock)
    assert (page.derivation, page.track) == (None, None)
