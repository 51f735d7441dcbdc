"""The pages of `quizdl help`, and what an editor finds in the output of a grading and of a check."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from quizdl import errors
from quizdl.cli import help as pages
from quizdl.errors import GOOD, USAGE, WRONG
from tests.cli.program import SMALL_BANK, Terminal
from tests.conftest import ROOT, Here

NAMES = ("editors", "exit-codes", "formats", "keys", "sandbox", "scheduling", "sync")


@pytest.mark.parametrize("columns", ["60", "100"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_shown_within_the_width(here: Here, name: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    done = here("help", name)
    title = (ROOT / "docs" / "help" / f"{name}.md").read_text(encoding="utf-8").splitlines()[0][2:]
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert title in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= int(columns)


def test_without_a_topic_all_are_listed(here: Here) -> None:
    listed = here("help").stdout
    assert [name for name in NAMES if f" {name} " in listed] == list(NAMES)
    assert [page["topic"] for page in json.loads(here("help", "--json").stdout)] == list(NAMES)


def test_a_misspelt_topic_is_named_with_the_nearest(here: Here) -> None:
    done = here("help", "schedulin")
    assert done.returncode == USAGE
    assert "did you mean scheduling?" in done.stderr


def test_an_installed_program_has_the_pages_of_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "quizdl"
    shutil.copytree(ROOT / "docs" / "help", package / "help")  # as pyproject.toml puts them there
    monkeypatch.setattr("quizdl.__file__", str(package / "__init__.py"))
    assert [path.parent for path in pages._pages().values()] == [package / "help"] * len(NAMES)
    assert '"docs/help" = "quizdl/help"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_every_exit_code_is_on_its_page() -> None:
    text = (ROOT / "docs" / "help" / "exit-codes.md").read_text(encoding="utf-8")
    codes = {errors.GOOD, errors.WRONG, errors.USAGE, errors.FAILED, 130}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes


def _patterns() -> list[re.Pattern[str]]:
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"), re.DOTALL)
    return [re.compile(task["problemMatcher"]["pattern"]["regexp"]) for task in json.loads(block)["tasks"]]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def relu_backward(dout, z):\n    return dout * nope\n", "2", "NameError"),
        ("def relu_backward(dout z):\n", "1", "SyntaxError"),
    ],
)
def test_an_editor_finds_where_an_answer_stops(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my answer.py").write_text(text)
    done = here("derive", "relu_backward", "--file", "my answer.py")
    assert done.returncode == WRONG
    (found,) = filter(None, map(_patterns()[0].match, done.stdout.splitlines()))
    assert (found[1], found[2]) == ("my answer.py", line)
    assert words in found[3]


def test_an_editor_finds_what_is_wrong_with_a_bank(here: Here, tmp_path: Path) -> None:
    bank = shutil.copytree(SMALL_BANK, tmp_path / "bank")
    file = bank / "choice.yaml"
    file.write_text(file.read_text().replace("answer:", "anwser:", 1))
    lines = file.read_text().splitlines()
    done = here("bank", "check", bank)
    assert done.returncode == WRONG
    found = [match for match in map(_patterns()[1].match, done.stdout.splitlines()) if match]
    assert all(match[1] == str(file) for match in found)
    assert "anwser" in lines[int(next(match[2] for match in found if "anwser" in match[3])) - 1]


def test_a_seed_leaves_the_words_their_room_and_is_checked(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = here("drill", "--help").stdout
    assert "4294967295" not in shown
    assert "The same seed gives " in shown
    done = here("drill", "--seed", 2**32)
    assert (done.returncode, "0<=x<=4294967295" in done.stderr) == (USAGE, True)


@pytest.mark.parametrize("words", [("drill", "--help"), ("history",)])
def test_help_is_read_on_a_light_background(words: tuple[str, ...]) -> None:
    terminal = Terminal(*words)
    assert "Usage:" in terminal.ends()
    assert set(re.findall(r"\x1b\[([\d;]*)m", terminal.raw)) <= {"0", "1", "2", "1;2"}, (
        "no colours but the terminal's own"
    )
