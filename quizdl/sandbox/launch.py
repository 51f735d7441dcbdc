"""Starts our own scripts in clean interpreters. Imports next to nothing: it is what every millisecond of a start waits for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from quizdl.errors import SandboxError

# no thread pools: a thread each is what the memory limit is spent on, and forks hang with them
ENVIRONMENT = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def launch(script: str, *words: str, descriptors: Sequence[int], output: int) -> int:
    """Starts a script in a session of its own: an empty environment, no site packages, nothing of ours but some descriptors.

    Args:
        script: its path.
        words: its arguments; the numbers that the descriptors have there follow.
        descriptors: what it is given.
        output: where what it prints goes.

    Returns:
        The process, for whom somebody must wait.

    Raises:
        SandboxError: it cannot be started.
    """
    # numbers beyond all that are given: none is written over before it is copied, and copies stay open
    first = max(*descriptors, output, 2) + 1
    theirs = range(first, first + len(descriptors))
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        *((os.POSIX_SPAWN_DUP2, given, number) for given, number in zip(descriptors, theirs, strict=True)),
        (os.POSIX_SPAWN_DUP2, output, 1),
        (os.POSIX_SPAWN_DUP2, output, 2),
    ]
    command = [sys.executable, "-I", "-S", "-u", script, *words, *map(str, theirs)]
    try:
        try:
            return os.posix_spawn(sys.executable, command, ENVIRONMENT, file_actions=actions, setsid=True)
        except NotImplementedError:  # a group of its own will do
            return os.posix_spawn(sys.executable, command, ENVIRONMENT, file_actions=actions, setpgroup=0)
    except OSError as error:
        raise no_process(error.strerror or str(error)) from None


def no_process(why: str) -> SandboxError:
    """What is said when a process cannot be started."""
    return SandboxError(f"the sandbox cannot start a process ({why})", "free memory or processes")


def kill(process: int) -> None:
    """Ends a process that was launched, with all that it left in its group, and waits for it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, 9)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)
