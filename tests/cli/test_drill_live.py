"""`quizdl drill` on a real terminal: one key for choices, a line for typed answers, and a clock."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from quizdl.app.drill import start_drill
from quizdl.bank.compiled import open_bank
from quizdl.cli.views.style import MARKS
from quizdl.domain.question import Asked
from quizdl.errors import GOOD
from quizdl.history.store import History
from tests.cli.program import COLOUR, ESCAPE, Terminal
from tests.conftest import BANK

Stats = Callable[[], dict[str, Any]]
CTRL_C, CTRL_D, CTRL_U, ENTER = "\x03", "\x04", "\x15", "\r"


def asked_by(compiled: Path, topic: str, count: int, seed: int) -> list[Asked]:
    """The questions that a drill with this seed asks somebody who never answered any."""
    drill = start_drill(
        open_bank(BANK, compiled), History.open(compiled / "nobody", writing=False), topic=topic, count=count, seed=seed,
        ahead=False, clock=lambda: datetime.now(UTC), zone=None,
    )  # fmt: skip
    return [showing.asked for showing in drill.showings()]


def beginning(text: str) -> str:
    """A pattern for the first words of a text, wherever its lines break."""
    return r"\s+".join(map(re.escape, text.split()[:4]))


def test_a_drill_over_optimization_from_the_first_key_to_the_results(compiled: Path, stats: Stats) -> None:
    questions = asked_by(compiled, "optimization", 7, 1)
    assert {bool(asked.keys) for asked in questions[:5]} == {True, False}, (
        "choices and typed answers; take another seed"
    )
    terminal = Terminal("drill", "--topic", "optimization", "--count", 7, "--seed", 1, "--time-factor", 20)
    given: Counter[str] = Counter()
    for number, asked in enumerate(questions[:5], 1):
        terminal.sees(rf"{number}/7 · Optimization")
        terminal.sees(beginning(asked.prompt))
        terminal.sees("read ")
        terminal.sees("quit")
        text = asked.keys[number % len(asked.keys)] if asked.keys else asked.question.expected()
        outcome = asked.grade(text).outcome
        assert outcome != "unparsable"
        terminal.types(text if asked.keys else text + ENTER)
        terminal.sees(MARKS[outcome][2])
        terminal.sees(beginning(asked.question.explanation))
        terminal.sees("Comes back ")
        terminal.sees("Enter next  .*q quit")
        terminal.types(ENTER)
        given[outcome] += 1
    terminal.sees("6/7")
    terminal.sees("skip")
    terminal.types("s" if questions[5].keys else "s" + ENTER)
    terminal.sees("skipped")
    terminal.sees("Enter next")
    terminal.types(" ")
    terminal.sees("7/7")
    terminal.sees("quit")
    terminal.types("q" if questions[6].keys else "q" + ENTER)
    terminal.sees("Results")
    rest = terminal.ends()
    assert all(f"{count} {MARKS[outcome][2]}" in rest for outcome, count in given.items())
    assert "1 skipped" in rest
    assert "of the limit" in rest
    assert terminal.exit_code == GOOD
    page = stats()
    assert page["outcomes"] == {**given, "skipped": 1}
    timed = next(topic for topic in page["topics"] if topic["id"] == "optimization")
    assert timed["median_seconds"] == 0, "all were answered while they were read"


@pytest.mark.usefixtures("small")
class TestOneQuestion:
    """A drill of one question: the topics of the small bank hold one each."""

    @pytest.mark.parametrize(("reason", "outcome"), [("no equation", "right"), ("singular", "partly right")])
    def test_true_or_false_and_then_why(self, reason: str, outcome: str, stats: Stats) -> None:
        terminal = Terminal("drill", "--topic", "true_false", "--no-timer")
        terminal.sees("t/f answer  \\? hint  p pause  s skip  q quit")
        terminal.types("f")
        terminal.sees("false, because")
        for key in terminal.sees(r"(?s)1  .*1-3 why\?")[0].split("\n"):
            if reason in key:
                terminal.types(key.split()[0])
        terminal.sees(outcome)
        terminal.sees("Enter results")
        terminal.types(ENTER)
        terminal.sees("Results")
        if outcome != "right":
            terminal.sees("Enter end  a repeat what you missed")
            terminal.types(ENTER)
        terminal.ends()
        assert stats()["reviews"] == 1

    def test_a_hint_is_shown_once_it_is_asked_for_and_noted(self) -> None:
        terminal = Terminal("drill", "--topic", "choice", "--no-timer")
        terminal.sees("quit")
        assert "Hint:" not in terminal.text
        terminal.types("?")
        terminal.sees(r"Hint: It is not: \w+")
        place = re.search(r"(\d)  plain SGD", terminal.text)
        assert place
        terminal.types(place[1])
        terminal.sees("✓ right   with the hint")
        terminal.types(CTRL_D)
        assert "✓ 1 right" in terminal.ends()

    def test_a_letter_is_as_good_as_a_digit_and_other_keys_do_nothing(self, stats: Stats) -> None:
        terminal = Terminal("drill", "--topic", "choice", "--no-timer")
        terminal.sees("1-4 answer")
        place = re.search(r"(\d)  plain SGD", terminal.text)
        assert place
        for keys in ("9", "x", "\x1b[A", "\x1b[200~12\x1b[201~", "\x1b", "\x1a"):
            terminal.types(keys)
        terminal.types("abcd"[int(place[1]) - 1])
        terminal.sees("✓ right")
        terminal.types("q")
        terminal.ends()
        assert stats()["outcomes"] == {"correct": 1}

    @pytest.mark.parametrize(
        ("topic", "typed", "shown"),
        [
            ("cloze", "0; saturates", "What you had typed was right."),
            ("choice", "", "Answer  plain SGD"),
        ],
    )
    @pytest.mark.slow
    def test_when_time_runs_out_the_answer_is_shown_and_late_keys_do_not_turn_the_page(
        self, topic: str, typed: str, shown: str, stats: Stats
    ) -> None:
        terminal = Terminal("drill", "--topic", topic, "--seconds", 20, "--time-factor", 0.1)
        terminal.sees("quit")
        terminal.types(typed)
        terminal.sees("out of time")
        terminal.sees(shown)
        terminal.sees("Comes back in 10 min")
        terminal.sees("Enter results")
        for keys in ("12", "3"):
            terminal.types(keys)
            with pytest.raises(AssertionError, match="was not shown"):
                terminal.sees("Results", seconds=0.3)
        time.sleep(1.5)  # the keyboard is still
        terminal.types(ENTER)
        terminal.sees("Results")
        terminal.sees("⏱ 1 out of time")
        terminal.sees("repeat what you missed")
        terminal.types(ENTER)
        terminal.ends()
        assert stats()["outcomes"] == {"timeout": 1}

    def test_garbage_is_told_how_to_type_it_and_the_clock_goes_on(self, stats: Stats) -> None:
        terminal = Terminal("drill", "--topic", "numeric", "--seconds", 600, "--time-factor", 0.1)
        terminal.sees("█")
        terminal.types("sixteen-ish!" + ENTER)
        terminal.sees("Type it as 0.25, 1/4")
        time.sleep(0.5)
        terminal.types(CTRL_U + "16" + ENTER)
        assert float(terminal.sees(r"right   (\d+\.\d) s of 60\b")[1]) >= 0.5
        terminal.types(ENTER)
        terminal.ends()
        assert stats()["outcomes"] == {"correct": 1}

    def test_a_formula_that_cannot_be_read_is_pointed_at(self) -> None:
        terminal = Terminal("drill", "--topic", "formula", "--no-timer")
        terminal.sees("quit")
        terminal.types("2/N X^T (X w - y" + ENTER)
        terminal.sees(r"expected '\)'\s+2/N X\^T \(X w - y\s*\n {17}\^")
        terminal.types(")" + ENTER)
        terminal.sees("✓ right")
        terminal.types(CTRL_C)
        assert "✓ 1 right" in terminal.ends()

    @pytest.mark.parametrize(
        ("topic", "size", "bracketed"),
        [
            ("numeric", 1_000_000, True),
            ("choice", 20_000, True),
            pytest.param("choice", 50_000, False, marks=pytest.mark.slow),
        ],
    )
    def test_a_megabyte_pasted_answers_nothing(self, topic: str, size: int, bracketed: bool, stats: Stats) -> None:
        terminal = Terminal("drill", "--topic", topic, "--no-timer")
        terminal.sees("quit")
        terminal.pastes("1 q\ts\n" * (size // 6), bracketed=bracketed)
        time.sleep(0.2 if bracketed else 2)  # where its end is not marked, what follows at once is part of it
        terminal.types(CTRL_U + "16" + ENTER if topic == "numeric" else "q")
        terminal.sees("✓ right" if topic == "numeric" else "nothing was recorded")
        terminal.types("q")
        terminal.ends()
        assert terminal.exit_code == GOOD
        assert stats()["outcomes"] == ({"correct": 1} if topic == "numeric" else {})

    @pytest.mark.parametrize(
        ("prompt", "key"),
        [
            ("choice", CTRL_C),
            ("choice", CTRL_D),
            ("typed", CTRL_C),
            ("typed", CTRL_D),
            ("reason", CTRL_D),
            ("verdict", CTRL_C),
        ],
        ids=["choice-Ctrl-C", "choice-Ctrl-D", "typed-Ctrl-C", "typed-Ctrl-D", "reason-Ctrl-D", "verdict-Ctrl-C"],
    )
    def test_ctrl_c_and_ctrl_d_leave_with_the_results_and_everything_kept(
        self, prompt: str, key: str, stats: Stats
    ) -> None:
        topic = {"typed": "numeric", "reason": "true_false"}.get(prompt, "choice")
        terminal = Terminal("drill", "--topic", topic, "--no-timer")
        terminal.sees("quit")
        if prompt == "typed":
            terminal.types("1")
        if prompt == "reason":
            terminal.types("f")
            terminal.sees("why")
        if prompt == "verdict":
            terminal.types("1")
            terminal.sees("Enter results")
        terminal.types(key)
        rest = terminal.ends()
        assert terminal.exit_code == GOOD
        answered = prompt == "verdict"
        assert ("Results" in rest) == answered
        assert ("No answer given; nothing was recorded." in rest) != answered
        assert stats()["reviews"] == answered

    def test_no_colour_means_none_and_without_a_timer_there_is_no_clock(self) -> None:
        coloured = Terminal("drill", "--topic", "choice", "--no-timer")
        plain = Terminal("drill", "--topic", "choice", "--no-timer", NO_COLOR="1")
        for terminal in (coloured, plain):
            terminal.sees("quit")  # both stand before one answers: they share a history
        for terminal in (coloured, plain):
            terminal.types("1")
            terminal.sees("Enter")
            terminal.types("q")
            terminal.ends()
        assert COLOUR.search(coloured.raw)
        assert not COLOUR.search(plain.raw)
        assert "█" not in coloured.text.partition("Results")[0]
        assert " s of 5" not in coloured.text

    def test_a_narrow_terminal_shows_it_all_in_its_width(self) -> None:
        terminal = Terminal("drill", "--topic", "numeric", columns=30)
        terminal.sees(r"(?s)Enter answer  \? hint\s*\^P pause  s Enter skip\s*q Enter quit")
        terminal.types("?")
        terminal.sees("Hint:")
        terminal.types("15" + ENTER)
        terminal.sees(r"(?s)Enter results.*quit")
        terminal.types(ENTER)
        terminal.sees("you missed")
        terminal.types(ENTER)
        terminal.ends()
        assert terminal.exit_code == GOOD
        printed = [line for line in re.sub(r"\x1b\[[\d;]*m", "", terminal.raw).split("\r\n") if "\x1b" not in line]
        assert len(printed) > 20
        assert max(map(len, printed)) <= 30

    def test_a_dumb_terminal_is_asked_line_by_line(self, stats: Stats) -> None:
        terminal = Terminal("drill", "--topic", "numeric", TERM="dumb")
        terminal.sees(r"\(a number; \? hint, s skip, q quit\)")
        terminal.types("?\n")
        terminal.sees("Hint:")
        terminal.types("16\n")
        terminal.sees("✓ right")
        terminal.sees(r"(?s)\(Enter results, u undo, f flag, b bury until tomorrow,.*edit\s+source,\s+q\s+quit\)\s+>")
        terminal.types("\n")
        assert "Results" in terminal.ends()
        assert not ESCAPE.search(terminal.raw)
        assert stats()["outcomes"] == {"correct": 1}

    @pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
    def test_a_dumb_terminal_is_left_as_cleanly(self, key: str) -> None:
        terminal = Terminal("drill", "--topic", "numeric", TERM="dumb")
        terminal.sees("q quit")
        terminal.types(key)
        assert "No answer given; nothing was recorded." in terminal.ends()
        assert terminal.exit_code == GOOD
