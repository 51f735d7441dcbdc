from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.queue import FEW, FIRST_LOOK, Allowance, choose, interleaved, spread
from tests.domain.made import rng

Bank = dict[str, tuple[str, int]]
"""Subtopic and level of each question."""


def in_order(questions: Bank, *, seed: int = 1, looked: list[Sequence[str]] | None = None) -> Iterator[str]:
    def new(level: int, subtopics: Sequence[str]) -> dict[str, list[str]]:
        if looked is not None:
            looked.append(subtopics)
        found: dict[str, list[str]] = defaultdict(list)
        for name, about in questions.items():
            if about[1] == level and about[0] in subtopics:
                found[about[0]].append(name)
        return found

    parts = [(n, sorted({s for s, level in questions.values() if level == n})) for n in (1, 2, 3)]
    return interleaved(parts, new, rng(seed))


def chosen(due: str, new: str, later: str, *, count: int = 100, apart: str = "") -> str:
    pairs = [set(pair) for pair in apart.split()]
    others = lambda name: {other for pair in pairs if name in pair for other in pair - {name}}  # noqa: E731
    sources = [(names, Allowance()) for names in (due, new, later)]
    return "".join(choose(sources, count=count, apart=others))


def test_what_is_due_comes_first_then_what_is_new_then_what_is_not_due_yet() -> None:
    assert chosen("ba", "dc", "fe") == "badcfe"


@pytest.mark.parametrize(("wanted", "expected"), [(0, ""), (1, "b"), (3, "bad"), (5, "badcf")])
def test_no_more_are_chosen_than_asked_for(wanted: int, expected: str) -> None:
    assert chosen("ba", "dc", "fe", count=wanted) == expected


def test_of_two_that_give_each_other_away_only_the_first_comes() -> None:
    assert chosen("ba", "dc", "fe", apart="bd cf ef") == "bace"
    assert chosen("ba", "dc", "fe", apart="bd cf ef", count=4) == "bace"


def test_no_more_is_looked_at_than_is_needed() -> None:
    endless = count()
    names = (str(n) for n in endless)
    assert choose([(names, Allowance())], count=3, apart=lambda _: ()) == ["0", "1", "2"]
    assert next(endless) == 3


def test_new_questions_come_level_by_level_with_the_subtopics_in_turn() -> None:
    questions = {f"{s}{level}{i}": (s, level) for s in "abc" for level in (3, 1, 2) for i in range(2)}
    order = list(in_order(questions, seed=3))
    assert [questions[name][1] for name in order] == sorted(level for _, level in questions.values())
    for start in range(0, len(order), 3):
        assert {questions[name][0] for name in order[start : start + 3]} == {"a", "b", "c"}


def test_a_large_subtopic_does_not_crowd_out_a_small_one() -> None:
    questions = {f"a{i}": ("a", 1) for i in range(20)} | {"b": ("b", 1)}
    assert "b" in list(in_order(questions))[:2]


def test_the_same_seed_gives_the_same_order_and_another_one_another() -> None:
    questions = {f"q{i}": (f"s{i % 3}", 1) for i in range(30)}
    assert list(in_order(questions, seed=5)) == list(in_order(questions, seed=5))
    assert len({tuple(in_order(questions, seed=seed)) for seed in range(10)}) == 10


def test_of_many_subtopics_only_some_are_looked_at_until_more_are_needed() -> None:
    questions = {f"q{i}": (f"s{i}", 1) for i in range(1000)}
    looked: list[Sequence[str]] = []
    order = in_order(questions, looked=looked)
    names = [next(order) for _ in range(FIRST_LOOK)]
    assert [len(some) for some in looked] == [FIRST_LOOK]
    names += order
    assert sorted(names) == sorted(questions)
    assert len(looked) < 6


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=40), st.integers(0, 99))
def test_interleaving_keeps_all_and_each_subtopic_waits_for_the_others(kinds: list[tuple[str, int]], seed: int) -> None:
    questions = {f"q{i}": kind for i, kind in enumerate(kinds)}
    order = list(in_order(questions, seed=seed))
    assert sorted(order) == sorted(questions)
    levels = [questions[name][1] for name in order]
    assert all(a <= b for a, b in pairwise(levels))
    asked: dict[tuple[str, int], int] = defaultdict(int)
    turns = []
    for name in order:
        asked[questions[name]] += 1
        turns.append((questions[name][1], asked[questions[name]]))
    assert turns == sorted(turns)


def test_an_allowance_is_shared_and_what_is_left_of_a_source_can_come_later() -> None:
    due, new, some = iter("abcd"), "mnop", Allowance(2)
    sources = [(due, Allowance(1)), (new, some), ("xyz", some), (due, Allowance())]
    assert "".join(choose(sources, count=5, apart=lambda _: ())) == "amnbc"
    assert some.left == 0


def test_subtopics_take_turns_among_what_is_due() -> None:
    assert "".join(spread([("a", "x"), ("b", "x"), ("c", "y"), ("d", "x"), ("e", "y")])) == "acbed"


@given(st.lists(st.sampled_from("xyz"), max_size=60))
def test_keeping_subtopics_apart_hardly_changes_the_order(subtopics: list[str]) -> None:
    order = [int(name) for name in spread((str(i), subtopic) for i, subtopic in enumerate(subtopics))]
    assert sorted(order) == list(range(len(subtopics)))
    for place, i in enumerate(order):
        waiting = sorted(set(range(len(order))) - set(order[:place]))[:FEW]
        assert i in waiting
        assert sum(later > i for later in order[:place]) <= FEW, "overtaken by few"
        if place and subtopics[i] == subtopics[order[place - 1]]:
            assert {subtopics[other] for other in waiting} == {subtopics[i]}, "another could have come between"
