from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from quizdl.app.drill import Drill, Showing, start_drill
from quizdl.bank.compiled import Bank
from quizdl.bank.template import Template
from quizdl.domain.review import TIMED_ENOUGH, Review
from quizdl.domain.schedule import Rating
from quizdl.errors import USAGE, HistoryError, UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock, right_answer
from tests.history.logs import query, replayed

TOPIC = "optimization"


def _drill(
    bank: Bank,
    history: History,
    clock: Clock,
    *,
    topic: str | None = TOPIC,
    count: int = 5,
    seed: int = 1,
    ahead: bool = False,
) -> Drill:
    return start_drill(bank, history, topic=topic, count=count, seed=seed, ahead=ahead, clock=clock, zone=UTC)


def _shown(drill: Drill) -> list[tuple[str, str, tuple[str, ...], int]]:
    return [(s.entry.id, s.asked.prompt, s.asked.options, s.seed) for s in drill.showings()]


def _answer_all(drill: Drill, clock: Clock) -> list[str]:
    for showing in drill.showings():
        drill.answer(showing, right_answer(showing.asked), seconds=0.6 * showing.asked.seconds)
        clock.passes(seconds=10)
    return [answered.showing.entry.id for answered in drill.answered]


def _answer_everything(bank: Bank, history: History, clock: Clock) -> None:
    while _answer_all(_drill(bank, history, clock, count=1000), clock):  # what one drill keeps apart, the next one asks
        pass


def _first(drill: Drill) -> Showing:
    return next(drill.showings())


# which questions


def test_the_same_seed_gives_the_same_drill(bank: Bank, history: History, clock: Clock) -> None:
    one, same, other = (_shown(_drill(bank, history, clock, topic=None, count=30, seed=seed)) for seed in (1, 1, 2))
    assert one == same
    assert len(one) == 30
    assert {found[0] for found in one} != {found[0] for found in other}


def test_the_topic_bounds_the_drill(bank: Bank, history: History, clock: Clock) -> None:
    for topic in bank.topics:
        drill = _drill(bank, history, clock, topic=topic.id, count=1000)
        assert {entry.topic for entry in drill.entries} == {topic.id}
        asked = {entry.id for entry in drill.entries}
        assert len(asked) == len(drill.entries)
        assert all(bank.given_away(name) & asked for name in bank.ids(topic.id).keys() - asked), (
            "the rest is given away"
        )
        assert not any(bank.given_away(name) & asked for name in asked)


@pytest.mark.parametrize("seed", range(3))
def test_fifty_questions_of_any_topic_repeat_no_template_and_give_no_answer_away(
    bank: Bank, history: History, clock: Clock, seed: int
) -> None:
    """What gives what away is declared; BANK011 finds where that was forgotten."""
    for topic in bank.topics:
        names = [entry.id for entry in _drill(bank, history, clock, topic=topic.id, count=50, seed=seed).entries]
        assert len(names) == 50
        assert all(one != other for one, other in pairwise(names))
        assert not any(bank.given_away(name) & set(names) for name in names)


def test_no_more_questions_than_wanted_and_numbered_from_one(bank: Bank, history: History, clock: Clock) -> None:
    showings = list(_drill(bank, history, clock, count=3).showings())
    assert [(s.number, s.of, s.new) for s in showings] == [(1, 3, True), (2, 3, True), (3, 3, True)]


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("optimisation", "optimization"), ("deep learning", "deep_learning"), ("", None)]
)
def test_an_unknown_topic_is_said_with_the_nearest(
    bank: Bank, history: History, clock: Clock, misspelt: str, meant: str | None
) -> None:
    with pytest.raises(UsageError) as caught:
        _drill(bank, history, clock, topic=misspelt)
    assert repr(misspelt) in caught.value.message
    assert meant is None or f"did you mean {meant}?" in caught.value.message
    assert all(topic.id in caught.value.hint for topic in bank.topics)
    assert caught.value.exit_code == USAGE


