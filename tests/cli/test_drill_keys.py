"""Every key of a drill on a real terminal, beside the answers themselves; a terminal that changes its size; drills that go on."""

from __future__ import annotations

import json
import re
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pyte
import pytest

from quizdl.cli.keyboard.keys import LINE
from quizdl.cli.keyboard.question import PICKING, TYPING
from quizdl.cli.practice import AFTER, MORE, RESULTS
from quizdl.cli.terminal import now
from quizdl.domain.mark import LEECH_LAPSES
from quizdl.domain.schedule import REVIEW, Rating
from quizdl.errors import GOOD
from quizdl.history.store import History
from tests.cli.program import ESCAPE, SMALL_BANK, Terminal
from tests.conftest import Here
from tests.history.logs import review

Stats = Callable[[], dict[str, Any]]
CTRL_P, CTRL_Z, ENTER, ESC = "\x10", "\x1a", "\r", "\x1b"
VERDICT_KEYS = r"Enter (?:next|results)  u undo  (?:d I was right  )?m more  q quit"


def key_of(terminal: Terminal, option: str) -> str:
    """The key of an option that stands on the screen."""
    found = re.search(rf"(\d)  {option}", terminal.text[terminal.text.rindex("1/1") :])
    assert found
    return found[1]


def verdict(topic: str = "choice", option: str = "Adam", **given: Any) -> Terminal:
    """A drill of one question that was answered."""
    terminal = Terminal("drill", "--topic", topic, "--no-timer", **given)
    terminal.sees("quit")
    terminal.types(key_of(terminal, option))
    terminal.sees(VERDICT_KEYS)
    return terminal


def reviews(home: Path) -> list[str]:
    """The outcomes as they count."""
    return [review.outcome for review in History.open(home, writing=False).counted()]


pytestmark = pytest.mark.usefixtures("small")


def test_every_key_of_a_drill_while_the_terminal_changes_its_size() -> None:
    kinds = ("--kind", "choice", "--kind", "numeric", "--kind", "true_false")
    terminal = Terminal("drill", *kinds, "--seed", 1, "--seconds", 600, "--confidence", EDITOR="true")
    sizes = cycle((60, 100, 40, 80))

    def presses(*steps: tuple[str, str]) -> None:
        for keys, shown in steps:
            terminal.types(keys)
            terminal.sees(shown)
            terminal.child.setwinsize(40, next(sizes))

    def wrong() -> str:
        return str(int(re.findall(r"(\d)  plain SGD", terminal.text)[-1]) % 4 + 1)

    again = ("u", r"(?s)Once\s+more.*q(?: Enter)? quit")
    verdict = r"(?s)Enter (?:next|results).*q quit"
    for _ in range(3):
        asked = terminal.sees(r"(?s)[123]/3 .*?(1-4 answer|t/f answer|Enter answer).*?quit")[1]
        match asked:
            case "1-4 answer":
                presses(("?", "Hint: "), ("p", "Paused"), ("z", "1-4 answer(?s:.*)quit"), ("s", "skipped"), again)
                presses((wrong(), "4 certain"), ("1", "✗ wrong"), ("m", "suspend(?s:.*)quit"), ("f", "Esc leave"))
                presses((ESC, verdict), ("f", "Esc leave"), (ENTER, "Flagged"), ("b", "Buried"), ("b", "as ever"))
                presses(("x", "Suspended"), ("x", "as ever"), ("e", r"asked\s+as\s+it\s+stands\s+there\s+now"), again)
                presses((wrong(), "4 certain"), ("2", "✗ wrong"), (ENTER, ""))
            case "t/f answer":
                presses(("t", "4 certain"), ("3", "✗ wrong"), ("d", r"counts\s+as\s+right"), again, ("f", "why"))
                presses(("?", "Hint: "), ("p", "Paused"), ("z", "why(?s:.*)quit"))
                reason = re.findall(r"(\d)  [^\d]*no\s+equation", terminal.text)[-1]
                presses((reason, "4 certain"), ("3", "✓ right"), (ENTER, ""))
            case _:
                presses(
                    ("?", "Hint: "),
                    (CTRL_P, "Paused"),
                    ("z", "Enter answer(?s:.*)quit"),
                    ("s" + ENTER, "skipped"),
                    again,
                )
                presses(("16", ""), (ENTER, "4 certain"), ("4", "✓ right"), (ENTER, ""))
    presses(("", "a repeat"), ("a", "(?s)1/1.*q quit"), (wrong(), "4 certain"), ("1", "✗ wrong"), (ENTER, "a repeat"))
    presses((ENTER, ""))
    terminal.ends()
    tables = (PICKING, TYPING, LINE, dict.fromkeys("1234", ""), AFTER, {"m": "more"}, MORE, RESULTS)
    left = {key for table in tables for key in table} - set(terminal.pressed)
    assert left == {"q", "q Enter"}, "which end it: the next test"


