from __future__ import annotations

from typing import Any

import pytest

from tests.domain.made import rng
from tests.kinds.made import graded, made, problems

FIELDS: dict[str, Any] = {
    "prompt": "It has a closed form.",
    "answer": False,
    "reason": "No equation can be solved.",
    "reasons": {
        "No equation can be solved.": None,
        "It is not convex.": "It is convex.",
        "X is singular.": "Elsewhere too.",
    },
}


@pytest.mark.parametrize("text", ["f", "F", "false", "False.", "n", "no", "2", "0"])
def test_the_right_side_alone_is_right_and_is_told_the_reason(text: str) -> None:
    verdict = graded(made("true_false", **FIELDS), text)
    assert (verdict.outcome, verdict.score, verdict.says) == ("correct", 1, "No equation can be solved.")


@pytest.mark.parametrize("text", ["t", "True", "y", "yes", "1", "t1", "true because", "t It is not convex."])
def test_the_wrong_side_is_wrong_whatever_the_reason(text: str) -> None:
    verdict = graded(made("true_false", **FIELDS), text)
    assert (verdict.outcome, verdict.score, verdict.says) == ("wrong", 0, "No equation can be solved.")


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_the_reason_is_asked_after_the_right_side_only_and_is_half_of_the_score(answer: bool, seed: int) -> None:
    question = made("true_false", **(FIELDS | {"answer": answer}))
    asked = question.ask(rng(seed))
    right = "t" if answer else "f"
    assert (asked.keys, list(asked.then)) == ("tf", [right])
    reasons = asked.then[right]
    for i, reason in enumerate(reasons, 1):
        wanted = ("correct", 1.0, None) if reason == FIELDS["reason"] else ("partial", 0.5, reason)
        for text in (f"{right}{i}", f"{right} {i}", f"{right}, {i}", f"{right}: {reason}", f"{answer} {reason}"):
            verdict = asked.grade(text)
            assert (verdict.outcome, verdict.score, verdict.mistake) == wanted


def test_a_reason_that_does_not_hold_is_told_why() -> None:
    verdict = graded(made("true_false", **FIELDS), "f: it is not convex")
    assert verdict.says == "False, but not for that reason. It is convex."
    assert verdict.expected == "false: No equation can be solved."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "type t for true or f for false"),
        ("maybe", "type t for true or f for false"),
        ("tf", "type t for true or f for false"),
        ("3", "type t for true or f for false"),
        ("f4", "pick a reason from 1 to 3"),
        ("f because", "pick a reason from 1 to 3"),
    ],
)
def test_what_is_neither_is_unparsable(text: str, says: str) -> None:
    verdict = graded(made("true_false", **FIELDS), text)
    assert (verdict.outcome, verdict.says) == ("unparsable", says)


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        ({"reason": "Another."}, ("reason",), "'Another.' is not among the reasons"),
        ({"reasons": {**FIELDS["reasons"], "It is late.": None}}, ("reasons", "It is late."), "say why it is wrong"),
        ({"reasons": {**FIELDS["reasons"], FIELDS["reason"]: "So."}}, ("reasons", FIELDS["reason"]), "has no reason"),
        ({"reasons": {**FIELDS["reasons"], "it is not convex": "Twice."}}, ("reasons",), "same text"),
    ],
)
def test_what_is_wrong_with_it_is_told(edit: dict[str, Any], path: tuple[str, ...], says: str) -> None:
    found = problems("true_false", **(FIELDS | edit))
    assert [(p.path, says in p.message) for p in found if p.path == path] == [(path, True)]
