from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quizdl.app.answer import LARGEST_ANSWER, read_answer
from quizdl.app.derive import (
    find,
    give_up,
    neighbour,
    record,
    standings,
    write_starter,
)
from quizdl.app.grade import grade, prepare
from quizdl.bank.compiled import Bank, open_bank
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.errors import USAGE, HistoryError, UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock
from tests.history import logs
from tests.history.logs import query
from tests.history.processes import run_bound

TRACK = "optimizers"
RIGHT = "import numpy as np\n\n\ndef relu_backward(dout, z):\n    return dout * (z > 0)\n"
WRONG = "import numpy as np\n\n\ndef relu_backward(dout, z):\n    return dout * (dout > 0)\n"


def _relu(bank: Bank) -> Derivation:
    found = bank.derivation("relu_backward")
    assert found
    return found


def _tried(history: History, derivation: str, *outcomes: str) -> None:
    before = len(history.attempts())
    for number, outcome in enumerate(outcomes, before):
        history.record_attempt(logs.attempt(number, derivation=derivation, outcome=outcome))


# how far each one is


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([], "new"),
        (["wrong"], "tried"),
        (["error", "not_implemented", "shape"], "tried"),
        (["correct"], "solved"),
        (["wrong", "correct"], "solved"),
        (["correct", "wrong"], "solved"),
        (["gave_up"], "seen"),
        (["wrong", "gave_up"], "seen"),
        (["gave_up", "correct"], "seen"),
        (["gave_up", "wrong", "correct", "correct"], "seen"),
        (["correct", "gave_up"], "solved"),
    ],
)
def test_a_derivation_stands_as_its_attempts_say(bank: Bank, history: History, outcomes: list[str], state: str) -> None:
    _tried(history, "adam", *outcomes)
    found = standings(bank, history)
    assert (found["adam"].state, found["adam"].attempts) == (state, len(outcomes))
    assert {standing.state for name, standing in found.items() if name != "adam"} == {"new"}


def test_standings_are_in_the_order_of_the_tracks(bank: Bank, history: History) -> None:
    names = list(dict.fromkeys(name for track in bank.tracks for name in track.derivations))
    assert list(standings(bank, history))[: len(names)] == names


def test_attempts_at_what_left_the_bank_do_no_harm(bank: Bank, history: History) -> None:
    _tried(history, "gone", "correct")
    assert "gone" not in standings(bank, history)


# which one is next


def test_a_derivation_is_found_by_its_id_with_its_first_track(bank: Bank, history: History) -> None:
    seen: set[str] = set()
    for track in bank.tracks:
        for name in set(track.derivations) - seen:
            found_track, derivation = find(bank, history, name)
            assert (found_track, derivation.id) == (track, name)
        seen |= set(track.derivations)


def test_a_track_gives_the_first_that_is_neither_solved_nor_given_up(bank: Bank, history: History) -> None:
    track = bank.track(TRACK)
    assert track
    first, second, third, fourth, *rest = track.derivations

    def next_one() -> str:
        found_track, derivation = find(bank, history, TRACK)
        assert found_track == track
        return derivation.id

    assert next_one() == first
    _tried(history, first, "wrong")
    assert next_one() == first
    _tried(history, first, "correct")
    assert next_one() == second
    _tried(history, second, "gave_up")
    assert next_one() == third
    _tried(history, fourth, "correct")
    assert next_one() == third
    for name in (third, *rest):
        _tried(history, name, "correct")
    assert next_one() == first


@pytest.mark.parametrize(("name", "meant"), [("optimisers", "optimizers"), ("relu_backwards", "relu_backward")])
def test_an_unknown_name_is_said_with_the_nearest(bank: Bank, history: History, name: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"{name!r}; did you mean {meant}") as caught:
        find(bank, history, name)
    assert caught.value.exit_code == USAGE


def test_neighbours_are_those_of_the_track_and_end_with_it(bank: Bank, history: History) -> None:
    track, first = find(bank, history, TRACK)
    assert track
    assert neighbour(bank, track, first, -1) is None
    walked = [first]
    while following := neighbour(bank, track, walked[-1], 1):
        assert neighbour(bank, track, following, -1) == walked[-1]
        walked.append(following)
    assert tuple(d.id for d in walked) == track.derivations


