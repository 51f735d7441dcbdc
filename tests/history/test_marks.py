"""Marks: what was taken back, disputed or set aside survives a restart and a merge, and everything follows from the log bit for bit."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import fsrs.scheduler
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from quizdl.domain.day import end_of_day
from quizdl.domain.mark import LEECH, Mark, What, forgotten_too_often
from quizdl.domain.review import LATE, Review
from quizdl.domain.schedule import PARAMETERS, Parameters, Rating, Schedule, advance
from quizdl.errors import HistoryError
from quizdl.history import store
from quizdl.history.events import lines, read
from quizdl.history.rows import Event, utc
from quizdl.history.store import History
from tests.domain.made import schedule
from tests.history.logs import NOON, attempt, mark, query, replayed, review

DEFAULT = fsrs.scheduler.DEFAULT_PARAMETERS
BANK = '{"bank": "0123456789ab"}'
OWN = tuple(value * 1.1 for value in DEFAULT)
FITTED = json.dumps({"parameters": OWN})
DAY = timedelta(days=1)


def until(at: datetime) -> str:
    return json.dumps({"until": utc(at)})


# what must follow from the log, worked out one by one


def latest(marks: list[Mark], target: str, *kinds: What) -> Mark | None:
    """The mark of some kinds that holds."""
    found = [one for one in marks if one.target == target and one.what in kinds]
    return max(found, key=lambda one: (one.at, one.id), default=None)


def as_they_count(reviews: list[Review], marks: list[Mark]) -> list[Review]:
    """The answers after all that was taken back and disputed."""
    found = []
    for one in sorted(reviews, key=lambda one: (one.at, one.id)):
        last = latest(marks, one.id, "undo", "dispute")
        if last is None:
            found.append(one)
        elif last.what == "dispute":
            late = one.outcome == "timeout" or (one.seconds is not None and one.seconds >= LATE * one.limit)
            rated = Rating.HARD if late or one.hinted else Rating.GOOD
            found.append(replace(one, outcome="correct", score=1.0, rating=rated, mistake=None))
    return found


def schedules_of(counted: list[Review], parameters: Parameters | None) -> dict[str, Schedule]:
    """One step after the other."""
    found: dict[str, Schedule] = {}
    for one in counted:
        if one.rating is not None:
            found[one.question] = advance(one.question, found.get(one.question), one.rating, one.at, parameters)
    return found


def seconds(at: datetime) -> int:
    return int(at.timestamp() // 1)


def check(history: History) -> None:
    """All that the history keeps beside its log follows from the log."""
    reviews, marks = history.reviews(), history.marks()
    counted = as_they_count(reviews, marks)
    assert history.counted() == counted
    fitted = latest(marks, "", "parameters")
    assert history.parameters() == (fitted.parameters() if fitted else None)
    assert history.schedules() == replayed(history) == schedules_of(counted, history.parameters())

    judged = ("correct", "partial", "wrong", "timeout")
    given = {one.id: one for one in reviews}
    sums: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0])
    again, last = [], dict[str, Review]()
    for one in counted:
        timed = given[one.id].outcome in judged and one.seconds is not None
        tally = sums[one.topic, one.subtopic, one.outcome]
        tally[:] = tally[0] + 1, tally[1] + one.score, tally[2] + timed
        if one.rating is not None:
            if before := last.get(one.question):
                again.append((seconds(one.at), one.id, seconds(before.at), int(one.rating > 1), one.topic))
            last[one.question] = one
    found = {
        (t.topic, t.subtopic, t.outcome): [t.reviews, pytest.approx(t.score), t.timed]
        for t in history.tallies(None, None)
    }
    assert found == sums
    # since a moment they are summed up anew
    since = {
        (t.topic, t.subtopic, t.outcome): [t.reviews, pytest.approx(t.score), t.timed]
        for t in history.tallies(None, NOON - 999 * DAY)
    }
    assert since == sums
    assert _rows(history, "again") == sorted(again)
    assert _rows(history, "stale") == []
    for question in {one.target for one in marks} | {one.question for one in reviews}:
        for now in (NOON, NOON + 3 * DAY, NOON + 99 * DAY):
            one_mark = latest(marks, question, "bury", "suspend", "restore")
            off = one_mark is not None and (
                one_mark.what == "suspend"
                or (one_mark.what == "bury" and datetime.fromisoformat(one_mark.data()["until"]) > now)
            )
            assert (question in history.aside([question], now)) == off
            if question in history.schedules():
                asked = [*history.due(now, now), *history.later(now, now)]
                assert (question in asked) == (not off)


def _rows(history: History, table: str) -> list[tuple[Any, ...]]:
    return history._connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


# any way there

NUMBERS = st.integers(0, 5)
OUTCOMES = ("correct", "wrong", "timeout", "partial", "skipped", "unparsable")
SCORES = {"correct": 1.0, "partial": 1 / 3}


def _review(number: int) -> Review:
    """Everything follows from the number, as an id says one thing only. The clock is put back now and then."""
    outcome = OUTCOMES[number % 6]
    silent = outcome in ("skipped", "unparsable")
    return review(
        number, question=f"q{number % 2}", at=NOON + timedelta(days=number * 7 % 6), outcome=outcome,
        rating=None if silent else Rating.GOOD if outcome == "correct" else Rating.AGAIN, score=SCORES.get(outcome, 0.0),
        seconds=(None, 2.0, 4.5)[number % 3], hinted=number % 5 == 0, mistake="sign" if outcome == "wrong" else None,
    )  # fmt: skip


def _mark(what: What, number: int, on: int) -> Mark:
    """The id follows from what it says; some come before what they are about."""
    value = {
        "dispute": BANK,
        "bury": until(NOON + timedelta(days=number % 5)),
        "suspend": LEECH * (number % 2),
        "parameters": json.dumps({"parameters": [value * (1 + number / 100) for value in DEFAULT]}),
        "flag": f"remark {number}",
    }.get(what, "")
    target = {"undo": _review(on).id, "dispute": _review(on).id, "parameters": ""}.get(what, f"q{on % 2}")
    at = NOON + timedelta(days=number * 5 % 3)  # some at the same moment
    return Mark(id=f"{what}-{number}-{on}", at=at, what=what, target=target, value=value)


WHATS: list[What] = ["undo", "dispute", "flag", "unflag", "bury", "suspend", "restore", "parameters"]
AMEND: list[What] = ["undo", "dispute"]
MARKS = st.builds(_mark, st.sampled_from(AMEND) | st.sampled_from(WHATS), NUMBERS, NUMBERS)
PLACES = st.sampled_from("ab")


class TwoMachines(RuleBasedStateMachine):
    """Two histories of one person: answers and marks come to either, in any order, and cross by every way there is."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.open = {name: self._opened(name) for name in "ab"}
        self.log: dict[str, set[Event]] = {"a": set(), "b": set()}
        for place in "ab":
            for number in (0, 1, 2):
                self.answer(place, number)

    def _opened(self, name: str) -> History:
        history = History.open(self.folder / name, writing=True)
        history._connection.execute("PRAGMA synchronous = OFF")  # that it waits for the disk is tested elsewhere
        return history

    @rule(place=PLACES, number=NUMBERS)
    def answer(self, place: str, number: int) -> None:
        if _review(number) not in self.log[place]:
            self.open[place].record(_review(number))
            self.log[place].add(_review(number))

    @rule(place=PLACES, marks=st.lists(MARKS, min_size=1, max_size=4, unique=True))
    def mark(self, place: str, marks: list[Mark]) -> None:
        new = [one for one in marks if one not in self.log[place]]
        self.open[place].mark(*new)
        self.log[place] |= set(new)

    @rule(place=PLACES)
    def restart(self, place: str) -> None:
        self.open[place].close()
        self.open[place] = self._opened(place)

    @rule(place=PLACES, by=st.sampled_from(["events", "export", "file"]))
    def merge(self, place: str, by: str) -> None:
        other = "b" if place == "a" else "a"
        if by == "events":
            self.open[place].merge(list(self.open[other].events())[::-1])
        elif by == "export":
            file = self.folder / "export"
            file.write_text("\n".join(lines(self.open[other].events())), encoding="utf-8")
            self.open[place].merge(read(file))
        else:
            self.open[place].merge(read(self.open[other].path))
        self.log[place] |= self.log[other]

    @rule(place=PLACES, events=st.lists(NUMBERS.map(_review) | MARKS, max_size=6))
    def merge_anything(self, place: str, events: list[Event]) -> None:
        self.open[place].merge(events)
        self.log[place] |= set(events)

    @invariant()
    def follows_from_the_log(self) -> None:
        for name, history in self.open.items():
            assert set(history.events()) == self.log[name]
            check(history)

    def teardown(self) -> None:
        for history in self.open.values():
            history.close()
        shutil.rmtree(self.folder)


