"""What reaches the terminal: no command of a bank's, no colour where none is wanted, no line that is too long."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quizdl.cli.terminal import plain
from tests.cli.program import COLOUR, ESCAPE, SMALL_BANK, Terminal, quizdl

COMMAND = ("bank", "show", "op-adam-first-step")


@pytest.mark.parametrize(
    ("text", "shown"), [("\x1b[2J", "\\x1b[2J"), ("a\x07\r\x9b31m", "a\\x07\\x0d\\x9b31m"), ("Σ x\tü\n", "Σ x\tü\n")]
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_bank_cannot_command_the_terminal(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
    path = folder / "choice.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("prompt: Which", 'prompt: "\\e[2J\\a\\x9b31mWhich').replace("state?", 'state?"'), encoding="utf-8"
    )
    for command in (("bank", "show", "which-optimizer"), ("drill", "--topic", "choice")):
        done = quizdl(*command, QUIZDL_BANK=str(folder))
        assert "Which optimizer keeps no state?" in done.stdout
        assert not set("\x1b\x07\x9b") & set(done.stdout)


def test_an_answer_cannot_command_the_terminal(tmp_path: Path) -> None:
    answer = tmp_path / "relu_backward.py"
    answer.write_text(
        "def relu_backward(dout, z):\n    print('\\x1b[2J')\n    raise ValueError('\\x1b]0;title\\x07')\n",
        encoding="utf-8",
    )
    done = quizdl("derive", "--file", answer)
    assert r"\x1b[2J" in done.stdout
    assert r"ValueError: \x1b]0;title\x07" in done.stdout
    assert "\x1b" not in done.stdout


def test_colour_on_a_terminal_only_and_not_where_it_is_unwanted() -> None:
    shown = {
        name: Terminal(*COMMAND, **given)  # type: ignore[arg-type]
        for name, given in {"terminal": {}, "NO_COLOR": {"NO_COLOR": "1"}, "dumb": {"TERM": "dumb"}}.items()
    }
    for terminal in shown.values():
        terminal.ends()
        assert terminal.exit_code == 0
    assert COLOUR.search(shown["terminal"].raw)
    assert not ESCAPE.search(shown["NO_COLOR"].raw)
    assert not ESCAPE.search(shown["dumb"].raw)
    assert not ESCAPE.search(quizdl(*COMMAND).stdout)
    assert shown["NO_COLOR"].text == shown["dumb"].text == shown["terminal"].text


@pytest.mark.parametrize(("columns", "widest"), [(30, 30), (60, 60), (200, 100), (5, 24)])
def test_a_line_is_never_longer_than_the_terminal_or_than_is_good_to_read(columns: int, widest: int) -> None:
    terminal = Terminal(*COMMAND, columns=columns)
    terminal.ends()
    assert max(map(len, terminal.text.split("\n"))) == widest
