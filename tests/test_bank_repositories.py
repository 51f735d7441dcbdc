"""What the README of the bank gives to a repository that holds one does what it says: the pre-commit hook, and the workflow on GitHub."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizdl.app.new_bank import new_bank

from .cli.program import environment
from .conftest import BANK, ROOT

BROKEN = "examples.yaml:4: answer is missing; add it"


def block(start: str) -> Any:
    """The YAML block of the README that starts so."""
    found = re.search(
        rf"^```yaml\n({re.escape(start)}.*?)^```", (BANK / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    assert found
    return yaml.safe_load(found[1])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A bank in a git repository, with a question that has no answer."""
    folder = new_bank(tmp_path / "mine")
    path = folder / "examples.yaml"
    path.write_text(re.sub(r"(?m)^ +answer:.*\n", "", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def run(line: str, where: Path, **given: str) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=where, env=environment(**given), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def test_the_workflow_shows_each_finding_beside_its_line_and_fails(broken: Path, tmp_path: Path, home: Path) -> None:
    steps = block("name: bank")["jobs"]["check"]["steps"]
    (check,) = (step["run"] for step in steps if step.get("shell") == "bash")
    program = tmp_path / "bin" / "quizdl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m quizdl "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    code, said = run(check, broken, PATH=path, PYTHONPATH=str(ROOT))
    assert (code, said.splitlines()[0]) == (1, "::error file=examples.yaml,line=4::answer is missing; add it")


@pytest.mark.slow
def test_the_hook_is_installed_by_pre_commit_and_stops_a_commit(broken: Path, tmp_path: Path) -> None:
    """Installs quizdl with its libraries, as pre-commit does: from the nearest package index."""
    if not (ROOT / ".git").exists():
        pytest.skip("pre-commit takes hooks from git repositories only")
    (given,) = block("repos:")["repos"][0]["hooks"]
    command = f"{shlex.quote(sys.executable)} -m pre_commit try-repo {shlex.quote(str(ROOT))} {given['id']} --all-files"
    code, said = run(command, broken, PRE_COMMIT_HOME=str(tmp_path / "hooks"))
    assert (code, BROKEN in said) == (1, True), said
