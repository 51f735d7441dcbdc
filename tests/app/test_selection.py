"""Which questions a drill asks: by topic and tag, level and kind; so many new ones; the weakest first."""

from __future__ import annotations

from datetime import UTC
from itertools import pairwise
from typing import Any

import pytest

from quizdl.app.drill import Drill, start_drill
from quizdl.app.selection import Wanted
from quizdl.bank.compiled import Bank
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock, right_answer

TOPIC = "optimization"


class Asking:
    """Drills over one topic."""

    def __init__(self, bank: Bank, history: History, clock: Clock) -> None:
        self.bank, self.history, self.clock = bank, history, clock

    def drill(self, *, count: int = 10, ahead: bool = False, topic: str | None = TOPIC, **wanted: Any) -> Drill:
        return start_drill(
            self.bank, self.history, topic=topic, count=count, seed=1, ahead=ahead, clock=self.clock, zone=UTC,
            wanted=Wanted(**wanted),
        )  # fmt: skip

    def new(self, drill: Drill) -> list[bool]:
        return [self.history.schedule(entry.id) is None for entry in drill.entries]

    def answer(self, drill: Drill, *, right: bool = True) -> list[str]:
        for showing in drill.showings():
            text, late = (right_answer(showing.asked), False) if right else ("", True)
            drill.answer(showing, text, seconds=3, timed_out=late)
            self.clock.passes(seconds=10)
        return [entry.id for entry in drill.entries]


@pytest.fixture
def asking(bank: Bank, history: History, clock: Clock) -> Asking:
    return Asking(bank, history, clock)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"levels": (2,)}, lambda e: e.level == 2),
        ({"levels": (1, 3)}, lambda e: e.level in (1, 3)),
        ({"kinds": ("numeric",)}, lambda e: e.kind == "numeric"),
        ({"tags": ("op.adam",)}, lambda e: e.subtopic == "op.adam"),
        ({"tags": ("adam", "momentum"), "kinds": ("choice", "numeric")}, lambda e: e.kind in ("choice", "numeric")),
    ],
    ids=["level", "levels", "kind", "subtopic", "words and kinds"],
)
def test_only_what_is_wanted_is_asked_new_or_due(asking: Asking, wanted: dict[str, Any], fits: Any) -> None:
    matching = [entry for entry in asking.bank.entries(TOPIC) if fits(entry)]
    drill = asking.drill(count=6, **wanted)
    assert len(drill.entries) == min(6, len(matching))
    assert all(map(fits, drill.entries))
    asking.answer(drill)
    asking.answer(asking.drill(count=20))
    asking.clock.passes(days=30)
    due = asking.drill(count=40, due_only=True, **wanted)
    assert due.entries
    assert all(map(fits, due.entries))
    assert not any(asking.new(due))


def test_a_word_names_the_subtopics_that_mention_it(bank: Bank) -> None:
    titles = {name: title for topic in bank.topics for name, title in topic.subtopics.items()}
    found = bank.tagged("ADAM")
    assert "op.adam" in found
    assert all("adam" in f"{name} {titles[name]}".casefold() for name in found)
    assert bank.tagged("la.eigen") == {"la.eigen"}
    for misspelt, meant in (("op.adm", r"did you mean op\.adam"), ("", "no subtopic is or mentions ''")):
        with pytest.raises(UsageError, match=meant):
            bank.tagged(misspelt)


def test_the_daily_limit_counts_what_was_new_today_and_no_more(asking: Asking) -> None:
    first = asking.drill(count=5, new_a_day=8)
    assert not first.limited
    asking.answer(first)
    second = asking.drill(count=5, new_a_day=8)
    assert (len(second.entries), second.limited) == (3, True)
    asking.answer(second, right=False)
    asking.clock.passes(minutes=20)
    third = asking.drill(count=5, new_a_day=8)
    assert (asking.new(third), third.limited) == ([False] * 3, True), "what was wrong is due, and counts once"
    assert asking.new(asking.drill(count=5)) == [False] * 3 + [True] * 2, "without a limit"
    asking.clock.passes(days=1)
    assert asking.new(asking.drill(count=60, new_a_day=8)).count(True) == 8


