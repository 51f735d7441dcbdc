from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from quizdl.app.mutants import Score
from quizdl.bank.mutants import Mutant
from quizdl.cli.views.bank import banks_view, scores_view
from tests.cli.views.rendering import WIDTHS, drawn

SURVIVORS = (
    Mutant("", 47, "for i in range(0, len(data), 4):", "for i in range(0, len(data) + 1, 4):"),
    Mutant(
        "",
        51,
        "scores = np.einsum('ncijuv,fcuv->nfij', windows, w) + b[:, None, None] * np.ones((3, 4, 5)) / 2",
        "pass",
    ),
)
PATH = "question_bank/derivations/a_topic_with_a_long_name/a_derivation_with_a_long_name.py"
SCORES = (
    Score("adam", "adam.py", 1, 89, 89, 0, (), ()),
    Score("a_derivation_with_a_long_name", PATH, 1, 1000, 998, 3, SURVIVORS, ()),
)

BANKS = [
    {"name": "built-in", "root": "/site/quizdl/question_bank", "origin": "", "commit": "", "at": "", "title": "From History to Practical Tips",
     "questions": 1036, "derivations": 157, "says": ""},
    {"name": "statistics", "root": "/home/ada/.local/share/quizdl/banks/statistics", "origin": "https://example.org/ada/statistics.git",
     "commit": "28bc014ed1a0", "at": "2026-11-23T01:45:06+00:00", "title": "Statistics", "questions": 8, "derivations": 1, "says": ""},
    {"name": "broken", "root": "/home/ada/.local/share/quizdl/banks/broken", "origin": "/home/ada/broken", "commit": "",
     "at": "2026-11-23T01:45:06+00:00", "title": "", "questions": 0, "derivations": 0,
     "says": "bank.yaml:2: titel is no field; did you mean title?"},
]  # fmt: skip


def test_scores_come_with_the_edits_that_survive(snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        assert drawn(scores_view(SCORES, width), width) == snapshot(name=str(width))


def test_where_all_are_rejected_nothing_is_said_to_survive() -> None:
    view = drawn(scores_view(SCORES[:1], 60), 60)
    assert "no case" not in view
    assert "In all 89 of 89 edits rejected: 100.0%" in view.splitlines()


def test_banks_say_what_they_hold_where_they_are_from_and_what_is_wrong(snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        assert drawn(banks_view(BANKS, width), width) == snapshot(name=str(width))
