"""A drill that was interrupted goes on where it stood."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from quizdl.app.drill import Drill, start_drill
from quizdl.app.unfinished import FILE, forget, keep, resume
from quizdl.bank.compiled import Bank, open_bank
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock, right_answer
from tests.cli.program import SMALL_BANK


@pytest.fixture
def begun(bank: Bank, history: History, clock: Clock, home: Path) -> Drill:
    """A drill of six, begun and noted."""
    drill = start_drill(
        bank, history, topic="practice", count=6, seed=3, ahead=False, clock=clock, zone=UTC, time_factor=1.5, seconds=8
    )
    keep(home, drill)
    return drill


def _answer(drill: Drill, clock: Clock, count: int) -> None:
    for showing, _ in zip(drill.showings(), range(count), strict=False):
        clock.passes(seconds=5)
        drill.answer(showing, right_answer(showing.asked), seconds=2)


def test_the_rest_is_asked_as_it_would_have_been(
    begun: Drill, bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    expected = [(s.number, s.of, s.asked.prompt, s.asked.options, s.asked.seconds) for s in begun.showings()][2:]
    _answer(begun, clock, 2)
    again = resume(home, bank, history, clock)
    assert [(s.number, s.of, s.asked.prompt, s.asked.options, s.asked.seconds) for s in again.showings()] == expected
    assert again.session == begun.session
    keep(home, again)
    clock.passes(minutes=1)
    _answer(again, clock, 1)
    third = resume(home, bank, history, clock)
    assert [s.number for s in third.showings()] == [4, 5, 6]


def test_what_was_taken_back_is_asked_again_and_what_another_drill_asked_is_not(
    begun: Drill, bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    _answer(begun, clock, 2)
    begun.undo(begun.answered[0])
    other = start_drill(bank, history, topic=None, count=1, seed=1, ahead=False, clock=clock, zone=UTC)
    other.entries = [begun.entries[4]]
    _answer(other, clock, 1)
    rest = [begun.entries[place] for place in (0, 2, 3, 5)]
    assert resume(home, bank, history, clock).entries == rest


def test_after_the_end_there_is_nothing_to_go_on_with(
    begun: Drill, bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    _answer(begun, clock, 6)
    with pytest.raises(UsageError, match="no drill was interrupted"):
        resume(home, bank, history, clock)
    forget(home, begun)
    assert not (home / FILE).exists()


def test_only_the_drill_that_was_noted_is_forgotten(
    begun: Drill, bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    other = start_drill(bank, history, topic=None, count=2, seed=1, ahead=False, clock=clock, zone=UTC)
    keep(home, other)
    forget(home, begun)
    assert resume(home, bank, history, clock).entries == other.entries


def test_a_drill_of_another_bank_is_named(
    begun: Drill, bank: Bank, history: History, clock: Clock, home: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=f"asks from {begun.bank.root}"):
        resume(home, open_bank(SMALL_BANK, tmp_path), history, clock)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"at": 1}',
        '{"at": "2026-01-01T00:00:00", "questions": [[1, "a"]]}',
        "\x00",
        "[" * 10_000,
    ],
)
def test_a_file_that_is_none_of_ours_is_as_good_as_none(
    bank: Bank, history: History, clock: Clock, home: Path, text: str
) -> None:
    (home / FILE).write_text(text)
    with pytest.raises(UsageError, match="no drill was interrupted"):
        resume(home, bank, history, clock)


def test_where_nothing_can_be_written_the_drill_goes_on(begun: Drill, tmp_path: Path) -> None:
    keep(tmp_path / "not there", begun)
    forget(tmp_path / "not there", begun)
