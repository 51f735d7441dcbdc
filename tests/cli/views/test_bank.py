from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from quizdl.app.mutants import Score
from quizdl.bank.mutants import Mutant
from quizdl.cli.views.bank import scores_view
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


def test_scores_come_with_the_edits_that_survive(snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        assert drawn(scores_view(SCORES, width), width) == snapshot(name=str(width))


def test_where_all_are_rejected_nothing_is_said_to_survive() -> None:
    view = drawn(scores_view(SCORES[:1], 60), 60)
    assert "no case" not in view
    assert "In all 89 of 89 edits rejected: 100.0%" in view.splitlines()
