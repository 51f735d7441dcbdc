from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.drill import Answered
from quizdl.bank.compiled import Bank, open_bank
from quizdl.cli.views.bank import entries_view, entry_view
from quizdl.cli.views.question import nothing_due_view, question_view, results_view, verdict_view
from quizdl.domain.question import Asked
from tests.cli.views.conftest import Start
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, coloured, drawn, read_out
from tests.conftest import BANK

GIVEN = [
    # topic, answer (a word in it stands for the option that holds it), seconds, with the hint, out of time
    ("choice", "[plain SGD]", 1.2, False, False),
    ("choice", "[Adam]", 3.4, False, False),
    ("choice", "", 5.0, False, True),
    ("cloze", "0; saturate", 2.0, True, False),
    ("cloze", "1; saturates", 4.9, False, False),
    ("formula", "2/N X^T (X w - y)", 55.0, False, False),
    ("formula", "X^T (X w - y) / N", 20.0, False, False),
    ("formula", "2/N X^T (X w - y", 20.0, False, False),
    ("multiple_choice", "[ReLU][a smaller batch]", 8.0, False, False),
    ("numeric", "15", 7.0, True, False),
    ("numeric", "16", 60.0, False, True),
    ("order", "[loss][forward pass][backward pass][update]", 9.0, False, False),
    ("recall", "dropout, momentum, L2", 14.0, False, False),
    ("true_false", "t", 1.0, False, False),
    ("true_false", "f X^T X can be singular.", 2.5, False, False),
    ("true_false", "skip", None, False, False),
]


def typed(asked: Asked, text: str) -> str:
    """The answer with the digits of the options that it names in brackets."""
    for number, option in enumerate(asked.options, 1):
        text = text.replace(f"[{option}]", str(number))
    return text


@pytest.fixture
def answered(start: Start) -> list[Answered]:
    """Answers of every kind and outcome."""
    given = []
    for number, (topic, text, seconds, hinted, timed_out) in enumerate(GIVEN):
        drill = start(topic, now=NOW + timedelta(seconds=20 * number), seed=number)
        (showing,) = drill.showings()
        if text == "skip":
            given.append(drill.skip(showing))
        else:
            answer = typed(showing.asked, text)
            given.append(drill.answer(showing, answer, seconds=seconds, hinted=hinted, timed_out=timed_out))
    return given


def test_verdicts(answered: list[Answered], snapshot: SnapshotAssertion) -> None:
    assert {a.verdict.outcome for a in answered} == {"correct", "partial", "wrong", "timeout", "skipped", "unparsable"}
    for width in WIDTHS:
        pages = [
            f"{topic}: {text}\n{drawn(verdict_view(a, NOW, UTC, width), width)}"
            for (topic, text, *_), a in zip(GIVEN, answered, strict=True)
        ]
        assert "\n\n".join(pages) == snapshot(name=str(width))


def test_results(answered: list[Answered], small_bank: Bank, snapshot: SnapshotAssertion) -> None:
    topics = {topic.id: topic for topic in small_bank.topics}
    for width in WIDTHS:
        page = drawn(results_view(answered, topics, NOW + timedelta(minutes=6), UTC, width), width)
        assert page == snapshot(name=str(width))


def test_results_when_nothing_was_judged(start: Start, small_bank: Bank) -> None:
    drill = start("choice")
    skipped = [drill.skip(showing) for showing in drill.showings()]
    page = drawn(results_view(skipped, {topic.id: topic for topic in small_bank.topics}, NOW, UTC, 60), 60)
    assert "→ 1 skipped" in page
    assert "%" not in page


@pytest.mark.parametrize("width", WIDTHS)
def test_questions(start: Start, small_bank: Bank, width: int, snapshot: SnapshotAssertion) -> None:
    topics = {topic.id: topic for topic in small_bank.topics}
    views = [question_view(showing, topics[showing.entry.topic], width) for showing in start().showings()]
    assert "\n".join(drawn(view, width) for view in views) == snapshot


@pytest.mark.parametrize("width", WIDTHS)
def test_what_an_author_sees(small_bank: Bank, width: int, snapshot: SnapshotAssertion) -> None:
    assert drawn(entries_view(small_bank.entries(), small_bank.topics, width), width) == snapshot


def test_nothing_due() -> None:
    page = drawn(nothing_due_view(NOW + timedelta(days=2), NOW, UTC), 60)
    assert "The next one comes back in 2 days." in " ".join(page.split())
    assert "quizdl drill --ahead" in page
    assert "comes back" not in drawn(nothing_due_view(None, NOW, UTC), 60)
    page = drawn(nothing_due_view(None, NOW, UTC, only_due=True), 60)
    assert "Nothing is due.\n" in re.sub(" +\n", "\n", page)
    assert re.search(r"quizdl drill +asks new ones", page)


def test_all_fits_thirty_columns(answered: list[Answered], small_bank: Bank) -> None:
    topics = {topic.id: topic for topic in small_bank.topics}
    for a in answered:
        drawn(question_view(a.showing, topics[a.showing.entry.topic], NARROW), NARROW)
        drawn(verdict_view(a, NOW, UTC, NARROW), NARROW)
    drawn(results_view(answered, topics, NOW, UTC, NARROW), NARROW)
    drawn(entries_view(small_bank.entries(), small_bank.topics, NARROW), NARROW)
    drawn(nothing_due_view(NOW + timedelta(days=200), NOW, UTC), NARROW)


@pytest.mark.slow
def test_every_question_of_the_real_bank_is_whole_in_thirty_columns(compiled: object) -> None:
    bank = open_bank(BANK, compiled)  # type: ignore[arg-type]
    for entry in bank.entries():
        asked = bank.asked(entry, 1)
        page = "".join(drawn(entry_view(entry, asked, NARROW), NARROW).split())
        for text in (asked.prompt, *asked.options, asked.question.explanation, asked.question.source):
            words = "".join(text.split())
            assert words[-12:] in page, f"{entry.id}: {text}"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_in_colour_and_read_out(
    answered: list[Answered], small_bank: Bank, width: int, snapshot: SnapshotAssertion
) -> None:
    topics = {topic.id: topic for topic in small_bank.topics}
    later = NOW + timedelta(minutes=6)
    leech = answered[1]._replace(leech=True)
    views = [
        *(question_view(a.showing, topics[a.showing.entry.topic], width) for a in answered[::4]),
        *(verdict_view(a, NOW, UTC, width) for a in (*answered[::3], leech)),
        results_view(answered, topics, later, UTC, width, left=3),
        results_view(answered[:1], topics, later, UTC, width, limit=30),
        nothing_due_view(NOW + timedelta(days=2), NOW, UTC, limit=30),
        nothing_due_view(None, NOW, UTC, limit=0),
    ]
    assert "\n".join(coloured(view, width) for view in views) == snapshot(name="coloured")
    assert "\n".join(read_out(view, width) for view in views) == snapshot(name="read out")
