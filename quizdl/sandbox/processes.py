"""Starts the processes that runs are made in: forks of a warm worker, or a fresh interpreter for each where there is no fork.

A process is handed over with two descriptors, on which its results and what it prints come, and a way to kill it and to learn its fate.
"""

from __future__ import annotations

import importlib.util
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from threading import Lock
from typing import Literal, Protocol

from quizdl.errors import SandboxError
from quizdl.sandbox.launch import kill, launch, no_process

WORKER = os.path.join(os.path.dirname(__file__), "worker.py")  # noqa: PTH118, PTH120 - pathlib takes long to load
START_SECONDS = 20
"""How long the interpreter and NumPy may take to load on a busy machine; not counted against the answer."""

ROOM = 1 << 20
"""Bytes of results that can wait to be read: what the system allows anybody."""

How = Literal["warm", "cold"]
Fate = int | Literal["alive", "lost"]
"""An exit code (minus a signal's number); `alive`; or `lost`: whoever knew it is gone."""


class Process(Protocol):
    """A run under way."""

    results: int
    output: int

    def kill(self) -> None:
        """Ends it, and what it left in its group."""

    def fate(self, seconds: float) -> Fate:
        """How it ended; waits at most so long."""

    def words(self) -> str:
        """What was printed by whoever starts processes; that is so only when it cannot."""

    def close(self) -> None:
        """Kills it, and frees what it holds here."""


class Starter(Protocol):
    """Starts processes."""

    def start(self, request: bytes) -> Process:
        """Starts a run.

        Raises:
            SandboxError: no process could be started.
        """

    def close(self) -> None:
        """Ends what is kept to start them."""


def starter(how: How) -> Starter:
    """The way to start processes."""
    return Warm() if how == "warm" else Cold()


def best() -> How:
    """Forks of a warm worker on Linux; elsewhere forking after NumPy is not safe."""
    known = sys.platform == "linux" and all(hasattr(os, name) for name in ("pidfd_open", "memfd_create"))
    return "warm" if known else "cold"


