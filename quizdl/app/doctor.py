"""What this machine offers: the sandbox's layers are found out by trying what each of them is to stop."""

from __future__ import annotations

import os
import platform
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import quizdl
from quizdl.domain.run import Call, Failed
from quizdl.sandbox.processes import How, best
from quizdl.sandbox.run import LAYERS, Limits, Sandbox

_ATTEMPTS = {
    "read a file": "open(readable, 'rb').close()",
    "see whether a file is there": "os.stat(readable)",
    "list a folder": "os.listdir(folder)",
    "write a file": "open(folder + '/written', 'x').close(); os.remove(folder + '/written')",
    "make a connection": "sys.modules['socket'].socket().connect((b'127.0.0.1', port))",
    "start a process": "os.fork() or os._exit(0)",
    "start a thread": "__import__('_thread').start_new_thread(print, ('',))",
    "signal a process": "os.kill(process, 0)",
    "take more memory than allowed": "bytearray(allowed)",
}
"""What an answer could try; each must raise. A signal of 0 only asks whether it could be sent."""
_REFUSALS = ("PermissionError", "BlockingIOError", "OSError", "RuntimeError: can't start", "needs too much memory")
_MEMORY = 1 << 28
_LIMITS = Limits(seconds=5, memory=_MEMORY)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that an answer must not do.

    Attributes:
        what: in words.
        stopped: whether the whole sandbox stops it.
        by: the layers that stop it alone.
    """

    what: str
    stopped: bool
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """How answers are run here, and what they cannot do.

    Attributes:
        how: `warm` (forks) or `cold` (a fresh interpreter each).
        holds: the layers that this system has.
        safe: whether all attempts were stopped: other people's answers may be run.
    """

    how: How
    holds: tuple[str, ...]
    safe: bool
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """What runs."""

    quizdl: str
    python: str
    numpy: str
    system: str


def versions() -> Versions:
    """What runs; nothing of it is loaded."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return Versions(quizdl.__version__, platform.python_version(), version("numpy"), system)


def examine(how: How | None = None) -> SandboxReport:
    """Tries everything in the sandbox, with each layer alone and with all.

    Args:
        how: the way to run it; None for the one that is used here.

    Raises:
        SandboxError: no process could be started.
    """
    how = how or best()
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        Path(folder).chmod(0o777)  # whoever an answer runs as: what stops it must be the sandbox
        readable = Path(folder, "readable")
        readable.touch(0o666)
        arguments = {
            "folder": folder,
            "readable": str(readable),
            "port": listening.getsockname()[1],
            "process": os.getppid(),
            "allowed": _MEMORY,
        }
        stopped = {layers: _stopped(how, layers, arguments) for layers in (LAYERS, *((layer,) for layer in LAYERS))}
    attempts = tuple(
        Attempt(what, what in stopped[LAYERS], tuple(layer for layer in LAYERS if what in stopped[layer,]))
        for what in _ATTEMPTS
    )
    holds = tuple(layer for layer in LAYERS if stopped[layer,])
    return SandboxReport(how, holds, all(attempt.stopped for attempt in attempts), attempts)


def _stopped(how: How, layers: Sequence[str], arguments: dict[str, object]) -> set[str]:
    """The attempts that some layers stop: an attempt that fails for another reason proves nothing."""
    given = ", ".join(arguments)
    lines = ["import os, sys", *(f"def attempt_{i}({given}): {code}" for i, code in enumerate(_ATTEMPTS.values()))]
    sandbox = Sandbox(how, layers=layers)
    calls = [Call(f"attempt_{i}", arguments) for i in range(len(_ATTEMPTS))]
    try:
        results = sandbox.run("\n".join(lines), calls, limits=_LIMITS).results
    finally:
        sandbox.close()
    return {
        what
        for what, result in zip(_ATTEMPTS, results, strict=True)
        if isinstance(result, Failed) and result.says.startswith(_REFUSALS)
    }