TestTwoMachines = TwoMachines.TestCase
TestTwoMachines.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)


class ForLong(TwoMachines):
    """The same, longer."""


TestForLong = pytest.mark.slow(ForLong.TestCase)
TestForLong.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

# one by one


@pytest.fixture
def history(home: Path) -> History:
    opened = History.open(home, writing=True)
    opened._connection.execute("PRAGMA synchronous = OFF")
    return opened


def test_an_answer_that_is_taken_back_leaves_the_schedule_as_it_was_and_stays_in_the_log(history: History) -> None:
    first = history.record(review(0))
    history.record(review(3, rating=Rating.AGAIN, outcome="wrong", score=0.0))
    history.mark(mark(4, "undo", review(3).id))
    assert history.schedule("q0") == first
    assert [one.seed for one in history.reviews()] == [0, 3]
    history.mark(mark(5, "undo", review(0).id))
    assert history.schedule("q0") is None
    assert history.known(["q0"]) == set()
    assert history.tallies(None, None) == []


@pytest.mark.parametrize(
    ("given", "rated"),
    [
        ({}, Rating.GOOD),
        ({"seconds": None}, Rating.GOOD),
        ({"seconds": 4.0}, Rating.HARD),
        ({"hinted": True}, Rating.HARD),
        ({"outcome": "timeout", "seconds": None}, Rating.HARD),
    ],
)
def test_a_disputed_answer_counts_as_right(history: History, given: dict[str, Any], rated: Rating) -> None:
    wrong = review(0, **{"outcome": "wrong", "score": 0.0, "rating": Rating.AGAIN, "mistake": "sign", **given})
    history.record(wrong)
    history.mark(mark(1, "dispute", wrong.id, BANK))
    assert history.counted() == [replace(wrong, outcome="correct", score=1.0, rating=rated, mistake=None)]
    assert history.schedule("q0") == advance("q0", None, rated, wrong.at)
    assert history.reviews() == [wrong]


