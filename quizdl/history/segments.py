"""Segments of the log that machines share through a folder: files that never change, each named by its contents.

A segment is an export (see `events`) under the name `quizdl-<hash>.jsonl`, where the hash is of its bytes. So nobody ever writes to a file of
another's, nor to one of their own: neither two machines at once nor a home that was copied to a second machine can spoil one, and a file that
is cut off, or not all there yet, is known by its name. Files of the same name are the same file. All together they are the log, by set union.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from quizdl.errors import HistoryError, UsageError
from quizdl.history.events import HEADER, LONGEST, line, parsed
from quizdl.history.rows import Event

SIZE = 4 << 20
"""Bytes after which a segment ends and the next begins: what is read or written at once stays small."""
LARGEST = SIZE + LONGEST
"""Bytes: no segment is larger, as its last line takes it over its size only once."""
NAME = re.compile(r"quizdl-[0-9a-f]{32}\.jsonl")


class UnfitError(Exception):
    """Not to be read now: says why, in some words. What it holds stays in the folder, and is read when it can be."""


def segments(events: Iterable[Event]) -> Iterator[tuple[str, bytes, int]]:
    """Events as segments: the name, the bytes, and how many events there are."""
    data, count = bytearray(), 0
    for event in events:
        if not data:
            data += HEADER.encode() + b"\n"
        data += line(event).encode() + b"\n"
        count += 1
        if len(data) >= SIZE:
            yield name(data), bytes(data), count
            data, count = bytearray(), 0
    if count:
        yield name(data), bytes(data), count


def name(data: bytes | bytearray) -> str:
    """The name of the segment with some bytes."""
    return f"quizdl-{sha256(data).hexdigest()[:32]}.jsonl"


def content(given: str, data: bytes) -> list[Event]:
    """The events of a segment.

    Raises:
        UnfitError: it is not all there, was changed, or a newer quizdl wrote it.
    """
    if name(data) != given:
        raise UnfitError("not all there yet, or damaged")
    try:
        return list(parsed(given, data.splitlines(keepends=True)))
    except HistoryError:
        raise UnfitError("written by a newer quizdl: update this one (pip install --upgrade quizdl)") from None
    except UsageError as error:
        raise UnfitError(error.message.removeprefix(f"{given}:")) from None
