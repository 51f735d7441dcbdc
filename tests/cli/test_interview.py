"""`quizdl interview` through a pipe: one answer a line, in words or as JSON Lines, and its reports."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizdl.cli import terminal
from quizdl.cli.interview_report import text_of
from quizdl.domain.interview import plan as plan_of
from quizdl.domain.scorecard import Scorecard, Scored, findings
from quizdl.errors import GOOD, USAGE
from tests.cli.program import quizdl, start
from tests.conftest import Here

Stats = Callable[[], dict[str, Any]]


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_it_goes_through_all_rounds_and_ends_with_a_scorecard(here: Here, workspace: Path, stats: Stats) -> None:
    done = here("interview", "--seed", 1, "--json", stdin="1\n" * 18 + "s\n" * 30)
    assert done.returncode == GOOD, done.stderr
    told = events(done.stdout)
    assert [e["round"] for e in told if e["event"] == "round"] == ["quickfire", "chain", "derivation"] + (
        ["product"] if any(e["event"] == "product" for e in told) else []
    )
    assert told[0]["event"] == "interview"
    assert told[-1]["event"] == "scorecard"
    quick = [e for e in told if e["event"] == "verdict"]
    assert len(quick) >= 14
    assert stats()["reviews"] == 14
    assert {e["event"] for e in told} >= {"interview", "round", "asked", "verdict", "chain", "derivation", "scorecard"}


def test_a_whole_one_is_finished_and_compared_with_the_last(here: Here, workspace: Path) -> None:
    cards = []
    for key in ("n", "y"):
        done = here("interview", "--seed", 3, "--role", "systems", "--json", stdin="s\n" * 60)
        steps = sum(e["event"] in ("asked", "derivation") for e in events(done.stdout))
        done = here("interview", "--seed", 3, "--role", "systems", "--json", stdin="s\n" * steps + f"{key}\n" * 10)
        cards.append(events(done.stdout)[-1])
    assert [card["round_scores"]["product"] for card in cards] == [0, 1]
    assert [card["finished"] for card in cards] == [True, True]
    assert cards[1]["last"]["role"] == "systems"


def test_the_derivation_is_answered_by_the_path_of_a_file(workspace: Path) -> None:
    file = workspace / "mine.py"
    file.write_text("import numpy as np\n", encoding="utf-8")
    child = start("interview", "--seed", 1, "--json")
    assert child.stdin
    assert child.stdout
    told = []
    replies = {"asked": "s", "derivation": "nowhere.py", "unreadable": str(file), "item": "q"}
    for line in child.stdout:
        told.append(json.loads(line))
        if reply := replies.get(told[-1]["event"]):
            child.stdin.write(f"{reply}\n")
    assert child.wait(60) == GOOD
    named = {e["event"]: e for e in told if e["event"] != "asked"}
    assert named["unreadable"]["says"].startswith("nowhere.py: no such file")
    assert named["derivation"]["derivation"] == named["verdict"]["derivation"]
    assert named["verdict"]["outcome"] == "not_implemented"
    assert told[-1]["answers"][-1]["round"] == "derivation"


def test_a_rating_that_is_none_is_told_how_it_is_given(here: Here) -> None:
    done = here("interview", "--minutes", 5, "--seed", 1, "--json", stdin="s\n" * 20)
    told = [e["event"] for e in events(done.stdout)]
    item = told.index("item")
    assert told[item : item + 3] == ["item", "unreadable", "unreadable"]


def test_it_goes_on_in_the_round_in_which_it_was_interrupted(here: Here, workspace: Path, home: Path) -> None:
    def asked(text: str) -> list[Any]:
        names = {"asked": "question", "derivation": "derivation", "item": "asks"}
        return [e[names[e["event"]]] for e in events(text) if e["event"] in names]

    arguments = ("interview", "--minutes", 20, "--seed", 2, "--role", "systems", "--json")
    whole = asked(here(*arguments, stdin="s\n" * 15 + "y\n" * 20).stdout)
    assert "no interview was interrupted" in here("interview", "--resume").stderr
    (home / "history.sqlite").unlink()  # else it is another interview
    first = asked(here(*arguments, stdin="s\n" * 4 + "q\n").stdout)
    again = here("interview", "--resume", stdin="s\n" * 6 + "q\n").stdout
    assert re.search(r"quizdl interview --resume +goes on with it", again)
    assert "Round 2 of 4" in again
    third = here("interview", "--resume", "--json", stdin="s\n" * 5 + "y\n" * 2 + "q\n").stdout
    last = here("interview", "--resume", "--json", stdin="y\n" * 20).stdout
    assert asked(last)[0] == asked(third)[-1]
    assert first[:4] + whole[4:10] + asked(third)[:-1] + asked(last) == whole
    card = events(last)[-1]
    assert card["finished"]
    assert len(card["answers"]) == len(whole)
    for wrong in (["--seed", 1], ["--role", "systems"], ["--minutes", 20], ["--time-factor", 2]):
        assert "leave out what else is wanted" in here("interview", "--resume", *wrong).stderr


def test_a_new_one_says_that_the_last_can_go_on_and_takes_its_place_with_its_first_answer(here: Here) -> None:
    def resumed() -> int:
        return len(events(here("interview", "--resume", "--json", stdin="q\n").stdout)[-1]["answers"])

    assert "takes its place" not in here("interview", "--seed", 1, stdin="q\n").stdout, "nothing was answered"
    assert "takes its place" not in here("interview", "--seed", 1, stdin="s\ns\nq\n").stdout
    assert "takes its place" in here("interview", "--seed", 2, stdin="q\n").stdout
    assert resumed() == 2
    here("interview", "--seed", 2, "--json", stdin="s\nq\n")
    assert resumed() == 1


def test_words_say_the_same_as_json(here: Here, workspace: Path) -> None:
    done = here("interview", "--seed", 1, stdin="?\n1\nq\n")
    assert done.returncode == GOOD
    for words in (
        "Interview · Applied",
        "Round 1 of 4 · Quick-fire",
        "1/14",
        "Hint: ",
        "Scorecard",
        "stopped before its end",
    ):
        assert words in done.stdout
    assert "\x1b" not in done.stdout


def test_who_pipes_may_say_how_sure_they_are(here: Here) -> None:
    told = events(here("interview", "--seed", 1, "--json", "--confidence", stdin="1\n4\n1\n1\nq\n").stdout)
    assert [a["confidence"] for a in told[-1]["answers"]] == [0.95, 0.25]
    assert {c["level"] for c in told[-1]["calibration"]} == {"certain", "guess"}


@pytest.mark.parametrize("stdin", ["", "q\n"])
def test_without_an_answer_there_is_nothing_to_score_and_nothing_is_kept(here: Here, stdin: str) -> None:
    assert "No answer given" in here("interview", stdin=stdin).stdout
    assert "No interview yet." in here("interview", "--list").stdout


def test_the_list_has_the_latest_first_and_show_shows_one_again(here: Here) -> None:
    for role in ("applied", "systems"):
        here("interview", "--role", role, "--minutes", 20, "--seed", 1, stdin="s\ns\nq\n")
    listed = here("interview", "--list").stdout
    assert listed.index("systems") < listed.index("applied")
    assert "20 min" in listed
    assert "Scorecard · applied" in here("interview", "--show", 2).stdout
    cards = events(here("interview", "--list", "--json").stdout)
    assert [(c["role"], c["finished"], len(c["answers"])) for c in cards] == [
        ("systems", False, 2),
        ("applied", False, 2),
    ]
    refused = here("interview", "--show", 3)
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        USAGE,
        "quizdl: no interview 3: there are 2 interviews",
    )


class TestReports:
    """`--report`."""

    def test_an_html_page_stands_alone_and_escapes_all_it_is_told(self) -> None:
        bad = "<script>alert('x')</script> & *so*"
        answer = Scored(
            round="quickfire", target=bad, title=bad, topic=bad, subtopic=bad, outcome="wrong", score=0, answer=bad, right=bad,
            says=f"{bad}!",
        )  # fmt: skip
        card = Scorecard(
            session=bad, at=terminal.now(), minutes=30, role=bad, seed=1, finished=False, seconds=60.0, rounds=plan_of(30),
            answers=(answer,) * 3,
        )  # fmt: skip
        text = text_of(".html", card, findings(card), {})
        assert text.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; *so*") >= 14
        assert "<script" not in text
        assert "prefers-color-scheme: dark" in text
        text = text.replace('<link rel="icon" href="data:,">', "")
        for attribute in ("src=", "href=", "@import", "url(", "http:", "https:"):
            assert attribute not in text
        assert r"\<script\>" in text_of(".md", card, findings(card), {})

    def test_markdown_and_json_say_the_same(self, here: Here, tmp_path: Path) -> None:
        here("interview", "--seed", 1, stdin="1\n" * 6 + "q\n")
        for name in ("card.md", "card.JSON"):
            done = here("interview", "--show", 1, "--report", tmp_path / name)
            assert done.returncode == GOOD, done.stderr
            assert f"Report: {tmp_path / name}" in done.stdout
        card = json.loads((tmp_path / "card.JSON").read_text(encoding="utf-8"))
        words = (tmp_path / "card.md").read_text(encoding="utf-8")
        assert f"Seed {card['seed']}" in words
        assert f"| **Overall** | **{card['score']:.0%}** |".replace("%", " %") in words
        assert len(card["answers"]) == words.count("Right:") + sum(a["score"] == 1 for a in card["answers"])

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("card.pdf", "not a report that quizdl writes"),
            ("card", "not a report that quizdl writes"),
            ("nowhere/card.html", "cannot be written (No such file or directory)"),
            ("folder.html", "cannot be written (Is a directory)"),
        ],
    )
    def test_a_report_that_cannot_be_written_is_said_before_anything_is_asked(
        self, here: Here, tmp_path: Path, name: str, says: str
    ) -> None:
        (tmp_path / "folder.html").mkdir()
        done = here("interview", "--report", tmp_path / name, stdin="1\n")
        assert done.returncode == USAGE
        assert says in done.stderr
        assert done.stdout == ""

    def test_a_file_that_was_there_is_as_it_was_when_nothing_was_asked(self, here: Here, tmp_path: Path) -> None:
        page = tmp_path / "card.md"
        page.write_text("mine", encoding="utf-8")
        assert here("interview", "--role", "nobody", "--report", page).returncode == USAGE
        assert page.read_text(encoding="utf-8") == "mine"
        new = tmp_path / "new.md"
        assert here("interview", "--role", "nobody", "--report", new).returncode == USAGE
        assert not new.exists()

    def test_no_permission_is_said_first_too(self, tmp_path: Path) -> None:
        folder = tmp_path / "theirs"
        folder.mkdir(mode=0o500)
        done = quizdl("interview", "--report", folder / "card.html", bound=True)
        assert done.returncode == USAGE
        assert "cannot be written (Permission denied)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--role", "sytems"), "no role 'sytems'; did you mean systems?"),
        (("--minutes", "2"), "2"),
        (("--show", "1"), "no interview 1: there is no interview yet"),
        (("--seed", "-1"), "-1"),
    ],
)
def test_bad_input_is_one_line(here: Here, arguments: tuple[str, ...], says: str) -> None:
    done = here("interview", *arguments)
    assert done.returncode == USAGE
    assert says in done.stderr.splitlines()[0]
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
def test_whatever_ends_it_every_answer_is_kept(number: signal.Signals, here: Here, tmp_path: Path) -> None:
    page = tmp_path / "card.md"
    child = start("interview", "--seed", 1, "--json", "--report", page)
    assert child.stdin
    assert child.stdout
    child.stdin.write("1\n" * 3)
    seen = 0
    while seen < 3:
        seen += json.loads(child.stdout.readline())["event"] == "verdict"
    time.sleep(0.1)
    child.send_signal(number)
    rest = child.stdout.read()
    child.wait(60)
    (card,) = events(here("interview", "--list", "--json").stdout)
    assert (len(card["answers"]), card["finished"]) == (3, False)
    if number != signal.SIGKILL:
        assert child.returncode == GOOD
        assert json.loads(rest.splitlines()[-1])["event"] == "scorecard"
        assert "stopped before its end" in page.read_text(encoding="utf-8")


def test_an_answer_of_an_interview_can_be_taken_back_and_the_scorecard_stays(here: Here) -> None:
    told = events(here("interview", "--seed", 1, "--json", stdin="1\n" * 3).stdout)
    given = [event["question"] for event in told if event["event"] == "verdict"]
    assert len(given) >= 2
    (before,) = events(here("interview", "--list", "--json").stdout)
    assert json.loads(here("history", "undo", "--json").stdout)["question"] == given[-1]
    assert json.loads(here("history", "undo", "--json").stdout)["question"] == given[-2]
    assert events(here("interview", "--list", "--json").stdout) == [before]
    assert json.loads(here("stats", "--json").stdout)["reviews"] == len(given) - 2


def test_a_bank_without_interviews_asks_questions_and_derivations(here: Here, small: None, workspace: Path) -> None:
    told = events(here("interview", "--json", stdin="1\nq\n").stdout)
    assert {r["kind"] for r in told[0]["rounds"]} <= {"quickfire", "derivation"}
    assert told[0]["role"] == "general"
    assert told[-1]["event"] == "scorecard"
