"""Runs a source in a process of its own and brings back what its functions return. The parent never executes any of it."""

from __future__ import annotations

import importlib.util
import math
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from quizdl.domain.run import Call, Failed, Result, Returned, Run
from quizdl.errors import SandboxError
from quizdl.sandbox.protocol import ProtocolError, decode, encode

WORKER = Path(__file__).with_name("worker.py")
CHUNK = 1 << 16
# no thread pools: a thread each is what the memory limit is spent on, and forks hang with them
ENVIRONMENT = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use.

    Attributes:
        seconds: wall time for all calls together, after the start.
        memory: bytes beyond what Python and NumPy take.
        results: bytes that may be returned.
        printed: bytes that may be printed before the run is stopped; `kept` of them are shown.
    """

    seconds: int = 10
    memory: int = 1 << 30
    results: int = 1 << 26
    printed: int = 1 << 20
    kept: int = 4000


DEFAULT = Limits()
START_SECONDS = 20
"""How long the interpreter and NumPy may take to load on a busy machine; not counted against the answer."""
ENDING_SECONDS = 2
"""How long a process may take to end once its results are closed, to know how it ended."""


def run(source: str, calls: Sequence[Call], *, filename: str = "answer.py", limits: Limits = DEFAULT) -> Run:
    """Executes a source once and then its functions, in one fresh process of their own.

    Args:
        source: Python source. It runs with NumPy and harmless standard modules, no environment, no descriptor but its own.
        calls: what to call; later calls run even if earlier ones raise.
        filename: the name that tracebacks give to the source.
        limits: what it may use.

    Returns:
        A result for every call.

    Raises:
        SandboxError: the process could not be started.
        ProtocolError: an argument is of a type that does not cross.
    """
    request = encode(
        {
            "source": source,
            "filename": filename,
            "memory": limits.memory,
            "seconds": limits.seconds,
            "calls": [(call.function, encode(call.arguments)) for call in calls],
        }
    )
    reading, writing = os.pipe()
    try:
        process = subprocess.Popen(  # noqa: S603 - our own worker, by its path
            [sys.executable, "-I", "-S", "-u", str(WORKER), _site(), str(writing)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=ENVIRONMENT,
            cwd="/",
            pass_fds=(writing,),
            start_new_session=True,
        )
    except OSError as error:
        os.close(reading)
        os.close(writing)
        raise SandboxError(
            f"the sandbox cannot start a process ({error.strerror})", "free memory or processes"
        ) from None
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as results, process:
        watched = _Watched(process, results, limits)
        try:
            watched.watch(request, len(calls) + 2)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0 if watched.stopped else ENDING_SECONDS)
            exit_code = process.returncode
        finally:
            _kill(process)
            process.wait()
    return watched.outcome(calls, exit_code)


class _Watched:
    """One process under watch: what came out of it so far, and why it was stopped."""

    def __init__(self, process: subprocess.Popen[bytes], results: IO[bytes], limits: Limits) -> None:
        self.process = process
        self.results = results
        self.limits = limits
        self.frames: list[bytes] = []
        self.buffer = bytearray()
        self.received = 0
        self.printed = bytearray()
        self.printed_in_all = 0
        self.stopped: Failed | None = None

    def watch(self, request: bytes, frames: int) -> None:
        """Sends the request and reads until that many frames are there, the process ends, or it has to be stopped."""
        assert self.process.stdin and self.process.stdout  # noqa: S101 - for the type checker
        deadline = time.monotonic() + START_SECONDS
        pending = memoryview(request)
        for stream in (self.process.stdin, self.process.stdout, self.results):
            os.set_blocking(stream.fileno(), False)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdin, selectors.EVENT_WRITE)
            selector.register(self.process.stdout, selectors.EVENT_READ)
            selector.register(self.results, selectors.EVENT_READ)
            ended = False
            while not ended and not self.stopped and len(self.frames) < frames:
                events = selector.select(max(0.0, deadline - time.monotonic()))
                if time.monotonic() >= deadline:
                    self.stopped = Failed("timeout", f"stopped after {self.limits.seconds} s: does a loop end?")
                for key, _ in events:
                    if key.fileobj is self.process.stdin:
                        pending = self._write(pending)
                        if not pending:
                            selector.unregister(self.process.stdin)
                            self.process.stdin.close()
                    elif key.fileobj is self.results:
                        before = len(self.frames)
                        ended = not self._receive(os.read(key.fd, CHUNK))
                        if before == 0 and self.frames:  # ready: from here on it is the answer's own time
                            deadline = time.monotonic() + self.limits.seconds
                    elif not self._print(os.read(key.fd, CHUNK)):
                        selector.unregister(key.fileobj)
        self._drain()

    def _write(self, pending: memoryview) -> memoryview:
        assert self.process.stdin  # noqa: S101
        try:
            return pending[os.write(self.process.stdin.fileno(), pending[:CHUNK]) :]
        except BrokenPipeError:
            return pending[:0]

    def _receive(self, raw: bytes) -> bool:
        self.buffer += raw
        self.received += len(raw)
        size = 0
        while len(self.buffer) >= 8:
            size = int.from_bytes(self.buffer[:8], "little")
            if len(self.buffer) < 8 + size:
                break
            self.frames.append(bytes(self.buffer[8 : 8 + size]))
            del self.buffer[: 8 + size]
        if max(size, self.received) > self.limits.results:
            self.stopped = Failed("memory", f"returned more than {self.limits.results >> 20} MB")
        return bool(raw)

    def _print(self, raw: bytes) -> bool:
        self.printed_in_all += len(raw)
        self.printed += raw[: max(0, self.limits.kept - len(self.printed))]
        if self.printed_in_all > self.limits.printed:
            words = f"printed more than {self.limits.printed >> 20} MB: take the print out of the loop"
            self.stopped = self.stopped or Failed("refused", words)
        return bool(raw)

    def _drain(self) -> None:
        """What was printed before the last frame, and is still in the pipe."""
        assert self.process.stdout  # noqa: S101
        with suppress(BlockingIOError):
            while not self.stopped and self._print(os.read(self.process.stdout.fileno(), CHUNK)):
                pass

    def outcome(self, calls: Sequence[Call], exit_code: int | None) -> Run:
        """What the frames say; calls without a frame share the reason why there is none.

        Args:
            calls: what was asked for.
            exit_code: None if the process had to be killed.

        Raises:
            SandboxError: the process never got as far as the source.
        """
        if not self.frames and self.stopped:
            raise SandboxError(
                f"the sandbox did not start within {START_SECONDS} s",
                "the machine is very busy; try again when it is not",
            )
        if not self.frames:
            why = self._shown().strip().splitlines() or ["it says nothing"]
            raise SandboxError(
                f"the sandbox did not start: {why[-1]}",
                "quizdl needs NumPy to run answers; if it is there, free some memory",
            )
        _, *messages = [_message(frame) for frame in self.frames[: len(calls) + 2]]
        results = [_result(message) for message in messages[1:]]
        if len(results) < len(calls):
            refused = messages and "raised" in messages[0]
            reason = self.stopped or (_result(messages[0]) if refused else _died(exit_code))
            results += [reason] * (len(calls) - len(results))
        return Run(tuple(results), self._shown())

    def _shown(self) -> str:
        cut = self.printed_in_all - len(self.printed)
        return self.printed.decode("utf-8", "replace") + (f"… and {cut} bytes more" if cut else "")


def _message(frame: bytes) -> dict[str, Any]:
    try:
        message = decode(frame)
    except ProtocolError as error:
        return {"unreadable": str(error)}
    return message if isinstance(message, dict) else {}


def _result(message: dict[str, Any]) -> Result:
    """What one message of the worker says. The answer can have forged it, so nothing but the right types is taken."""
    match message:
        case {"value": value, "seconds": float(seconds), "changed": [*changed]} if math.isfinite(seconds):
            return Returned(value, max(0.0, seconds), tuple(name for name in changed if isinstance(name, str)))
        case {"missing": str(name), "there": [*there]}:
            others = ", ".join(other for other in there[:5] if isinstance(other, str))
            return Failed(
                "not_implemented", f"there is no function {name}" + (f"; there is {others}" if others else "")
            )
        case {"unreadable": str(what)}:
            return Failed("refused", f"returned {what}; return NumPy arrays or numbers")
        case {"raised": str(raised), "says": str(says), "line": line}:
            where = line if type(line) is int and 0 < line < 1 << 31 else None
            return _raised(raised[:100], says[:500], where)
    return Failed("refused", "sent something that is no result")


def _raised(raised: str, says: str, line: int | None) -> Failed:
    """What is said about an exception."""
    words = f"{raised}: {says}" if says else raised
    match raised:
        case "NotImplementedError":
            return Failed("not_implemented", "not written yet", line)
        case "MemoryError":
            return Failed("memory", f"needs too much memory ({says or raised})", line)
        case "ImportError":
            return Failed("error", f"{words}; an answer may import NumPy and the standard library's mathematics", line)
        case "SystemExit":
            return Failed("error", "ends the program (exit): return the result", line)
    return Failed("error", words, line)


def _died(exit_code: int | None) -> Failed:
    """Why the process ended before it was done."""
    if exit_code is None:
        return Failed("refused", "closed the pipe by which its results come back")
    if exit_code in (-signal.SIGXCPU, -signal.SIGALRM):
        return Failed("timeout", "used up its time: does a loop end?")
    if exit_code == -signal.SIGKILL:
        return Failed("memory", "was killed, most likely for want of memory")
    if exit_code < 0:
        return Failed("error", f"the process crashed ({signal.strsignal(-exit_code) or f'signal {-exit_code}'})")
    return Failed("error", "the code ended the process")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it left in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


@cache
def _site() -> str:
    """The folder that NumPy is imported from; found without importing it."""
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise SandboxError("NumPy is not installed", "install quizdl again")
    return str(Path(spec.origin).parent.parent)
