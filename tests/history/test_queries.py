from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.mark import Mark
from quizdl.domain.schedule import Schedule
from quizdl.history.store import History
from tests.domain.made import schedule
from tests.history.logs import NOON, review

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TONIGHT = NOW + 14 * HOUR


def put(history: History, *schedules: Schedule) -> None:
    """Puts schedules where a replay would."""
    from quizdl.history.rows import utc

    for s in schedules:
        row = (
            s.question,
            utc(s.due),
            s.stability,
            s.difficulty,
            s.state,
            s.step,
            utc(s.last),
            s.reviews,
            s.lapses,
        )
        history._connection.execute("INSERT INTO schedule VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History.open(tmp_path, writing=True)


@pytest.mark.parametrize(
    ("due", "state", "expected"),
    [
        (-DAY, 2, True),
        (13 * HOUR, 2, True),
        (14 * HOUR, 2, True),
        (15 * HOUR, 2, False),
        (timedelta(0), 1, True),
        (timedelta(minutes=1), 1, False),
        (-HOUR, 3, True),
        (HOUR, 3, False),
        (15 * HOUR, 3, False),
    ],
)
def test_a_question_is_due_by_the_minute_while_it_is_learnt_and_by_the_day_after(
    history: History, due: timedelta, state: int, expected: bool
) -> None:
    put(history, schedule("q", due, state=state))
    assert list(history.due(NOW, TONIGHT)) == ["q"] * expected
    assert list(history.later(NOW, TONIGHT)) == ["q"] * (not expected)


def test_the_longest_overdue_comes_first_and_of_what_is_not_due_the_soonest(history: History) -> None:
    put(history, schedule("today", HOUR), schedule("old", -DAY), schedule("older", -9 * DAY), schedule("as old", -DAY))
    put(history, schedule("far", 9 * DAY), schedule("near", 2 * DAY), schedule("learning", HOUR, state=1))
    assert list(history.due(NOW, TONIGHT)) == ["older", "as old", "old", "today"]
    assert list(history.later(NOW, TONIGHT)) == ["learning", "near", "far"]
    assert list(history.due(NOW, TONIGHT, ["today", "older", "far", "gone"])) == ["older", "today"]
    assert list(history.later(NOW, TONIGHT, ["today", "far"])) == ["far"]
    assert list(history.due(NOW, TONIGHT, [])) == []


def test_what_is_known_is_what_has_a_schedule(history: History) -> None:
    put(history, schedule("a", DAY), schedule('b"\n', -DAY))
    assert history.known(["a", 'b"\n', "c"]) == {"a", 'b"\n'}
    assert history.known([]) == set()


def test_a_walk_that_is_left_holds_nothing_up(history: History, tmp_path: Path) -> None:
    put(history, *(schedule(f"q{i}", -DAY) for i in range(100)))
    walk = history.due(NOW, TONIGHT)
    assert next(walk) == "q0"
    del walk
    with History.open(tmp_path, writing=True)._transaction():
        pass


@given(st.dictionaries(st.integers(0, 29), st.tuples(st.integers(-50, 50), st.sampled_from([1, 2, 3])), max_size=15))
def test_every_schedule_is_either_due_or_later(known: dict[int, tuple[int, int]]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as home:
        history = History.open(Path(home), writing=True)
        history._connection.execute("PRAGMA synchronous = OFF")
        put(history, *(schedule(f"q{i}", hours * HOUR, state=state) for i, (hours, state) in known.items()))
        due, later = list(history.due(NOW, TONIGHT)), list(history.later(NOW, TONIGHT))
        history.close()
    assert sorted(due + later) == sorted(f"q{i}" for i in known)
    hours = {f"q{i}": hours for i, (hours, _) in known.items()}
    assert [hours[name] for name in due] == sorted(hours[name] for name in due)
    assert [hours[name] for name in later] == sorted(hours[name] for name in later)


def test_the_answers_since_a_moment_are_those_that_count_and_came_then(history: History) -> None:
    outcomes = (("correct", 1.0), ("partial", 0.3), ("wrong", 0.0), ("skipped", 0.0))
    for number in range(40):
        outcome, score = outcomes[number * 7 % 4]
        about = {"topic": ("optimization", "practice")[number % 3 == 0], "subtopic": f"s{number % 2}"}
        seconds = None if number % 5 == 0 else 1.0
        history.record(review(number, outcome=outcome, score=score, seconds=seconds, **about))
    for number, what in ((3, "undo"), (11, "dispute"), (33, "undo"), (38, "dispute")):
        mark = Mark(
            id=f"m{number}", at=NOW, what="undo" if what == "undo" else "dispute", target=f"{number:032x}", value="{}"
        )
        history.mark(mark)
    for topic in (None, "optimization", "practice"):
        for since in [None, *(NOON + timedelta(hours=number, minutes=1) for number in range(-2, 42))]:
            found = {tally[:3]: tally[3:] for tally in history.tallies(topic, since)}
            counted = [r for r in history.counted() if topic in (None, r.topic) and (since is None or r.at >= since)]
            sums: dict[tuple[str, str, str], list[float]] = {}
            for r in counted:
                own = sums.setdefault((r.topic, r.subtopic, r.outcome), [0, 0.0, 0])
                timed = r.seconds is not None and r.outcome != "skipped"
                own[:] = own[0] + 1, own[1] + r.score, own[2] + timed
            assert found == {name: pytest.approx(own) for name, own in sums.items()}, since


def test_the_right_times_are_of_the_latest_right_answers_without_the_hint(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = review(0, kind="numeric")
    counted = review(1, seconds=1.0, limit=4.0)
    others = [review(2, outcome="wrong"), review(3, hinted=True), review(4, seconds=None)]
    for one in (*others, counted, old):
        history.record(one)
    assert sorted(history.right_times()) == [("choice", 0.25), ("numeric", 0.5)]
    monkeypatch.setattr("quizdl.history.queries.LATEST_TIMED", 4)
    assert history.right_times() == [("choice", 0.25)]
