"""What SQLite and the system complain of, in words: one line of what, one of what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizdl.errors import HistoryError

PERMISSIONS = "check the permissions of the file and its directory, or set QUIZDL_HOME to a directory of your own"
READ_ONLY = "cannot be written (read-only)"
FULL = "the disk is full"
_WORDS = {
    "READONLY": (READ_ONLY, PERMISSIONS),
    "CANTOPEN": ("cannot be opened", PERMISSIONS),
    "FULL": (FULL, "free some space; the last answer was not recorded"),
    "IOERR": ("the disk gave an error", "see whether it is full, over its quota or failing"),
    "BUSY": ("another program is writing to it", "wait for it, or end it, and try again"),
}
"""SQLite's primary result codes: what that means here, and what to do."""


class DamagedError(HistoryError):
    """The file is damaged."""

    def __init__(self, path: Path, words: str) -> None:
        hint = "quizdl history restore sets it aside, saves what can be read, and lists the backups"
        super().__init__(f"{path}: damaged ({words.splitlines()[-1]})", hint)


@contextmanager
def complaints(path: Path) -> Iterator[None]:
    """SQLite's errors, and the system's, in words."""
    try:
        yield
    except OSError as error:
        raise HistoryError(f"{path}: cannot be opened ({error.strerror})", PERMISSIONS) from None
    except UnicodeDecodeError as error:  # SQLite quotes what is damaged
        raise DamagedError(path, str(error)) from None
    except sqlite3.Error as error:
        words = str(error)
        code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
        # ERROR: the tables are not those that we made; and text that is not UTF-8 has no code
        if "Could not decode" in words:
            raise DamagedError(path, "a text that is not UTF-8") from None
        if code in ("NOTADB", "CORRUPT", "ERROR"):
            raise DamagedError(path, words) from None
        what, hint = _WORDS.get(code, (words, "please report it"))
        raise HistoryError(f"{path}: {what}", hint) from None
