"""The JSON that others build on: its keys and types are promised, more keys may come."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from quizdl.errors import GOOD, WRONG
from tests.cli.program import SMALL_BANK
from tests.conftest import Here

Form = dict[str, Any]
NUMBER = (int, float)
MAYBE_NUMBER = (int, float, type(None))
MAYBE_TEXT = (str, type(None))
DERIVATION_OUTCOMES = {
    "correct", "wrong", "shape", "dtype", "overflow", "mutated_input", "not_implemented", "error", "timeout", "memory", "refused",
}  # fmt: skip
QUESTION_OUTCOMES = {"correct", "partial", "wrong", "timeout", "unparsable"}


def fits(data: Any, form: Any) -> bool:
    """Whether data has the form: a type or types, a list of one form, or a mapping of keys to forms that are all there."""
    if isinstance(form, dict):
        return isinstance(data, dict) and all(key in data and fits(data[key], own) for key, own in form.items())
    if isinstance(form, list):
        return isinstance(data, list) and all(fits(item, form[0]) for item in data)
    wanted = form if isinstance(form, tuple) else (form,)
    return isinstance(data, wanted) and (bool in wanted or not isinstance(data, bool))


def test_fits_can_say_no() -> None:
    assert fits({"a": 1, "b": [None]}, {"a": int, "b": [MAYBE_TEXT]})
    assert not any(fits(data, {"a": int}) for data in ({"a": True}, {"a": "1"}, {"b": 1}, [1], {"a": None}))


@pytest.fixture
def relu(tmp_path: Path) -> Path:
    return tmp_path / "relu_backward.py"


@pytest.mark.parametrize(
    ("body", "outcome", "mistake", "exit_code"),
    [
        ("dout * (z > 0)", "correct", None, GOOD),
        ("dout * (dout > 0)", "wrong", "mask_on_dout", WRONG),
        ("dout[None]", "shape", None, WRONG),
        ("dout * float('nan')", "overflow", None, WRONG),
        ("1 / 0", "error", None, WRONG),
    ],
)
def test_derive_file(here: Here, relu: Path, body: str, outcome: str, mistake: str | None, exit_code: int) -> None:
    relu.write_text(f"def relu_backward(dout, z):\n    print('here')\n    return {body}\n", encoding="utf-8")
    done = here("derive", "relu_backward", "--file", relu, "--seed", "7", "--json")
    verdict = json.loads(done.stdout, parse_constant=pytest.fail)
    assert fits(
        verdict,
        {
            "derivation": str,
            "outcome": str,
            "score": NUMBER,
            "mistake": MAYBE_TEXT,
            "mistakes": [str],
            "findings": [{"code": str, "output": MAYBE_TEXT, "says": str}],
            "says": str,
            "line": MAYBE_NUMBER,
            "cases": [{"name": str, "outcome": str, "says": str, "max_relative_error": MAYBE_NUMBER}],
            "printed": str,
            "speed_ratio": MAYBE_NUMBER,
            "speed_says": str,
            "seed": int,
            "seconds": float,
        },
    )
    assert (done.returncode, verdict["derivation"], verdict["outcome"]) == (exit_code, "relu_backward", outcome)
    assert verdict["mistake"] == mistake
    assert verdict["seed"] == 7
    assert 0 <= verdict["score"] <= 1
    assert verdict["printed"].startswith("here")
    assert {case["outcome"] for case in verdict["cases"]} <= DERIVATION_OUTCOMES
    assert len(verdict["cases"]) >= 4


def test_the_file_s_name_stands_for_the_derivation(here: Here, relu: Path) -> None:
    relu.write_text("def relu_backward(dout, z):\n    return dout * (z > 0)\n", encoding="utf-8")
    assert json.loads(here("derive", "--file", relu, "--json").stdout)["derivation"] == "relu_backward"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("question", "text", "outcome", "mistake"),
    [
        ("steps-per-epoch", "16", "correct", None),
        ("steps-per-epoch", "15", "wrong", "dropped_the_last"),
        ("steps-per-epoch", "many", "unparsable", None),
        ("closed-form", "f X^T X can be singular.", "partial", "X^T X can be singular."),
        ("mse-gradient", "(X w - y)^T X 2 / N", "correct", None),
        ("mse-gradient", "X^T (X w - y) / N", "wrong", "missing_two"),
    ],
)
def test_bank_answer(here: Here, question: str, text: str, outcome: str, mistake: str | None) -> None:
    done = here("bank", "answer", question, text, "--json")
    verdict = json.loads(done.stdout)
    assert fits(
        verdict,
        {"question": str, "outcome": str, "score": NUMBER, "says": str, "expected": str, "mistake": MAYBE_TEXT},
    )
    assert (verdict["question"], verdict["outcome"], verdict["mistake"]) == (question, outcome, mistake)
    assert outcome in QUESTION_OUTCOMES
    assert done.returncode == (GOOD if outcome == "correct" else WRONG)


def test_bank_answer_to_a_generated_question_depends_on_its_seed(here: Here) -> None:
    generated = next(e["id"] for e in json.loads(here("bank", "list", "--json").stdout) if e["generated"])
    expected = {
        json.loads(here("bank", "answer", generated, "1", "--seed", seed, "--json").stdout)["expected"]
        for seed in range(8)
    }
    assert len(expected) > 1


def test_bank_list(here: Here) -> None:
    entries = json.loads(here("bank", "list", "--json").stdout)
    assert fits(
        entries,
        [
            {
                "id": str,
                "kind": str,
                "topic": str,
                "subtopic": str,
                "level": int,
                "seconds": NUMBER,
                "generated": bool,
                "source": str,
                "path": str,
                "line": int,
            }
        ],
    )
    shown = {
        "prompt": str,
        "options": [str],
        "form": str,
        "hint": str,
        "expected": str,
        "explanation": str,
        "covers": [str],
    }
    entry = entries[-1]
    assert fits(json.loads(here("bank", "show", entry["id"], "--json").stdout), {"id": str, "path": str, **shown})
    assert f"id: {entry['id']}" in Path(entry["path"]).read_text(encoding="utf-8").splitlines()[entry["line"] - 1]
    assert {e["topic"] for e in json.loads(here("bank", "list", "--topic", "practice", "--json").stdout)} == {
        "practice"
    }


def test_bank_check(here: Here, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
    assert here("bank", "check", folder, "--json").stdout == ""
    path = folder / "numeric.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: numeric", "kind: numbers"), encoding="utf-8")
    done = here("bank", "check", folder, "--json")
    (finding,) = (json.loads(line) for line in done.stdout.splitlines())
    assert fits(finding, {"path": str, "line": int, "rule": str, "message": str})
    assert (Path(finding["path"]).name, finding["line"], done.returncode) == ("numeric.yaml", 4, WRONG)


def test_bank_check_with_mutants(here: Here, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
    form = {"derivation": str, "mutants": int, "killed": int, "equivalent": int, "rate": NUMBER, "survivors": []}
    done = here("bank", "check", folder, "--mutants", "--json")
    scores = [json.loads(line) for line in done.stdout.splitlines()]
    assert fits(scores, [form])
    assert [(score["derivation"], score["rate"], done.returncode) for score in scores] == [
        ("halve", 1, GOOD),
        ("twice", 1, GOOD),
    ]
    path = folder / "derivations/order/twice.py"
    path.write_text(path.read_text(encoding="utf-8").replace("rng.normal(size=n)", "np.zeros(n)"), encoding="utf-8")
    done = here("bank", "check", folder, "--mutants", "--derivation", "twice", "--json")
    finding, score, *more = (json.loads(line) for line in done.stdout.splitlines())
    assert fits(finding, {"path": str, "line": int, "rule": str, "message": str})
    assert (finding["rule"], Path(finding["path"]).name, more, done.returncode) == ("mutants", "twice.py", [], WRONG)
    assert fits(score, {**form, "survivors": [{"path": str, "line": int, "edit": str}]})
    assert len(score["survivors"]) == score["mutants"] - score["killed"] > 0
    assert score["survivors"][0]["edit"].startswith("return 2 * x → return ")


@pytest.mark.usefixtures("small")
def test_drill(here: Here) -> None:
    done = here("drill", "--json", "--seed", "1", stdin="1\n?\n1\ns\n")
    asked, verdict, asked_again, hint, *_, summary = (json.loads(line) for line in done.stdout.splitlines())
    form = {
        "event": str,
        "number": int,
        "of": int,
        "question": str,
        "kind": str,
        "topic": str,
        "subtopic": str,
        "level": int,
        "new": bool,
        "seed": int,
        "prompt": str,
        "options": [str],
        "form": str,
        "seconds": NUMBER,
    }
    assert fits([asked, asked_again], [form])
    assert fits(
        verdict,
        {
            "event": str,
            "question": str,
            "outcome": str,
            "score": NUMBER,
            "says": str,
            "expected": str,
            "mistake": MAYBE_TEXT,
            "answer": str,
            "seconds": MAYBE_NUMBER,
            "explanation": str,
            "source": str,
            "due": MAYBE_TEXT,
        },
    )
    assert fits(hint, {"event": str, "hint": str})
    counts = dict.fromkeys(("answered", "correct", "partial", "wrong", "timeout", "skipped", "unparsable"), int)
    assert fits(summary, {"event": str, "score": MAYBE_NUMBER, **counts})
    assert [event["event"] for event in (asked, verdict, hint, summary)] == ["asked", "verdict", "hint", "summary"]
    assert summary["answered"] == 3


@pytest.mark.usefixtures("small")
def test_stats(here: Here, workspace: Path) -> None:
    here("drill", "--json", stdin="1\n" * 8)
    answer = workspace / "twice.py"
    answer.write_text("def twice(x):\n    return x\n", encoding="utf-8")
    here("derive", "twice", "--file", answer)
    page = json.loads(here("stats", "--json").stdout)
    assert fits(
        page,
        {
            "reviews": int,
            "outcomes": dict,
            "topics": [
                {
                    "id": str,
                    "title": str,
                    "questions": int,
                    "seen": int,
                    "mastery": NUMBER,
                    "reviews": int,
                    "accuracy": MAYBE_NUMBER,
                    "median_seconds": MAYBE_NUMBER,
                    "speed": MAYBE_NUMBER,
                }
            ],
            "retention": MAYBE_NUMBER,
            "retention_reviews": int,
            "streak": int,
            "days": dict,
            "due": dict,
            "weakest": [{"subtopic": str, "title": str, "score": NUMBER, "reviews": int}],
            "mistakes": [{"derivation": str, "mistake": str, "says": str, "times": int}],
            "tracks": [{"id": str, "title": str, "solved": int, "derivations": int}],
            "attempts": int,
            "orphans": int,
        },
    )
    assert (page["reviews"], page["attempts"], sum(page["outcomes"].values())) == (8, 1, 8)
    assert [made["mistake"] for made in page["mistakes"]] == ["unchanged"]
    assert sum(page["days"].values()) == 9
    assert len(page["due"]) == 14
    assert json.loads(here("stats", "--topic", "order", "--json").stdout)["reviews"] == 1
    assert json.loads(here("stats", "--since", "2999-01-01", "--json").stdout)["reviews"] == 0


def test_stats_pages(here: Here, small: None) -> None:
    here("drill", "--json", stdin="1\n" * 8)
    counted = {"of": int, "share": MAYBE_NUMBER, "low": MAYBE_NUMBER, "high": MAYBE_NUMBER}
    calibration = {
        "predicted": MAYBE_NUMBER,
        "observed": counted,
        "log_loss": MAYBE_NUMBER,
        "groups": [{"predicted": NUMBER, "observed": counted}],
    }
    everything = json.loads(here("stats", "--all", "--json").stdout)
    assert fits(
        everything,
        {
            "reviews": int,
            "calibration": calibration,
            "maturity": [{"days": MAYBE_NUMBER, "young": counted, "mature": counted, "all": counted}],
            "confidence": calibration,
            "time": [{"kind": MAYBE_TEXT, "right": [NUMBER], "answers": [int], "median": NUMBER, "slow": NUMBER}],
            "curves": {"period": str, "starts": [str], "topics": [{"topic": str, "title": str, "points": [counted]}]},
            "questions": [
                {"question": str, "topic": str, "subtopic": str, "prompt": str, "score": counted, "lapses": int}
            ],
            "gone": [{"question": str, "reviews": int, "last": str}],
            "mended": [
                {"derivation": str, "mistake": str, "says": str, "times": int, "last": str, "mended": MAYBE_TEXT}
            ],
            "interviews": [{"session": str, "at": str, "role": str, "score": MAYBE_NUMBER, "rounds": list}],
        },
    )
    assert everything["curves"]["topics"]
    one = json.loads(here("stats", "--page", "time", "--page", "curves", "--json").stdout)
    assert {"time", "curves", "reviews"} <= set(one)
    assert not {"calibration", "questions", "mended", "interviews"} & set(one)
    assert set(json.loads(here("stats", "--json").stdout)) < set(one)


def test_derive(here: Here, workspace: Path) -> None:
    listed = [json.loads(line) for line in here("derive", "--json").stdout.splitlines()]
    assert fits(
        listed,
        [
            {
                "derivation": str,
                "title": str,
                "track": MAYBE_TEXT,
                "topic": str,
                "subtopic": str,
                "level": int,
                "minutes": int,
                "state": str,
                "attempts": int,
                "mistakes": [str],
                "hints": int,
                "solution": bool,
                "source": str,
            }
        ],
    )
    assert len(listed) >= 90
    assert len({row["track"] for row in listed}) >= 12
    assert all(row["source"] and row["solution"] and row["hints"] == 3 and len(row["mistakes"]) >= 3 for row in listed)
    assert {row["state"] for row in listed} == {"new"}
    one = json.loads(here("derive", "backprop", "--json").stdout)
    assert fits(one, {"derivation": str, "statement": str, "signature": str, "docstring": str, "path": str})
    assert one["path"] == str(workspace / "relu_backward.py")
    assert (workspace / "relu_backward.py").exists()
