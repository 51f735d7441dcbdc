"""The small bank, and a history that was lived with it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizdl.app.analysis import analyse
from quizdl.app.drill import Drill, start_drill
from quizdl.bank.compiled import Bank, open_bank
from quizdl.cli.stats import Page
from quizdl.domain.analysis import Analysis
from quizdl.domain.mark import Mark
from quizdl.domain.review import Attempt
from quizdl.domain.schedule import Rating
from quizdl.history.store import History, new_id
from tests.cli.program import SMALL_BANK
from tests.cli.views.rendering import NOW
from tests.domain.test_scorecard import card, scored
from tests.history.logs import review

Start = Callable[..., Drill]
ATTEMPTS = (
    ("twice", "wrong", ("square",)),
    ("twice", "wrong", ("square",)),
    ("twice", "wrong", ("unchanged",)),
    ("twice", "correct", ()),
    ("halve", "error", ()),
)


@pytest.fixture(scope="session")
def small_bank(compiled: Path) -> Bank:
    """The small bank."""
    return open_bank(SMALL_BANK, compiled)


@pytest.fixture
def start(small_bank: Bank, history: History) -> Start:
    """Starts a drill over the small bank."""

    def started(
        topic: str | None = None, *, now: datetime = NOW, seed: int = 1, ahead: bool = True, count: int = 8
    ) -> Drill:
        return start_drill(
            small_bank, history, topic=topic, count=count, seed=seed, ahead=ahead, clock=lambda: now, zone=UTC,
        )  # fmt: skip

    return started


@pytest.fixture
def studied(start: Start, history: History) -> History:
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
    return history


@pytest.fixture
def looked_at(studied: History, small_bank: Bank) -> Analysis:
    """All further pages; with confidence, interviews, and answers to questions that the bank does not have."""
    for number, (days, confidence, right) in enumerate(
        [(9, 0.9, True), (6, 0.9, False), (4, 0.5, True), (2, 0.7, False)]
    ):
        at = NOW - timedelta(days=days)
        studied.record(
            review(
                number, question=f"gone-{number % 2}", at=at, confidence=confidence, outcome="correct" if right else "wrong",
                score=float(right), rating=Rating.GOOD if right else Rating.AGAIN,
            )
        )  # fmt: skip
    for number in (1, 2, 3):
        answers = scored(score=0.5), scored("chain", number / 3)
        done = card(*answers, at=NOW - timedelta(days=30 - 9 * number), role="research", session=f"s{number}")
        value = json.dumps(done.plain())
        studied.mark(Mark(id=new_id(done.at), at=done.at, what="interview", target=done.session, value=value))
    return analyse(small_bank, studied, tuple(Page), now=NOW, zone=UTC)
