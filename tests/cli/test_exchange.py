"""`quizdl bank import` and `export` as people use them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from quizdl.errors import GOOD, USAGE, WRONG
from tests.conftest import Here


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("notes.csv").write_text(
        "prompt,answer\n6 x 7?,42\nWhy?,because of this and that and something\n", encoding="utf-8"
    )
    return tmp_path


def test_an_import_says_what_to_do_next(here: Here) -> None:
    done = here("bank", "import", "notes.csv")
    assert done.returncode == WRONG, "there is something to decide"
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines == [
        "notes.csv:3: an answer of 7 words cannot be graded: make it a short one, a list, a number or a choice",
        "notes: 1 question",
        "1 numeric",
        "1 note to decide, as listed above: edit notes/undecided.md, then import that.",
        "Next: quizdl bank check notes, then quizdl drill --bank notes",
    ]
    assert here("drill", "--bank", "notes", "--count", "1", "--no-timer", stdin="42\n").returncode == GOOD


def test_json_has_the_counts_and_then_the_findings(here: Here) -> None:
    first, second = map(
        json.loads, here("bank", "import", "notes.csv", "--into", "other", "--json").stdout.splitlines()
    )
    assert (first["folder"], first["questions"], first["kinds"], first["undecided"]) == ("other", 1, {"numeric": 1}, 1)
    assert (second["path"], second["line"], second["rule"]) == ("notes.csv", 3, "undecided")


def test_an_export_of_a_topic_comes_back(here: Here, small: None) -> None:
    done = here("bank", "export", "order.apkg", "--topic", "order", "--json")
    assert json.loads(done.stdout) == {"path": "order.apkg", "format": "apkg", "notes": 1}
    assert here("bank", "import", "order.apkg").returncode == GOOD
    assert (
        here(
            "bank", "answer", "training-step", "forward pass, loss, backward pass, update", "--bank", "order"
        ).returncode
        == GOOD
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "none.csv"), "none.csv: there is no such file"),
        (("import", "notes.csv", "--format", "apkg"), "notes.csv: no package that can be read (File is not a zip file)"),
        (("import", "notes.csv", "--format", "docx"), "no format 'docx'"),
        (("export", "x.docx"), "x.docx: the name does not say which format it has"),
        (("export", "no/x.csv"), "no/x.csv: cannot be written"),
        (("export", "no/x.apkg"), "no/x.apkg: cannot be written"),
        (("export", "x.csv", "--topic", "ordr"), "no topic 'ordr'"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line(here: Here, small: None, arguments: tuple[str, ...], words: str) -> None:
    done = here("bank", *arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_a_package_says_what_to_install(
    here: Here, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    done = here("bank", "export", "x.apkg")
    assert done.returncode == USAGE
    assert "pip install 'quizdl[anki]'" in done.stderr
