"""What can go wrong, as one line of what and one of what to do. Nobody sees a traceback of ours."""

GOOD, WRONG, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: good; graded wrong or a check found something; wrong usage; quizdl could not do it."""


class QuizdlError(Exception):
    """quizdl could not do what was asked.

    Args:
        message: one line: what, and where (`path:line` for a file).
        hint: one line: what to do about it.
    """

    exit_code = FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(QuizdlError):
    """The command was given something that it cannot use: a misspelt topic, a file that is not there."""

    exit_code = USAGE


class BankError(QuizdlError):
    """A bank cannot be found, read or used."""


class HistoryError(QuizdlError):
    """The history cannot be read or written."""


class SandboxError(QuizdlError):
    """The sandbox itself failed (never: the code in it)."""
