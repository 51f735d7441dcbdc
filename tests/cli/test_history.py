"""`quizdl history`: out of one home, into another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizdl.errors import FAILED, GOOD, USAGE
from quizdl.history.events import lines
from quizdl.history.opening import FILE
from quizdl.history.store import History
from tests.conftest import Here
from tests.history.logs import attempt, mark, review

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
    three: Path, here: Here, tmp_path: Path, another: Callable[[], None], stats: Stats
) -> None:
    before, file = stats(), tmp_path / "all.jsonl"
    out = here("history", "export").stdout
    assert str(file) in here("history", "export", "--output", file).stdout.replace("\n", "")
    assert file.read_text(encoding="utf-8") == out
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["history", *["review"] * 3, "attempt"]
    another()
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


def test_undo_takes_the_last_answer_back_and_says_which(three: Path, here: Here, stats: Stats) -> None:
    assert "Taken back: q2" in here("history", "undo").stdout
    assert json.loads(here("history", "undo", "--json").stdout) == {
        "review": review(1).id, "at": "2026-03-01T13:00:00+00:00", "question": "q1", "answer": "lr", "outcome": "correct", "score": 1.0,
        "due": None,
    }  # fmt: skip
    assert stats()["reviews"] == 1
    assert here("history", "undo").returncode == GOOD
    nothing = here("history", "undo")
    assert (nothing.returncode, nothing.stdout) == (USAGE, "")
    assert "no answer to take back" in nothing.stderr
    assert here("history", "export").stdout.count('"event": "review"') == 3


def test_disputes_are_listed_with_what_a_report_needs(three: Path, here: Here) -> None:
    history = History.open(three.parent, writing=True)
    value = '{"bank": "0123456789ab", "quizdl": "0.1.0", "prompt": "Which rate?", "expected": "1e-3", "more": [1]}'
    history.mark(mark(5, "dispute", review(1).id, value), mark(6, "dispute", review(2).id, "{}"))
    history.close()
    first, second = json.loads(here("history", "disputes", "--json").stdout)
    assert first == {
        "review": review(1).id, "at": "2026-03-01T13:00:00+00:00", "disputed": "2026-03-01T17:00:00+00:00", "question": "q1",
        "fingerprint": "f" * 16, "seed": 1, "prompt": "Which rate?", "answer": "lr", "expected": "1e-3", "outcome": "correct",
        "mistake": None, "bank": "0123456789ab", "quizdl": "0.1.0",
    }  # fmt: skip
    assert (second["question"], second["bank"], second["expected"]) == ("q2", None, None)
    assert "quizdl bank answer q1 --seed 1" in here("history", "disputes").stdout


def test_marks_are_listed_and_taken_off(three: Path, here: Here) -> None:
    history = History.open(three.parent, writing=True)
    history.mark(mark(5, "flag", "q1", "odd"), mark(6, "suspend", "q1", "leech"))
    history.close()
    assert [(one["question"], one["what"]) for one in json.loads(here("history", "marked", "--json").stdout)] == [
        ("q1", "flag"), ("q1", "leech")
    ]  # fmt: skip
    assert "q1: no longer flagged or forgotten too often" in here("history", "marked", "--take-off", "q1").stdout
    again = here("history", "marked", "--take-off", "q1")
    assert again.returncode == USAGE
    assert "neither flagged nor set aside" in again.stderr
    assert "No question is flagged" in here("history", "marked").stdout


def test_orphans_are_listed_and_kept(three: Path, here: Here, small: None) -> None:
    found = json.loads(here("history", "orphans", "--json").stdout)
    assert [(one["id"], one["kind"], one["answers"]) for one in found] == [
        ("q2", "question", 1), ("q1", "question", 1), ("q0", "question", 1), ("adam", "derivation", 1)
    ]  # fmt: skip
    assert "q1" in here("history", "orphans").stdout
    assert here("history", "export").stdout.count("review") == 3


def test_marks_cross_with_an_export(
    three: Path, here: Here, tmp_path: Path, another: Callable[[], None], stats: Stats
) -> None:
    assert here("history", "undo").returncode == GOOD
    file = tmp_path / "all.jsonl"
    here("history", "export", "-o", file)
    another()
    done = " ".join(here("history", "merge", file).stdout.split())
    assert "Added 3 answers to questions and 1 to derivations; 0 were there already. 1 mark" in done
    assert stats()["reviews"] == 2


def test_an_export_of_format_1_is_still_read(here: Here, tmp_path: Path, stats: Stats) -> None:
    old = {key: value for key, value in json.loads(list(lines([review(1)]))[1]).items() if key != "confidence"}
    file = tmp_path / "old.jsonl"
    file.write_text(json.dumps({"event": "history", "format": 1}) + "\n" + json.dumps(old) + "\n")
    assert here("history", "merge", file).returncode == GOOD
    assert stats()["reviews"] == 1
