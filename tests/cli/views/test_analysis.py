from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC

from syrupy.assertion import SnapshotAssertion

from quizdl.app.analysis import analyse
from quizdl.bank.compiled import Bank
from quizdl.cli.stats import Page
from quizdl.cli.views.analysis import analysis_view, verdict, whisker
from quizdl.domain.analysis import Analysis
from quizdl.domain.calibration import Calibration, Share, share
from quizdl.history.store import History
from tests.cli.program import ESCAPE
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, drawn


def test_all_pages(looked_at: Analysis, snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        view = analysis_view(looked_at, UTC, width)
        plain, coloured = drawn(view, width), drawn(view, width, coloured=True)
        assert plain == snapshot(name=f"{width}")
        assert coloured == snapshot(name=f"{width} coloured")
        bare = [line.rstrip() for line in ESCAPE.sub("", coloured).splitlines()]
        assert bare == plain.splitlines(), "colour is all that is added"


def test_all_pages_of_an_empty_history(small_bank: Bank, history: History, snapshot: SnapshotAssertion) -> None:
    empty = analyse(small_bank, history, tuple(Page), now=NOW, zone=UTC)
    for width in WIDTHS:
        assert drawn(analysis_view(empty, UTC, width), width) == snapshot(name=f"{width}")


def test_a_page_alone_shows_nothing_else(looked_at: Analysis) -> None:
    alone = {
        field.name: drawn(
            analysis_view(replace(Analysis(), **{field.name: getattr(looked_at, field.name)}), UTC, 80), 80
        )
        for field in fields(Analysis)
    }
    assert all(page.count("───\n") == 1 for page in alone.values()), alone
    assert len(set(alone.values())) == len(alone)


def test_it_fits_every_width(looked_at: Analysis) -> None:
    much = replace(
        looked_at,
        questions=tuple(
            replace(q, question="a-question-with-a-very-long-name" * 3, lapses=99) for q in looked_at.questions or ()
        ),
        gone=tuple(replace(o, id=f"{o.id}{i}" * 9, answers=123_456) for o in looked_at.gone or () for i in range(30)),
    )
    for width in (24, NARROW, 40, 50, 60, 80, 100):
        for found in (looked_at, much):
            drawn(analysis_view(found, UTC, width), width)


def test_a_whisker_says_where_the_truth_may_lie() -> None:
    assert whisker(0.9, Share(10, 0.75, 0.6, 0.85), 0.5, 11).plain == "··╌╌╌◆╌╌│··"
    assert whisker(0.5, Share(10, 0.5, 0.0, 1.0), 0.0, 5).plain == "╌╌◆╌╌"


def test_the_verdict_is_said_in_words() -> None:
    def said(predicted: float, known: int, of: int) -> str:
        return verdict(Calibration(predicted, share(known, of), 0.3, ()))

    assert "trust" in said(0.9, 895, 1000)
    assert said(0.9, 800, 1000) == "You know 10 points less than expected: questions should come back sooner."
    assert said(0.8, 900, 1000) == "You know 10 points more than expected: questions could come back later."
    assert said(0.9, 10, 30).startswith("Few answers")