def test_an_answer_that_was_taken_back_was_not_new(asking: Asking) -> None:
    drill = asking.drill(count=2, new_a_day=2)
    asking.answer(drill)
    assert asking.drill(new_a_day=2).entries == []
    drill.undo(drill.answered[0])
    assert len(asking.drill(new_a_day=2).entries) == 1


def test_a_limit_is_not_blamed_where_nothing_new_is_left(asking: Asking) -> None:
    wanted: dict[str, Any] = {"tags": ("op.adam",), "levels": (3,)}
    some = asking.answer(asking.drill(count=100, **wanted))
    rest = asking.drill(count=100, **wanted)
    asking.answer(rest)
    drill = asking.drill(new_a_day=len(some) + len(rest.entries), **wanted)
    assert drill.entries == []
    assert not drill.limited


@pytest.mark.parametrize("new", [0, 3, 10, 20])
def test_so_many_new_ones_have_room_whatever_is_due_and_whatever_the_limit(asking: Asking, new: int) -> None:
    asking.answer(asking.drill(count=12))
    asking.clock.passes(days=30)
    drill = asking.drill(count=10, new=new, new_a_day=1)
    assert asking.new(drill) == [False] * (10 - min(new, 10)) + [True] * min(new, 10)
    assert not drill.limited


def test_where_so_many_new_ones_are_not_there_what_is_due_fills_up(asking: Asking) -> None:
    wanted: dict[str, Any] = {"tags": ("op.adam",), "levels": (3,)}
    while asking.answer(asking.drill(count=100, **wanted)):
        pass
    asking.clock.passes(days=60)
    drill = asking.drill(count=3, new=2, **wanted)
    assert asking.new(drill) == [False] * len(drill.entries)
    assert len(drill.entries) > 1


def test_only_what_is_due(asking: Asking) -> None:
    assert asking.drill(due_only=True).entries == []
    asking.answer(asking.drill(count=3))
    assert asking.drill(due_only=True).entries == []
    asking.clock.passes(days=30)
    assert len(asking.drill(due_only=True).entries) == 3


def test_the_weakest_subtopics_come_first_due_and_new(asking: Asking) -> None:
    weak = "op.adam"
    for tags, right in ((("op.adam",), False), (("op.momentum",), True)):
        asking.answer(asking.drill(count=3, tags=tags), right=right)
    asking.clock.passes(days=30)
    drill = asking.drill(count=10, weak=True)
    weak_ones = [entry.subtopic == weak for entry in drill.entries]
    assert weak_ones[:3] == [True] * 3
    assert asking.new(drill)[:3] == [False] * 3
    assert weak_ones == sorted(weak_ones, reverse=True)
    assert weak_ones.count(True) > 3, "also new ones"
    assert {e.id for e in drill.entries} != {e.id for e in asking.drill(count=10).entries}


def test_weak_without_a_history_asks_as_ever(asking: Asking) -> None:
    assert asking.drill(weak=True).entries == asking.drill().entries


def test_subtopics_take_turns_among_what_is_due(asking: Asking) -> None:
    for tag in ("op.adam", "op.momentum"):
        asking.answer(asking.drill(count=3, tags=(tag,)))
    asking.clock.passes(days=30)
    subtopics = [entry.subtopic for entry in asking.drill(count=6, due_only=True).entries]
    assert sum(one == other for one, other in pairwise(subtopics)) <= 1


def test_a_question_that_is_set_aside_is_neither_due_nor_new(asking: Asking) -> None:
    from quizdl.app.amend import bury, suspend

    known = asking.answer(asking.drill(count=3))
    asking.clock.passes(days=30)
    fresh = asking.drill(count=10).entries[3]
    suspend(asking.history, known[0], asking.clock())
    bury(asking.history, known[1], asking.clock(), UTC)
    suspend(asking.history, fresh.id, asking.clock())
    asked = [entry.id for entry in asking.drill(count=1000).entries]
    assert asked[0] == known[2]
    assert not {known[0], known[1], fresh.id} & set(asked)
    asking.clock.passes(days=1)
    assert known[1] in [entry.id for entry in asking.drill().entries]


def test_one_clock_for_all_questions(bank: Bank, history: History, clock: Clock) -> None:
    drill = start_drill(
        bank, history, topic=None, count=20, seed=1, ahead=False, clock=clock, zone=UTC, time_factor=2, seconds=7
    )
    assert {showing.asked.seconds for showing in drill.showings()} == {14}
