"""Every verdict that was shown is in the history, whatever ends the drill and however many go on at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from quizdl.domain.review import Review
from quizdl.history.store import History
from tests.conftest import ROOT
from tests.history.logs import query, replayed


def _drills(*arguments: object) -> list[list[int]]:
    command = [sys.executable, "-m", "tests.cli.drills", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    shown: list[list[int]] = json.loads(done.stdout)
    return shown


def _reviews(home: Path) -> list[Review]:
    with closing(History.open(home, writing=True, check=True)) as history:
        assert history.schedules() == replayed(history)
        reviews = history.reviews()
    assert query(home, "PRAGMA integrity_check") == [("ok",)]
    assert not list(home.glob("*damaged*")), "none needed repair"
    return reviews


@pytest.mark.parametrize(
    "count", [15, pytest.param(150, marks=pytest.mark.slow), pytest.param(1000, marks=pytest.mark.exhaustive)]
)
def test_kill_9_in_a_drill_loses_no_verdict_that_was_shown(home: Path, count: int) -> None:
    shown = _drills("kill", count, 1)
    assert len(shown) == count
    reviews = _reviews(home)
    kept = Counter(review.seed for review in reviews)
    verdicts = Counter(seed for seeds in shown for seed in seeds)
    assert verdicts.total() > count
    assert not verdicts - kept, "shown, and lost"
    under_way = (kept - verdicts).keys()
    assert set(Counter(review.session for review in reviews if review.seed in under_way).values()) <= {1}


@pytest.mark.parametrize(
    "seconds", [2, pytest.param(20, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.exhaustive)]
)
def test_eight_processes_drill_on_one_history(home: Path, seconds: int) -> None:
    shown = _drills("together", 8, seconds)
    assert len(shown) == 8
    assert all(shown), "each got its turn"
    reviews = _reviews(home)
    assert Counter(review.seed for review in reviews) == Counter(seed for seeds in shown for seed in seeds)
