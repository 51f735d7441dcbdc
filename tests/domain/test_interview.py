from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.interview import LEAST, LONGEST, SHORTEST, apportion, follow, least_asked, mixed, plan
from quizdl.domain.question import Outcome


def kinds(minutes: float) -> list[str]:
    return [r.kind for r in plan(minutes)]


@pytest.mark.parametrize(
    ("minutes", "rounds"),
    [
        (5, ["quickfire"]),
        (12, ["quickfire", "chain", "derivation"]),
        (30, ["quickfire", "chain", "derivation", "product"]),
        (240, ["quickfire", "chain", "derivation", "product"]),
    ],
)
def test_a_round_that_is_too_short_to_begin_is_left_out(minutes: float, rounds: list[str]) -> None:
    assert kinds(minutes) == rounds


def test_half_an_hour_has_a_chain_a_derivation_and_a_product_question() -> None:
    assert {r.kind: r.count for r in plan(30)} == {"quickfire": 14, "chain": 1, "derivation": 1, "product": 1}
    assert {r.kind: r.count for r in plan(90)}["derivation"] == 2


@given(
    st.floats(SHORTEST, LONGEST),
    st.dictionaries(st.sampled_from(sorted(LEAST)), st.floats(0, 5).filter(lambda share: share == 0 or share > 0.01)),
)
def test_the_time_is_all_used_by_rounds_that_are_long_enough(minutes: float, shares: dict[str, float]) -> None:
    whole: dict[str, float] = dict.fromkeys(LEAST, 1.0)
    if not any((whole | shares).values()):
        return
    rounds = plan(minutes, shares)  # type: ignore[arg-type]
    assert sum(r.seconds for r in rounds) == round(minutes * 60)
    assert all(r.count >= 1 for r in rounds)
    assert len(rounds) == 1 or all(r.seconds >= 60 * LEAST[r.kind] - 1 for r in rounds)
    assert all(shares.get(r.kind, 1) > 0 for r in rounds)


@given(st.integers(0, 500), st.dictionaries(st.text(max_size=3), st.floats(0.01, 100), min_size=1, max_size=8))
def test_shares_are_whole_and_within_one_of_exact(count: int, weights: dict[str, float]) -> None:
    shares = apportion(count, weights)
    assert sum(shares.values()) == count
    whole = sum(weights.values())
    assert all(abs(shares[name] - count * weight / whole) < 1.000001 for name, weight in weights.items())


def test_each_subtopic_has_its_turn() -> None:
    groups = {"a": ["a1", "a2", "a3"], "b": ["b1"], "c": ["c1", "c2"]}
    order = list(mixed(groups, random.Random(1)))
    assert sorted(order) == sorted(name for names in groups.values() for name in names)
    assert [sorted(name[0] for name in order[:3]), sorted(name[0] for name in order[3:5]), order[5][0]] == [
        ["a", "b", "c"], ["a", "c"], "a"
    ]  # fmt: skip
    assert groups["a"] == ["a1", "a2", "a3"], "what it was given is as it was"


def test_what_was_asked_less_often_comes_first_and_then_what_weighs_more() -> None:
    weights = {"often": 9.0, "once": 1.0, "new": 1.0, "never": 0.0}
    assert least_asked(weights, {"often": 2, "once": 1}, 3, random.Random(0)) == ["new", "once", "often"]
    first = Counter(least_asked({"heavy": 3, "light": 1}, {}, 1, random.Random(seed))[0] for seed in range(400))
    assert 260 <= first["heavy"] <= 340  # 300, give or take four standard deviations and a half


@pytest.mark.parametrize(
    ("outcome", "mistake", "step"),
    [
        ("correct", None, "harder"),
        ("wrong", "sign", "why"),
        ("wrong", "other", "easier"),
        ("wrong", None, "easier"),
        ("partial", None, "easier"),
        ("timeout", None, "easier"),
        ("skipped", None, "easier"),
    ],
)
def test_a_chain_follows_the_answer(outcome: Outcome, mistake: str | None, step: str) -> None:
    assert follow({"right": "harder", "sign": "why", "wrong": "easier"}, outcome, mistake) == step


def test_a_chain_ends_where_nothing_follows() -> None:
    assert follow({}, "correct", None) is None
    assert follow({"right": "harder"}, "wrong", "sign") is None
