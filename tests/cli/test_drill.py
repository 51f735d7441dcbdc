"""`quizdl drill` through a pipe: one answer a line, each kept before its verdict is shown."""

from __future__ import annotations

import json
import re
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from quizdl.errors import GOOD
from tests.cli.program import ESCAPE, quizdl, start
from tests.conftest import Here

Stats = Callable[[], dict[str, Any]]
FIVE = ("drill", "--topic", "optimization", "--count", "5", "--seed", "1", "--json")
FIVE_ANSWERS = ("16", "1", "t", "no idea", "0.5")


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_five_answers_give_five_verdicts_and_a_summary_and_are_counted() -> None:
    done = quizdl(*FIVE, stdin="\n".join(FIVE_ANSWERS) + "\n")
    assert (done.returncode, done.stderr) == (GOOD, "")
    events = lines_of(done.stdout)
    assert [event["event"] for event in events] == ["asked", "verdict"] * 5 + ["summary"]
    verdicts, summary = events[1::2], events[-1]
    assert [verdict["answer"] for verdict in verdicts] == list(FIVE_ANSWERS)
    outcomes = Counter(verdict["outcome"] for verdict in verdicts)
    assert {name: count for name, count in summary.items() if name in outcomes} == outcomes
    assert summary["answered"] == 5
    page = json.loads(quizdl("stats", "--json").stdout)
    assert page["reviews"] == 5
    assert page["outcomes"] == outcomes


def test_the_same_seed_asks_the_same_and_what_was_answered_does_not_come_back_at_once(here: Here) -> None:
    def asked(seed: int, answers: str) -> tuple[list[str], list[str]]:
        events = lines_of(here(*FIVE[:-2], seed, "--json", stdin=answers).stdout)[:-1]
        judged = [event["question"] for event in events[1::2] if event["outcome"] in ("correct", "partial", "wrong")]
        return [event["question"] for event in events[::2]], judged

    first, _ = asked(1, "s\n" * 5)
    other, _ = asked(2, "s\n" * 5)
    again, judged = asked(1, "1\n" * 5)
    after, _ = asked(1, "s\n" * 5)
    assert first == again
    assert first != other
    assert judged
    assert not set(after) & set(judged)


@pytest.mark.parametrize("given", [1, 2, 3, 4])
def test_sigkill_between_two_answers_loses_none_that_was_given(given: int, stats: Stats) -> None:
    drill = start(*FIVE)
    assert drill.stdin
    assert drill.stdout
    for answer in FIVE_ANSWERS[:given]:
        assert json.loads(drill.stdout.readline())["event"] == "asked"
        drill.stdin.write(f"{answer}\n")
        drill.stdin.flush()
        assert json.loads(drill.stdout.readline())["event"] == "verdict"
    assert json.loads(drill.stdout.readline())["number"] == given + 1
    drill.send_signal(signal.SIGKILL)
    drill.communicate()
    assert drill.returncode == -signal.SIGKILL
    assert stats()["reviews"] == given


def test_ctrl_c_while_it_waits_for_a_line_ends_with_the_summary(stats: Stats) -> None:
    drill = start(*FIVE)
    assert drill.stdin
    assert drill.stdout
    drill.stdout.readline()
    drill.stdin.write("16\n")
    drill.stdin.flush()
    drill.stdout.readline()
    drill.stdout.readline()
    drill.send_signal(signal.SIGINT)
    out, err = drill.communicate()
    assert (drill.returncode, err) == (GOOD, "")
    assert json.loads(out)["answered"] == 1
    assert stats()["reviews"] == 1


def test_a_hint_is_shown_skipping_is_counted_and_q_ends_it(here: Here, stats: Stats) -> None:
    done = here(*FIVE, stdin="?\n16\ns\nq\n1\n")
    events = lines_of(done.stdout)
    assert [event["event"] for event in events] == ["asked", "hint", "verdict", "asked", "verdict", "asked", "summary"]
    assert (events[-1]["answered"], events[-1]["skipped"]) == (2, 1)
    assert stats()["outcomes"]["skipped"] == 1


def test_the_end_of_the_input_ends_it_and_an_answer_without_a_newline_counts(here: Here, stats: Stats) -> None:
    assert lines_of(here(*FIVE, stdin="16").stdout)[-1]["answered"] == 1
    assert stats()["reviews"] == 1


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("raw", [b"(1 " * 350_000 + b"\n", b"\xff\xfe\x00\x1b[2J\n"], ids=["a megabyte", "no text"])
def test_every_kind_has_a_verdict_on_a_line_that_is_none(raw: bytes) -> None:
    done = quizdl("drill", "--json", stdin=raw * 8)
    assert (done.returncode, done.stderr) == (GOOD, "")
    verdicts = lines_of(done.stdout)[1:-1:2]
    assert len(verdicts) == 8
    assert "correct" not in {verdict["outcome"] for verdict in verdicts}
    assert len(done.stdout) < 60_000


@pytest.mark.usefixtures("small")
def test_without_json_it_reads_like_a_page_and_ends_with_the_results() -> None:
    done = quizdl("drill", "--topic", "numeric", stdin="?\n15\n")
    for words in ("1000 examples", "(a number; ? hint, s skip, q quit)", "Hint: ", "✗ wrong", "The last, smaller batch",
                  "Yours   15", "Answer  16", "15 * 64 = 960", "Comes back in 10 min.", "Results", "✗ 1 wrong", "To look at again"):  # fmt: skip
        assert words in done.stdout
    assert not ESCAPE.search(done.stdout)
    assert (done.returncode, done.stderr) == (GOOD, "")


@pytest.mark.usefixtures("small")
def test_when_nothing_is_due_it_says_when_and_how_to_practise(here: Here) -> None:
    here("drill", "--topic", "choice", stdin="plain SGD\n")
    done = here("drill", "--topic", "choice", stdin="1\n")
    assert "Nothing is due and nothing is new. The next one comes back in " in done.stdout
    assert "quizdl drill --ahead" in done.stdout
    assert "1/1" in here("drill", "--topic", "choice", "--ahead", stdin="1\n").stdout


@pytest.mark.parametrize("wanted", [["--due"], ["--new", 0]])
def test_who_wants_nothing_new_is_not_told_that_nothing_is_new(wanted: list[Any], here: Here) -> None:
    done = here("drill", *wanted)
    assert "Nothing is due.\n" in re.sub(" +\n", "\n", done.stdout)
    assert "asks new ones" in done.stdout


def test_no_answer_records_nothing(here: Here, stats: Stats) -> None:
    assert "No answer given; nothing was recorded." in here("drill", stdin="q\n").stdout
    assert stats()["reviews"] == 0
