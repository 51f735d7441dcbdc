"""Which question a note becomes, and what is left to a person."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl import kinds
from quizdl.bank.exchange.guess import NOT_GIVEN, Undecided, stable_id, to_question
from quizdl.bank.exchange.note import Card
from quizdl.bank.exchange.render import to_card
from quizdl.bank.validation import adapter
from quizdl.domain.question import Question


def made(front: str, back: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
    """The kind and the own fields of what a card becomes."""
    found = to_question(Card(1, "guid", front, back, **more), "all", "a deck, note 1")
    common = ("id", "subtopic", "level", "explanation", "source")
    return found.kind, {name: value for name, value in found.fields.items() if name not in common}


@pytest.mark.parametrize(
    ("front", "back", "kind", "fields"),
    [
        ("6 x 7?", "42", "numeric", {"prompt": "6 x 7?", "answer": "42", "tolerance": 0.0}),
        ("Bytes of a page?", "4,096 bytes", "numeric", {"prompt": "Bytes of a page?", "answer": "4096", "tolerance": 0.0, "unit": "bytes"}),
        ("Neurons?", "~80 billion", "numeric", {"prompt": "Neurons?", "answer": "80e9", "tolerance": 0.1}),
        ("Of all?", "12.5%", "numeric", {"prompt": "Of all?", "answer": "12.5", "tolerance": 0.01, "unit": "%"}),
        ("Capital of France?", "Paris", "cloze", {"prompt": "Capital of France?\n{{Paris}}"}),
        ("Protocol?", "TCP/IP", "cloze", {"prompt": "Protocol?\n{{TCP/IP}}"}),
        ("Set {{a}}?", "b", "cloze", {"prompt": "Set { {a} }?\n{{b}}"}),
        ("Name both.", "- one\n- two", "recall", {"prompt": "Name both.", "need": 2, "answer": {"one": [], "two": []}}),
        ("Order:\n- b\n- a\n- c", "1. a\n2. b\n3. c", "order", {"prompt": "Order:", "answer": ["a", "b", "c"]}),
        ("Round?", "False: it is flat", "choice", {"prompt": "Round?", "answer": "false", "choices": {"true": "it is flat", "false": None}}),
        ("Which?\n\na) one\nb) two", "b", "choice", {"prompt": "Which?", "answer": "two", "choices": {"one": NOT_GIVEN, "two": None}}),
        ("Which?\n1. one\n2. two", "2) two", "choice", {"prompt": "Which?", "answer": "two", "choices": {"one": NOT_GIVEN, "two": None}}),
        ("{{order | size}} of it", "", "cloze", {"prompt": "{{order | size}} of it"}),
        ("{{c1::A::vowel}}, {{c2::B}}", "", "cloze", {"prompt": "{{A}}, B", "hint": "vowel"}),
    ],
)  # fmt: skip
def test_a_card_becomes_the_question_that_can_be_graded(
    front: str, back: str, kind: str, fields: dict[str, Any]
) -> None:
    assert made(front, back) == (kind, fields)


def test_options_with_reasons_become_a_choice_among_them() -> None:
    options = {"one": "too small", "two": "", "three": "odd", "four": ""}
    wrong = {"one": "too small", "two": None, "three": "odd", "four": None}
    assert made("Even?", "two\nfour", options=options) == (
        "multiple_choice",
        {"prompt": "Even?", "answer": ["two", "four"], "choices": wrong},
    )


@pytest.mark.parametrize(
    ("front", "back", "why"),
    [
        ("Why?", "because of this and that and something else", "an answer of 8 words cannot be graded"),
        ("Gradient?", "2/N X^T (X w - y)", "a formula is graded by its value"),
        ("Energy?", "$E = mc^2$", "a formula is graded by its value"),
        ("Which?\na) one\nb) two", "three", "the answer is none of the options"),
        ("Conditional?", "p(x|y)", "the answer cannot be read as something to type"),
        ("", "x", "there is no question"),
        ("x", "", "there is no answer"),
        ("{{c1::a b c d e f g}}", "", "what is left out is too long to be typed"),
        ("{{c1::p(x|y)}}", "", "what is left out is too long to be typed, or has a sign"),
        ("x" * 2001, "y", "a text of 2001 characters; shorten it to 2000"),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_says_what_to_do(front: str, back: str, why: str) -> None:
    with pytest.raises(Undecided, match=f"^{why.replace('(', '[(]').replace('|', '[|]')}"):
        made(front, back)


def example(kind: str) -> Question:
    """The worked example of a kind, as a question of a bank."""
    about = {"id": "an-id", "subtopic": "all", "level": 2, "explanation": "So it is.", "source": "A book"}
    found: Question = adapter(kinds.kind(kind)).validate_python({**about, **kinds.example(kind).fields})
    return found


@pytest.mark.parametrize("name", kinds.names())
def test_every_kind_goes_out_and_comes_back_whole(name: str) -> None:
    question = example(name)
    card = to_card(question)
    back = to_question(card, "all", "elsewhere")
    assert (back.kind, back.question) == (name, question)
    assert back.question.fingerprint == question.fingerprint
    assert card.front.startswith(question.prompt)


@pytest.mark.parametrize("name", kinds.names())
def test_a_card_that_was_edited_elsewhere_counts_as_it_reads_now(name: str) -> None:
    card = to_card(example(name))
    edited = Card(1, "", "6 x 7?", "42", data=card.data, id=card.id)
    assert to_question(edited, "all", "elsewhere").question.expected() == "42"


def test_ids_stay_the_same_when_the_text_changes_and_differ_between_the_cards_of_a_note() -> None:
    one, edited, reverse = Card(1, "g", "a", "b"), Card(9, "g", "A!", "B"), Card(1, "g", "b", "a", number=1)
    assert stable_id(one) == stable_id(edited) != stable_id(reverse)


@given(
    front=st.text(max_size=40), back=st.text(max_size=40), data=st.text(max_size=20),
    options=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3), number=st.integers(0, 3),
)  # fmt: skip
def test_whatever_a_card_says_its_question_takes_its_own_answer(
    front: str, back: str, data: str, options: dict[str, str], number: int
) -> None:
    try:
        found = to_question(Card(1, "g", front, back, options=options, number=number, data=data), "all", "here")
    except Undecided as why:
        assert str(why)
        return
    question = found.question
    assert not list(question.problems())
    asked = question.ask(random.Random(1))
    if found.kind in ("numeric", "cloze", "recall", "choice"):
        assert asked.grade(question.expected()).outcome == "correct"
