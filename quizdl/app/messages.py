"""Messages between the command line and the grader's process: what both ends know of how they cross.

What crosses is data of ours on both sides: no answer's process ever writes to these pipes.
"""

from __future__ import annotations

import marshal
import os
import select
import struct
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from quizdl import errors
from quizdl.errors import QuizdlError, SandboxError

_SIZE = struct.Struct("<Q")
ATOMS = (str, int, float, bool, type(None))
"""What crosses as it is, and is most of what there is."""


def complaint(error: QuizdlError) -> dict[str, str]:
    """An error as a message."""
    return {"error": type(error).__name__, "message": error.message, "hint": error.hint}


def as_error(message: Mapping[str, str]) -> QuizdlError:
    """The error of such a message."""
    kind: type[QuizdlError] = getattr(errors, message["error"], SandboxError)
    return kind(message["message"], message["hint"])


def received(stream: int) -> Any:
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


def sent(stream: int, message: Any) -> None:
    """Writes a message; nothing if nobody reads it any more."""
    raw = marshal.dumps(message)
    left = memoryview(_SIZE.pack(len(raw)) + raw)
    with suppress(BrokenPipeError):
        while left:
            left = left[os.write(stream, left) :]


def waiting(stream: int, seconds: float = 0) -> bool:
    """Whether something more has come, or the other end is gone; waits for it at most so long."""
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def plain(value: Any) -> Any:
    """A value of the domain as lists, dicts and numbers; `rebuilt` is its inverse."""
    kind: Any = type(value)
    if kind in ATOMS:
        return value
    if kind is tuple or kind is list:
        return kind(map(plain, value))
    if names := _fields(kind):
        return {None: kind.__name__, **{name: plain(getattr(value, name)) for name in names}}
    return {name: plain(item) for name, item in value.items()} if isinstance(value, Mapping) else value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass or a named tuple; none of anything else."""
    from dataclasses import fields, is_dataclass

    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return getattr(kind, "_fields", ())


def rebuilt(value: Any) -> Any:
    """The value that `plain` was given."""
    if type(value) in ATOMS:
        return value
    if isinstance(value, dict):
        data = {name: rebuilt(item) for name, item in value.items() if name is not None}
        return _class(value[None])(**data) if None in value else data
    return type(value)(map(rebuilt, value)) if isinstance(value, list | tuple) else value


@cache
def _class(name: str) -> Any:
    from quizdl.domain import derivation

    if name == "Derivation":
        return derivation.Derivation
    from quizdl.domain import judgement

    return getattr(judgement, name)
