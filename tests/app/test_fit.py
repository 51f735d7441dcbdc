from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizdl.app import amend
from quizdl.app.fit import ENOUGH, fit
from quizdl.domain.schedule import Rating, recall
from quizdl.errors import FAILED, QuizdlError
from quizdl.history.store import History
from tests.history.logs import replayed, review

START = datetime(2026, 1, 1, 18, tzinfo=UTC)


def fill(history: History, days: int, forgets: float, questions: int = 60) -> datetime:
    """So many days in which what is due is answered; what comes back is forgotten so many times as often as FSRS thinks."""
    rng = random.Random(1)
    number, now = 0, START
    for day in range(days):
        now = START + timedelta(days=day)
        for place in range(questions):
            schedule = history.schedule(f"q{place}")
            if schedule and schedule.due.date() > now.date():
                continue
            lost = 0.2 if schedule is None else forgets * (1 - recall(schedule.stability, schedule.last, now))
            rating = Rating.AGAIN if rng.random() < lost else Rating.GOOD
            history.record(review(number, question=f"q{place}", at=now + timedelta(seconds=number), rating=rating))
            number += 1
    return now + timedelta(hours=1)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """The home of somebody who forgets more than most, and when it was left."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(History.open(folder, writing=True)) as history:
        return folder, fill(history, 60, 4.0)


@pytest.fixture
def forgetful(filled: tuple[Path, datetime], tmp_path: Path) -> Iterator[tuple[History, datetime]]:
    """That history, open, and when it was left."""
    folder, now = filled
    shutil.copytree(folder, tmp_path / "copy")
    with closing(History.open(tmp_path / "copy", writing=True)) as history:
        yield history, now


def test_who_forgets_more_than_most_is_predicted_better_after_it(forgetful: tuple[History, datetime]) -> None:
    history, now = forgetful
    before = history.schedules()
    found = fit(history, now)
    assert found.kept
    assert found.after < 0.95 * found.before
    assert found.answers + found.held_out >= ENOUGH
    assert found.held_out == pytest.approx((found.answers + found.held_out) / 5, abs=30)
    assert history.parameters() == found.parameters
    (mark,) = history.marks("parameters")
    assert mark.data()["log_loss"] == [found.before, found.after]
    after = history.schedules()
    assert after == replayed(history)
    assert after != before
    again = fit(history, now + timedelta(minutes=1))
    assert not again.kept, "the same once more predicts no better"
    assert again.before == pytest.approx(found.after)
    assert history.parameters() == found.parameters
    assert len(history.marks("parameters")) == 1


def test_a_fit_holds_even_if_a_clock_that_was_ahead_dated_an_earlier_one_later(
    forgetful: tuple[History, datetime],
) -> None:
    history, now = forgetful
    amend.adopt(history, DEFAULT_PARAMETERS, {}, now + timedelta(days=400))
    assert history.parameters() == DEFAULT_PARAMETERS
    found = fit(history, now)
    assert found.kept
    assert history.parameters() == found.parameters


def test_too_few_answers_are_said(history: History) -> None:
    now = fill(history, 4, 1.0)
    with pytest.raises(QuizdlError, match=f"came back on a later day; a fit needs {ENOUGH}") as said:
        fit(history, now)
    assert said.value.exit_code == FAILED
    assert history.parameters() is None


def test_without_the_library_it_says_how_to_get_it(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(QuizdlError) as said:
        fit(history, START)
    assert "quizdl[fit]" in said.value.hint
