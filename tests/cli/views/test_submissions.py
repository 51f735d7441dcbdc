"""A class's results on the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.class_table import file_names
from quizdl.app.classroom import Classroom
from quizdl.app.grade_many import Graded
from quizdl.app.submissions import HandedIn, Submission
from quizdl.bank.compiled import Bank
from quizdl.cli.views.class_report import class_report
from quizdl.cli.views.feedback import feedback
from quizdl.cli.views.submissions import row, summary
from quizdl.grading.similarity import Pair
from tests.cli.views.rendering import NOW, WIDTHS, drawn


def graded(name: str, student: str, derivation: str, outcome: str, **more: Any) -> Graded:
    score = {"correct": 1.0, "wrong": 0.5}.get(outcome, 0.0)
    verdict = {
        "outcome": outcome,
        "score": score,
        "says": "",
        "mistakes": [],
        "findings": [],
        "cases": [],
        "printed": "",
        "line": None,
    }
    return Graded(Submission(Path(name), name, student, derivation), "digest", verdict | more)


def classroom(small_bank: Bank) -> Classroom:
    asked = {name: derivation for name in ("twice", "halve") if (derivation := small_bank.derivation(name))}
    mistake = next(iter(asked["twice"].mistakes))
    verdicts = [
        graded("anna/twice.py", "anna", "twice", "correct"),
        graded("anna/halve.py", "anna", "halve", "timeout", says="stopped after 2 s: does a loop end?"),
        graded(
            "学生 with a very long name indeed/twice.py",
            "学生 with a very long name indeed",
            "twice",
            "wrong",
            mistakes=[mistake],
        ),
        graded(
            "carl/twice.py", "carl", "twice", "error", says="\x1b[2JNameError: name '`x`' <b>\nis not defined", line=3
        ),
    ]
    students = ("anna", "学生 with a very long name indeed", "bob", "carl")
    pairs = {"twice": [Pair("anna/twice.py", "carl/twice.py", 0.914)]}
    handed = HandedIn(tuple(each.submission for each in verdicts), students, ("bob", "notes.ipynb"))
    return Classroom(asked, handed, verdicts, pairs, "order")


@pytest.fixture
def found(small_bank: Bank) -> Classroom:
    return classroom(small_bank)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_track(found: Classroom, width: int, snapshot: SnapshotAssertion) -> None:
    assert drawn(summary(found, width), width) == snapshot


@pytest.mark.parametrize("width", WIDTHS)
def test_rows(found: Classroom, width: int, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(drawn(row(each, width), width) for each in found.graded) == snapshot


def test_feedback(found: Classroom, snapshot: SnapshotAssertion) -> None:
    carl = [each for each in found.graded if each.submission.student == "carl"]
    words = feedback("carl", found.asked, carl, 0.0)
    assert words == snapshot
    assert "\x1b" not in words and "anna" not in words


def test_a_long_track_stands_in_blocks(found: Classroom) -> None:
    one = found.asked["twice"]
    wide = replace(found, asked={f"derivation_{i}": one for i in range(20)}, graded=[], alike={})
    for width in WIDTHS:
        shown = drawn(summary(wide, width), width)
        assert all(f" {i}" in shown for i in range(1, 21))
        assert shown.count("carl  ") == (2 if width == 60 else 1)


def test_a_mistake_of_two_derivations_is_one_bar(found: Classroom) -> None:
    mistake = next(iter(found.asked["twice"].mistakes))
    more = graded("bob/halve.py", "bob", "halve", "wrong", mistakes=[mistake])
    page = class_report(replace(found, graded=[*found.graded, more]), NOW)
    assert page.count("anna/twice.py") == 1, "in the pairs that are alike"
    assert page.count(f">{mistake.replace('_', ' ')}</text>") == 1


def test_the_score_counts_what_is_missing(found: Classroom) -> None:
    assert {student: found.score(own) for student, own in found.best().items()} == {
        "anna": 0.5, "学生 with a very long name indeed": 0.25, "bob": 0.0, "carl": 0.0,
    }  # fmt: skip


def test_each_student_has_a_file_of_their_own() -> None:
    names = file_names(["Anna", "anna", "a/b", "a:b", ".", "x" * 300, "x" * 299])
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert all(0 < len(name.encode()) < 250 and "/" not in name for name in names.values())
