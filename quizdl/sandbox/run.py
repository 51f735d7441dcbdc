"""Runs a source and its functions in a process of their own, and takes nothing of what comes back on trust.

The only place that executes anybody's code. Whoever calls it holds what was expected; the process holds the source and the arguments, no more.
"""

from __future__ import annotations

import atexit
import math
import os
import select
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from quizdl.domain.run import Call, Failed, Result, Returned, Run
from quizdl.errors import SandboxError
from quizdl.sandbox.processes import ROOM, START_SECONDS, Fate, How, Process, Starter, best, starter
from quizdl.sandbox.protocol import ProtocolError, decode, encode

CHUNK = 1 << 16
TOGETHER = 0.02
"""Seconds in which results are not read one by one but when the process closes them: a class is graded 1 to 4 % faster."""
LAYERS = ("limits", "landlock", "seccomp")
"""What confines a process, as far as the system has it: see confinement.py."""
SAFE = "seccomp"
"""The layer without which the machine is not safe from an answer."""


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


@dataclass(frozen=True, slots=True)
class Packed:
    """Calls as they cross, for many sources that are called alike: names of functions, and arguments encoded."""

    calls: tuple[tuple[str, bytes], ...]

    def __len__(self) -> int:
        return len(self.calls)


def pack(calls: Sequence[Call]) -> Packed:
    """Encodes the arguments of calls, once for all runs.

    Raises:
        ProtocolError: an argument is of a type that does not cross.
    """
    return Packed(tuple((call.function, encode(call.arguments)) for call in calls))


def limited(seconds: int | None) -> Limits:
    """The usual limits, but for the time if one is given."""
    return replace(DEFAULT, seconds=seconds) if seconds else DEFAULT


ENDING_SECONDS = 2
"""How long a process may take to end once its results are closed, to know how it ended."""
UNWANTED = Failed("timeout", "stopped: something newer came")
LOST = "was killed twice from outside, most likely for want of memory"


class Sandbox:
    """Where sources run. Several threads may use one.

    Args:
        how: `warm` (a fork of a worker that has loaded NumPy) or `cold` (a fresh interpreter for each run).
        layers: what confines a run; all, but to try one alone.
    """

    def __init__(self, how: How | None = None, *, layers: Sequence[str] = LAYERS, by: Starter | None = None) -> None:
        self.how = how or best()
        self.layers = tuple(layers)
        self._starter = by or starter(self.how)

    def run(
        self,
        source: str,
        calls: Sequence[Call] | Packed,
        *,
        filename: str = "answer.py",
        limits: Limits = DEFAULT,
        strict: bool = False,
        until: int | None = None,
    ) -> Run:
        """Executes a source once and then its functions, in one process of their own.

        A process that is killed from outside is started once more.

        Args:
            source: Python source. It runs with NumPy and harmless standard modules, no environment, no descriptor but its own.
            calls: what to call; later calls run even if earlier ones raise.
            filename: the name that tracebacks give to the source.
            limits: what it may use.
            strict: whether it must not run where the machine is not safe from it: other people's code.
            until: a descriptor; something to be read there ends the run.

        Returns:
            A result for every call.

        Raises:
            SandboxError: the process could not be started, or must not run here.
            ProtocolError: an argument is of a type that does not cross.
        """
        request = encode(
            {
                "source": source,
                "filename": filename,
                "memory": limits.memory,
                "seconds": limits.seconds,
                "layers": list(self.layers),
                "strict": strict,
                "calls": calls.calls if isinstance(calls, Packed) else pack(calls).calls,
            }
        )
        for _ in range(2):
            with closing(self._starter.start(request)) as process:
                watched = _Watched(process, limits, until)
                watched.watch(len(calls) + 2)
                found = watched.outcome(len(calls), strict)
            if found is not None:
                return found
        return Run((Failed("memory", LOST),) * len(calls))

    def close(self) -> None:
        """Ends the worker, if one was started; the next run starts another."""
        self._starter.close()


_shared: Sandbox | None = None


def run(
    source: str,
    calls: Sequence[Call] | Packed,
    *,
    filename: str = "answer.py",
    limits: Limits = DEFAULT,
    strict: bool = False,
) -> Run:
    """`Sandbox.run` in the one that this process shares."""
    return shared().run(source, calls, filename=filename, limits=limits, strict=strict)


def shared() -> Sandbox:
    """The sandbox of this process."""
    global _shared  # noqa: PLW0603 - a worker is worth sharing, and outlives every caller
    if _shared is None:
        _shared = Sandbox()
        atexit.register(_shared.close)
    return _shared


@contextmanager
def using(sandbox: Sandbox) -> Iterator[Sandbox]:
    """While it lasts, this process shares another sandbox; it is closed in the end."""
    global _shared  # noqa: PLW0603 - the same
    before, _shared = _shared, sandbox
    try:
        yield sandbox
    finally:
        _shared = before
        sandbox.close()


