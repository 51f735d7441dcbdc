"""Grading in a process of its own: NumPy loads there while the command line loads here, and nothing here waits for a verdict.

Both ends are in this file: `Grader` is the command line's, `serve` the process's. What crosses is data, by the sandbox's protocol.
"""

from __future__ import annotations

import os
import select
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quizdl
from quizdl import errors
from quizdl.domain import derivation as derivations
from quizdl.domain import judgement as judgements
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.errors import QuizdlError, SandboxError
from quizdl.sandbox.protocol import decode, encode

if TYPE_CHECKING:
    from quizdl.app.grade import Exam

_SIZE = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Answer:
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


class Grader:
    """The process that grades, as the command line sees it. Requests are answered in order; a newer answer ends the run of an older one."""

    def __init__(self) -> None:
        from quizdl.sandbox.processes import launch, site

        self._socket, theirs = socket.socketpair()
        self._log, log = os.pipe()
        script, root = Path(__file__).with_name("grader_process.py"), Path(quizdl.__file__).parent.parent
        with theirs:
            self._process = launch(script, site(), str(root), descriptors=[theirs.fileno()], output=log)
        os.close(log)

    def prepare(self, derivation: Derivation, seconds: int | None = None) -> None:
        """Has the next verdict on this derivation prepared: its cases, what is expected, and what the mistakes give."""
        self._send(_plain(derivation))

    def submit(self, answer: Answer) -> None:
        """Has an answer graded; `receive` gives the verdict."""
        self._send(_plain(answer))

    def receive(self) -> Judgement:
        """Waits for the next verdict. May be a second one on the same answer, with a remark about its speed.

        Raises:
            BankError: the derivation's own code fails.
            SandboxError: there could be no run, or the process has ended.
        """
        found = _received(self._socket)
        if found is None:
            with suppress(OSError):
                os.set_blocking(self._log, False)
                why = os.read(self._log, 1 << 16).decode("utf-8", "replace").strip().splitlines() or ["it says nothing"]
                raise SandboxError(f"the grader has ended: {why[-1]}", "quizdl needs NumPy; if it is there, free some memory")
        if isinstance(found, dict) and "error" in found:
            kind = getattr(errors, found["error"], SandboxError)
            raise kind(found["message"], found["hint"])
        judgement = _rebuilt(found)
        if not isinstance(judgement, Judgement):
            raise TypeError("no judgement came")
        return judgement

    def fileno(self) -> int:
        """A descriptor that can be read when there is something to `receive`."""
        return self._socket.fileno()

    def close(self) -> None:
        """Ends the process, and with it whatever it runs."""
        self._socket.close()
        os.close(self._log)
        self._process.wait()

    def _send(self, message: Any) -> None:
        with suppress(BrokenPipeError):  # `receive` says why it has ended
            raw = encode(message)
            self._socket.sendall(_SIZE.pack(len(raw)) + raw)


@cache
def grader() -> Grader:
    """The process of this command; started when first asked for."""
    return Grader()


def serve(client: socket.socket, warm: socket.socket | None) -> None:
    """What the process does: grades until the client is gone.

    Args:
        client: whose answers they are.
        warm: leads to the worker that forks; None where there is none.
    """
    from quizdl.app.grade import prepare
    from quizdl.sandbox.processes import Warm
    from quizdl.sandbox.run import Sandbox, using

    exam: Exam | None = None
    with using(Sandbox("warm", by=Warm(warm)) if warm else Sandbox("cold")):
        while (message := _received(client)) is not None:
            wanted = _rebuilt(message)
            if _waiting(client):
                continue  # nobody wants the older one any more
            try:
                if isinstance(wanted, Answer):
                    exam = _grade(client, wanted, exam)
                else:
                    exam = prepare(wanted)
                if exam and not _waiting(client):
                    exam.run_mistakes()  # in the time in which a person types
            except QuizdlError as error:
                exam = None
                if isinstance(wanted, Answer):
                    _reply(client, {"error": type(error).__name__, "message": error.message, "hint": error.hint})


def _grade(client: socket.socket, answer: Answer, exam: Exam | None) -> Exam | None:
    """Replies with the verdict, unless a newer answer came; returns the exam for the next one."""
    from quizdl.app.grade import grade, measure_speed, prepare
    from quizdl.sandbox.run import limited

    if exam is None or exam.derivation != answer.derivation or answer.seed is not None:
        exam = prepare(answer.derivation, answer.seed)
    limits, until = limited(answer.seconds), client.fileno()
    judgement = grade(exam, answer.source, filename=answer.filename, limits=limits, until=until)
    if not _waiting(client):
        _reply(client, _plain(judgement))
        if (timed := measure_speed(exam, judgement, answer.source, limits, until)) and not _waiting(client):
            _reply(client, _plain(timed))
    return None if _waiting(client) or answer.seed is not None else prepare(answer.derivation)


def _received(stream: socket.socket) -> Any:
    """The next message; None at the end."""
    size = _read(stream, _SIZE.size)
    return None if size is None else decode(_read(stream, *_SIZE.unpack(size)) or b"")


def _read(stream: socket.socket, size: int) -> bytes | None:
    raw = bytearray()
    while len(raw) < size:
        try:
            part = stream.recv(size - len(raw))
        except ConnectionResetError:
            return None
        if not part:
            return None
        raw += part
    return bytes(raw)


def _reply(client: socket.socket, message: Any) -> None:
    raw = encode(message)
    with suppress(BrokenPipeError, ConnectionResetError):
        client.sendall(_SIZE.pack(len(raw)) + raw)


def _waiting(client: socket.socket) -> bool:
    """Whether the client has sent something more, or is gone."""
    poll = select.poll()
    poll.register(client, select.POLLIN)
    return bool(poll.poll(0))


def _plain(value: Any) -> Any:
    """A value of the domain as lists, dicts and numbers; `_rebuilt` is its inverse."""
    if is_dataclass(value):
        return {"": type(value).__name__, **{field.name: _plain(getattr(value, field.name)) for field in fields(value)}}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return type(value)(map(_plain, value)) if isinstance(value, list | tuple) else value


def _rebuilt(value: Any) -> Any:
    if isinstance(value, dict):
        data = {name: _rebuilt(item) for name, item in value.items() if name}
        return _classes()[value[""]](**data) if "" in value else data
    return type(value)(map(_rebuilt, value)) if isinstance(value, list | tuple) else value


@cache
def _classes() -> dict[str, type]:
    found = {**vars(derivations), **vars(judgements), "Answer": Answer}
    return {name: kind for name, kind in found.items() if isinstance(kind, type) and is_dataclass(kind)}