def test_what_was_set_aside_is_not_asked_until_it_is_restored_or_the_day_begins(history: History) -> None:
    for number in range(3):
        history.record(review(number))
    now, tonight = NOON + 9 * DAY, end_of_day(NOON + 9 * DAY, NOON.tzinfo)
    history.mark(mark(5, "bury", "q0", until(tonight)), mark(6, "suspend", "q1"), mark(7, "suspend", "new", LEECH))
    assert [*history.due(now, tonight), *history.later(now, tonight)] == ["q2"]
    assert {name: (one.until, one.leech) for name, one in history.aside(None, now).items()} == {
        "q0": (tonight, False), "q1": (None, False), "new": (None, True)
    }  # fmt: skip
    assert set(history.aside(["q0", "q2"], now)) == {"q0"}
    assert list(history.due(tonight, tonight + DAY)) == ["q0", "q2"]
    history.mark(mark(8, "restore", "q1"), mark(9, "restore", "q0"))
    assert list(history.due(now, tonight)) == ["q0", "q1", "q2"]
    due = {name: at for name, at, _, _ in history.standings(now)}
    history.mark(mark(20, "suspend", "q1"), mark(21, "bury", "q0", until(now + 99 * DAY)))
    moved = {name: at for name, at, _, _ in history.standings(now)}
    assert moved == {"q0": utc(now + 99 * DAY), "q1": "9999", "q2": due["q2"]}


def test_flags_carry_their_last_remark(history: History) -> None:
    history.mark(
        mark(1, "flag", "a", "odd"), mark(2, "flag", "b"), mark(4, "flag", "a", "wrong unit"), mark(3, "unflag", "a")
    )
    history.mark(mark(5, "unflag", "b"))
    assert history.flagged() == {"a": "wrong unit"}
    assert [one.what for one in history.marks("unflag")] == ["unflag", "unflag"]


def test_an_earlier_mark_that_comes_later_changes_nothing(history: History) -> None:
    history.record(review(0, outcome="wrong", score=0.0, rating=Rating.AGAIN))
    history.mark(mark(5, "dispute", review(0).id, BANK), mark(5, "suspend", "q0", id="suspend"))
    before = history.schedules(), history.counted()
    history.mark(mark(4, "undo", review(0).id), mark(3, "restore", "q0"))
    assert (history.schedules(), history.counted()) == before
    assert set(history.aside(None, NOON)) == {"q0"}


def test_an_answer_that_was_taken_back_before_it_came_stands_between_no_others(history: History) -> None:
    for number in (0, 6):
        history.record(review(number))
    history.mark(mark(9, "undo", review(3).id))
    history.record(review(3))
    check(history)
    history.mark(mark(10, "dispute", review(3).id, BANK))
    check(history)


def test_of_marks_of_the_same_moment_the_greater_id_holds(history: History) -> None:
    history.mark(mark(1, "suspend", "q", id="b"))
    history.mark(
        mark(1, "restore", "q", id="a"),
        mark(1, "bury", "r", until(NOON + DAY), id="c"),
        mark(1, "suspend", "r", id="d"),
    )
    assert {name: one.until for name, one in history.aside(None, NOON).items()} == {"q": None, "r": None}
    check(history)


