"""`quizdl bank import` and `export` as people use them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizdl.errors import GOOD, USAGE, WRONG
from tests.bank.exchange.test_apkg import database, package
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
        "Next: quizdl bank check notes, then quizdl bank add notes",
    ]
    assert here("drill", "--bank", "notes", "--count", "1", "--no-timer", stdin="42\n").returncode == GOOD


def test_answers_given_in_anki_reach_the_schedule_of_the_bank_that_is_added(
    here: Here, folder: Path, stats: Callable[[], dict[str, Any]]
) -> None:
    sql = "INSERT INTO revlog VALUES (1700000000000, 0, 3, 1), (1700000090000, 1, 4, 0), (1700900000000, 0, 4, 1)"
    package(folder / "deck.apkg", collection_anki2=database(folder / "db", 3, sql=sql))
    assert "3 answers given before are in deck/reviews.jsonl" in here("bank", "import", "deck.apkg").stdout
    added = here("bank", "add", "deck").stdout
    command = re.search(r"quizdl (history merge deck/reviews.jsonl --bank deck)  ", added)
    assert command
    for new, known in ((3, 0), (0, 3)):
        merged = json.loads(here(*command[1].split(), "--json").stdout)
        assert (merged["reviews"], merged["known"]) == (new, known)
    assert stats()["reviews"] == 3
    done = here("drill", "--due", "--json", stdin="x\nx\n").stdout.splitlines()
    asked = [json.loads(line) for line in done if '"asked"' in line]
    assert {one["question"].split("/")[0] for one in asked} == {"deck"}
    assert len(asked) == 2
    assert here("history", "orphans", "--json").stdout == "[]\n"


def test_answers_to_other_questions_are_not_counted_for_a_bank(here: Here, folder: Path) -> None:
    here("drill", "--count", "1", "--json", stdin="x\n")
    here("history", "export", "-o", "all.jsonl")
    here("bank", "import", "notes.csv")
    here("bank", "add", "notes")
    done = here("history", "merge", "all.jsonl", "--bank", "notes")
    assert (done.returncode, "none of these answers are to questions of notes" in done.stderr) == (USAGE, True)
    done = here("history", "merge", "all.jsonl", "--bank", "note")
    assert (done.returncode, "there is no added bank 'note'; did you mean notes?" in done.stderr) == (USAGE, True)


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
