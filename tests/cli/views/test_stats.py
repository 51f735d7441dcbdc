from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.stats import statistics
from quizdl.bank.compiled import Bank
from quizdl.cli.views.stats import heatmap, stats_view
from quizdl.domain.day import day_of
from quizdl.domain.progress import Progress
from quizdl.domain.review import Attempt
from quizdl.history.store import History, new_id
from tests.cli.views.conftest import Start
from tests.cli.views.rendering import NARROW, NOW, WIDTHS, drawn

TODAY = day_of(NOW, UTC)
ATTEMPTS = (
    ("twice", "wrong", ("square",)),
    ("twice", "wrong", ("square",)),
    ("twice", "wrong", ("unchanged",)),
    ("twice", "correct", ()),
    ("halve", "error", ()),
)


@pytest.fixture
def rich(start: Start, small_bank: Bank, history: History) -> Progress:
    """Some months of drills, every other day more or less, some of it right; and a few attempts at derivations."""
    rng = random.Random(4)
    for days in range(80, -1, -1):
        if rng.random() < 0.4 and days:
            continue
        drill = start(now=NOW - timedelta(days=days, minutes=rng.randrange(300)), seed=days, count=rng.randrange(1, 9))
        for showing in drill.showings():
            text = showing.asked.question.expected() if rng.random() < 0.7 else "1"
            seconds = round(rng.uniform(0.5, showing.asked.seconds), 1)
            drill.answer(showing, text, seconds=seconds, timed_out=rng.random() < 0.05)
    for minutes, (derivation, outcome, mistakes) in enumerate(ATTEMPTS):
        at = NOW - timedelta(days=3, minutes=60 - minutes)
        history.record_attempt(
            Attempt(
                id=new_id(at), at=at, derivation=derivation, topic="order", outcome=outcome, score=0.0, mistakes=mistakes, seed=1,
                answer="",
            )
        )  # fmt: skip
    return statistics(small_bank, history, now=NOW, zone=UTC)


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
