"""A command imports what it uses: what takes long to load waits until it is needed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizdl.bank.compiled import open_bank
from quizdl.cli import places
from tests.cli.program import SMALL_BANK
from tests.conftest import BANK

SLOW = ("numpy", "pydantic", "prompt_toolkit", "yaml", "fsrs", "asyncio", "statistics", "secrets", "sqlite3")
PROBE = """
import json, os, sys
from quizdl.cli.main import main
out, sys.stdout = sys.stdout, open(os.devnull, "w")
sys.argv = ["quizdl", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    json.dump({"exit": ended.code or 0, "modules": sorted(sys.modules)}, out)
"""


NOT_BEFORE_A_QUESTION = {
    "typer", "annotated_types", "typing_extensions", "hashlib", "rich.table", "fractions", "decimal", "quizdl.domain.derivation",
    "quizdl.cli.bank", "quizdl.cli.derive", "quizdl.cli.stats", "quizdl.cli.history",
}  # fmt: skip
"""Together a third of the time that a drill once took to start."""


def loaded(*command: str) -> set[str]:
    """The slow libraries that a command loads."""
    return set(SLOW) & modules(*command)


def modules(*command: str) -> set[str]:
    """All that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["exit"] == 0, done.stderr
    return set(found["modules"])


@pytest.mark.parametrize("command", ["--help", "--version", "drill --help"])
def test_help_loads_none_of_it(command: str) -> None:
    assert loaded(*command.split()) == set()


@pytest.fixture
def warm(home: Path, compiled_bank: Path) -> None:
    """The bank is compiled, as at any start but the first."""
    shutil.copytree(compiled_bank, home / "cache")


@pytest.mark.usefixtures("warm")
def test_a_second_start_opens_the_compiled_bank_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as given:
        given.setenv("QUIZDL_BANK", str(SMALL_BANK))
        assert {"pydantic", "yaml"} <= loaded("bank", "list"), "the first start compiles"
    commands = ("bank list", "bank list --json", "stats", "derive", "bank show op-adam-first-step", "drill", "")
    slow = {command: loaded(*command.split()) - {"sqlite3"} for command in commands}
    assert not any(slow.values()), slow


@pytest.mark.usefixtures("warm")
def test_a_plain_question_is_asked_without_what_reads_files_and_templates() -> None:
    opened = open_bank(BANK, places.cache())
    choices = [entry for entry in opened.entries() if entry.kind == "choice" and not entry.generated]
    assert "quizdl.domain.expression" not in modules("bank", "show", choices[0].id)
    plain, template = (
        "quizdl.bank.template" in modules("bank", "show", name)
        for name in (
            next(entry.id for entry in opened.entries() if entry.generated is generated) for generated in (False, True)
        )
    )
    assert (plain, template) == (False, True)
    found = modules("drill", "--count", "1")
    assert "quizdl.app.drill" in found
    assert not {"quizdl.bank.schema", "quizdl.bank.yaml_file", "quizdl.grading"} & found


@pytest.mark.usefixtures("warm")
def test_the_first_question_waits_for_nothing_that_only_a_verdict_or_another_command_needs() -> None:
    assert not NOT_BEFORE_A_QUESTION & modules("drill", "--count", "1", "--seed", "1")
    assert {"rich.table", "fractions", "quizdl.cli.bank"} <= modules("bank", "list"), "these are still their names"


@pytest.mark.usefixtures("warm")
def test_a_file_is_graded_without_what_reads_command_lines_and_without_numpy(tmp_path: Path) -> None:
    answer = tmp_path / "relu_backward.py"
    answer.write_text("def relu_backward(dout, z):\n    return dout * (z > 0)\n")
    found = modules("derive", "relu_backward", "--file", str(answer))
    assert "quizdl.app.grader" in found
    assert (
        not {"numpy", "typer", "shutil", "hashlib", "quizdl.cli.application", "quizdl.app.grade", "quizdl.sandbox.run"}
        & found
    )


@pytest.mark.slow
def test_a_class_is_graded_without_what_reads_command_lines_and_without_numpy(tmp_path: Path) -> None:
    modules("bank", "list")  # compiles
    (tmp_path / "anna.py").write_text("def relu_backward(dout, z):\n    return dout * (z > 0)\n")
    found = modules("grade", str(tmp_path), "-d", "relu_backward", "--json")
    assert "quizdl.app.executor" in found
    assert not {"numpy", "typer", "rich", "quizdl.cli.application", "quizdl.app.grade", "quizdl.sandbox.run"} & found
