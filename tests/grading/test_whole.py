"""General findings on whole numbers made by hand: counts, indices and shapes, which are compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Case, Returned
from quizdl.grading.general import explain, gather
from quizdl.grading.judge import judge
from tests.conftest import times
from tests.grading.conftest import Made

pytestmark = pytest.mark.filterwarnings("error")

ARGUMENTS = [
    {"n": 12, "k": 3, "s": 2, "full": True},
    {"n": 15, "k": 5, "s": 1, "full": False},
    {"n": 8, "k": 3, "s": 3, "full": False},
    {"n": 30, "k": 4, "s": 2, "full": True},
    {"n": 7, "k": 2, "s": 5, "full": True},
    {"n": 21, "k": 6, "s": 1, "full": False},
    {"n": 24, "k": 3, "s": 4, "full": True},
]
Answer = Callable[[Any, dict[str, int]], Any]


def size(a: dict[str, int]) -> int:
    """A count: how many places a window has."""
    return (a["n"] - a["k"]) // a["s"] + 1


def shape(a: dict[str, int]) -> tuple[int, ...]:
    return a["n"], a["k"], a["s"] + 7


def table(a: dict[str, int]) -> list[list[int]]:
    return [[a["n"], a["k"], a["s"]], [a["n"] + a["k"], 40, 50]]


def judged(
    made: Made,
    right: Callable[[dict[str, int]], Any],
    answer: Answer,
    arguments: Sequence[dict[str, int]] = ARGUMENTS,
    returns: tuple[str, ...] = ("out",),
) -> Judgement:
    """What is found of an answer that makes its output from the right one."""
    cases = [Case(f"case {i}", dict(a)) for i, a in enumerate(arguments)]
    derivation = made(returns=returns, docstring="Something.", parameters=("n", "k", "s", "full"))
    reference = [Returned(right(a)) for a in arguments]
    answers = [Returned(answer(right(a), a)) for a in arguments]
    judgement = judge(derivation, cases, reference, answers)
    evidence = gather(derivation, judgement, cases, reference, answers, "")
    return judgement if evidence is None else explain(judgement, evidence, answers)


CLAIMS: dict[str, tuple[Callable[[dict[str, int]], Any], Answer, str, str]] = {
    "one short": (size, lambda r, a: r - 1, "offset", "out is too small by 1 everywhere, in every case."),
    "rounded up": (size, lambda r, a: -((a["k"] - a["n"]) // a["s"]) + 1, "offset",
                   "Where out is wrong it is too large by 1: look at what is rounded, and at where the counting begins and ends."),
    "by an argument": (size, lambda r, a: r + a["k"], "offset", "out is too large by k everywhere."),
    "sign": (size, lambda r, a: -r, "sign", "out has the other sign in every case: all else is right."),
    "twice": (size, lambda r, a: 2 * r, "factor", "out is twice the right one in every case."),
    "a third": (size, lambda r, a: r / 3, "factor", "out is 1/3 times the right one in every case."),
    "times s": (size, lambda r, a: r * a["s"], "factor", "out is s times the right one: the factor s comes in once too often."),
    "squared": (size, lambda r, a: r**2, "function", "out is the square of the right one, element by element."),
    "reversed shape": (shape, lambda r, a: r[::-1], "reversed", "out has the right numbers in reverse order."),
    "transposed": (table, lambda r, a: np.array(r).T, "transposed", "out is the transpose of the right one: out.T gives it."),
    "flat": (table, lambda r, a: [*r[0], *r[1]], "shape",
             "out has shape (6,); (2, 3) is wanted. The values are right: only the shape is not. Write out.reshape(2, 3)."),
    "last place": (shape, lambda r, a: (*r[:-1], r[-1] + a["n"] % 5 + 1), "only_wrong_at", "Only the last element of out is wrong."),
    "a flag": (size, lambda r, a: r if a["full"] else r + a["n"] % 4 + 1, "only_where",
               "out is right where full is True and wrong in every other case: look at where full comes in."),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_known_is_said(derivation: Made, name: str) -> None:
    right, answer, code, says = CLAIMS[name]
    judgement = judged(derivation, right, answer)
    assert ([finding.code for finding in judgement.findings], judgement.says) == ([code], says)


def test_two_counts_in_each_others_place(derivation: Made) -> None:
    judgement = judged(derivation, lambda a: (size(a), a["n"]), lambda r, a: (r[1], r[0]), returns=("places", "width"))
    assert {finding.code for finding in judgement.findings} == {"swapped"}


@settings(max_examples=times(60), deadline=None)
@given(seed=st.integers(0, 10**6), high=st.integers(4, 200), of=st.sampled_from([size, shape, table]))
def test_nothing_gives_numbers_that_have_nothing_to_do_with_it(
    derivation: Made, seed: int, high: int, of: Callable[[dict[str, int]], Any]
) -> None:
    rng = np.random.default_rng(seed)
    judgement = judged(derivation, of, lambda r, a: rng.integers(high, size=np.shape(r)).tolist())
    assert not [finding for finding in judgement.findings if finding.exact]


@settings(max_examples=times(60), deadline=None)
@given(name=st.sampled_from(sorted(CLAIMS)), odd=st.integers(0, len(ARGUMENTS) - 1), by=st.integers(3, 50))
def test_one_case_that_does_not_fit_and_nothing_is_explained(derivation: Made, name: str, odd: int, by: int) -> None:
    right, answer, code, _ = CLAIMS[name]

    def spoilt(r: Any, a: dict[str, int]) -> Any:
        wrong = np.array(answer(r, a))
        return wrong + by * np.arange(1, wrong.size + 1).reshape(wrong.shape) ** 3 if a is ARGUMENTS[odd] else wrong

    judgement = judged(derivation, right, spoilt)
    if code not in ("only_where", "only_wrong_at"):  # these say where it is wrong, which may still be so
        assert code not in {finding.code for finding in judgement.findings}


@pytest.mark.parametrize("answer", [lambda r, a: 2 * r, lambda r, a: r + 1, lambda r, a: -r, lambda r, a: r**2])
def test_two_numbers_are_not_enough_to_say_what_gives_them(derivation: Made, answer: Answer) -> None:
    few = [ARGUMENTS[0], ARGUMENTS[1], ARGUMENTS[0]]
    assert judged(derivation, size, answer, few).findings == ()
    assert judged(derivation, size, answer, [*few, ARGUMENTS[2]]).findings


def test_large_counts_are_compared_exactly(derivation: Made) -> None:
    def large(a: dict[str, int]) -> int:
        return 10**9 * a["n"] + a["k"]

    assert judged(derivation, large, lambda r, a: r + 1).says == "out is too large by 1 everywhere, in every case."
    assert judged(derivation, large, lambda r, a: r + a["s"] + 100 * a["k"] * a["n"]).findings == ()
    beyond = judged(derivation, lambda a: 10**30 * a["n"], lambda r, a: r + 1)  # no array holds them
    assert (beyond.outcome, beyond.findings) == ("wrong", ())


def test_a_flag_and_a_text_are_no_numbers(derivation: Made) -> None:
    assert judged(derivation, lambda a: a["n"] > 10, lambda r, a: not r).findings == ()
    assert judged(derivation, lambda a: "x" * a["n"], lambda r, a: r[1:]).findings == ()
