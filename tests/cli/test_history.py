"""`quizdl history`: out of one home, into another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizdl.errors import FAILED, GOOD, USAGE
from quizdl.history.opening import FILE
from quizdl.history.store import History
from tests.cli.conftest import Here
from tests.history.logs import attempt, review

Stats = Callable[[], dict[str, Any]]


@pytest.fixture
def three(home: Path) -> Path:
    """A history with three answers to questions and one to a derivation."""
    history = History.open(home, writing=True)
    for number in range(3):
        history.record(review(number))
    history.record_attempt(attempt(1))
    history.close()
    return home / FILE


def test_an_export_makes_the_same_history_elsewhere(
    three: Path, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stats: Stats
) -> None:
    before, file = stats(), tmp_path / "all.jsonl"
    out = here("history", "export").stdout
    assert str(file) in here("history", "export", "--output", file).stdout.replace("\n", "")
    assert file.read_text(encoding="utf-8") == out
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["history", *["review"] * 3, "attempt"]
    monkeypatch.setenv("QUIZDL_HOME", str(tmp_path / "another"))
    done = here("history", "merge", file, three)
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert "Added 3 answers to questions and 1 to derivations" in " ".join(done.stdout.split())
    assert json.loads(here("history", "merge", file, "--json").stdout) == {
        "reviews": 0, "attempts": 0, "marks": 0, "known": 4, "differing": 0
    }  # fmt: skip
    assert here("history", "export").stdout == out
    after = stats()
    assert (after["reviews"], after["attempts"], after["due"]) == (before["reviews"], before["attempts"], before["due"])


def test_restore_lists_the_backups_and_adds_what_one_has(three: Path, here: Here, stats: Stats) -> None:
    assert here("drill", "--count", "1").returncode == GOOD, "the first use of the day"
    (backup,) = json.loads(here("history", "restore", "--json").stdout)
    assert backup["name"] in here("history", "restore").stdout
    three.unlink()
    assert stats()["reviews"] == 0
    assert "Added 3 answers" in here("history", "restore", backup["name"]).stdout
    assert (stats()["reviews"], stats()["attempts"]) == (3, 1)


def test_restore_checks_a_history_whose_last_end_was_clean(three: Path, here: Here, stats: Stats) -> None:
    data = bytearray(three.read_bytes())
    data[3 * 4096 : 4 * 4096] = bytes(4096)  # an index
    three.write_bytes(data)
    said = here("history", "restore")
    assert said.returncode == FAILED
    assert "damaged" in said.stderr
    assert "4 answers that could be read" in said.stderr
    assert "The history is sound" in here("history", "restore").stdout
    assert stats()["reviews"] == 3


def test_what_cannot_be_merged_or_restored_is_named(three: Path, here: Here, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("my notes\n")
    for command, words in (
        (("merge", tmp_path / "none"), "none: cannot be read"),
        (("merge", tmp_path), "cannot be read"),
        (("merge", tmp_path / "notes"), "notes:1: "),
        (("restore", "yesterday"), "no backup 'yesterday'"),
        (("export", "-o", tmp_path / "no" / "where"), "cannot be written"),
    ):
        done = here("history", *command)
        assert done.returncode == USAGE
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 2
    assert here("history", "export").stdout.count("review") == 3
