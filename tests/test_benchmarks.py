"""What the benchmarks measure with is what a learner would have."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from fsrs_rs_python import DEFAULT_PARAMETERS

from benchmarks import learner, made
from quizdl.bank.compiled import open_bank
from quizdl.history.store import History
from tests.history.logs import replayed


def test_a_made_history_is_as_if_it_had_been_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "CACHE", tmp_path)
    bank, home = made.bank_and_home(400, 1000)
    entries = open_bank(bank, home / "cache").entries()
    assert len(entries) == 400
    with closing(History.open(home, writing=True)) as history:
        assert len(history.reviews()) == 1000
        assert len(history.schedules()) == 380
        assert history.schedules() == replayed(history)
    assert made.bank_and_home(400, 1000) == (bank, home), "kept for the next run"


@pytest.mark.slow
def test_predictions_of_a_simulated_learner_are_true_and_the_plan_pays(tmp_path: Path) -> None:
    """The measure of `python -m benchmarks learner`, small: the learner's memory is not quizdl's code."""
    made.write_bank(tmp_path / "bank", 200)
    bank = open_bank(tmp_path / "bank", tmp_path)
    known, interview = {}, learner.START.date() + 8 * learner.DAY
    for name in ("due", "plan"):
        study = learner.study(bank, tmp_path / name, tuple(DEFAULT_PARAMETERS), 1)
        study.days(8, study.by_due if name == "due" else partial(study.by_plan, interview, 6), 6)
        known[name] = study.known()
        assert len(study.predictions) > 20
        assert all(p.said == pytest.approx(p.true, abs=1e-3) for p in study.predictions)
        study.history.close()
    assert known["plan"] > known["due"] + 0.02
