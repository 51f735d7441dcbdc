"""Runs a source in a process of its own and brings back what its functions return. The parent never executes any of it."""

from __future__ import annotations

import importlib.util
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
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")


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
            [sys.executable, "-I", "-S", str(WORKER), _site(), str(writing)],
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
        raise SandboxError(f"the sandbox cannot start a process ({error.strerror})", "free memory or processes") from None
    os.close(writing)
    with open(reading, "rb", buffering=0) as results, process:
        watched = _Watched(process, results, limits)
        try:
            watched.watch(request, len(calls) + 2)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0 if watched.stopped else 0.5)  # to know how it ended
        finally:
            _kill(process)
            exit_code = process.wait()
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
                if not events:
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

    def outcome(self, calls: Sequence[Call], exit_code: int) -> Run:
        """What the frames say; calls without a frame share the reason why there is none."""
        ready, *messages = [_message(frame) for frame in self.frames] or [{}]
        if not ready and not self.stopped:
            raise SandboxError(f"the sandbox's worker did not start: {self._shown()[-300:].strip()}", "quizdl needs NumPy to run answers")
        loaded = messages[0] if messages else {}
        results = [_result(message) for message in messages[1 : len(calls) + 1]]
        if len(results) < len(calls):
            reason = self.stopped or (_result(loaded) if "raised" in loaded else _died(exit_code))
            results += [reason] * (len(calls) - len(results))
        return Run(tuple(results), self._shown())

    def _shown(self) -> str:
        cut = self.printed_in_all - len(self.printed)
        return self.printed.decode("utf-8", "replace") + (f"… and {cut} bytes more" if cut else "")


def _message(frame: bytes) -> dict[Any, Any]:
    try:
        message = decode(frame)
    except ProtocolError as error:
        return {"unreadable": str(error)}
    return message if isinstance(message, dict) else {"unreadable": "no message"}


def _result(message: dict[Any, Any]) -> Result:
    """What one message of the worker says; every field may be forged, so every type is checked."""
    seconds, changed = message.get("seconds"), message.get("changed")
    if "value" in message and isinstance(seconds, float) and isinstance(changed, list):
        return Returned(message["value"], seconds, tuple(str(name) for name in changed[:20]))
    if "missing" in message:
        there = ", ".join(str(name) for name in message.get("there", ())[:5])
        return Failed("not_implemented", f"there is no function {message['missing']}" + (f"; there is {there}" if there else ""))
    if "unreadable" in message:
        return Failed("refused", f"returned {message['unreadable']}, not arrays or numbers")
    raised, says, line = (message.get(name) for name in ("raised", "says", "line"))
    words = f"{raised}: {says}" if says else str(raised)
    where = line if isinstance(line, int) else None
    if raised == "NotImplementedError":
        return Failed("not_implemented", "not written yet", where)
    if raised == "MemoryError":
        return Failed("memory", f"needs too much memory ({says or 'MemoryError'})", where)
    if raised in ("ModuleNotFoundError", "ImportError"):
        return Failed("error", f"{words}; an answer may import NumPy and the standard library's mathematics", where)
    return Failed("error", words, where)


def _died(exit_code: int) -> Failed:
    """Why the process ended before it was done."""
    if exit_code == -signal.SIGXCPU:
        return Failed("timeout", "used up its processor time: does a loop end?")
    if exit_code == -signal.SIGKILL:
        return Failed("memory", "was killed, most likely for want of memory")
    if exit_code < 0:
        return Failed("error", f"the process crashed ({signal.Signals(-exit_code).name})")
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
