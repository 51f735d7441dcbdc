"""What the benchmarks measure with is what a learner would have."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import made
from quizdl.bank.compiled import open_bank
from quizdl.history.store import History


def test_a_made_history_is_as_if_it_had_been_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "CACHE", tmp_path)
    bank, home = made.bank_and_home(400, 1000)
    entries = open_bank(bank, home / "cache").entries()
    assert len(entries) == 400
    with closing(History.open(home, writing=True)) as history:
        assert len(history.reviews()) == 1000
        assert len(history.schedules()) == 380
        assert history.schedules() == history.replay()
    assert made.bank_and_home(400, 1000) == (bank, home), "kept for the next run"
