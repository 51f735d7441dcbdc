from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl import kinds
from quizdl.domain.question import Question
from tests.domain.made import rng
from tests.kinds.made import example, made

CHOICE: dict[str, Any] = {
    "prompt": "How large is Adam's first step, if eps is negligible?",
    "answer": "lr",
    "choices": {"lr": None, "lr * |g|": "Dividing takes the size away.", "0": "No."},
}


def choice(**fields: Any) -> Question:
    return made("choice", **(CHOICE | fields))


@pytest.mark.parametrize(
    "edit",
    [
        {"prompt": "how large is ADAM'S first step if eps is negligible"},
        {"prompt": "  How large is Adam's\n first step   if eps is negligible?!"},
        {"prompt": 'How large is "Adam\'s" first step; if eps is negligible...'},
        {"explanation": "Another one."},
        {"source": "Another one."},
        {"hint": "A hint."},
        {"level": 3},
        {"seconds": 9.0},
        {"id": "renamed"},
        {"reviewed": "2026-11-22 agreed"},
        {"choices": {"0": "Why not.", "lr * |g|": "Another reason.", "lr": None}},
    ],
)
def test_a_cosmetic_edit_keeps_the_fingerprint(edit: dict[str, Any]) -> None:
    assert choice(**edit).fingerprint == choice().fingerprint


@pytest.mark.parametrize(
    "edit",
    [
        {"prompt": "How large is Adam's second step, if eps is negligible?"},
        {"prompt": "How large is Adam's first step, if eps is -negligible?"},
        {"answer": "0", "choices": {"lr": "No.", "lr * |g|": "No.", "0": None}},
        {"choices": {"lr": None, "lr * |g|": "Dividing takes the size away.", "1": "No."}},
        {"choices": {"lr": None, "lr * |g|": "Dividing takes the size away."}},
    ],
)
def test_another_question_answer_or_choice_changes_it(edit: dict[str, Any]) -> None:
    assert choice(**edit).fingerprint != choice().fingerprint


BEFORE_AND_AFTER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "cloze": ({"prompt": "A {{b}} c."}, {"prompt": "A {{d}} c."}),
    "formula": ({"variables": {"x": "scalar"}, "answer": "x"}, {"variables": {"x": "scalar"}, "answer": "2 x"}),
    "multiple_choice": (
        {"answer": ["a", "b"], "choices": {"a": None, "b": None, "c": "No."}},
        {"answer": ["a", "c"], "choices": {"a": None, "b": "No.", "c": None}},
    ),
    "numeric": ({"answer": "1 + 1"}, {"answer": "1 + 2"}),
    "order": ({"answer": ["x", "y", "z"]}, {"answer": ["x", "z", "y"]}),
    "recall": ({"need": 1, "answer": {"x": [], "y": []}}, {"need": 2, "answer": {"x": [], "y": []}}),
    "true_false": (
        {"answer": True, "reason": "r", "reasons": {"r": None, "q": "No."}},
        {"answer": False, "reason": "r", "reasons": {"r": None, "q": "No."}},
    ),
}


@pytest.mark.parametrize("kind", BEFORE_AND_AFTER)
def test_a_changed_answer_changes_the_fingerprint_of_every_kind(kind: str) -> None:
    before, after = (made(kind, **fields) for fields in BEFORE_AND_AFTER[kind])
    assert before.fingerprint != after.fingerprint


def test_another_way_to_compute_the_same_number_keeps_it() -> None:
    assert made("numeric", answer="1 + 1").fingerprint == made("numeric", answer="2").fingerprint


def test_one_more_accepted_spelling_keeps_it() -> None:
    prompts = ("At most {{0.25}}, at {{0}}.", "At most {{0.25 | 1/4}}, at {{0 | zero}}.")
    assert len({made("cloze", prompt=prompt).fingerprint for prompt in prompts}) == 1
    synonyms: list[list[str]] = [[], ["L2"]]
    assert len({made("recall", need=1, answer={"weight decay": own, "x": []}).fingerprint for own in synonyms}) == 1


def test_the_same_words_as_another_kind_are_another_question() -> None:
    fields = {"answer": "2"}
    assert made("numeric", **fields).fingerprint != made("formula", variables={"x": "scalar"}, **fields).fingerprint


@given(st.text(min_size=1, max_size=40))
def test_a_fingerprint_is_sixteen_hex_digits_of_any_prompt(prompt: str) -> None:
    fingerprint = choice(prompt=prompt).fingerprint
    assert len(fingerprint) == 16
    assert int(fingerprint, 16) >= 0
    assert choice(prompt=f" {prompt.strip()} .").fingerprint == fingerprint


FINGERPRINTS = {
    "choice": "042c19fd67753fcf",
    "cloze": "13ef1271ffcf37d8",
    "formula": "03f44c15eaba89a8",
    "multiple_choice": "d88e5e0d5bd78f63",
    "numeric": "444215d58ec40d89",
    "order": "e7942d23529dfa8f",
    "recall": "2cc1e28c5d968142",
    "true_false": "2de57afb0edf8095",
}


@pytest.mark.parametrize("kind", FINGERPRINTS)
def test_a_fingerprint_stays_what_it_is_from_version_to_version(kind: str) -> None:
    assert example(kind).fingerprint == FINGERPRINTS[kind]


@pytest.mark.parametrize(("words", "seconds"), [(4, 2.0), (8, 3.0), (40, 11.0)])
def test_reading_takes_a_second_and_one_for_every_four_words(words: int, seconds: float) -> None:
    asked = made("numeric", prompt="word " * words, answer="1").ask(rng(1))
    assert asked.reading_seconds == seconds


def test_the_options_are_read_too() -> None:
    asked = choice(prompt="Which?").ask(rng(1))
    assert asked.reading_seconds == 1 + (1 + 1 + 3 + 1) / 4


@pytest.mark.parametrize(
    ("kind", "own", "seconds"), [("numeric", None, 5.0), ("numeric", 12.0, 12.0), ("formula", None, 10.0)]
)
def test_the_answer_clock_is_the_questions_own_or_that_of_its_kind(
    kind: str, own: float | None, seconds: float
) -> None:
    fields: dict[str, Any] = {"variables": {"x": "scalar"}} if kind == "formula" else {}
    assert made(kind, answer="1", seconds=own, **fields).ask(rng(1)).seconds == seconds


def test_what_was_typed_is_judged_without_the_spaces_around_it() -> None:
    assert choice().ask(rng(1)).grade("  lr \n").outcome == "correct"


def test_a_template_fills_every_text_of_a_question_and_leaves_the_rest() -> None:
    def fill(text: str) -> str:
        return text.replace("{n}", "7")

    fields: dict[str, Any] = {
        "prompt": "{n}?", "answer": ["{n}", "b"], "choices": {"{n}": None, "b": None, "c": "not {n}"}, "level": 1
    }  # fmt: skip
    assert kinds.kind("multiple_choice").generate(fields, fill, float) == {
        "prompt": "7?", "answer": ["7", "b"], "choices": {"7": None, "b": None, "c": "not 7"}, "level": 1
    }  # fmt: skip
