"""The editorial rules: each finds what it is about, and nothing else; exceptions need a reason and must be needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizdl.bank.check import Checked
from quizdl.bank.editorial import RULES, editorial
from quizdl.bank.rules.likeness import cosines
from quizdl.bank.rules.sources import is_title_and_place

GOOD: dict[str, Any] = {
    "id": "adam-first-step",
    "kind": "choice",
    "subtopic": "t.all",
    "level": 1,
    "prompt": "How large is the very first step of Adam in each coordinate?",
    "answer": "lr",
    "choices": {"lr": None, "lr * |g|": "Dividing by the root of v takes the size of g away."},
    "explanation": "The corrected moments are g and g^2, so their ratio is the sign of g.",
    "source": "Kingma and Ba 2015, arXiv 1412.6980, section 2.1",
    "reviewed": "2026-11-22 agreed",
}
OTHER: dict[str, Any] = GOOD | {
    "id": "half",
    "kind": "numeric",
    "prompt": "What is the half of 3?",
    "answer": "3 / 2",
    "mistakes": {"doubled": {"value": "6", "says": "That is twice as much."}},
    "choices": None,
}
TRUE: dict[str, Any] = GOOD | {
    "kind": "true_false",
    "answer": "true",
    "reason": "It is so by definition.",
    "reasons": {"It is so by definition.": None, "Someone said so, and was right.": "That is beside the point."},
    "choices": None,
}


def findings(
    folder: Path, *questions: dict[str, Any], templates: tuple[dict[str, Any], ...] = (), **contents: Any
) -> list[str]:
    """`code message` of each finding in a bank of these questions; the bank has nothing else wrong with it."""
    whole = {"format": "1", "title": "t", "topics": {"words": {"title": "Words", "subtopics": {"t.all": "all"}}}}
    (folder / "bank.yaml").write_text(yaml.safe_dump(whole | contents), encoding="utf-8")
    given = [{name: value for name, value in question.items() if value is not None} for question in questions]
    topic = {"topic": "words", "questions": given, "templates": list(templates)}
    plain = json.loads(json.dumps(topic))  # nothing stands in it twice, or YAML would write an alias
    (folder / "words.yaml").write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    checked = Checked(folder)
    assert [str(finding) for finding in checked.findings] == []
    found = editorial(checked)
    assert all(finding.path.endswith(("words.yaml", "bank.yaml")) and finding.line >= 1 for finding in found)
    return [finding.message for finding in found]


def codes(found: list[str]) -> list[str]:
    return [message.split()[0] for message in found]


def test_good_questions_have_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD, OTHER) == []


@pytest.mark.parametrize(
    ("code", "change", "says"),
    [
        ("BANK001", {"prompt": "word " * 31 + "?"}, "has 32 words; 30 are read in time"),
        ("BANK002", {"explanation": "word " * 61}, "has 61 words; 60 are enough"),
        ("BANK002", {"explanation": "So it is."}, "says too little"),
        ("BANK003", {"choices": {"lr": None, "none of the above": "There is one that is right."}}, "no answer of its own"),
        ("BANK004", {"choices": {"lr": None, "g": "No."}}, "the reason against 'g' says too little"),
        ("BANK006", {"source": "keras.io"}, "needs a title and a place in it"),
        ("BANK007", {"reviewed": None}, "no second reader"),
        ("BANK007", {"reviewed": "yesterday"}, "no second reader"),
        ("BANK008", {"prompt": "How large is η?"}, "η may not be shown everywhere"),
        ("BANK008", {"choices": {"lr": None, "lr²": "It is not squared at all."}}, "² may not be shown"),
        ("BANK009", {"hint": "It is lr, of course."}, "the hint holds the answer"),
        ("BANK012", {"reveals": ["no-such"]}, "reveals 'no-such', which is no question"),
        ("BANK013", {"covers": ["18z"]}, "covers '18z', which is no row"),
    ],
)  # fmt: skip
def test_each_rule_finds_what_it_is_about(tmp_path: Path, code: str, change: dict[str, Any], says: str) -> None:
    outline: dict[str, Any] = {"outline": {"1": "one"}, "unasked": {"1": "a title"}}
    (found,) = findings(tmp_path, GOOD | change, OTHER, **outline)
    assert found.startswith(f"{code} ")
    assert says in found
    excused = GOOD | change | {"ignore": {code: "because it is a test"}}
    assert findings(tmp_path, excused, OTHER, **outline) == []
    assert findings(tmp_path, GOOD | change, OTHER, **outline, ignore={code: "a bank of tests"}) == []


def test_a_number_without_a_named_mistake(tmp_path: Path) -> None:
    assert codes(findings(tmp_path, OTHER | {"mistakes": None})) == ["BANK005"]


def test_an_exception_that_is_not_needed_or_not_known(tmp_path: Path) -> None:
    found = findings(tmp_path, GOOD | {"ignore": {"BANK001": "why not", "BANK999": "why not"}})
    assert found == [
        "BANK001 is ignored here, and finds nothing: take the exception out",
        "ignores 'BANK999', which is no rule",
    ]


def test_two_questions_that_are_nearly_the_same(tmp_path: Path) -> None:
    others = [
        OTHER | {"id": f"other-{i}", "prompt": f"Something about {w} alone?", "answer": f"{i} / 7"}
        for i, w in enumerate(("rank", "trace", "norm", "angle"))
    ]
    twin = GOOD | {"id": "twin", "prompt": "In each coordinate, how large is Adam's very first step?"}
    found = findings(tmp_path, GOOD, twin, *others)
    assert codes(found) == ["BANK010", "BANK011"]
    assert "nearly the same as adam-first-step" in found[0]
    assert codes(findings(tmp_path, GOOD, twin | {"reveals": ["adam-first-step"]}, *others)) == ["BANK010"]
    assert codes(findings(tmp_path, GOOD | {"reveals": ["twin"]}, twin, *others)) == ["BANK010"]


def test_a_template_is_judged_by_what_it_gives(tmp_path: Path) -> None:
    template = {
        name: value for name, value in OTHER.items() if name not in ("answer", "mistakes", "choices", "prompt", "explanation")
    } | {
        "id": "generated",
        "parameters": {"n": ["1", "2", "3"]},
        "prompt": "Twice {n}?",
        "answer": "2 * n",
        "mistakes": {"half": {"value": "n / 2", "says": "That is the half of it."}},
        "explanation": "It is 2 * {n}, which is {answer}." + " word" * 60,
    }  # fmt: skip
    assert codes(findings(tmp_path, GOOD, templates=(template,))) == ["BANK002"]


def test_every_row_of_the_outline_is_asked_or_said_not_to_be(tmp_path: Path) -> None:
    outline = {"1": "title", "2": "Adam", "3": "thanks"}
    question = GOOD | {"covers": ["2"]}
    assert codes(findings(tmp_path, question, outline=outline)) == ["BANK014", "BANK014"]
    assert findings(tmp_path, question, outline=outline, unasked={"1": "a title", "3": "thanks"}) == []
    found = findings(tmp_path, question, outline=outline, unasked={"1": "a title", "2": "?", "3": "thanks", "4": "?"})
    assert [message.split(";")[0] for message in found] == [
        "BANK014 unasked: row 2 is asked",
        "BANK014 unasked: row 4 is no row of the outline",
    ]


def many(make: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions that have nothing to do with each other."""
    return [make(i) | {"id": f"q-{i}", "prompt": f"Prompt{'abcdefghijklmnopqrstuvwxyz'[i]} alone?"} for i in range(24)]