class _Watched:
    """One process under watch: what came out of it so far, and why it was stopped."""

    def __init__(self, process: Process, limits: Limits, until: int | None) -> None:
        self.process = process
        self.limits = limits
        self.until = until
        self.frames: list[bytes] = []
        self.buffer = bytearray()
        self.received = 0
        self.printed = bytearray()
        self.printed_in_all = 0
        self.stopped: Failed | None = None
        self.complete = False

    def watch(self, frames: int) -> None:
        """Reads until that many frames are there, the process ends, or it has to be stopped."""
        results, output = self.process.results, self.process.output
        deadline = time.monotonic() + START_SECONDS
        poll = select.poll()
        for descriptor in (results, output):
            os.set_blocking(descriptor, False)
            poll.register(descriptor, select.POLLIN)
        poll.modify(results, 0)  # their end is always noticed
        together = time.monotonic() + TOGETHER
        if self.until is not None:
            poll.register(self.until, select.POLLIN)
        ended = False
        while not ended and not self.stopped and len(self.frames) < frames:
            left = min(deadline, together) - time.monotonic()
            ready = [descriptor for descriptor, _ in poll.poll(max(0.0, left) * 1000)]
            if (now := time.monotonic()) >= together:
                together = math.inf
                poll.modify(results, select.POLLIN)
            if now >= deadline:
                self.stopped = Failed("timeout", f"stopped after {self.limits.seconds} s: does a loop end?")
            if self.until in ready:
                self.stopped = UNWANTED
            if results in ready:
                before = len(self.frames)
                ended = not self._receive(os.read(results, CHUNK))
                if before == 0 and self.frames:  # ready: from here on it is the answer's own time
                    deadline = time.monotonic() + self.limits.seconds
            if output in ready and not self._print(os.read(output, CHUNK)):
                poll.unregister(output)
        if self.stopped and together < math.inf:  # what it had sent by then
            with suppress(BlockingIOError):
                self._receive(os.read(results, ROOM))
        self.complete = len(self.frames) >= frames
        self._drain()

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
        with suppress(BlockingIOError):
            while not self.stopped and self._print(os.read(self.process.output, CHUNK)):
                pass

    def outcome(self, calls: int, strict: bool) -> Run | None:
        """What the frames say; calls without a frame share the reason why there is none.

        Args:
            calls: how many were asked for.
            strict: whether it must have been safe.

        Returns:
            None if the process was killed from outside.

        Raises:
            SandboxError: the process never got as far as the source.
        """
        if self.stopped is UNWANTED:
            return Run((UNWANTED,) * calls)
        fate: Fate = "alive" if self.stopped or self.complete else self.process.fate(ENDING_SECONDS)
        if not self.frames:
            self._complain_of_the_start(fate)
        if fate in ("lost", -signal.SIGKILL):
            return None
        ready, *messages = [_message(frame) for frame in self.frames[: calls + 2]]
        safe = _is_safe(ready)
        if strict and not safe:
            raise SandboxError(
                "this system cannot protect itself from other people's code (no seccomp)",
                "run it on Linux; if you trust who wrote it, say --trust (a bank) or --trust-submissions (answers)",
            )
        results = [_result(message) for message in messages[1:]]
        if len(results) < calls:
            refused = messages and "raised" in messages[0]
            reason = self.stopped or (_result(messages[0]) if refused else _died(fate))
            results += [reason] * (calls - len(results))
        return Run(tuple(results), self._shown(), safe)

    def _complain_of_the_start(self, fate: Fate) -> None:
        """There is not even the first frame, which is sent before anything of the answer runs."""
        if self.stopped:
            raise SandboxError(
                f"the sandbox did not start within {START_SECONDS} s",
                "the machine is very busy; try again when it is not",
            )
        words = (self._shown() + self.process.words()).strip().splitlines()
        if words or fate not in ("lost", -signal.SIGKILL):
            raise SandboxError(
                f"the sandbox did not start: {words[-1] if words else 'it says nothing'}",
                "quizdl needs NumPy to run answers; if it is there, free some memory",
            )

    def _shown(self) -> str:
        cut = self.printed_in_all - len(self.printed)
        return self.printed.decode("utf-8", "replace") + (f"… and {cut} bytes more" if cut else "")


def _message(frame: bytes) -> dict[str, Any]:
    try:
        message = decode(frame)
    except ProtocolError as error:
        return {"unreadable": str(error)}
    return message if isinstance(message, dict) else {}


def _is_safe(ready: dict[str, Any]) -> bool:
    """Whether the first message says that the machine is safe from what follows."""
    holds = ready.get("holds")
    return isinstance(holds, list | tuple) and any(isinstance(layer, str) and layer == SAFE for layer in holds)


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
    """What is said about an exception, in one line: its words are the answer's own, and could be laid out like a verdict."""
    says = " ".join(says.split())
    words = f"{raised}: {says}" if says else raised
    match raised:
        case "NotImplementedError":
            return Failed("not_implemented", "not written yet", line)
        case "MemoryError":
            return Failed("memory", f"needs too much memory ({says or raised})", line)
        case "ImportError":
            from quizdl.sandbox.worker import IMPORTABLE  # only this needs it

            known = ", ".join(name for name in IMPORTABLE if not name.startswith("_"))
            return Failed("error", f"{words}. An answer may import numpy and, of the standard library, {known}", line)
        case "SystemExit":
            return Failed("error", "ends the program (exit): return the result", line)
    return Failed("error", words, line)


def _died(fate: Fate) -> Failed:
    """Why the process ended before it was done."""
    if fate == "alive":
        return Failed("refused", "closed the pipe by which its results come back")
    if fate in (-signal.SIGXCPU, -signal.SIGALRM):
        return Failed("timeout", "used up its time: does a loop end?")
    if isinstance(fate, int) and fate < 0:
        return Failed("error", f"the process crashed ({signal.strsignal(-fate) or f'signal {-fate}'})")
    return Failed("error", "the code ended the process")