def test_what_is_due_comes_first_the_longest_overdue_first_and_then_new_ones(
    bank: Bank, history: History, clock: Clock
) -> None:
    known = _answer_all(_drill(bank, history, clock, count=3), clock)
    clock.passes(days=30)
    skipping = _drill(bank, history, clock, count=1)
    skipping.skip(_first(skipping))  # it stays due
    drill = _drill(bank, history, clock, count=6, seed=2)
    schedules = history.schedules()
    assert [entry.id for entry in drill.entries[:3]] == sorted(known, key=lambda name: schedules[name].due)
    assert [s.new for s in drill.showings()] == [False] * 3 + [True] * 3
    assert not {entry.id for entry in drill.entries[3:]} & set(known)


def test_what_was_answered_today_does_not_come_again_but_what_was_wrong_comes_after_ten_minutes(
    bank: Bank, history: History, clock: Clock
) -> None:
    first = _drill(bank, history, clock, count=2)
    right, wrong = first.showings()
    first.answer(right, right_answer(right.asked), seconds=3)
    first.answer(wrong, "", seconds=5, timed_out=True)
    clock.passes(minutes=9)
    assert not {right.entry.id, wrong.entry.id} & {e.id for e in _drill(bank, history, clock, count=1000).entries}
    clock.passes(minutes=1)
    drill = _drill(bank, history, clock, count=1000)
    assert drill.entries[0] == wrong.entry
    assert right.entry not in drill.entries


def test_with_nothing_due_and_nothing_new_the_drill_is_empty_and_says_when(
    bank: Bank, history: History, clock: Clock
) -> None:
    _answer_everything(bank, history, clock)
    drill = _drill(bank, history, clock, count=1000)
    assert drill.entries == []
    assert list(drill.showings()) == []
    soonest = min(schedule.due for schedule in history.schedules().values())
    assert drill.next_due() == soonest > clock()
    clock.passes(days=(soonest - clock()).days + 1)
    assert _drill(bank, history, clock).entries


def test_when_the_next_one_comes_back_is_of_the_drills_own_topic(bank: Bank, history: History, clock: Clock) -> None:
    other = _drill(bank, history, clock, topic="practice", count=1)
    other.answer(_first(other), "", seconds=5, timed_out=True)
    drill = _drill(bank, history, clock)
    assert drill.next_due() is None
    everything = _drill(bank, history, clock, topic=None)
    assert everything.next_due() == clock() + timedelta(minutes=10)


def test_the_day_ends_at_4_in_the_morning_where_the_person_is(bank: Bank, history: History, clock: Clock) -> None:
    first = _drill(bank, history, clock, count=1)
    showing = _first(first)
    due = first.answer(showing, right_answer(showing.asked), seconds=3).due
    assert due
    clock.now = due - timedelta(
        hours=2
    )  # at 10; and the day ends at 4 in Greenwich, but at 11 where it is seven hours earlier
    for zone, comes in ((UTC, True), (timezone(timedelta(hours=-7)), False)):
        drill = start_drill(bank, history, topic=TOPIC, count=1, seed=1, ahead=False, clock=clock, zone=zone)
        assert (drill.entries == first.entries) is comes


def test_ahead_asks_what_is_not_due_yet_the_soonest_first(bank: Bank, history: History, clock: Clock) -> None:
    _answer_everything(bank, history, clock)
    drill = _drill(bank, history, clock, count=1000, ahead=True)
    schedules = history.schedules()
    due = [schedules[entry.id].due for entry in drill.entries]
    assert set(schedules) == set(bank.ids(TOPIC))
    assert len(due) > len(schedules) / 2
    assert due == sorted(due)
    assert not any(showing.new for showing in drill.showings())


def test_a_question_that_left_the_bank_is_not_asked(bank: Bank, history: History, clock: Clock) -> None:
    _answer_all(_drill(bank, history, clock, count=2), clock)
    history.record(replace(history.reviews()[0], id="gone", question="gone-from-the-bank"))
    clock.passes(days=30)
    assert len(_drill(bank, history, clock, count=2, topic=None).entries) == 2
    clock.now -= timedelta(days=30)
    left = _drill(bank, history, clock, topic=None)
    assert left.next_due() == min(schedule.due for name, schedule in history.schedules().items() if name in bank.ids())


def test_how_many_are_asked_changes_nothing_about_the_first(bank: Bank, history: History, clock: Clock) -> None:
    few, many = (_shown(_drill(bank, history, clock, topic=None, count=count)) for count in (3, 80))
    assert many[:3] == few