def test_a_derivation_outside_of_all_tracks_has_no_neighbours(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "bank" / "derivations" / "calculus"
    folder.mkdir(parents=True)
    (tmp_path / "bank" / "bank.yaml").write_text(
        "format: 1\ntitle: Small\ntopics:\n  calculus:\n    title: Calculus\n    subtopics: {ca.one: one}\n"
    )
    (folder / "twice.py").write_text(
        '"""Twice\n\nGive 2 x.\n"""\n\nSUBTOPIC = "ca.one"\nLEVEL = 1\nMINUTES = 1\nRETURNS = ("y",)\nHINTS = ("Add.",)\n'
        'SOURCE = "A book, section 1"\n\n\ndef twice(x):\n    """Twice x.\n\n    x: (N,) numbers\n    """\n    return 2 * x\n\n\n'
        'def inputs(rng):\n    yield "one", {"x": rng.normal(size=3)}\n\n\n'
        'def mistake_squared(x):\n    """You squared it; add it to itself."""\n    return x * x\n'
    )
    bank = open_bank(tmp_path / "bank", tmp_path / "cache")
    track, derivation = find(bank, history, "twice")
    assert (track, derivation.id) == (None, "twice")
    assert neighbour(bank, track, derivation, 1) is None
    assert standings(bank, history)["twice"].state == "new"


# the learner's file


def test_the_starter_is_written_once_and_never_over_what_is_there(bank: Bank, tmp_path: Path) -> None:
    derivation = _relu(bank)
    path, written = write_starter(derivation, tmp_path)
    assert (path, written) == (tmp_path / "relu_backward.py", True)
    assert path.read_text(encoding="utf-8") == derivation.starter()
    path.write_text("my work")
    assert write_starter(derivation, tmp_path) == (path, False)
    assert path.read_text() == "my work"


def test_nothing_is_written_through_a_link_that_leads_nowhere(bank: Bank, tmp_path: Path) -> None:
    (tmp_path / "relu_backward.py").symlink_to(tmp_path / "elsewhere.py")
    assert write_starter(_relu(bank), tmp_path)[1] is False
    assert not (tmp_path / "elsewhere.py").exists()


def test_a_folder_for_answers_is_made(bank: Bank, tmp_path: Path) -> None:
    path, written = write_starter(_relu(bank), tmp_path / "my" / "answers")
    assert written
    assert path.is_file()


@pytest.mark.parametrize("name", ["a file", "a file/below", "x" * 300])
def test_a_place_where_no_starter_can_be_written_is_said(bank: Bank, tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(UsageError, match="cannot be written") as caught:
        write_starter(_relu(bank), tmp_path / name)
    assert "QUIZDL_WORKSPACE" in caught.value.hint


def test_a_read_only_folder_is_said(
    tmp_path: Path, home: Path, compiled_bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(compiled_bank, home / "cache")
    workspace = tmp_path / "answers"
    workspace.mkdir(mode=0o555)
    monkeypatch.setenv("QUIZDL_WORKSPACE", str(workspace))
    done = run_bound(sys.executable, "-m", "quizdl", "derive", "relu_backward")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr.startswith(f"quizdl: {workspace / 'relu_backward.py'}: cannot be written (Permission denied)\n")


# reading it


@pytest.mark.parametrize("data", [b"", b"x = 1\n", "x = 'ä∂'\r\n".encode(), b"a\0b", b"#" * LARGEST_ANSWER])
def test_an_answer_is_read_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(data)
    assert read_answer(path) == data.decode()


def test_a_mark_at_the_start_of_a_file_is_no_part_of_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    path.write_text(RIGHT, encoding="utf-8-sig")
    assert read_answer(path) == RIGHT


def _missing(path: Path) -> None:
    assert not path.exists()


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _looping(path: Path) -> None:
    path.symlink_to(path)


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000_000)


def _binary(path: Path) -> None:
    path.write_bytes(b"\x7fELF\xff\xfe\0")


@pytest.mark.parametrize(
    ("make", "message", "hint"),
    [
        (_missing, "no such file", "makes a starter"),
        (_dangling, "no such file", "makes a starter"),
        (_looping, "cannot be read", "permissions"),
        (Path.mkdir, "not a file", "name the Python file"),
        (os.mkfifo, "not a file", "name the Python file"),
        (_large, "50000.0 MB; an answer has at most 1 MB", "right file"),
        (_binary, "byte 4 is not UTF-8", "right file"),
    ],
)
def test_what_is_no_answer_is_said_at_once(
    tmp_path: Path, make: Callable[[Path], None], message: str, hint: str
) -> None:
    path = tmp_path / "answer.py"
    make(path)
    with pytest.raises(UsageError, match=message) as caught:
        read_answer(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert hint in caught.value.hint
    assert caught.value.exit_code == USAGE


def test_a_device_that_never_ends_is_not_read() -> None:
    assert Path("/dev/zero").is_char_device()
    with pytest.raises(UsageError, match="not a file"):
        read_answer(Path("/dev/zero"))


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    path.write_text(RIGHT)
    path.chmod(0)
    read = "import sys, pathlib\nfrom quizdl.app.answer import read_answer\nread_answer(pathlib.Path(sys.argv[1]))"
    done = run_bound(sys.executable, "-c", read, path)
    assert done.stderr.endswith(f"UsageError: {path}: cannot be read (Permission denied)\n")


# attempts


def _attempt(bank: Bank, history: History, clock: Clock, answer: str, seed: int = 3) -> Judgement:
    judgement = grade(prepare(_relu(bank), seed), answer, filename="answer.py")
    record(_relu(bank), answer, judgement, history, clock)
    return judgement


@pytest.mark.parametrize(
    ("answer", "outcome", "mistakes"),
    [(RIGHT, "correct", ()), (WRONG, "wrong", ("mask_on_dout",)), ("def relu_backward(:", "error", ())],
)
def test_an_attempt_is_in_the_file_when_its_verdict_returns(
    bank: Bank, history: History, home: Path, clock: Clock, answer: str, outcome: str, mistakes: tuple[str, ...]
) -> None:
    judgement = _attempt(bank, history, clock, answer)
    assert (judgement.outcome, judgement.mistakes, judgement.seed) == (outcome, mistakes, 3)
    assert query(home, "SELECT outcome, answer, seed FROM attempt") == [(outcome, answer, 3)]
    (kept,) = history.attempts()
    assert (kept.at, kept.derivation, kept.topic) == (clock(), "relu_backward", "deep_learning")
    assert (kept.outcome, kept.score, kept.mistakes) == (outcome, judgement.score, mistakes)


def test_without_a_record_there_is_no_verdict(bank: Bank, history: History, home: Path, clock: Clock) -> None:
    query(home, "CREATE TRIGGER no BEFORE INSERT ON attempt BEGIN SELECT RAISE(ABORT, 'not now'); END")
    with pytest.raises(HistoryError, match="not now"):
        _attempt(bank, history, clock, RIGHT)


def test_an_untouched_starter_is_graded_but_not_recorded(bank: Bank, history: History, clock: Clock) -> None:
    judgement = _attempt(bank, history, clock, _relu(bank).starter())
    assert judgement.outcome == "not_implemented"
    assert history.attempts() == []
    _attempt(bank, history, clock, _relu(bank).starter() + "\n# thinking\n")
    assert [found.outcome for found in history.attempts()] == ["not_implemented"]


def test_who_gave_up_and_solved_it_then_has_seen_it(bank: Bank, history: History, clock: Clock) -> None:
    give_up(_relu(bank), history, clock)
    clock.passes(minutes=1)
    assert _attempt(bank, history, clock, RIGHT).outcome == "correct"
    assert [(found.outcome, found.answer) for found in history.attempts()] == [("gave_up", ""), ("correct", RIGHT)]
    standing = standings(bank, history)["relu_backward"]
    assert (standing.state, standing.attempts) == ("seen", 2)
