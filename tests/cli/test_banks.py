"""Banks by others, as a person meets them: made, edited, added, drilled, derived; and a hostile one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quizdl.app.banks import add
from quizdl.app.grade import prepare
from quizdl.cli import places, terminal
from quizdl.errors import FAILED, GOOD, USAGE, WRONG, SandboxError
from quizdl.sandbox.run import Sandbox, using
from tests.conftest import Here

RIGHT = "def square_backward(dout, x):\n    return 2 * x * dout\n"
HOSTILE = """
def _harm():
    for attempt in (
        lambda: open({mark!r}, "w").close(),
        lambda: __import__("os").system("touch {mark}"),
        lambda: __import__("pathlib").Path({mark!r}).touch(),
        lambda: __import__("subprocess").run(["touch", {mark!r}]),
        lambda: __import__("os").fork() or __import__("os").execvp("touch", ["touch", {mark!r}]),
    ):
        try:
            attempt()
        except BaseException:
            pass


_harm()
"""


@pytest.fixture
def mine(here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank that `bank new` made and that was edited; the test stands beside it."""
    monkeypatch.chdir(tmp_path)
    assert here("bank", "new", "mine").returncode == GOOD
    path = tmp_path / "mine" / "examples.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Name three cures for overfitting.", "Name 3 cures for overfitting."), encoding="utf-8"
    )
    return tmp_path / "mine"


def in_git(folder: Path) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return f"file://{folder}"


@pytest.mark.parametrize("by", ["folder", "git"])
def test_a_new_bank_edited_and_added_drills_and_derives(here: Here, mine: Path, workspace: Path, by: str) -> None:
    assert here("bank", "check", mine).stdout == "8 questions and 1 derivations checked: no findings\n"
    added = here("bank", "add", mine if by == "folder" else in_git(mine))
    assert (added.returncode, added.stderr) == (GOOD, "")
    assert ": mine, 8 questions and 1 derivations" in added.stdout

    lines = here(
        "drill", "--bank", "mine", "-n", "8", "--seed", "1", "--json", stdin="s\n" * 7 + "dropout, L2, augmentation\n"
    )
    asked = [json.loads(line) for line in lines.stdout.splitlines()]
    assert sorted(a["question"] for a in asked if a["event"] == "asked")[-1] == "mine/example-true-false"
    assert any(a.get("prompt") == "Name 3 cures for overfitting." for a in asked)
    everywhere = json.loads(here("bank", "list", "--json").stdout)
    assert sum(entry["id"].startswith("mine/") for entry in everywhere) == 8 < len(everywhere)
    assert here("bank", "answer", "mine/example-recall", "dropout, L2, augmentation").returncode == GOOD

    assert "mine/first-steps 1/1 · mine/square_backward" in here("derive", "mine/first-steps").stdout
    answer = workspace / "mine" / "square_backward.py"
    assert here("derive", "--file", answer).returncode == WRONG, "the starter"
    answer.write_text(RIGHT, encoding="utf-8")
    assert here("derive", "mine/square_backward", "--file", answer).returncode == GOOD
    answer.write_text(RIGHT.replace("* dout", ""), encoding="utf-8")
    assert "the chain rule multiplies it by dout" in here("derive", "--file", answer).stdout
    assert "mine/first-steps  ██████████ 1/1" in here("derive").stdout
    topics = [topic["id"] for topic in json.loads(here("stats", "--json").stdout)["topics"]]
    assert topics[-1] == "mine/examples"


def test_banks_are_listed_updated_and_removed(here: Here, mine: Path) -> None:
    here("bank", "add", mine, "--name", "other")
    rows = {row["name"]: row for row in json.loads(here("bank", "list", "--banks", "--json").stdout)}
    assert (rows["other"]["questions"], rows["other"]["origin"]) == (8, str(mine))
    assert rows["built-in"]["questions"] > 1000
    assert "other · 8 questions, 1 derivations" in here("bank", "list", "--banks").stdout
    assert here("bank", "update").stdout.startswith("other unchanged")
    (mine / "bank.yaml").unlink()
    broken = here("bank", "update")
    assert (broken.returncode, "no bank here" in broken.stderr) == (FAILED, True)
    assert here("bank", "show", "other/example-choice").returncode == GOOD
    assert "other removed" in here("bank", "remove", "other").stdout
    assert here("bank", "show", "other/example-choice").returncode == USAGE


