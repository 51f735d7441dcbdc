"""The command lines that are read without Typer say the same as with it."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from quizdl.cli import drill, drilling, grade, grading, places
from quizdl.cli.application import application
from quizdl.cli.plainly import run_plainly

OPTIONS = (
    "-t x",
    "--topic optimization",
    "-n 3",
    "--count 7",
    "--count 007",
    "--bank small",
    "-d relu_backward",
    "a.py",
)
SWITCHES = (
    "--weak",
    "--due",
    "--ahead",
    "--plan",
    "--resume",
    "--confidence",
    "--no-timer",
    "--plain",
    "--json",
    "--seed",
)
ODD = (
    "--help",
    "-h",
    "--",
    "-",
    "-1",
    "-n 0",
    "-n +2",
    "-n 3.5",
    "-n ٣",
    "--topic=x",
    "-tx",
    "-n3",
    "--topic",
    "--bank -x",
)
WORDS = st.sampled_from((*OPTIONS, *SWITCHES, *ODD)).map(str.split) | st.just([""])


class Reached(Exception):  # noqa: N818 - no error
    """What would be asked or graded."""


def reached(*words: Any) -> None:
    raise Reached(*words)


@pytest.fixture(autouse=True)
def nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((drill, "start"), (drilling, "start"), (grade, "grade_class"), (grading, "grade_class")):
        monkeypatch.setattr(module, name, reached)
    monkeypatch.setattr(places, "bank", lambda given, **_: given)


def what(run: Any) -> Any:
    """What a command line comes to; None if it does not get so far."""
    try:
        run()
    except Reached as found:
        return found.args
    except Exception:
        return None


def plainly(words: list[str], bank: str | None = None) -> Any:
    return what(lambda: run_plainly(words, bank))


def by_typer(words: list[str]) -> Any:
    return what(lambda: application(*words[:1])(words, prog_name="quizdl", standalone_mode=False))


@given(command=st.sampled_from(["drill", "grade"]), parts=st.lists(WORDS, max_size=4))
def test_what_is_read_plainly_typer_reads_alike(command: str, parts: list[list[str]]) -> None:
    words = [command, *chain.from_iterable(parts)]
    found = plainly(words)
    event(f"plain: {found is not None}")
    if found:
        assert found == by_typer(words)


@pytest.mark.parametrize(
    ("line", "wishes"),
    [
        ("drill", {}),
        ("drill -t optimization --count 5", {"topic": "optimization", "how_many": 5}),
        ("drill --no-timer --due --bank x", {"timed": False, "due": True, "bank": Path("x")}),
    ],
)
def test_these_are(line: str, wishes: dict[str, Any]) -> None:
    assert plainly(line.split()) == by_typer(line.split()) == (drilling.Wishes(**wishes),)


@pytest.mark.parametrize("line", ["drill --count 0", "drill --topic", "drill now", "drill --level 1", "grade a.py", ""])
def test_these_are_left_to_typer(line: str) -> None:
    assert run_plainly(line.split(), None) is None


def test_a_bank_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZDL_BANK", "here")
    for line in ("drill", "drill --bank there", "grade a.py -d x"):
        assert plainly(line.split(), "here") == by_typer(line.split()) is not None


def test_what_the_environment_says_of_lines_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZDL_PLAIN", "1")
    assert run_plainly(["drill"], None) is None
    (wishes,) = by_typer(["drill"])
    assert wishes.plain