def test_the_right_choice_must_not_be_the_longest_too_often(tmp_path: Path) -> None:
    def question(i: int, long: int) -> dict[str, Any]:
        right = "a long right one" if i < long else "right"
        return GOOD | {"answer": right, "choices": {right: None, "wrong too": "It is wrong, see there."}}

    # of two options the longest is right in half of 24 by chance: 12; 1.2 times as often is 14.4
    assert findings(tmp_path, *many(lambda i: question(i, 14)), ignore={"BANK011": "made alike"}) == []
    found = findings(tmp_path, *many(lambda i: question(i, 15)), ignore={"BANK011": "made alike"})
    assert codes(found) == ["BANK015"]
    assert "the longest in 15 of 24 questions; at most 60% are fair" in found[0]


def test_about_half_of_the_statements_are_true(tmp_path: Path) -> None:
    def bank(true: int) -> list[dict[str, Any]]:
        return many(lambda i: TRUE | {"answer": "true" if i < true else "false"})

    excused = {"BANK010": "made alike", "BANK011": "made alike"}
    assert findings(tmp_path, *bank(12), ignore=excused) == []
    assert codes(findings(tmp_path, *bank(20), ignore=excused)) == ["BANK016"]


def test_the_codes_are_in_order_and_every_rule_says_why() -> None:
    assert [rule.code for rule in RULES] == [f"BANK{i:03}" for i in range(1, len(RULES) + 1)]
    assert all(rule.asks.endswith(".") and len(rule.why.split()) > 5 for rule in RULES)
    assert all((rule.each is None) != (rule.whole is None) for rule in RULES)


@pytest.mark.parametrize(
    "source",
    ["keras.io", "https://keras.io/", "Keras documentation", "Goodfellow et al., Deep Learning", "numpy.org/doc/stable"],
)  # fmt: skip
def test_a_bare_host_or_title_is_no_source(source: str) -> None:
    assert not is_title_and_place(source)


@given(st.dictionaries(st.sampled_from("abcdef"), st.text("xyz ", max_size=12), min_size=2))
def test_a_cosine_is_between_0_and_1_and_1_for_the_same_words(texts: dict[str, str]) -> None:
    found = {frozenset((one, other)): cosine for one, other, cosine in cosines(texts, 0.0)}
    assert all(-1e-9 <= cosine <= 1 + 1e-9 for cosine in found.values())
    for pair, cosine in found.items():
        one, other = (sorted(texts[name].split()) for name in pair)
        if one == other:
            assert cosine == pytest.approx(1)
