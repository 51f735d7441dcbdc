"""`quizdl plan`, and `quizdl` alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizdl.app.goal import FILE
from quizdl.domain.day import day_of
from quizdl.errors import FAILED, GOOD, USAGE
from tests.cli.test_json import MAYBE_NUMBER, MAYBE_TEXT, NUMBER, fits
from tests.conftest import Here

TOPIC = {
    "id": str, "title": str, "questions": int, "seen": int, "stop": NUMBER, "due_order": NUMBER, "plan": NUMBER, "left": NUMBER,
    "reviews": int, "new": int,
}  # fmt: skip


def in_days(days: int) -> str:
    return str(day_of(datetime.now(UTC), None) + timedelta(days=days))


def test_a_plan_is_shown_remembered_and_forgotten(small: None, here: Here, home: Path) -> None:
    done = here("plan", "--interview", in_days(10), "--minutes", 5)
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert "in 10 days" in done.stdout
    assert "quizdl drill --plan" in done.stdout
    assert "10 days to go" in here().stdout
    assert "in 10 days" in here("plan").stdout, "remembered"
    again = json.loads(here("plan", "--minutes", 7, "--json").stdout)
    assert (again["interview"], again["days"], again["minutes"]) == (in_days(10), 10, 7)
    assert "forgotten" in here("plan", "--forget").stdout
    assert not (home / FILE).exists()
    assert "No interview day yet" in here().stdout


def test_its_json(small: None, here: Here) -> None:
    data = json.loads(here("plan", "--interview", in_days(10), "--json").stdout)
    assert fits(
        data,
        {
            "interview": str, "days": int, "minutes": int, "minutes_done": NUMBER, "topics": [TOPIC], "whole": TOPIC, "today": [str],
            "minutes_today": NUMBER, "minutes_for_all": MAYBE_NUMBER, "answers": int, "fitted": bool,
        },
    )  # fmt: skip
    assert json.loads(here("plan", "--forget", "--json").stdout) == {"interview": None}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--interview", in_days(-3)), "was 3 days ago"),
        (("--interview", in_days(1000)), "at most 730 days ahead"),
        (("--interview", "tomorrow"), "'tomorrow' is no day"),
        (("--interview", "2027-02-30"), "is no day"),
        (("--interview", in_days(3), "--minutes", "0"), "0 is not in the range"),
        (("--interview", in_days(3), "--minutes", "-5"), "-5 is not in the range"),
        (("--interview", in_days(3), "--fit"), "one after the other"),
        ((), "no interview is known"),
    ],
)
def test_what_cannot_be_planned_is_said_and_not_remembered(
    small: None, here: Here, home: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = here("plan", *arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert not (home / FILE).exists()


def test_a_fit_without_answers_says_how_many_it_needs(here: Here) -> None:
    done = here("plan", "--fit")
    assert done.returncode == FAILED
    assert "a fit needs 400" in done.stderr


def test_an_interview_that_is_past_is_said_by_both(small: None, here: Here, home: Path) -> None:
    (home / FILE).write_text(json.dumps({"interview": in_days(-2), "minutes": 20}))
    assert "The interview was on" in here().stdout
    for command in (("plan",), ("drill", "--plan")):
        done = here(*command)
        assert done.returncode == USAGE
        assert "was 2 days ago" in done.stderr
        assert "quizdl plan --interview YYYY-MM-DD" in done.stderr
        assert "quizdl plan --forget" in done.stderr


def test_quizdl_alone_shows_today_and_how_to_get_help(small: None, here: Here) -> None:
    done = here()
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert "Today" in done.stdout
    assert "quizdl --help" in done.stdout
    assert fits(
        json.loads(here("--json").stdout),
        {
            "day": str, "interview": MAYBE_TEXT, "days": MAYBE_NUMBER, "minutes": MAYBE_NUMBER, "questions": int, "due": int, "new": int,
            "answered": int, "derivation": MAYBE_TEXT, "derivation_title": str, "track": MAYBE_TEXT, "done": int, "of": int,
        },
    )  # fmt: skip
    wrong = here("--json", "stats")
    assert wrong.returncode == USAGE
    assert "quizdl stats --json" in wrong.stderr


def test_the_drill_asks_todays_part_of_the_plan(small: None, here: Here) -> None:
    assert here("drill", "--plan").returncode == USAGE, "no interview is known"
    chosen = json.loads(here("plan", "--interview", in_days(10), "--minutes", 2, "--json").stdout)["today"]
    events = [json.loads(line) for line in here("drill", "--plan", "--json", stdin="x\n" * 50).stdout.splitlines()]
    asked = [event["question"] for event in events if event["event"] == "asked"]
    assert asked
    assert set(asked) <= set(chosen)
    first = [json.loads(line) for line in here("drill", "--plan", "-n", 1, "--json", stdin="x\n").stdout.splitlines()]
    assert [event["event"] for event in first] == ["asked", "verdict", "summary"]


def test_what_the_plan_chooses_is_not_chosen_otherwise(small: None, here: Here) -> None:
    here("plan", "--interview", in_days(10))
    done = here("drill", "--plan", "--ahead")
    assert done.returncode == USAGE
    assert "--plan chooses the questions itself" in done.stderr


def test_when_todays_part_is_done_the_drill_says_so(small: None, here: Here) -> None:
    here("plan", "--interview", in_days(0), "--minutes", 1)
    said = ""
    for _ in range(12):
        said = here("drill", "--plan", stdin="1\n" * 50).stdout
    assert "is done" in said
    assert "Done for today" in here("plan").stdout
