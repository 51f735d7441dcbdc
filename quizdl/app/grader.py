"""Grading in a process of its own: NumPy loads there while the command line loads here, and nothing here waits for a verdict.

Both ends are in this file: `Grader` is the command line's, `serve` the process's. What crosses is data of ours on both sides: no answer's
process ever writes to these pipes.
"""

from __future__ import annotations

import marshal
import os
import select
import struct
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl import errors
from quizdl.app.early import take
from quizdl.errors import QuizdlError, SandboxError
from quizdl.sandbox.launch import kill

if TYPE_CHECKING:  # the process is started before anything else is loaded
    import socket

    from quizdl.app.grade import Exam
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement

_SIZE = struct.Struct("<Q")
_ATOMS = (str, int, float, bool, type(None))
"""What crosses as it is, and is most of what there is."""
_PAUSE = 0.1
"""Seconds after a verdict before the next exam is prepared: first it is to be drawn."""


class Answer(NamedTuple):
    """An answer to be graded.

    Attributes:
        seed: draws the cases; None for a fresh secret one.
        filename: its name, for line numbers.
        seconds: how long it may run; None for the usual limit.
    """

    derivation: Derivation
    source: str
    filename: str
    seed: int | None = None
    seconds: int | None = None


class Graded(NamedTuple):
    """A verdict.

    Attributes:
        number: of the answer, as `submit` gave it.
        more: whether another verdict on the same answer follows, with a remark on its speed.
    """

    number: int
    judgement: Judgement
    more: bool = False


class Grader:
    """The process that grades, as the command line sees it. A newer answer ends the run of an older one, which then gets no verdict."""

    def __init__(self) -> None:
        self._process, self._requests, self._replies, self._log = take()
        self._submitted = 0

    def prepare(self, derivation: Derivation) -> None:
        """Has the next verdict on this derivation prepared: its cases, what is expected, and what the mistakes give."""
        self._send(_plain(derivation))

    def submit(self, answer: Answer) -> int:
        """Has an answer graded; `receive` gives the verdict.

        Returns:
            Its number.
        """
        self._submitted += 1
        self._send({"number": self._submitted, "answer": _plain(answer._asdict())})
        return self._submitted

    def receive(self) -> Graded:
        """Waits for the next verdict.

        Raises:
            BankError: the derivation's own code fails.
            SandboxError: there could be no run, or the process has ended.
        """
        found = self._reply()
        return Graded(found["number"], _rebuilt(found["judgement"]), found["more"])

    def _reply(self) -> dict[str, Any]:
        found = _received(self._replies)
        if found is None:
            raise SandboxError(
                f"the grader has ended: {self._words()}", "quizdl needs NumPy; if it is there, free some memory"
            )
        if "error" in found:
            kind = getattr(errors, found["error"], SandboxError)
            raise kind(found["message"], found["hint"])
        return dict(found)

    def verdict(self, number: int) -> Judgement:
        """Waits for the last verdict on an answer that was submitted.

        Raises:
            BankError: the derivation's own code fails.
            SandboxError: there could be no run, or the process has ended.
        """
        while (graded := self.receive()).number != number or graded.more:
            pass
        return graded.judgement

    def _words(self) -> str:
        """The last line that the process printed; it does so only when it cannot go on."""
        os.set_blocking(self._log, False)
        printed = []
        with suppress(BlockingIOError):
            printed = os.read(self._log, 1 << 16).decode("utf-8", "replace").strip().splitlines()
        return printed[-1] if printed else "it says nothing"

    @property
    def has_something(self) -> bool:
        """Whether `receive` would not wait."""
        return _waiting(self._replies)

    def fileno(self) -> int:
        """A descriptor that can be read when there is something to `receive`."""
        return self._replies

    def close(self) -> None:
        """Ends the process, and with it whatever it runs."""
        for descriptor in (self._requests, self._replies, self._log):
            os.close(descriptor)
        kill(self._process)
        grader.cache_clear()

    def _send(self, message: Any) -> None:
        with suppress(BrokenPipeError):  # `receive` says why it has ended
            _sent(self._requests, message)


@cache
def grader() -> Grader:
    """The process of this command; started when first asked for."""
    return Grader()


