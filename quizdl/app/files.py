"""Files for people: complete, or not there at all."""

from __future__ import annotations

from collections.abc import Iterable
from errno import EISDIR
from os import strerror
from pathlib import Path

from quizdl.errors import UsageError


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Writes a text to a file; what was there stays until all of it is written.

    Raises:
        UsageError: it cannot be written.
    """
    unfinished = path.parent / f"{path.name}.part"
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR))
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                file.writelines(parts)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})", "name another file") from None
