from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from rich.console import RenderableType
from syrupy.assertion import SnapshotAssertion

from quizdl.app.amend import Dispute, Marked, Undone
from quizdl.cli.views.history import disputes_view, marked_view, orphans_view, taken_off_view, undone_view
from quizdl.domain.analysis import Orphan
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, drawn
from tests.history.logs import review

AT = NOW - timedelta(hours=3)
WRONG = review(
    7,
    question="op-adam-bias-correction",
    at=AT,
    outcome="wrong",
    score=0.0,
    answer="because the moments start at nought " * 12,
)
DISPUTES = [
    Dispute(
        WRONG,
        NOW,
        "0123456789ab",
        "0.1.0",
        "Why does Adam correct the bias of its two running means of the gradient?",
        "0 at first",
    ),
    Dispute(review(8, at=AT, outcome="timeout"), NOW, None, None, None, None),
]
MARKED = [
    Marked("op-adam-bias-correction", "flag", remark="the unit is missing from the answer, or is it not?"),
    Marked("la-rank", "bury", NOW + timedelta(hours=10)),
    Marked("la-trace", "suspend"),
    Marked("dl-conv-padding", "leech"),
]
ORPHANS = [Orphan("op-adam-of-old", "question", 12, AT), Orphan("adam_of_old", "derivation", 1, AT)]
VIEWS: dict[str, Callable[[], RenderableType]] = {
    "undone": lambda: undone_view(Undone(WRONG, NOW + timedelta(days=3)), NOW, UTC),
    "undone, new again": lambda: undone_view(Undone(review(8, at=AT), None), NOW, UTC),
    "disputes": lambda: disputes_view(DISPUTES, UTC),
    "no disputes": lambda: disputes_view([], UTC),
    "marked": lambda: marked_view(MARKED, NOW, UTC),
    "nothing marked": lambda: marked_view([], NOW, UTC),
    "taken off": lambda: taken_off_view("la-rank", MARKED[:2]),
    "orphans": lambda: orphans_view(ORPHANS, UTC),
    "no orphans": lambda: orphans_view([], UTC),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view(view: str, snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        assert drawn(VIEWS[view](), width) == snapshot(name=str(width))
    assert drawn(VIEWS[view](), NARROW)