def serve(requests: int, replies: int, warm: socket.socket | None) -> None:
    """What the process does: grades until nobody is left who asks.

    Args:
        requests: where answers come from.
        replies: where verdicts go.
        warm: leads to the worker that forks; None where there is none.
    """
    from quizdl.app.grade import prepare
    from quizdl.sandbox.processes import Warm
    from quizdl.sandbox.run import Sandbox, using

    exam: Exam | None = None
    ahead: Derivation | None = None
    """What the next answer will be on, most likely."""
    with using(Sandbox("warm", by=Warm(warm)) if warm else Sandbox("cold")):
        while True:
            if ahead and exam is None and not _waiting(requests, _PAUSE):
                with suppress(QuizdlError):  # whoever asks for a verdict hears of it
                    exam = prepare(ahead)
                    exam.expect()
            if (message := _received(requests)) is None:
                return
            if _waiting(requests):
                continue  # nobody wants the older one any more
            if "answer" not in message:
                ahead, exam = _rebuilt(message), None
                continue
            answer = Answer(**_rebuilt(message["answer"]))
            ahead, given, exam = answer.derivation, exam, None
            try:
                _grade(requests, replies, message["number"], answer, given)
            except QuizdlError as error:
                ahead = None
                _complain(requests, replies, error)


def _complain(requests: int, replies: int, error: QuizdlError) -> None:
    """Replies with an error, unless a newer answer came."""
    if not _waiting(requests):
        _sent(replies, {"error": type(error).__name__, "message": error.message, "hint": error.hint})


def _grade(requests: int, replies: int, number: int, answer: Answer, exam: Exam | None) -> None:
    """Replies with the verdict, unless a newer answer came."""
    from quizdl.app.grade import grade, prepare, timed, worth_timing
    from quizdl.sandbox.run import limited

    derivation, source = answer.derivation, answer.source
    if exam is None or exam.derivation != derivation or answer.seed is not None:
        exam = prepare(derivation, answer.seed)
    limits = limited(answer.seconds)
    judgement = grade(exam, source, filename=answer.filename, limits=limits, until=requests)
    more = worth_timing(derivation, judgement, source)
    if not _waiting(requests):
        _sent(replies, {"number": number, "judgement": _plain(judgement), "more": more})
    if more and not _waiting(requests):
        judgement = timed(exam, judgement, source, filename=answer.filename, limits=limits, until=requests)
        _sent(replies, {"number": number, "judgement": _plain(judgement), "more": False})


def _received(stream: int) -> Any:
    """The next message; None at the end."""
    size = _read(stream, _SIZE.size)
    return None if size is None else marshal.loads(_read(stream, *_SIZE.unpack(size)) or b"")  # noqa: S302 - from ourselves


def _read(stream: int, size: int) -> bytes | None:
    raw = bytearray()
    while len(raw) < size:
        part = os.read(stream, size - len(raw))
        if not part:
            return None
        raw += part
    return bytes(raw)


def _sent(stream: int, message: Any) -> None:
    raw = marshal.dumps(message)
    left = memoryview(_SIZE.pack(len(raw)) + raw)
    with suppress(BrokenPipeError):
        while left:
            left = left[os.write(stream, left) :]


def _waiting(stream: int, seconds: float = 0) -> bool:
    """Whether something more has come, or the other end is gone; waits for it at most so long."""
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _plain(value: Any) -> Any:
    """A value of the domain as lists, dicts and numbers; `_rebuilt` is its inverse."""
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple or kind is list:
        return kind(map(_plain, value))
    if names := _fields(kind):
        return {"": kind.__name__, **{name: _plain(getattr(value, name)) for name in names}}
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, Mapping) else value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass or a named tuple; none of anything else."""
    from dataclasses import fields, is_dataclass

    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return getattr(kind, "_fields", ())


def _rebuilt(value: Any) -> Any:
    if type(value) in _ATOMS:
        return value
    if isinstance(value, dict):
        data = {name: _rebuilt(item) for name, item in value.items() if name}
        return _class(value[""])(**data) if "" in value else data
    return type(value)(map(_rebuilt, value)) if isinstance(value, list | tuple) else value


@cache
def _class(name: str) -> Any:
    from quizdl.domain import derivation

    if name == "Derivation":
        return derivation.Derivation
    from quizdl.domain import judgement

    return getattr(judgement, name)
