"""The documentation is in step with the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import quizdl
from docs.picture import PICTURE, draw
from docs.reference import (
    claimed,
    commands,
    counted,
    coverage,
    derivations,
    fields_of_events,
    fields_of_questions,
    kinds_of_question,
    measured,
    rules,
)
from quizdl import kinds

from .conftest import BANK, ROOT

_TIMES = re.compile(r"\d+\.\d(&#160;| )s")


@pytest.mark.parametrize(
    ("path", "generated"),
    [
        ("README.md", counted),
        ("README.md", claimed),
        ("docs/index.md", counted),
        ("docs/commands.md", commands),
        ("docs/derivations.md", derivations),
        ("docs/formats.md", fields_of_events),
        ("docs/formats.md", fields_of_questions),
        ("docs/speed.md", measured),
        ("question_bank/README.md", kinds_of_question),
        ("question_bank/README.md", rules),
        ("question_bank/COVERAGE.md", coverage),
    ],
)
def test_the_generated_parts_are_in_step(path: str, generated: object) -> None:
    assert callable(generated)
    assert generated() in (ROOT / path).read_text(encoding="utf-8"), f"run: cog -r {path}"


def test_the_reference_has_every_kind() -> None:
    headings = re.findall(r"^### (\w+)$", kinds_of_question(), re.MULTILINE)
    assert headings == list(kinds.names())
    assert len(headings) >= 8


def test_every_kind_has_a_poor_example_beside_the_good_one() -> None:
    assert [name for name in kinds.names() if kinds.example(name).poor is None] == []


@pytest.mark.slow
def test_the_picture_is_what_the_program_draws() -> None:
    drawn, kept = (_TIMES.sub("0.0 s", text) for text in (draw(), PICTURE.read_text(encoding="utf-8")))
    words = [re.findall(r">([^<>]+)</text>", _without_ids(text)) for text in (drawn, kept)]
    assert words[0] == words[1], "run: python docs/picture.py"
    assert any("1/N" in word for word in words[0]), "the named mistake is on it"


def _without_ids(svg: str) -> str:
    return re.sub(r"terminal-\d+", "terminal", svg)


def test_the_changelog_has_this_version() -> None:
    assert f"## {quizdl.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_has_two_commands_that_set_up_and_run() -> None:
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert [block.strip().rpartition("/")[2] for block in blocks] == ["quizdl drill --topic optimization", "pytest"]
    assert all(block.startswith("python3 -m venv .venv && .venv/bin/pip install") for block in blocks)


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    built = tmp_path / "site"
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for name in ("zensical.toml", "CHANGELOG.md", "question_bank/README.md"):  # all that the pages are made from
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stderr
    pages = {path.relative_to(built).as_posix(): path.read_text(encoding="utf-8") for path in built.rglob("*.html")}
    assert len(pages) == 2 + len(list((ROOT / "docs").rglob("*.md"))) - 1, "one of each, and that for what is not found"
    for name, text in pages.items():
        assert not re.findall(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//', text), name
        assert not re.findall(r'<link[^>]+rel="(?:stylesheet|preconnect|preload)"[^>]+href="(?:https?:)?//', text), name
    assert not list(built.rglob("*.py"))


def test_every_page_is_in_the_site_s_contents() -> None:
    listed = re.findall(r'"([\w-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_links_of_the_documentation_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), BANK / "README.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_the_kind_that_contributing_shows_works_as_one_more_file(tmp_path: Path) -> None:
    shown = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    (code,) = [block for block in shown if "KIND = " in block]
    shutil.copytree(ROOT / "quizdl", tmp_path / "quizdl", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "quizdl" / "kinds" / "backwards.py").write_text(code, encoding="utf-8")
    bank = tmp_path / "question_bank"
    bank.mkdir()
    (bank / "bank.yaml").write_text("format: 1\ntitle: t\ntopics:\n  words: {title: Words, subtopics: {w.all: all}}\n")
    (bank / "words.yaml").write_text(
        "topic: words\nquestions:\n  - {id: w-sgd, kind: backwards, subtopic: w.all, level: 1, prompt: sgd, answer: dgs,"
        " explanation: The letters stand from the last to the first.,"
        " source: 'A book, chapter 1', reviewed: 2026-11-22 agreed}\n"
    )
    for words, exit_code in ((["check"], 0), (["answer", "w-sgd", "DGS"], 0), (["answer", "w-sgd", "sgd"], 1)):
        done = subprocess.run(
            [sys.executable, "-m", "quizdl", "bank", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
