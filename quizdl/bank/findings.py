"""What a check finds: always with the path and the line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One complaint about a bank.

    Attributes:
        path: the file.
        line: the line in it, from 1.
        rule: the short name of what was broken.
        message: what is wrong, and what to do.
    """

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def short(path: Path) -> str:
    """The path as people know it: relative to where they stand, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
