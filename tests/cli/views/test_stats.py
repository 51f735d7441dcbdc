from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.stats import statistics
from quizdl.bank.compiled import Bank
from quizdl.cli.views.stats import heatmap, stats_view
from quizdl.domain.day import day_of
from quizdl.domain.progress import Progress
from quizdl.history.store import History
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, drawn

TODAY = day_of(NOW, UTC)


@pytest.fixture
def rich(studied: History, small_bank: Bank) -> Progress:
    return statistics(small_bank, studied, now=NOW, zone=UTC)


def test_a_rich_history(rich: Progress, snapshot: SnapshotAssertion) -> None:
    assert rich.reviews > 100
    for width in WIDTHS:
        assert drawn(stats_view(rich, TODAY, NOW, width), width) == snapshot(name=str(width))


def test_an_empty_history_says_how_to_start(small_bank: Bank, history: History, snapshot: SnapshotAssertion) -> None:
    empty = statistics(small_bank, history, now=NOW, zone=UTC)
    for width in WIDTHS:
        page = drawn(stats_view(empty, TODAY, NOW, width), width)
        assert "quizdl drill" in page
        assert "quizdl derive" in page
        assert page == snapshot(name=str(width))


def test_it_fits_thirty_columns_however_much_there_is(rich: Progress, small_bank: Bank, history: History) -> None:
    much = replace(
        rich,
        reviews=123_456,
        outcomes=dict.fromkeys(rich.outcomes, 99_999),
        days=dict.fromkeys(rich.days, 12_345),
        due=dict.fromkeys(rich.due, 12_345),
        streak=1234,
    )
    for page in (rich, much, statistics(small_bank, history, now=NOW, zone=UTC, topic="order")):
        for width in (NARROW, 24, 40, 50, 70, 80, 100):
            drawn(stats_view(page, TODAY, NOW, width), width)


def test_the_heatmap_ends_today_and_shades_by_count() -> None:
    lines = drawn(heatmap({TODAY: 60, TODAY - timedelta(days=7): 3}, TODAY, 30), 30).splitlines()
    weekday = lines[1 + TODAY.weekday()]
    assert weekday.endswith("░█")
    assert all(len(line) < len(weekday) for line in lines[2 + TODAY.weekday() : 8])
