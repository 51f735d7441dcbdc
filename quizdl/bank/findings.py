"""What a check finds: always with the path and the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LARGEST = 4_000_000

Path_ = tuple[str | int, ...]
"""Where in a file: keys and indices, from the outside in."""


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


@dataclass
class SourceFile:
    """A file of a bank while it is being read.

    Attributes:
        lines: the line of each value, by where in the file it is.
        findings: what is wrong with the file.
    """

    path: Path
    lines: dict[Path_, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complain(self, line: int, rule: str, message: str) -> None:
        """Adds a finding."""
        self.findings.append(Finding(short(self.path), line, rule, message))

    def text(self) -> str | None:
        """The text of the file; None, and a finding, when it cannot be read, is too large or not UTF-8."""
        try:
            with self.path.open("rb") as stream:
                raw = stream.read(LARGEST + 1)
        except OSError as error:
            self.complain(1, "unreadable", f"cannot be read ({error.strerror}); check its name and its permissions")
            return None
        if len(raw) > LARGEST:
            self.complain(1, "size", f"larger than {LARGEST // 1_000_000} MB; split it")
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            bad = error.object[error.start]  # without the byte order mark, unlike raw
            line = error.object[: error.start].count(b"\n") + 1
            self.complain(line, "encoding", f"byte 0x{bad:02x} is not UTF-8; save the file as UTF-8")
            return None


def short(path: Path) -> str:
    """The path as people know it: relative to where they stand, if it is below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing when none is near."""
    import difflib  # only a misspelling needs it

    close = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {close[0]}?" if close else ""
