"""Packages held against Anki's own library, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers import python_of
from quizdl.app.exchange import export_notes, import_notes
from quizdl.bank.check import Checked
from quizdl.bank.compiled import open_bank
from quizdl.bank.exchange import apkg
from quizdl.bank.exchange.note import Card
from quizdl.domain.question import Question
from tests.conftest import BANK

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("with_anki.py")


def anki(*arguments: object) -> Any:
    """What Anki's own library makes of it."""
    done = subprocess.run([python_of("anki"), DRIVER, *map(str, arguments)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout) if done.stdout else None


def items(root: Path) -> dict[str, Any]:
    """All questions of a bank without findings, by their ids."""
    checked = Checked(root)
    assert not checked.findings
    return {
        item.id: (item.kind, item.subtopic, item.level, item.fields)
        for found in checked.items.values()
        for item in found
        if not item.generated
    }


def test_a_thousand_notes_keep_their_texts_and_answers(tmp_path: Path) -> None:
    package = tmp_path / "all.apkg"
    opened = open_bank(BANK, tmp_path / "cache")
    assert export_notes(opened, package).notes >= 1000
    notes = {
        tag.removeprefix("quizdl::"): note
        for note in anki("read", package)
        for tag in note["tags"]
        if tag.startswith("quizdl::")
    }
    assert len(notes) == len(opened.entries())
    lost = Counter[str]()
    for entry in opened.entries():
        question, fields = opened.question(entry), notes[entry.id]["fields"]
        if not isinstance(question, Question):
            continue
        shown = {name: unescape(text.replace("<br>", "\n")) for name, text in fields.items()}
        lost["explanation"] += shown["Explanation"] != question.explanation
        lost["source"] += shown["Source"] != question.source
        if entry.kind == "cloze":
            for word in question.expected().split("; "):
                lost["cloze"] += f"{{{{c1::{word}}}}}" not in shown["Question"]
        else:
            lost["prompt"] += not shown["Question"].startswith(question.prompt)
            answer = {line.lstrip("-0123456789. ") for line in shown["Answer"].split("\n")}
            expected = question.expected()
            lost["answer"] += not (shown["Answer"] == expected or all(line in expected for line in answer))
            lost["options"] += any(
                option not in shown["Options"] + shown["Reasons"]
                for option in question.weighed()
                if entry.kind != "true_false"
            )
    assert not +lost
    assert {note["deck"].split("::")[0] for note in notes.values()} == {opened.title}

    imported = import_notes(package, tmp_path / "again")
    assert (imported.undecided, imported.findings) == ([], [])
    before, after = items(BANK), items(imported.folder)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("form", ["new", "old"])
def test_packages_that_anki_wrote_are_read(tmp_path: Path, form: str) -> None:
    anki("write", tmp_path)
    found = [card for card in apkg.read(tmp_path / f"{form}.apkg") if isinstance(card, Card)]
    assert [(card.line, card.number, card.front, card.back) for card in found] == [
        (1, 0, "What is 6 x 7?", "42"),
        (2, 0, "The capital of\nFrance", "Paris"),
        (2, 1, "Paris", "The capital of\nFrance"),
        (3, 0, "A power of two < 5", "2^2"),
        (4, 0, "Who wrote Emma?", "Jane Austen"),
        (5, 0, "{{c1::Adam::an optimizer}} keeps {{c2::two}} moments", ""),
        (5, 1, "{{c1::Adam::an optimizer}} keeps {{c2::two}} moments", ""),
    ]
    assert {card.deck for card in found} == {("Course", "First part")}
    assert [card.line for card in found if card.media] == [2, 2]
    assert found[-1].explanation == "not one"
    (answered,) = [answer for card in found for answer in card.answered]
    assert answered.rating == 3
