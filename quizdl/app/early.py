"""Starts the process that grades, before anything else is loaded: NumPy takes longest, and so it begins first."""

from __future__ import annotations

import os
import sys

from quizdl.sandbox.launch import launch

_started: list[tuple[int, int, int, int]] = []


def start() -> tuple[int, int, int, int]:
    """Starts the process.

    Returns:
        The process, and descriptors: for requests, for replies, and of what it prints.

    Raises:
        SandboxError: it cannot be started.
    """
    given, requests = os.pipe()
    replies, taken = os.pipe()
    log, printed = os.pipe()
    script = f"{os.path.dirname(__file__)}/grader_process.py"  # noqa: PTH120 - pathlib takes long to load
    try:
        process = launch(script, os.pathsep.join(sys.path), descriptors=[given, taken], output=printed)
    except BaseException:
        for descriptor in (requests, replies, log):
            os.close(descriptor)
        raise
    finally:
        for descriptor in (given, taken, printed):
            os.close(descriptor)
    return process, requests, replies, log


def begin() -> None:
    """Starts one ahead, for whoever is the first to need it."""
    _started.append(start())


def take() -> tuple[int, int, int, int]:
    """The one that was started ahead, or a new one.

    Raises:
        SandboxError: it cannot be started.
    """
    return _started.pop() if _started else start()
