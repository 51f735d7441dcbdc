"""Imports point one way only, and the check of that can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        LINT, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, text=True, capture_output=True, check=False
    )


def test_imports_point_one_way_only() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "forbidden", "contract"),
    [
        ("domain/day.py", "from quizdl.kinds import names", "Imports point one way only"),
        ("grading/compare.py", "import quizdl.sandbox.run", "Imports point one way only"),
        ("kinds/choice.py", "import sqlite3", "The domain and the kinds do no input or output"),
        ("app/stats.py", "import rich.table", "Only cli draws"),
        ("bank/find.py", "import subprocess", "Only the sandbox starts processes"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, forbidden: str, contract: str) -> None:
    shutil.copytree(ROOT / "quizdl", tmp_path / "quizdl", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "quizdl" / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{forbidden}\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
    assert f"quizdl.{module.removesuffix('.py').replace('/', '.')}" in done.stdout
