"""`quizdl interview` on a real terminal: every key of every round, a terminal that changes its size, and the ways to leave."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from quizdl.bank.compiled import open_bank
from quizdl.cli import interview_sitting
from quizdl.cli.interview_live import BEGIN, GO_ON, RATE, TO_RUBRIC
from quizdl.cli.interview_sitting import OUT_OF_TIME, BoundedSitting
from quizdl.domain.derivation import NOT_IMPLEMENTED
from quizdl.errors import GOOD
from quizdl.history.store import History
from tests.cli.program import COLOUR, Terminal
from tests.conftest import BANK, Here

CTRL_C, CTRL_D, CTRL_Z, ENTER = "\x03", "\x04", "\x1a", "\r"
ASKED = r"skip\s+q(?: Enter)? quit"
GOES_ON = r"Enter go on\s+q quit"
SURE = r"How sure are you\?[^─]*1 guess[^─]*4 certain"


class Interviewee(Terminal):
    """Somebody in an interview of twenty minutes."""

    def __init__(self, *arguments: object, columns: int = 80, **given: Any) -> None:
        super().__init__("interview", "--minutes", 20, "--seed", 2, *arguments, columns=columns, **given)

    def begins(self) -> None:
        """Reads the plan, and begins."""
        self.sees(r"Interview · Applied machine learning · 20 min")
        self.sees(r"Enter begin\s+q quit")
        self.types(ENTER)
        self.sees(r"Round 1 of 4 · Quick-fire")

    def answers(self, sure: str = "3") -> None:
        """Gives some answer to the question that is shown, and says how sure they are."""
        self.sees(ASKED)
        shown = self.text[: self.seen].rsplit("─", 1)[-1]
        if "1-4 answer" in shown or "1-3 answer" in shown:
            self.types("1")
        elif "t/f answer" in shown:
            self.types("t")
        else:
            form = re.search(r"such as (\d+)", shown)  # digits in order, as many as there are
            self.types((form[1] if form else "1") + ENTER)
        found = self.sees(rf"why\?|{SURE}|{GOES_ON}|Type |type |expected|longer|digits|write|separate")
        if found[0] == "why?":
            self.types("1")
            found = self.sees(SURE)
        elif "How sure" not in found[0]:
            pytest.fail(f"take another seed: {found[0]!r} after {shown!r}")
        self.types(sure)
        self.sees(GOES_ON)

    def skips(self) -> None:
        """Skips the question that is shown."""
        found = self.sees(ASKED)
        self.types("s" + ENTER if "Enter" in found[0] else "s")
        self.sees(GOES_ON)

    def reaches(self, kind: str) -> None:
        """Skips until a round begins."""
        while True:
            self.types(ENTER)
            found = self.sees(rf"Round \d of 4 · {kind}|{ASKED}")
            if "Round" in found[0]:
                return
            self.types("s" + ENTER if "Enter" in found[0] else "s")
            self.sees(GOES_ON)

    def rates(self) -> None:
        """Says of the items of a rubric in turn that they were said, partly, and not."""
        number = 0
        while True:
            found = self.sees(r"(\d+)/(\d+) [^─]*?y said it\s+p partly\s+n not said\s+q quit")
            self.types("x")
            self.types("ypn"[number % 3])
            self.sees(("✓ said it", "◐ partly", "✗ not said")[number % 3])
            number += 1
            if found[1] == found[2]:
                return


def cards(here: Here) -> list[dict[str, Any]]:
    return [json.loads(line) for line in here("interview", "--list", "--json").stdout.splitlines()]


def test_every_key_from_the_plan_to_the_scorecard(
    workspace: Path, here: Here, tmp_path: Path, compiled_bank: Path
) -> None:
    page = tmp_path / "card.html"
    someone = Interviewee("--report", page, EDITOR="true")
    someone.begins()
    found = someone.sees(ASKED)
    someone.types("?")
    someone.sees("Hint: ")
    someone.types("s" + ENTER if "Enter" in found[0] else "s")
    someone.sees(GOES_ON)
    someone.child.setwinsize(30, 60)
    someone.types(ENTER)
    someone.sees(r"2/\d+")
    someone.skips()
    someone.child.setwinsize(40, 100)
    someone.reaches("Chain")
    someone.sees("First")
    someone.skips()
    someone.reaches("Derivation")
    someone.sees(r"and save: every save is graded")
    someone.sees(r"\d+:\d\d left")
    someone.sees(r"s go on\s+h hint\s+e edit\s+q quit")
    someone.types("h")
    someone.sees("Hint 1 of 3")
    someone.types("e")
    (file,) = workspace.glob("interview-*/*.py")
    derivation = open_bank(BANK, compiled_bank).derivation(file.stem)
    assert derivation is not None
    someone.child.setwinsize(30, 70)
    file.write_text(f"import numpy as np\n\n\n{derivation.source_code}", encoding="utf-8")
    someone.sees("Solved. s goes on.")
    someone.types("v")
    someone.sees("✓ right")
    someone.types("s")
    someone.sees(r"Round 4 of 4 · Product")
    someone.sees(r"\d+:\d\d left")
    someone.sees(r"Enter to the rubric\s+q quit")
    someone.types(ENTER)
    someone.rates()
    rest = someone.ends()
    assert someone.exit_code == GOOD
    known = {key for table in (BEGIN, GO_ON, TO_RUBRIC, RATE, interview_sitting.KEYS) for key in table}
    assert known - set(someone.pressed) == {"q"}, "q ends it: below"
    assert "Scorecard · applied" in rest
    assert "Report:" in rest
    (card,) = cards(here)
    assert card["finished"]
    assert card["round_scores"]["derivation"] == 1
    assert [a["outcome"] for a in card["answers"] if a["round"] == "product"][:3] == ["correct", "partial", "wrong"]
    assert "Scorecard" not in page.read_text(encoding="utf-8")
    assert "Interview: applied" in page.read_text(encoding="utf-8")


def test_answers_and_how_sure_one_was_are_on_the_scorecard(here: Here, workspace: Path) -> None:
    someone = Interviewee()
    someone.begins()
    for sure in "41":
        someone.answers(sure)
        someone.types(ENTER)
    someone.sees(ASKED)
    someone.types(CTRL_C)
    rest = someone.ends()
    assert "Sure or not" in rest
    assert "too few to say more" in rest
    assert "stopped before its end" in rest
    (card,) = cards(here)
    assert [a["confidence"] for a in card["answers"]] == [0.95, 0.25]


@pytest.mark.parametrize(
    ("place", "key"),
    [("plan", CTRL_D), ("question", "q"), ("question", CTRL_C), ("verdict", CTRL_D)],
    ids=["plan-Ctrl-D", "question-q", "question-Ctrl-C", "verdict-Ctrl-D"],
)
def test_it_can_be_left_anywhere_with_what_was_done(place: str, key: str, here: Here) -> None:
    someone = Interviewee("--no-timer")
    someone.sees("begin")
    if place != "plan":
        someone.types(ENTER)
        found = someone.sees(ASKED)
        if place == "verdict":
            someone.types("s" + ENTER if "Enter" in found[0] else "s")
            someone.sees(GOES_ON)
        elif key == "q" and "Enter" in found[0]:
            key += ENTER
    someone.types(key)
    rest = someone.ends()
    assert someone.exit_code == GOOD
    assert ("No answer given" in rest) == (place != "verdict")
    assert len(cards(here)) == (place == "verdict")


@pytest.mark.parametrize("at", ["to the rubric", "y said it"])
def test_q_leaves_the_product_question(at: str, here: Here) -> None:
    someone = Terminal("interview", "--minutes", 6, "--seed", 2, "--no-timer")
    someone.sees(r"begin\s+q quit")
    someone.types(ENTER)
    while "rubric" not in (shown := someone.sees(rf"{ASKED}|{GOES_ON}|to the rubric\s+q quit")[0]):
        someone.types(ENTER if "go on" in shown else "s" + ENTER * ("q Enter" in shown))
    if at == "y said it":
        someone.types(ENTER)
        someone.sees(at)
    someone.types("q")
    assert "Scorecard" in someone.ends()
    assert someone.exit_code == GOOD
    (card,) = cards(here)
    assert not card["finished"]


def test_q_leaves_the_derivation(here: Here, workspace: Path) -> None:
    someone = Interviewee("--no-timer")
    someone.begins()
    someone.skips()
    someone.reaches("Chain")
    someone.skips()
    someone.reaches("Derivation")
    someone.sees(r"s go on\s+h hint\s+e edit\s+q quit")
    someone.types("q")
    assert "stopped before its end" in " ".join(someone.ends().split())
    assert not cards(here)[0]["finished"]


@pytest.mark.parametrize("columns", [60, 100])
def test_nothing_is_wider_than_the_terminal_and_colour_can_be_off(columns: int) -> None:
    someone = Interviewee("--no-timer", columns=columns, NO_COLOR="1")
    someone.sees("begin")
    someone.types(ENTER)
    for _ in range(3):
        someone.skips()
        someone.types(ENTER)
    someone.sees(ASKED)
    someone.types(CTRL_Z)  # no shell stands behind it: it is back at once
    someone.sees(rf"(?s)4/\d+ · .*{ASKED}")
    someone.types(CTRL_C)
    someone.ends()
    printed = [line for line in someone.raw.split("\r\n") if "\x1b" not in line]
    assert len(printed) > 20
    assert max(map(len, printed)) <= columns
    assert not COLOUR.search(someone.raw)


def test_a_dumb_terminal_is_asked_line_by_line(here: Here) -> None:
    someone = Interviewee(TERM="dumb")
    someone.sees("q quit")
    someone.types("s\n")
    someone.sees("skipped")
    someone.sees("q quit")
    someone.types("q\n")
    assert "Scorecard" in someone.ends()
    assert len(cards(here)) == 1


def test_an_interview_that_was_killed_goes_on_with_the_step_it_had_come_to(here: Here) -> None:
    someone = Interviewee("--no-timer")
    someone.begins()
    someone.skips()
    someone.reaches("Chain")
    someone.sees("First")
    someone.skips()
    someone.types(ENTER)
    prompt = someone.sees(r"Follow-up 1 [^─]*?s(?: Enter)? skip")[0]
    someone.child.kill(signal.SIGKILL)
    again = Terminal("interview", "--resume", "--no-timer")
    again.sees(r"Enter begin")
    again.types(ENTER)
    again.sees(r"Round 2 of 4")
    assert again.sees(r"Follow-up 1 [^─]*?s(?: Enter)? skip")[0] == prompt
    again.types(CTRL_C)
    assert "quizdl interview --resume" in again.ends()
    (card,) = cards(here)
    assert {a["round"] for a in card["answers"]} == {"quickfire", "chain"}


def test_neither_a_pause_nor_reading_the_plan_takes_time_from_an_interview_that_is_left_then(here: Here) -> None:
    someone = Interviewee()
    someone.begins()
    began = time.monotonic()
    someone.skips()
    someone.types(ENTER)
    asked = someone.sees(ASKED)
    someone.types("\x10" if "Enter" in asked[0] else "p")
    someone.sees("Paused")
    rest = time.monotonic() - began + 1
    time.sleep(rest)  # longer than all before
    someone.child.kill(signal.SIGHUP)
    someone.sees("stopped before its")
    someone.ends()
    (left,) = cards(here)
    assert left["seconds"] < rest
    again = Terminal("interview", "--resume")
    again.sees(r"Enter begin")
    time.sleep(1.5)
    again.types("q")
    again.ends()
    (card,) = cards(here)
    assert card["seconds"] - left["seconds"] < 1


def test_a_derivation_that_was_left_wrong_is_worked_on_when_the_interview_goes_on(here: Here, workspace: Path) -> None:
    someone = Interviewee()
    someone.begins()
    someone.skips()
    someone.reaches("Chain")
    someone.skips()
    someone.reaches("Derivation")
    someone.sees(r"(\d+):(\d\d) left")
    (file,) = workspace.glob("interview-*/*.py")
    starter = file.read_text(encoding="utf-8")
    file.write_text(starter.replace(NOT_IMPLEMENTED, "return 7"), encoding="utf-8")
    someone.sees("✗")
    someone.types("q")
    someone.sees("stopped before its")
    someone.ends()
    again = Terminal("interview", "--resume")
    again.sees(r"Enter begin")
    again.types(ENTER)
    again.sees(r"Round 3 of 4 · Derivation")
    again.sees(r"\d+:\d\d left")
    again.sees("✗")
    again.types("s")
    again.sees(r"Round 4 of 4 · Product")
    again.types(CTRL_C)
    again.ends()
    (card,) = cards(here)
    (answer,) = (a for a in card["answers"] if a["round"] == "derivation")
    assert not answer["open"], "s gives it up"
    assert answer["seconds"] > 0


def test_line_by_line_the_rubric_waits_until_one_has_answered_aloud() -> None:
    someone = Terminal("interview", "--minutes", 5, "--seed", 2, "--plain")
    while "rubric" not in someone.sees(r"\? hint, s skip, q\s+quit\)\s+> |Enter to the rubric, q quit\)\s+> ")[0]:
        someone.types("s\n")
    assert "1/10" not in someone.text
    someone.types("\n")
    someone.sees(r"1/10[^/]*y said it")
    someone.types("q\n")
    someone.ends()


def test_the_time_of_a_derivation_ends(home: Path, compiled: Path, workspace: Path) -> None:
    bank = open_bank(BANK, compiled)
    history = History.open(home, writing=True)
    sitting = BoundedSitting(bank, history, "relu_backward", workspace / "interview-1", seconds=0.3)
    try:
        assert asyncio.run(sitting._watch(lambda: None)) == OUT_OF_TIME
        assert "Time is up." in sitting._live()
        assert (workspace / "interview-1" / "relu_backward.py").read_text(
            encoding="utf-8"
        ) == sitting.derivation.starter()
    finally:
        sitting.grader.close()
        history.close()