def test_a_review_and_what_belongs_to_it_are_written_together_or_not_at_all(home: Path, history: History) -> None:
    query(home, "CREATE TRIGGER no BEFORE INSERT ON mark BEGIN SELECT RAISE(ABORT, 'not now'); END")
    with pytest.raises(HistoryError, match="not now"):
        history.record(review(0), lambda before, after: mark(0, "suspend", after.question, LEECH))
    assert (history.reviews(), history.schedules()) == ([], {})
    query(home, "DROP TRIGGER no")
    history.record(
        review(0), lambda before, after: mark(0, "suspend", after.question, LEECH) if before is None else None
    )
    history.record(review(3), lambda before, after: None)
    assert [one.value for one in history.marks()] == [LEECH]


@pytest.mark.parametrize(
    ("lapses", "leech"), [((6, 7), False), ((7, 8), True), ((8, 8), False), ((8, 9), False), ((11, 12), True)]
)
def test_a_question_is_a_leech_at_eight_lapses_and_at_every_fourth_after_that(
    lapses: tuple[int, int], leech: bool
) -> None:
    before, after = (schedule("q", DAY, lapses=count) for count in lapses)
    assert forgotten_too_often(before, after) == leech


# parameters


def test_parameters_replay_every_schedule_and_the_latest_hold(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "STALE", 4)
    for number in range(30):
        history.record(review(number, question=f"q{number % 10}"))
    before, told = history.schedules(), list[tuple[int, int]]()
    history.mark(mark(50, "parameters", "", FITTED), progress=lambda done, of: told.append((done, of)))
    assert told == [(4, 6), (6, 6)], "the first four with the mark"
    assert history.parameters() == pytest.approx(OWN)
    check(history)
    assert all(before[name] != found for name, found in history.schedules().items())
    history.mark(mark(40, "parameters", "", json.dumps({"parameters": DEFAULT})))
    check(history)
    assert history.parameters() == pytest.approx(OWN)
    history.mark(mark(60, "parameters", "", json.dumps({"parameters": DEFAULT})))
    assert history.schedules() == before


def test_a_replay_that_was_ended_is_finished_by_whoever_opens_next(
    home: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "STALE", 3)
    for number in range(10):
        history.record(review(number, question=f"q{number}"))

    def end(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        history.mark(mark(50, "parameters", "", FITTED), progress=end)
    assert history.schedules() != replayed(history)
    history.close()
    with closing(History.open(home, writing=False)) as reading:
        assert len(reading.schedules()) == 10
    with closing(History.open(home, writing=True)) as again:
        check(again)


def test_a_merge_with_parameters_replays_what_it_does_not_bring_too(history: History, tmp_path: Path) -> None:
    for number in range(4):
        history.record(review(number))
    with closing(History.open(tmp_path / "other", writing=True)) as other:
        other.record(review(9))
        other.mark(mark(50, "parameters", "", FITTED))
        other.merge(history.events())
        history.merge(other.events())
        check(history)
        assert history.schedules() == other.schedules()


def test_parameters_beyond_what_the_scheduler_takes_are_moved_to_what_it_takes(history: History) -> None:
    history.mark(mark(1, "parameters", "", json.dumps({"parameters": [-5.0] * PARAMETERS})))
    history.mark(mark(2, "parameters", "", json.dumps({"parameters": [1e5] * PARAMETERS})))
    assert history.record(review(3))
    check(history)


# what is no mark


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("undone", ""),
        ("dispute", ""),
        ("dispute", "[]"),
        ("dispute", "[" * 100_000),
        ("interview", "{"),
        ("bury", "{}"),
        ("bury", '{"until": 7}'),
        ("bury", '{"until": "tomorrow"}'),
        ("bury", '{"until": "2026-03-01T04:00:00.000000"}'),
        ("bury", '{"until": "2026-03-01T04:00:00.000000+01:00"}'),
        ("bury", '{"until": "2026-03-01T04:00:00Z"}'),
        ("parameters", "{}"),
        ("parameters", json.dumps({"parameters": DEFAULT[:-1]})),
        ("parameters", json.dumps({"parameters": ["1"] * PARAMETERS})),
        ("parameters", json.dumps({"parameters": [True] * PARAMETERS})),
        ("parameters", json.dumps({"parameters": [float("nan")] * PARAMETERS})),
        ("parameters", json.dumps({"parameters": [10**400] * PARAMETERS})),
        ("flag", "x" * ((1 << 20) + 1)),
    ],
)
def test_a_mark_that_makes_no_sense_is_refused_wherever_it_comes_from(
    history: History, home: Path, what: Any, value: str
) -> None:
    with pytest.raises(ValueError, match=r"mark|burial|parameters"):
        mark(1, what, "q", value)
    history.record_attempt(attempt(1))
    query(home, "DROP TRIGGER mark_sets_aside")  # it would not have let some of these in
    query(home, "INSERT INTO mark VALUES ('1', ?, ?, 'q', ?)", utc(NOON), what, value)
    with pytest.raises(HistoryError, match="damaged"):
        history.marks()