def test_one_bank_is_picked_by_its_name_its_folder_or_as_built_in(here: Here, mine: Path, home: Path) -> None:
    here("bank", "add", mine)

    def ids(bank: object) -> list[str]:
        return [entry["id"] for entry in json.loads(here("bank", "list", "--json", "--bank", bank).stdout)]

    assert ids("mine") == ids(home / "banks" / "mine") == [f"mine/{name}" for name in ids(f"{mine}/")]
    assert not any(name.startswith("mine/") for name in ids("built-in"))


def test_a_bank_that_is_broken_later_is_named_and_left_out(here: Here, mine: Path, home: Path) -> None:
    here("bank", "add", mine)
    (home / "banks" / "mine" / "examples.yaml").write_text("topic: nonsense\n", encoding="utf-8")
    done = here("bank", "show", "op-adam-first-step")
    assert done.returncode == GOOD
    assert "an added bank is left out: " in done.stderr
    assert "cannot be used" in here("bank", "list", "--banks").stdout


def test_a_hostile_bank_does_nothing_outside_the_sandbox(
    here: Here, mine: Path, workspace: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    path = mine / "derivations" / "examples" / "square_backward.py"
    text = path.read_text(encoding="utf-8")
    harm = HOSTILE.replace("{mark!r}", repr(str(mark))).replace("{mark}", str(mark))
    head, body = text.split("\n\n\ndef square_backward", 1)
    text = f"{head}\n{harm}\n\ndef square_backward{body}"
    for code in ("return dout * 2 * x", "for shape in", "return np.sum", "return 2 * x\n"):
        assert text.count(f"    {code}") == 1
        text = text.replace(f"    {code}", f"    _harm()\n    {code}")
    path.write_text(text, encoding="utf-8")
    assert here("bank", "check", mine, "--prove").returncode == GOOD, "it hides well"
    assert here("bank", "add", in_git(mine)).returncode == GOOD
    for command in (["list"], ["show", "mine/example-choice"], ["check", "--bank", "mine", "--prove", "--mutants"]):
        here("bank", *command)
    here("derive", "mine/first-steps")
    answer = workspace / "mine" / "square_backward.py"
    for source, ends in ((RIGHT, GOOD), (RIGHT.replace("2 *", "3 *"), WRONG), (RIGHT.replace("* dout", ""), WRONG)):
        answer.write_text(source, encoding="utf-8")
        assert here("derive", "--file", answer).returncode == ends
    assert not mark.exists()
    subprocess.run([sys.executable, "-c", harm], check=True)  # what would have happened
    assert mark.exists()


def test_where_the_system_cannot_confine_an_added_bank_is_not_derived_unless_it_is_trusted(mine: Path) -> None:
    add(places.home(), str(mine), None, terminal.now())
    with using(Sandbox(layers=("limits",))):  # a system without seccomp
        derivation = places.bank(None).derivation("mine/square_backward")
        assert derivation is not None
        with pytest.raises(SandboxError, match="cannot protect itself") as raised:
            prepare(derivation, 1)
        assert "--trust" in raised.value.hint
        folder = places.bank(mine).derivation("square_backward")
        assert folder is not None
        with pytest.raises(SandboxError, match="cannot protect itself"):
            prepare(folder, 1)
        trusted = places.bank(None, trust=True).derivation("mine/square_backward")
        built_in = places.bank(None).derivation("relu_backward")
        for one in (trusted, built_in):
            assert one is not None
            assert prepare(one, 1).reference


def test_the_schema_of_a_kind_is_printed(here: Here) -> None:
    schema = json.loads(here("bank", "schema", "choice").stdout)
    assert schema["properties"]["kind"]["const"] == "choice"
    assert "did you mean choice?" in here("bank", "schema", "choise").stderr
    assert "$defs" in json.loads(here("bank", "schema").stdout)