@pytest.mark.parametrize(("topic", "keys"), [("choice", "q"), ("numeric", "q" + ENTER)])
def test_q_leaves_a_question_and_nothing_is_recorded(topic: str, keys: str, stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", topic)
    terminal.sees("quit")
    terminal.types(keys)
    assert "nothing was recorded" in terminal.ends()
    assert stats()["reviews"] == 0


@pytest.mark.parametrize("topic", ["choice", "numeric", "verdict"])
def test_an_interrupt_from_elsewhere_is_as_ctrl_c(topic: str) -> None:
    """The terminal sends it too, for a Ctrl-C between two keys that are waited for."""
    if topic == "verdict":
        terminal = verdict()
    else:
        terminal = Terminal("drill", "--topic", topic, "--no-timer")
        terminal.sees("quit")
    terminal.settles()
    terminal.child.kill(signal.SIGINT)
    terminal.ends()
    assert terminal.exit_code == 0


def test_u_takes_the_answer_back_and_asks_once_more(home: Path) -> None:
    terminal = verdict()
    terminal.types("u")
    terminal.sees("Taken back: it does not count. Once more:")
    terminal.sees("1/1")
    terminal.sees("quit")
    assert reviews(home) == []
    terminal.types(key_of(terminal, "plain SGD"))
    terminal.sees("✓ right")
    terminal.types("q")
    assert "✓ 1 right" in terminal.ends()
    assert reviews(home) == ["correct"]
    assert len(History.open(home, writing=False).reviews()) == 2, "both stay in the log"


def test_d_counts_as_right_and_is_listed(home: Path, here: Here) -> None:
    terminal = verdict()
    terminal.types("d")
    terminal.sees("It counts as right")
    terminal.sees("Enter results  u undo  m more  q quit")
    terminal.types(ENTER)
    assert "✓ 1 right" in terminal.ends()
    assert reviews(home) == ["correct"]
    (found,) = json.loads(here("history", "disputes", "--json").stdout)
    assert (found["question"], found["outcome"], found["expected"]) == ("which-optimizer", "wrong", "plain SGD")
    right = verdict("choice", "plain SGD", QUIZDL_HOME=str(home / "another"))
    assert "d I was right" not in right.text
    right.types("q")
    right.ends()


def test_m_shows_the_keys_that_are_used_rarely_and_they_work_without_it(home: Path) -> None:
    terminal = verdict(columns=60)
    shown = terminal.text[terminal.seen - 60 : terminal.seen]
    assert len(shown.strip().splitlines()[-1]) <= 60, "one line"
    terminal.types("m")
    keys = "Enter results  u undo  d I was right  f flag  b bury until tomorrow  x suspend  e edit source  q quit"
    lines = terminal.sees(keys.replace("  ", r"\s+"))[0].splitlines()
    assert [len(line) <= 60 for line in lines] == [True, True], "two lines at 60 columns"
    for key, told in (("b", "Buried: not asked again before tomorrow"), ("b", "asked again as ever"), ("x", "Suspended"),
                      ("x", "asked again as ever"), ("x", "Suspended")):  # fmt: skip
        terminal.types(key)
        terminal.sees(told)
        terminal.sees(VERDICT_KEYS)
    terminal.types("q")
    terminal.ends()
    assert list(History.open(home, writing=False).aside(None, now())) == ["which-optimizer"]


@pytest.mark.slow
def test_f_flags_with_a_remark_and_escape_thinks_better_of_it(home: Path) -> None:
    terminal = verdict()
    terminal.types("f")
    terminal.sees("Enter keep  Esc leave it")
    terminal.types("wrong" + ESC)
    terminal.sees(VERDICT_KEYS)
    assert History.open(home, writing=False).flagged() == {}
    terminal.types("f")
    terminal.sees("Enter keep")
    terminal.pastes("lorem\nipsum " * 100_000, bracketed=True)
    terminal.sees("lorem ipsum")
    terminal.types("\x15" + "Adam has state, too" + ENTER)
    terminal.sees("Flagged")
    terminal.sees(VERDICT_KEYS)
    assert History.open(home, writing=False).flagged() == {"which-optimizer": "Adam has state, too"}
    terminal.types("f")
    terminal.sees("The flag is off")
    terminal.sees(VERDICT_KEYS)
    terminal.types("q")
    terminal.ends()
    assert History.open(home, writing=False).flagged() == {}


def test_e_opens_the_source_and_what_comes_next_is_asked_as_it_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
    for name in ("choice", "numeric"):
        (bank / f"{name}.yaml").chmod(0o644)
    editor = tmp_path / "vi"
    script = 'echo "$@" >> {0}/calls\nsed -i.bak "s/{1}/{2}/" {3}/numeric.yaml {3}/choice.yaml\n'
    editor.write_text("#!/bin/sh\n" + script.format(tmp_path, "1000 examples", "1000 pictures", bank), encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("QUIZDL_BANK", str(bank))
    given = ("--kind", "choice", "--kind", "numeric", "--no-timer", "--seed", 1)
    terminal = Terminal("drill", *given, EDITOR=str(editor))
    terminal.sees("1/2")
    terminal.sees("quit")
    first = "numeric" if "1000 examples" in terminal.text else "choice"
    terminal.types("s" if first == "choice" else "s" + ENTER)
    terminal.sees(VERDICT_KEYS.replace("(?:d I was right  )?", ""))
    terminal.types("e")
    terminal.sees("asked as it stands there now")
    terminal.sees("q quit")
    assert re.fullmatch(rf"\+\d+ {bank}/{first}\.yaml", (tmp_path / "calls").read_text().strip())
    (bank / "choice.yaml").write_text("topic: choice\nquestions: 3\n")
    terminal.types("e")
    terminal.sees(r"(?s)choice\.yaml:2.*goes on with what was there before")
    terminal.sees("q quit")
    terminal.types(ENTER)
    terminal.sees("2/2")
    if first == "choice":
        terminal.sees("1000 pictures")
    terminal.sees("quit")
    terminal.types("q" if first == "numeric" else "q" + ENTER)
    terminal.ends()
    assert terminal.exit_code == GOOD


def test_without_an_editor_it_says_where_the_question_is() -> None:
    terminal = verdict()
    terminal.types("e")
    assert "choice.yaml:3" in re.sub(r"\s", "", terminal.sees(r"(?s)EDITOR is not set; open.*yourself\.")[0])
    terminal.types("q")
    terminal.ends()


def test_the_eighth_lapse_sets_the_question_aside_with_advice_and_x_asks_it_again(home: Path, here: Here) -> None:
    with closing(History.open(home, writing=True)) as history:
        number, schedule = 0, None
        while schedule is None or schedule.lapses < LEECH_LAPSES - 1 or schedule.state != REVIEW:
            known = schedule is None or schedule.state != REVIEW
            schedule = history.record(
                review(
                    number, question="which-optimizer", at=schedule.due if schedule else now() - timedelta(days=500),
                    rating=Rating.GOOD if known else Rating.AGAIN, outcome="correct" if known else "wrong",
                )
            )  # fmt: skip
            number += 1
        assert schedule.due < now()
    terminal = verdict()
    assert "Set aside: forgotten again and again." in " ".join(terminal.text.split())
    terminal.types("u")
    terminal.sees("Once more")
    terminal.sees("quit")
    assert json.loads(here("history", "marked", "--json").stdout) == []
    terminal.types(key_of(terminal, "Adam"))
    terminal.sees("Set aside")
    terminal.sees(VERDICT_KEYS)
    (leech,) = json.loads(here("history", "marked", "--json").stdout)
    assert (leech["question"], leech["what"]) == ("which-optimizer", "leech")
    terminal.types("x")
    terminal.sees("asked again as ever")
    terminal.sees(VERDICT_KEYS)
    terminal.types("q")
    terminal.ends()
    assert json.loads(here("history", "marked", "--json").stdout) == []


def test_a_repeats_what_was_missed_until_it_is_known(stats: Stats) -> None:
    terminal = verdict()
    terminal.types(ENTER)
    terminal.sees("To look at again")
    terminal.sees("Enter end  a repeat what you missed")
    terminal.types("a")
    terminal.sees("1/1")
    terminal.sees("quit")
    terminal.types(key_of(terminal, "plain SGD"))
    terminal.sees(VERDICT_KEYS)
    terminal.types(ENTER)
    assert "✓ 1 right" in terminal.ends()
    assert stats()["outcomes"] == {"wrong": 1, "correct": 1}


@pytest.mark.parametrize(
    ("topic", "key", "answer"),
    [("numeric", CTRL_P, "16" + ENTER), ("choice", "p", "")],
)
@pytest.mark.slow
def test_a_pause_hides_the_question_and_rests_the_clock(topic: str, key: str, answer: str, home: Path) -> None:
    started = time.monotonic()
    terminal = Terminal("drill", "--topic", topic, "--seconds", "1000", "--time-factor", "0.1")
    screen = pyte.Screen(80, 40)
    stream = pyte.Stream(screen)
    terminal.sees("pause")
    terminal.sees(r"\d s ")  # it was read
    start = time.monotonic() - started
    terminal.types(key)
    terminal.sees("Paused: the clock rests, and the question is hidden.")
    stream.feed(terminal.raw[terminal.raw.index("\x1b[?1049h") :])
    assert "Paused" in "".join(screen.display)
    assert not {"1000 examples", "Which optimizer"} & set(re.split(r"  +", " ".join(screen.display)))
    time.sleep(start + 1)  # then the clock has either rested, or counts more than the whole session but for the rest
    terminal.types("x")
    terminal.sees("quit")
    terminal.types(answer or key_of(terminal, "plain SGD"))
    terminal.sees("✓ right")
    whole = time.monotonic() - started
    terminal.types("q")
    terminal.ends()
    (review,) = History.open(home, writing=False).reviews()
    assert review.seconds is not None
    assert review.seconds < whole - (start + 1)


def test_a_pause_shows_the_question_again_on_a_terminal_that_forgets_it() -> None:
    terminal = Terminal("drill", "--topic", "choice", "--no-timer", TERM="linux")
    screen = pyte.Screen(80, 40)  # it knows no second screen either
    stream = pyte.Stream(screen)
    terminal.sees("p pause")
    terminal.types("p")
    terminal.sees("Any key goes on")
    stream.feed(terminal.raw)
    assert "Which optimizer" not in " ".join(screen.display)
    fed = len(terminal.raw)
    terminal.types("x")
    terminal.sees("p pause")
    stream.feed(terminal.raw[fed:])
    shown = " ".join(screen.display)
    assert shown.count("Which optimizer") == 1
    assert "Paused" not in shown
    assert "plain SGD" in shown
    terminal.types("q")
    terminal.ends()


SHELL = 'set -m; "$@"; read -p "in the shell "; fg'


def test_ctrl_z_leads_to_the_shell_and_fg_back_to_the_whole_question(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "numeric", "--no-timer", through=SHELL)
    terminal.sees("q Enter quit")
    terminal.types("1" + CTRL_Z)
    terminal.sees("in the shell ")
    terminal.types(ENTER)
    terminal.sees(r"1/1(?s:.*)1000 examples(?s:.*)> 1\s(?s:.*)q Enter quit")
    assert "clock ran on" not in terminal.text
    terminal.types("6" + ENTER)
    terminal.sees("✓ right")
    terminal.sees("q quit")
    terminal.types(ENTER)
    terminal.ends()
    assert stats()["reviews"] == 1


def test_back_from_the_shell_the_question_stands_there_with_its_options_and_the_time_that_is_left(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "choice", "--seconds", 600, "--time-factor", 0.5, columns=60, through=SHELL)
    terminal.sees("q quit")
    terminal.types(CTRL_Z)
    terminal.sees("in the shell ")
    terminal.types(ENTER)
    terminal.sees(r"(?s)Which optimizer.*plain SGD.*The clock ran on in the meantime\.\s+(?:read|\d+\.\d s) .*q quit")
    terminal.types(key_of(terminal, "plain SGD"))
    terminal.sees("✓ right")
    terminal.sees("q quit")
    terminal.types("q")
    terminal.ends()
    assert stats()["outcomes"] == {"correct": 1}


@pytest.mark.slow
def test_the_clock_runs_on_in_the_shell_and_what_is_typed_there_is_no_answer(stats: Stats) -> None:
    shell = 'set -m; "$@"; echo in the shell; sleep 3.5; fg'
    terminal = Terminal("drill", "--topic", "choice", "--seconds", 5, "--time-factor", 0.4, through=shell)
    terminal.sees("q quit")
    right = key_of(terminal, "plain SGD")
    terminal.types(CTRL_Z)
    terminal.sees("in the shell")
    terminal.types(right + ENTER)
    terminal.sees("The clock ran on in the meantime")
    terminal.sees("out of time")
    terminal.sees("q quit")
    time.sleep(1)  # keys count once it was still
    terminal.types("q")
    terminal.ends()
    assert stats()["outcomes"] == {"timeout": 1}


def test_ctrl_z_in_a_pause_does_not_show_in_the_shell_what_is_hidden() -> None:
    terminal = Terminal("drill", "--topic", "choice", through=SHELL)
    terminal.sees("p pause")
    terminal.types("p")
    terminal.sees("Any key goes on")
    terminal.types(CTRL_Z)
    terminal.sees("p pause")
    assert "in the shell" not in terminal.text, "it goes on first, with the clock"
    terminal.types("q")
    terminal.sees("in the shell")
    terminal.types(ENTER)
    terminal.ends()


@pytest.mark.parametrize(("topic", "key", "leave"), [("choice", "p", "q"), ("numeric", CTRL_P, "q" + ENTER)])
def test_without_a_clock_a_pause_hides_the_question_too(topic: str, key: str, leave: str) -> None:
    terminal = Terminal("drill", "--topic", topic, "--no-timer")
    terminal.sees("pause")
    terminal.types(key)
    terminal.sees("Paused: the question is hidden.")
    terminal.types("x")
    terminal.sees("pause")
    assert "the clock rests" not in terminal.text
    assert terminal.text.count("1/1") == 1, "the terminal shows it again by itself"
    terminal.types(leave)
    terminal.ends()


def test_a_pause_can_be_left_for_good(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "choice")
    terminal.sees("pause")
    terminal.types("p")
    terminal.sees("Any key goes on")
    terminal.types("\x03")
    assert "nothing was recorded" in terminal.ends()
    assert terminal.exit_code == GOOD
    assert stats()["reviews"] == 0


@pytest.mark.parametrize(("key", "kept"), [("1", 0.25), ("3", 0.75), ("4", 0.95)])
def test_how_sure_one_is_is_asked_before_the_verdict(key: str, kept: float, home: Path) -> None:
    terminal = Terminal("drill", "--topic", "choice", "--no-timer", "--confidence")
    terminal.sees("quit")
    terminal.types(key_of(terminal, "plain SGD"))
    terminal.sees("How sure are you")
    terminal.sees("1 guess  2 unsure  3 fairly sure  4 certain")
    assert "right" not in terminal.text
    terminal.types("z")  # says nothing
    terminal.types(key)
    terminal.sees("✓ right")
    terminal.types("q")
    terminal.ends()
    (review,) = History.open(home, writing=False).reviews()
    assert review.confidence == kept


@pytest.mark.slow
def test_a_terminal_that_changes_its_size_while_the_bar_runs_shows_one_bar_that_fits(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "numeric", "--seconds", "600", columns=100, lines=30)
    terminal.sees("read ")
    for columns, lines in ((60, 20), (30, 12), (24, 8), (120, 40), (80, 24)):
        terminal.child.setwinsize(lines, columns)
        start = len(terminal.raw)
        terminal.sees("quit")
        time.sleep(0.3)
        terminal.sees(r"read|\d s ")
        screen = pyte.Screen(columns, lines)
        pyte.Stream(screen).feed(terminal.raw[start:])
        bars = [line for line in screen.display if re.search(r"read +─|\d s [█░]", line)]
        assert len(bars) <= 1, "\n".join(screen.display)
    terminal.types("16" + ENTER)
    terminal.sees("✓ right")
    terminal.child.setwinsize(24, 60)
    terminal.sees("quit")
    terminal.types("q")
    terminal.ends()
    assert terminal.exit_code == GOOD
    assert stats()["outcomes"] == {"correct": 1}


@pytest.mark.parametrize("how", ["q", "kill"])
def test_a_drill_that_was_interrupted_goes_on(how: str, here: Here, stats: Stats) -> None:
    terminal = Terminal(
        "drill",
        "--no-timer",
        "--count",
        3,
        "--seed",
        1,
        "--kind",
        "choice",
        "--kind",
        "true_false",
        "--kind",
        "multiple_choice",
    )
    terminal.sees("1/3")
    terminal.sees("quit")
    skip = "s" if "Enter answer" not in terminal.text else "s" + ENTER
    terminal.types(skip)
    terminal.sees("Enter next")
    if how == "q":
        terminal.types("q")
        assert "quizdl drill --resume   go on with the other 2" in terminal.ends()
    else:
        terminal.child.kill(signal.SIGKILL)
        terminal.ends()
    events = [json.loads(line) for line in here("drill", "--resume", "--json", stdin="s\ns\n").stdout.splitlines()]
    assert [(e["number"], e["of"]) for e in events if e["event"] == "asked"] == [(2, 3), (3, 3)]
    assert stats()["outcomes"] == {"skipped": 3}
    done = here("drill", "--resume")
    assert "no drill was interrupted" in done.stderr
    assert done.returncode == 2


def test_ctrl_c_leaves_before_one_says_how_sure_one_is(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "choice", "--no-timer", "--confidence")
    terminal.sees("quit")
    terminal.types("1")
    terminal.sees("4 certain")
    terminal.types("\x03")
    assert "nothing was recorded" in terminal.ends()
    assert stats()["reviews"] == 0


PLAIN_KEYS = r"(?s)\(Enter results, u undo, (?:d I was right, )?f flag, b bury until tomorrow,\s+x\s+suspend,\s+e\s+edit\s+source,\s+q\s+quit\)\s+> "


def test_plain_has_the_same_keys_as_lines_and_draws_nothing(home: Path) -> None:
    terminal = Terminal("drill", "--topic", "choice", "--plain", "--confidence")
    asked = r"\(1-4; \? hint, s skip, q quit\)\s+> "
    terminal.sees(asked.replace("1-4", ".*"))
    terminal.types("?\n")
    terminal.sees("Hint:")
    terminal.types("Adam\n")
    terminal.sees(r"How sure are you\? 1 guess, 2 unsure, 3 fairly sure, 4 certain\)\s+> ")
    terminal.types("2\n")
    terminal.sees("✗ wrong")
    for keys, told in (
        ("b", "Buried"),
        ("x", "asked again"),
        ("f", "What is wrong"),
        ("too easy", "Flagged"),
        ("z", ""),
        ("u", "Once more"),
    ):
        if keys != "too easy":
            terminal.sees(PLAIN_KEYS)
        terminal.types(keys + "\n")
        terminal.sees(told)
    terminal.sees(r"quit\)\s+> ")
    terminal.types("Adam\n")
    terminal.sees("How sure")
    terminal.types("\n")
    terminal.sees(PLAIN_KEYS)
    terminal.types("\n")
    terminal.sees(r"\(Enter end, a repeat what you missed\)\s+> ")
    terminal.types("a\n")
    terminal.sees(r"quit\)\s+> ")
    terminal.types("plain SGD\n")
    terminal.sees("How sure")
    terminal.types("4\n")
    terminal.sees(PLAIN_KEYS)
    terminal.types("\n")
    terminal.ends()
    assert terminal.exit_code == GOOD
    assert not ESCAPE.search(terminal.raw)
    assert not re.search("[─━█░]", terminal.text)
    assert [r.confidence for r in History.open(home, writing=False).reviews()] == [0.5, None, 0.95]


def test_plain_asks_again_what_cannot_be_read_and_shows_where(stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "formula", "--plain")
    terminal.sees("> ")
    terminal.types("2/N X^T (X w - y\n")
    terminal.sees(r"expected '\)'\s+2/N X\^T \(X w - y\s*\n {17}\^")
    terminal.sees(r"quit\)\s+> ")
    terminal.types("2/N X^T (X w - y)\n")
    terminal.sees("✓ right")
    terminal.sees("> ")
    terminal.types("q\n")
    terminal.ends()
    assert stats()["outcomes"] == {"correct": 1}


@pytest.mark.parametrize("size", [5, 100_000])
def test_of_many_lines_pasted_the_first_answers_and_no_page_is_turned(size: int, stats: Stats) -> None:
    terminal = Terminal(
        "drill", "--kind", "numeric", "--kind", "choice", "--kind", "true_false", "--plain", "--seed", 1
    )
    terminal.sees("1/3")
    terminal.sees("> ")
    terminal.pastes("s\n" + "1 2 3 4\n" * size, bracketed=False)
    terminal.sees("skipped")
    terminal.sees(PLAIN_KEYS.replace("(?s)", "(?s)one line at a time.*").replace("results", "next"), seconds=60)
    terminal.settles()
    assert "2/3" not in terminal.text
    terminal.types("\n")
    terminal.sees(r"(?s)2/3.*> ")
    terminal.types("q\n")
    terminal.ends()
    assert stats()["outcomes"] == {"skipped": 1}


@pytest.mark.parametrize("ends", ["\n", ""])
def test_a_megabyte_pasted_into_a_line_neither_hangs_nor_breaks(ends: str, stats: Stats) -> None:
    terminal = Terminal("drill", "--topic", "numeric", "--plain")
    terminal.sees(r"> ")
    terminal.pastes(("1 2 3 4" * 10 + ends) * (1_000_000 // 70), bracketed=False)
    if ends:
        terminal.sees(r"Type it as(?s:.*)one line at a time(?s:.*)> ")
        terminal.settles()
    terminal.types("\x15q\n")
    terminal.ends()
    assert terminal.exit_code == GOOD
    assert stats()["reviews"] == 0


def test_pages_fit_and_colour_is_one_of_few(home: Path) -> None:
    """No bright colour, no yellow, no white or black, and none in bold: read on a light background as on a dark one."""
    terminal = verdict(columns=60)
    terminal.types(ENTER)
    terminal.sees("you missed")
    terminal.types(ENTER)
    terminal.ends()
    safe = {"", "0", "1", "2", "3", "4", "22", "23", "24", "31", "32", "35", "39", "49"}
    for found in re.findall(r"\x1b\[([\d;]*)m", terminal.raw):
        codes = found.split(";")
        assert set(codes) <= safe, found
        assert not ("1" in codes and {"31", "32", "35"} & set(codes)), found