class Warm:
    """The warm worker: one process that forks for each run. Started when it is first needed, and again when it is gone.

    Args:
        worker: the socket of one that runs already.
    """

    def __init__(self, worker: socket.socket | None = None) -> None:
        self._lock = Lock()
        self._worker = worker
        self._log = -1
        self._process = 0

    def start(self, request: bytes) -> Process:
        """Asks the worker for a fork."""
        for attempt in (1, 2):
            with self._lock:  # several threads that find it gone start one
                worker = self._worker or self._launch()
                process = _Forked(request, self._log, partial(self._forget, worker))
                try:
                    socket.send_fds(worker, [b"\0"], process.theirs())
                    process.close_theirs()
                    return process
                except OSError:  # it was killed since the last run
                    process.close()
                    self.close()
                    if attempt == 2:
                        raise no_process("the worker that starts them has ended") from None
        raise AssertionError

    def _forget(self, worker: socket.socket) -> None:
        """That worker has ended; unless it was noticed before, the next run starts another."""
        with self._lock:
            if self._worker is worker:
                self.close()

    def _launch(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._log, log = os.pipe()
        os.set_blocking(self._log, False)
        with theirs:
            try:
                self._process = launch(WORKER, "warm", site(), descriptors=[theirs.fileno()], output=log)
            except SandboxError:
                ours.close()
                raise
            finally:
                os.close(log)
        self._worker = ours
        return ours

    def close(self) -> None:
        """Ends the worker; it notices that its socket is closed, but this waits for it."""
        if self._worker:
            self._worker.close()
        if self._log >= 0:
            os.close(self._log)
        if self._process:
            kill(self._process)
        self._worker, self._log, self._process = None, -1, 0


class _Forked:
    """A fork of the warm worker."""

    def __init__(self, request: bytes, log: int, forget_worker: Callable[[], None]) -> None:
        self._log = log
        self._forget_worker = forget_worker
        self._pidfd = -1
        self._words = ""
        self._request = _file(request)
        self.results, self._their_results = _roomy_pipe()
        self.output, self._their_output = os.pipe()
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def theirs(self) -> list[int]:
        """The descriptors that the fork gets."""
        return [self._request, self._their_results, self._their_output, self._theirs.fileno()]

    def close_theirs(self) -> None:
        """Once they were sent."""
        for descriptor in (self._request, self._their_results, self._their_output):
            os.close(descriptor)
        self._theirs.close()
        self._request = -1

    def _started(self, seconds: float) -> bool:
        """Whether the worker has told of the fork; takes its pidfd then.

        Raises:
            SandboxError: there could be no process.
        """
        if self._pidfd >= 0:
            return True
        if not _readable(self._ours, seconds):
            return False
        told, descriptors, *_ = socket.recv_fds(self._ours, 200, 1)
        if descriptors:
            self._pidfd = descriptors[0]
            return True
        if told:
            raise no_process(told[1:].decode("utf-8", "replace"))
        return False

    def kill(self) -> None:
        with suppress(OSError, SandboxError):
            # it may have done all that was asked before the worker told of it: what an answer leaves running then must still end
            if self._started(START_SECONDS):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def fate(self, seconds: float) -> Fate:
        if (self._started(seconds) and not _readable(self._ours, seconds)) or not _readable(self._ours, 0):
            return "alive"
        told = self._ours.recv(4) if self._pidfd >= 0 else b""
        if len(told) == 4:
            return int.from_bytes(told, sys.byteorder, signed=True)
        self._words = self._last_words()
        self._forget_worker()
        return "lost"

    def words(self) -> str:
        return self._words

    def _last_words(self) -> str:
        """What the worker itself printed; it does so only when it cannot work."""
        with suppress(OSError):
            return os.read(self._log, 1 << 16).decode("utf-8", "replace")
        return ""

    def close(self) -> None:
        if self._request >= 0:  # nobody was asked to start it
            self.close_theirs()
        else:
            self.kill()
        for descriptor in (self.results, self.output, self._pidfd):
            if descriptor >= 0:
                os.close(descriptor)
        self._ours.close()


class Cold:
    """A fresh interpreter for every run."""

    def start(self, request: bytes) -> Process:
        """Starts one."""
        return _Fresh(request)

    def close(self) -> None:
        """There is nothing to end."""


class _Fresh:
    """A fresh interpreter, in a session of its own."""

    def __init__(self, request: bytes) -> None:
        self._fate: Fate = "alive"
        given = _file(request)
        self.results, results = _roomy_pipe()
        self.output, output = os.pipe()
        try:
            self._process = launch(WORKER, "once", site(), descriptors=[given, results], output=output)
        except SandboxError:
            os.close(self.results)
            os.close(self.output)
            raise
        finally:
            for descriptor in (given, results, output):
                os.close(descriptor)

    def kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process, signal.SIGKILL)

    def fate(self, seconds: float) -> Fate:
        until = time.monotonic() + seconds
        while self._fate == "alive":
            ended, status = os.waitpid(self._process, os.WNOHANG)
            if ended:
                self._fate = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= until:
                break
            else:
                time.sleep(0.002)
        return self._fate

    def words(self) -> str:
        return ""

    def close(self) -> None:
        if self._fate == "alive":
            kill(self._process)
        os.close(self.results)
        os.close(self.output)


def _file(raw: bytes) -> int:
    """A descriptor to read some bytes from: in memory, or a file without a name where there is none.

    Raises:
        SandboxError: there is no room for them.
    """
    try:
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("request")
        else:
            import tempfile

            with tempfile.TemporaryFile() as file:
                descriptor = os.dup(file.fileno())
        left = memoryview(raw)
        while left:
            left = left[os.write(descriptor, left) :]
        os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError as error:
        raise SandboxError(
            f"no room for the arguments ({error.strerror})", "free memory, or the temporary folder"
        ) from None
    return descriptor


def _roomy_pipe() -> tuple[int, int]:
    """A pipe that holds all that nearly every answer returns: none waits until it is read."""
    ours, theirs = os.pipe()
    with suppress(ImportError, AttributeError, OSError):  # elsewhere than on Linux, or too much for one user
        import fcntl

        fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, ROOM)
    return ours, theirs


def _readable(stream: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000))


@cache
def site() -> str:
    """The folder that NumPy is imported from; found without importing it."""
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise SandboxError("NumPy is not installed", "install quizdl again")
    return os.path.dirname(os.path.dirname(spec.origin))  # noqa: PTH120
