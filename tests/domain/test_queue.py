from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.catalogue import Entry
from quizdl.domain.queue import choose, interleaved, is_due
from quizdl.domain.schedule import Schedule
from tests.domain.made import NOW, entry, rng, schedule

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TONIGHT = NOW + 14 * HOUR


def chosen(
    entries: list[Entry], schedules: list[Schedule], *, count: int = 100, seed: int = 1, ahead: bool = False
) -> list[str]:
    known = {s.question: s for s in schedules}
    return [e.id for e in choose(entries, known, count=count, now=NOW, day_end=TONIGHT, rng=rng(seed), ahead=ahead)]


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
    ],
)
def test_a_question_is_due_by_the_minute_while_it_is_learnt_and_by_the_day_after(
    due: timedelta, state: int, expected: bool
) -> None:
    assert is_due(schedule("q", due, state=state), NOW, TONIGHT) is expected


def test_what_is_due_comes_first_and_the_longest_overdue_before_all() -> None:
    entries = [entry(name) for name in ("new", "today", "old", "later", "older")]
    schedules = [
        schedule("today", HOUR),
        schedule("old", -DAY),
        schedule("older", -9 * DAY),
        schedule("later", 3 * DAY),
    ]
    assert chosen(entries, schedules) == ["older", "old", "today", "new"]


def test_no_more_are_chosen_than_asked_for() -> None:
    entries = [entry(name) for name in "abcde"]
    assert chosen(entries, [schedule("d", -DAY), schedule("b", -HOUR)], count=3)[:2] == ["d", "b"]
    assert len(chosen(entries, [schedule("d", -DAY)], count=3)) == 3
    assert chosen([], [schedule("gone", -DAY)]) == []


def test_ahead_of_time_what_is_not_due_comes_last_the_soonest_first() -> None:
    entries = [entry(name) for name in ("far", "near", "new", "due", "learning")]
    schedules = [
        schedule("far", 9 * DAY), schedule("near", 2 * DAY), schedule("due", -DAY), schedule("learning", HOUR, state=1),
    ]  # fmt: skip
    assert chosen(entries, schedules) == ["due", "new"]
    assert chosen(entries, schedules, ahead=True) == ["due", "new", "learning", "near", "far"]


def test_new_questions_come_level_by_level_with_the_subtopics_in_turn() -> None:
    entries = [entry(f"{s}{level}{i}", subtopic=s, level=level) for s in "abc" for level in (3, 1, 2) for i in range(2)]
    order = interleaved(entries, rng(3))
    assert [e.level for e in order] == sorted(e.level for e in entries)
    for start in range(0, len(order), 3):
        assert {e.subtopic for e in order[start : start + 3]} == {"a", "b", "c"}


def test_a_large_subtopic_does_not_crowd_out_a_small_one() -> None:
    entries = [entry(f"a{i}", subtopic="a") for i in range(20)] + [entry("b", subtopic="b")]
    assert {e.subtopic for e in interleaved(entries, rng(1))[:2]} == {"a", "b"}


def test_the_same_seed_gives_the_same_order_and_another_one_another() -> None:
    entries = [entry(f"q{i}", subtopic=f"s{i % 3}") for i in range(30)]
    assert chosen(entries, [], seed=5) == chosen(entries, [], seed=5)
    assert len({tuple(chosen(entries, [], seed=seed)) for seed in range(10)}) == 10


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=30),
    st.dictionaries(st.integers(0, 29), st.tuples(st.floats(-9, 9), st.sampled_from([1, 2, 3])), max_size=15),
    st.integers(0, 20),
    st.booleans(),
)
def test_a_drill_never_repeats_or_invents_and_drops_nothing_that_is_due(
    kinds: list[tuple[str, int]], known: dict[int, tuple[float, int]], count: int, ahead: bool
) -> None:
    entries = [entry(f"q{i}", subtopic=s, level=level) for i, (s, level) in enumerate(kinds)]
    schedules = [schedule(f"q{i}", days * DAY, state=state) for i, (days, state) in known.items()]
    order = chosen(entries, schedules, count=count, ahead=ahead)
    ids = {e.id for e in entries}
    due = {s.question for s in schedules if is_due(s, NOW, TONIGHT)} & ids
    assert len(set(order)) == len(order) <= count
    assert set(order) <= ids
    assert set(order[: len(due)]) <= due
    assert due <= set(order) or len(order) == count
    if ahead:
        assert len(order) == min(count, len(ids))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=40), st.integers(0, 99))
def test_interleaving_keeps_all_and_each_subtopic_waits_for_the_others(kinds: list[tuple[str, int]], seed: int) -> None:
    entries = [entry(f"q{i}", subtopic=s, level=level) for i, (s, level) in enumerate(kinds)]
    order = interleaved(entries, rng(seed))
    assert sorted(e.id for e in order) == sorted(e.id for e in entries)
    assert all(a.level <= b.level for a, b in pairwise(order))
    asked: dict[tuple[int, str], int] = defaultdict(int)
    turns = []
    for e in order:
        asked[e.level, e.subtopic] += 1
        turns.append((e.level, asked[e.level, e.subtopic]))
    assert turns == sorted(turns)
