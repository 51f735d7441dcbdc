"""Processes that use a history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def start(code: str, *arguments: object, bound: bool = False) -> subprocess.Popen[str]:
    """Starts a Python process.

    Args:
        code: what it runs.
        arguments: its sys.argv[1:].
        bound: permissions bind it, even when the tests run as root.
    """
    prefix = _bound_by_permissions() if bound else []
    return subprocess.Popen(
        [*prefix, sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> str:
    """What a process printed that ended well."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def run_bound(*command: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command as somebody whom permissions bind."""
    return subprocess.run(
        [*_bound_by_permissions(), *map(str, command)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def _bound_by_permissions() -> list[str]:
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not bind root, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
