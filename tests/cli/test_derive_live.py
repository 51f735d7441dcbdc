"""`quizdl derive` on a real terminal: write, save, see the verdict."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest

from quizdl.cli import sitting
from quizdl.errors import GOOD
from tests.cli.program import ESCAPE, Terminal
from tests.conftest import Here

Stats = Callable[[], dict[str, Any]]
CTRL_C, CTRL_D = "\x03", "\x04"
KEYS = r"h hint  n next  p previous  l list  e edit  r reference  q quit"
ALL_KEYS = KEYS.replace("  ", r"\s+")
ANSWER = "def relu_backward(dout, z):\n    return dout * ({} > 0)\n"


def test_saves_hints_and_the_reference_of_one_that_is_solved(workspace: Path, stats: Stats) -> None:
    terminal = Terminal("derive", "backprop")
    terminal.sees(r"backprop 1/16 · relu_backward")
    terminal.sees(r"def relu_backward\(dout, z\):")
    terminal.sees(r"every\s+save\s+is\s+graded")
    terminal.sees(KEYS)
    file = workspace / "relu_backward.py"
    assert "raise NotImplementedError" in file.read_text(encoding="utf-8")
    file.write_text(ANSWER.format("dout"), encoding="utf-8")
    terminal.sees("✗ wrong")
    terminal.sees(r"You masked where dout is positive")
    terminal.sees("First failing case: ")
    terminal.sees(r"at\s+yours\s+expected\s+difference")
    for number in (1, 2, 3, 3):
        terminal.sees(KEYS)
        terminal.types("h")
        terminal.sees(f"Hint {number} of 3: ")
    terminal.sees(KEYS)
    file.write_text(ANSWER.format("z"), encoding="utf-8")
    terminal.sees("✓ right")
    terminal.sees("Solved. n takes the next one, r shows the reference.")
    terminal.sees(KEYS)
    terminal.types("r")
    terminal.sees("relu_backward · reference")
    terminal.sees(KEYS)
    terminal.types("q")
    assert re.fullmatch(r"✓ right   \d of \d cases, [\d.]+ s", terminal.ends().strip()), "the last verdict stays"
    assert terminal.exit_code == GOOD
    assert stats()["attempts"] == 2


def test_of_several_saves_in_a_burst_only_the_last_is_graded(watching: Terminal, workspace: Path, stats: Stats) -> None:
    file = workspace / "relu_backward.py"
    for i in range(50):
        file.write_text(ANSWER.format("dout") + f"# {i}\n", encoding="utf-8")
    file.write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.sees(KEYS)
    watching.types("q")
    assert "✓ right" in watching.ends()
    assert stats()["attempts"] < 25, "on a busy machine a burst has pauses, and what is saved before one may be graded"


def test_what_is_no_python_yet_is_one_quiet_line_below_the_last_verdict(
    watching: Terminal, workspace: Path, stats: Stats
) -> None:
    file = workspace / "relu_backward.py"
    file.write_text(ANSWER.format("dout"), encoding="utf-8")
    watching.sees("✗ wrong")
    watching.sees(KEYS)
    file.write_text("def relu_backward(dout, z):\n    return (dout\n", encoding="utf-8")
    shown = watching.sees(r"(?s)✗ wrong.*You masked.*py:2:\s+SyntaxError:\s+'\('\s+was\s+never\s+closed")
    assert "error" not in shown[0].replace("SyntaxError", "")
    watching.sees(KEYS)
    file.write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.types("q")
    watching.ends()
    assert stats()["attempts"] == 2


def test_keys_work_while_an_answer_runs_and_a_new_save_ends_it(watching: Terminal, workspace: Path) -> None:
    file = workspace / "relu_backward.py"
    file.write_text("while True:\n    pass\n", encoding="utf-8")
    watching.sees("Running it against the reference")
    watching.types("h")
    watching.sees("Hint 1 of 3")
    file.write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.types("q")
    watching.ends()
    assert "stopped" not in watching.text


def test_a_verdict_is_drawn_in_place_of_the_last_one(watching: Terminal, workspace: Path) -> None:
    file = workspace / "relu_backward.py"
    for attempt in ("dout", "-z", "z"):
        file.write_text(ANSWER.format(attempt), encoding="utf-8")
        watching.sees("✓ right" if attempt == "z" else "✗ wrong")
        watching.sees(KEYS)
    watching.types("q")
    watching.ends()
    screen = pyte.Screen(80, 60)
    pyte.Stream(screen).feed(watching.raw)
    lines = "\n".join(screen.display)
    assert lines.count("✓ right") == 1
    assert "✗ wrong" not in lines
    assert "every save is graded" in " ".join(lines.split())


@pytest.mark.slow
def test_a_terminal_that_changes_its_size_shows_one_verdict_and_one_row_of_keys_that_fit(
    watching: Terminal, workspace: Path
) -> None:
    (workspace / "relu_backward.py").write_text(ANSWER.format("dout"), encoding="utf-8")
    watching.sees("You masked")
    watching.sees(KEYS)
    for columns, lines in ((60, 24), (100, 50), (40, 12), (120, 40)):
        start = len(watching.raw)
        watching.child.setwinsize(lines, columns)
        watching.sees("quit")
        watching.settles()
        screen = pyte.Screen(columns, lines)
        pyte.Stream(screen).feed(watching.raw[start:])
        shown = "\n".join(screen.display)
        assert len(re.findall("q quit", shown)) == 1, shown
        assert shown.count("✗ wrong") <= 1, shown
        assert screen.display[-1].strip() == "" or "quit" in screen.display[-1], "nothing is wrapped by the terminal"
    (workspace / "relu_backward.py").write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.sees("quit")
    watching.types("q")
    watching.ends()
    assert watching.exit_code == GOOD


def test_a_verdict_that_does_not_fit_is_cut_and_v_shows_all_of_it(workspace: Path) -> None:
    terminal = Terminal("derive", "relu_backward", lines=14)
    terminal.sees(KEYS)
    (workspace / "relu_backward.py").write_text(ANSWER.format("dout"), encoding="utf-8")
    terminal.sees("✗ wrong")
    terminal.sees("… v shows all of it")
    terminal.sees(KEYS)
    terminal.types("v")
    terminal.sees(r"at\s+yours\s+expected")
    terminal.types("q")
    terminal.ends()


def test_every_key_while_the_terminal_changes_its_size(here: Here, workspace: Path) -> None:
    editor = workspace / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i.bak 's/raise .*/return dout/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    terminal = Terminal("derive", "backprop", EDITOR=str(editor))
    for place, (key, shown) in enumerate(
        (
            ("", "backprop 1/16 · relu_backward"),
            ("p", "This is the first one of the track"),
            ("n", "backprop 2/16 · sigmoid_backward"),
            ("e", "✗ wrong"),
            ("v", "✗ wrong"),
            ("r", "Not solved yet. r again gives up and shows the reference."),
            ("h", "Hint 1 of 3"),
            ("r", "r again gives up"),
            ("r", "sigmoid_backward · reference"),
            ("l", "◑  sigmoid_backward"),
            ("p", "backprop 1/16 · relu_backward"),
        )
    ):
        terminal.types(key)
        terminal.sees(shown)
        terminal.sees(ALL_KEYS)
        terminal.child.setwinsize(40, (80, 60, 100)[place % 3])
    terminal.types("q")
    terminal.ends()
    assert terminal.exit_code == GOOD
    assert sitting.KEYS.keys() <= set(terminal.pressed), "each was pressed, and did what is expected above"
    assert "◑  sigmoid_backward" in here("derive").stdout


@pytest.fixture
def watching(workspace: Path) -> Terminal:
    """A session on its first derivation, in a terminal without EDITOR."""
    terminal = Terminal("derive", "relu_backward")
    terminal.sees(KEYS)
    return terminal


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_ctrl_c_and_ctrl_d_leave_with_everything_kept(
    watching: Terminal, workspace: Path, key: str, stats: Stats
) -> None:
    (workspace / "relu_backward.py").write_text(ANSWER.format("dout"), encoding="utf-8")
    watching.sees("You masked where dout is positive")
    watching.sees(KEYS)
    watching.types(key)
    assert "You masked" in watching.ends()
    assert watching.exit_code == GOOD
    assert stats()["attempts"] == 1


def test_ctrl_c_while_an_answer_runs_ends_the_answer_and_the_session(watching: Terminal, workspace: Path) -> None:
    (workspace / "relu_backward.py").write_text("while True:\n    pass\n", encoding="utf-8")
    watching.sees("Running it against the reference")
    watching.types(CTRL_C)
    assert "Traceback" not in watching.ends()
    assert watching.exit_code in (GOOD, 130)


def test_without_an_editor_it_says_which_file_to_open(watching: Terminal, workspace: Path) -> None:
    watching.types("e")
    watching.sees("EDITOR is not set")
    watching.types("q")
    assert watching.ends().strip().endswith("relu_backward.py yourself.") or watching.exit_code == GOOD


def test_an_editor_that_is_not_there_is_named(workspace: Path) -> None:
    terminal = Terminal("derive", "relu_backward", EDITOR="no-such-editor --wait")
    terminal.sees(KEYS)
    terminal.types("e")
    terminal.sees("no-such-editor --wait: cannot be started")
    terminal.sees(KEYS)
    terminal.types("q")
    terminal.ends()
    assert terminal.exit_code == GOOD


def test_a_file_that_goes_and_comes_back_is_graded_again(watching: Terminal, workspace: Path) -> None:
    file = workspace / "relu_backward.py"
    file.unlink()
    watching.sees("no such file")
    watching.sees(KEYS)
    file.write_bytes(b"\xff")
    watching.sees("not UTF-8")
    watching.sees(KEYS)
    file.write_text("def relu_backward(", encoding="utf-8")
    watching.sees(r"\.py:1: SyntaxError")
    watching.sees(KEYS)
    file.write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.types("q")
    watching.ends()
    assert watching.exit_code == GOOD


def test_a_folder_that_goes_does_not_end_the_session(watching: Terminal, workspace: Path) -> None:
    shutil.rmtree(workspace)
    watching.sees("no such file")
    watching.sees(KEYS)
    workspace.mkdir()
    (workspace / "relu_backward.py").write_text(ANSWER.format("z"), encoding="utf-8")
    watching.sees("✓ right")
    watching.types("q")
    watching.ends()
    assert watching.exit_code == GOOD


def test_a_file_that_is_there_already_is_graded_at_once(workspace: Path) -> None:
    (workspace / "relu_backward.py").write_text(ANSWER.format("z"), encoding="utf-8")
    terminal = Terminal("derive", "relu_backward", columns=60)
    terminal.sees("✓ right")
    terminal.sees(r"(?s)h hint  n next  p previous  l list  e edit  r reference\s+q quit")
    terminal.types("q")
    terminal.ends()


@pytest.mark.parametrize("how", [pytest.param("dumb", marks=pytest.mark.slow), "--plain"])
def test_line_by_line_nothing_is_redrawn_and_enter_grades_what_is_saved(
    how: str, workspace: Path, stats: Stats
) -> None:
    options, term = ((how,), "xterm-256color") if how == "--plain" else ((), how)
    terminal = Terminal("derive", "relu_backward", *options, TERM=term)
    keys = r"(?s)\(Enter grades what is saved, h hint, n next,.*q\s+quit\)\s+> "
    terminal.sees(r"save,\s+and\s+press\s+Enter\s+here")
    terminal.sees(keys)
    (workspace / "relu_backward.py").write_text("def relu_backward(dout, z):\n    return (dout\n", encoding="utf-8")
    for key, shown in (
        ("", "SyntaxError"), ("h", "Hint 1 of 3"), ("r", "r again gives up"), ("p", "This is the first one of the track"),
        ("e", "EDITOR is not set"), ("nonsense", ""),
    ):  # fmt: skip
        terminal.types(key + "\n")
        terminal.sees(shown)
        terminal.sees(keys)
    (workspace / "relu_backward.py").write_text(ANSWER.format("dout"), encoding="utf-8")
    for key, shown in (
        ("", "You masked where dout is positive"),
        ("v", ""),
        ("l", "◐  relu_backward"),
        ("n", "sigmoid_backward"),
    ):
        terminal.types(key + "\n")
        terminal.sees(shown)
        terminal.sees(keys)
    terminal.types("p\n")
    terminal.sees("relu_backward")
    terminal.sees(keys)
    (workspace / "relu_backward.py").write_text(ANSWER.format("z"), encoding="utf-8")
    for key, shown in (("", "Solved. n takes the next one"), ("r", r"relu_backward · reference")):
        terminal.types(key + "\n")
        terminal.sees(shown)
        terminal.sees(keys)
    terminal.types("q\n")
    terminal.ends()
    assert terminal.exit_code == GOOD
    assert not ESCAPE.search(terminal.raw)
    assert not re.search("[─█░┤]", terminal.text)
    assert stats()["attempts"] == 2, "what is no Python yet is none"
