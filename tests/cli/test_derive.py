"""`quizdl derive` through a pipe: the list, the statement with its starter file, and one verdict."""

from __future__ import annotations

from pathlib import Path

from quizdl.errors import GOOD, WRONG
from tests.conftest import Here

RIGHT = "def relu_backward(dout, z):\n    return dout * (z > 0)\n"


def test_it_lists_the_tracks_with_how_far_each_is(here: Here, workspace: Path) -> None:
    (workspace / "answer.py").write_text(RIGHT, encoding="utf-8")
    here("derive", "relu_backward", "--file", workspace / "answer.py")
    listed = here("derive").stdout
    assert "backprop  █░░░░░░░░░ 1/16" in listed
    assert "✓  relu_backward" in listed
    assert "◦  sigmoid_backward" in listed
    assert "quizdl derive linear_algebra" in listed


def test_a_track_gives_its_next_one_and_writes_its_starter(here: Here, workspace: Path) -> None:
    shown = here("derive", "backprop").stdout
    starter = workspace / "relu_backward.py"
    assert "backprop 1/16 · relu_backward" in shown
    assert "def relu_backward(dout, z):" in shown
    assert f" quizdl derive relu_backward --file {starter}\n" in shown
    done = here("derive", "relu_backward", "--file", starter)
    assert done.returncode == WRONG
    assert "not written yet" in done.stdout
    starter.write_text(RIGHT, encoding="utf-8")
    assert here("derive", "relu_backward", "--file", starter).returncode == GOOD
    assert "backprop 2/16 · sigmoid_backward" in here("derive", "backprop").stdout


def test_a_file_that_is_there_is_never_written_over(here: Here, workspace: Path) -> None:
    (workspace / "relu_backward.py").write_text("mine", encoding="utf-8")
    here("derive", "relu_backward")
    assert (workspace / "relu_backward.py").read_text(encoding="utf-8") == "mine"


def test_a_seed_draws_the_same_cases_again(here: Here, workspace: Path) -> None:
    answer = workspace / "relu_backward.py"
    answer.write_text("def relu_backward(dout, z):\n    return dout\n", encoding="utf-8")
    first, again, other = (
        here("derive", "--file", answer, "--seed", seed).stdout.partition("\n")[2] for seed in (1, 1, 2)
    )
    assert "First failing case" in first
    assert first == again
    assert first != other
