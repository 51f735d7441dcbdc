"""What holds for root holds for an ordinary user, whose processes are all within reach of the answer's signals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user has run the tests beside this one"),
]
USER = 54321
SITE = sysconfig.get_path("purelib")


def as_user(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command as a user with no rights but to its folder."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": SITE}
    return subprocess.run(
        command, env=environment | {"PYTHONDONTWRITEBYTECODE": "1"}, user=USER, group=USER, extra_groups=[], cwd=ROOT,
        text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=3000,
    )  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of that user's; not among pytest's, which are closed to others."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        os.chown(made, USER, USER)
        yield Path(made)


def interpreter(folder: Path) -> str:
    """A Python of the same version that this user may start: root's own often stands where nobody else may look."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(version, path=os.defpath)):
        with suppress(PermissionError):
            if python and as_user(python, "-c", "import numpy, pytest, hypothesis", folder=folder).returncode == 0:
                return python
    pytest.skip(f"an ordinary user has no {version} here")


@pytest.mark.parametrize("how", ["warm", "cold"])
def test_it_does_no_harm_to_an_ordinary_user_either(how: str, folder: Path) -> None:
    tests = "tests/sandbox/hostile/test_hostile.py"
    options = ["-n0", "-p", "no:cacheprovider", "-m", "not exhaustive", "-k", how, "--tb=short"]
    done = as_user(interpreter(folder), "-m", "pytest", *options, tests, folder=folder)
    assert done.returncode == 0, done.stdout[-5000:]
    assert " passed" in done.stdout
