"""A learner's file, whatever it may be. Imports little: it is read before anything else of a grading is loaded."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from quizdl.errors import UsageError

LARGEST_ANSWER = 1_000_000


def read_answer(path: Path) -> str:
    """The text of an answer file.

    Raises:
        UsageError: it is not there, no file, too large, or not UTF-8.
    """
    try:
        # looked at when it is open, else another may have taken its place; to open a fifo is to wait for its writer
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise IsADirectoryError
            raw = file.read(LARGEST_ANSWER + 1)
        if len(raw) > LARGEST_ANSWER:
            most = f"an answer has at most {LARGEST_ANSWER // 1_000_000} MB"
            raise UsageError(f"{path}: {max(about.st_size, len(raw)) / 1e6:.1f} MB; {most}", "is it the right file?")
        return raw.decode("utf-8-sig")  # some editors begin a file with a mark, as Python knows
    except IsADirectoryError:
        raise UsageError(f"{path}: not a file", "name the Python file with your answer") from None
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8 text; is it the right file?"
        raise UsageError(f"{path}: byte {error.start} is not UTF-8", hint) from None
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file", "write it first: quizdl derive ID makes a starter") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})", "check its permissions") from None