# what an answer does

ANSWERS = [
    # text, seconds of 5, hinted, timed out -> outcome, rating
    ("right", 1.0, False, False, "correct", Rating.EASY),
    ("right", 3.0, False, False, "correct", Rating.GOOD),
    ("right", None, False, False, "correct", Rating.GOOD),
    ("right", 4.5, False, False, "correct", Rating.HARD),
    ("right", 1.0, True, False, "correct", Rating.HARD),
    ("wrong", 1.0, False, False, "wrong", Rating.AGAIN),
    ("wrong", 1.0, True, False, "wrong", Rating.AGAIN),
    ("right", 5.0, False, True, "timeout", Rating.AGAIN),
    ("", 5.0, False, True, "timeout", Rating.AGAIN),
    ("what?", 1.0, False, False, "unparsable", None),
    ("", None, False, False, "unparsable", None),
]


def _choice(drill: Drill) -> Showing:
    return next(s for s in drill.showings() if s.entry.kind == "choice" and not s.entry.generated)


@pytest.mark.parametrize(("text", "seconds", "hinted", "timed_out", "outcome", "rating"), ANSWERS)
def test_an_answer_is_recorded_with_its_outcome_and_rating_before_its_verdict_returns(
    bank: Bank, history: History, home: Path, clock: Clock, text: str, seconds: float | None, hinted: bool, timed_out: bool,
    outcome: str, rating: Rating | None,
) -> None:  # fmt: skip
    drill = _drill(bank, history, clock, count=1000)
    showing = _choice(drill)
    right = right_answer(showing.asked)
    typed = {"right": right, "wrong": "2" if right == "1" else "1"}.get(text, text)
    if seconds is not None:
        seconds *= showing.asked.seconds / 5
    answered = drill.answer(showing, typed, seconds=seconds, hinted=hinted, timed_out=timed_out)
    assert (answered.verdict.outcome, answered.rating) == (outcome, rating)
    assert answered.verdict.score == (1 if outcome == "correct" else 0)
    assert drill.answered == [answered]
    assert query(home, "SELECT outcome, rating FROM review") == [(outcome, rating)]
    (kept,) = history.reviews()
    question, entry = showing.asked.question, showing.entry
    assert kept == Review(
        id=kept.id, at=clock(), session=drill.session, question=entry.id, fingerprint=question.fingerprint, kind="choice",
        topic=TOPIC, subtopic=entry.subtopic, outcome=answered.verdict.outcome, score=answered.verdict.score, answer=typed,
        seed=showing.seed, seconds=seconds, limit=showing.asked.seconds, hinted=hinted, rating=rating,
        mistake=answered.verdict.mistake,
    )  # fmt: skip
    schedule = history.schedule(entry.id)
    assert answered.due == (schedule.due if schedule else None)
    assert (answered.due is None) == (rating is None)
    if rating is Rating.AGAIN:
        assert answered.due == clock() + timedelta(minutes=10)


def test_a_right_answer_that_came_too_late_is_told_so(bank: Bank, history: History, clock: Clock) -> None:
    drill = _drill(bank, history, clock, count=1000)
    showing = _choice(drill)
    late = drill.answer(showing, right_answer(showing.asked), seconds=5, timed_out=True)
    assert "right" in late.verdict.says
    assert late.verdict.expected == showing.asked.question.expected()
    nothing = drill.answer(showing, "", seconds=5, timed_out=True)
    assert nothing.verdict.says == ""


@pytest.mark.parametrize("hinted", [True, False])
def test_a_skip_is_recorded_and_leaves_the_schedule(bank: Bank, history: History, clock: Clock, hinted: bool) -> None:
    drill = _drill(bank, history, clock)
    showing = _first(drill)
    skipped = drill.skip(showing, hinted=hinted)
    assert (skipped.verdict.outcome, skipped.rating, skipped.due, skipped.text) == ("skipped", None, None, "")
    assert skipped.verdict.expected == showing.asked.question.expected()
    assert [(r.outcome, r.hinted, r.seconds) for r in history.reviews()] == [("skipped", hinted, None)]
    due = drill.answer(showing, right_answer(showing.asked), seconds=3).due
    assert due
    clock.passes(days=60)
    again = _drill(bank, history, clock, count=1)
    assert again.skip(_first(again)).due == due
    assert history.schedules() == replayed(history)


