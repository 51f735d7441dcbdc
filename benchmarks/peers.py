"""Other programs that quizdl is measured against: installed from PyPI, each into an environment of its own, when they are first needed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import CACHE

NUMPY = f"numpy=={version('numpy')}"
PEERS = {
    "anki": ("anki==26.9.3",),
    "otter-grader": ("otter-grader==7.0.0", "ipykernel==7.4.0", NUMPY),
    "nbgrader": ("nbgrader==0.9.6", NUMPY),
    "pytest": ("pytest==9.2.0", NUMPY),
}


def python_of(peer: str) -> str:
    """The interpreter of a peer's environment, which is made if it is not there.

    Raises:
        subprocess.CalledProcessError: it could not be installed.
    """
    wanted = " ".join((sys.version, *PEERS[peer]))
    folder = CACHE / "peers" / f"{peer}-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", *PEERS[peer]], check=True)
        done.touch()
    return str(python)


def title(peer: str) -> str:
    """Its name and version."""
    return PEERS[peer][0].replace("==", " ")


def program(peer: str, name: str) -> str:
    """A command of a peer."""
    return str(Path(python_of(peer)).with_name(name))