def test_without_a_record_there_is_no_verdict(bank: Bank, history: History, home: Path, clock: Clock) -> None:
    drill = _drill(bank, history, clock)
    showing = _first(drill)
    query(home, "CREATE TRIGGER no BEFORE INSERT ON review BEGIN SELECT RAISE(ABORT, 'not now'); END")
    with pytest.raises(HistoryError, match="not now"):
        drill.answer(showing, "1", seconds=1)
    assert drill.answered == []


def test_each_drill_is_a_session_of_its_own(bank: Bank, history: History, clock: Clock) -> None:
    for _ in range(2):
        _answer_all(_drill(bank, history, clock, count=2), clock)
    sessions = [review.session for review in history.reviews()]
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]


# showing a question again


def test_every_question_is_shown_the_same_again_by_its_seed(bank: Bank) -> None:
    for entry in bank.entries():
        for seed in (1, 2**32 - 1):
            one, same = bank.asked(entry, seed), bank.asked(entry, seed)
            assert replace(one, question=same.question) == same
            assert one.question == same.question


def test_the_recorded_seed_of_a_generated_question_reproduces_it(bank: Bank, history: History, clock: Clock) -> None:
    drill = _drill(bank, history, clock, topic=None, count=1000)
    generated = [showing for showing in drill.showings() if showing.entry.generated]
    assert len(generated) >= 8
    for showing in generated:
        drill.answer(showing, "", seconds=5, timed_out=True)
        clock.passes(seconds=1)
    entries = {entry.id: entry for entry in bank.entries()}
    for showing, review in zip(generated, history.reviews(), strict=True):
        again = bank.asked(entries[review.question], review.seed)
        assert again.prompt == showing.asked.prompt
        assert again.question.expected() == showing.asked.question.expected()
        assert again.question.fingerprint == review.fingerprint


def test_another_seed_draws_another_question(bank: Bank) -> None:
    for entry in bank.entries():
        template = bank.question(entry)
        assert isinstance(template, Template) == entry.generated
        if entry.generated:
            assert len({bank.asked(entry, seed).prompt for seed in range(20)}) > 1


def test_every_question_of_the_bank_can_be_answered_right_as_it_is_shown(bank: Bank) -> None:
    for entry in bank.entries():
        asked = bank.asked(entry, 7)
        assert asked.grade(right_answer(asked)).outcome == "correct", entry.id


def test_stretched_times_stretch_the_clock_that_the_answer_is_measured_by(
    bank: Bank, history: History, clock: Clock
) -> None:
    plain = _first(_drill(bank, history, clock, count=1))
    drill = replace(_drill(bank, history, clock, count=1), time_factor=3.0)
    stretched = _first(drill)
    assert (stretched.asked.seconds, stretched.asked.reading_seconds) == (
        3 * plain.asked.seconds,
        3 * plain.asked.reading_seconds,
    )
    answered = drill.answer(stretched, right_answer(stretched.asked), seconds=plain.asked.seconds)
    assert answered.rating is not Rating.HARD, "in the first third of the time"
    (recorded,) = history.reviews()
    assert recorded.limit == stretched.asked.seconds


def test_a_slow_typist_is_measured_against_their_own_pace(bank: Bank, history: History, clock: Clock) -> None:
    """What the fixed fractions call hard each time becomes good once it is known to be usual."""
    ratings: dict[str, list[Rating | None]] = {}
    for answers in (80, 40):
        drill = _drill(bank, history, clock, topic=None, count=answers)
        often = {kind for kind, some in ratings.items() if len(some) >= TIMED_ENOUGH}
        for showing in drill.showings():
            answered = drill.answer(showing, right_answer(showing.asked), seconds=showing.asked.seconds * 0.85)
            ratings.setdefault(showing.entry.kind, []).append(answered.rating)
        clock.passes(hours=1)
    assert often
    for kind, some in ratings.items():
        assert some[0] is Rating.HARD
        assert some[-1] is (Rating.GOOD if kind in often else Rating.HARD)
