"""What a class handed in: which files there are, whose each is, and what is none."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quizdl.app.answer import read_answer
from quizdl.errors import UsageError

NO_ANSWERS = ("__pycache__", "__MACOSX")
"""Folders that programs leave behind; so are those whose name begins with a dot."""


class Submission(NamedTuple):
    """A file that was handed in.

    Attributes:
        path: the file.
        name: what the results call it: its path within the class's folder, with `/`, printable.
        student: whose it is: the first part of that path, without `.py`.
        derivation: the id of what it answers.
        link: whether it is a symbolic link that was found in a folder: who made it may not be able to read what it leads to.
    """

    path: Path
    name: str
    student: str
    derivation: str
    link: bool = False

    def read(self) -> str:
        """Its text.

        Raises:
            UsageError: it cannot be read as an answer.
        """
        if self.link:
            raise UsageError(f"{self.name}: a link, which is not followed", "hand in the file itself")
        try:
            return read_answer(self.path)
        except UsageError as error:
            raise UsageError(error.message.replace(str(self.path), self.name, 1), error.hint) from None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """All that a class handed in.

    Attributes:
        submissions: by student and derivation.
        students: in order, also those of whom there is nothing to grade if they have a folder.
        left_out: files and folders at the top in which nothing can be graded.
    """

    submissions: tuple[Submission, ...]
    students: tuple[str, ...]
    left_out: tuple[str, ...]


def handed_in(paths: Sequence[Path], asked: Sequence[str], *, ignoring: Collection[Path] = ()) -> HandedIn:
    """What can be graded among files and folders.

    One folder is a class: each file, and each folder, in it is a student's. Several paths are one student's each. In a student's
    folder the file named like a derivation is the answer to it; where one derivation is asked and there is none, all are answers.

    Args:
        paths: files and folders.
        asked: the ids of the derivations.
        ignoring: what is not from students: the files that the results go to.

    Raises:
        UsageError: there is no answer.
    """
    within = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    tops = [_Top(path, path, path.name) for path in paths]
    if within:
        ignored = {path.absolute() for path in ignoring}
        found = sorted(within.iterdir()) if os.access(within, os.R_OK | os.X_OK) else []
        tops = [
            _Top(path, within, path.name) for path in found if not _aside(path.name) and path.absolute() not in ignored
        ]
    submissions: list[Submission] = []
    students: dict[str, None] = {}
    left_out = []
    for top in tops:
        folder = top.path.is_dir() and not (within and top.path.is_symlink())
        student = printable(top.name if folder else top.name.removesuffix(".py"))
        answers = list(_answers(top, asked, student, folder, named=within is None))
        submissions += answers
        if answers or folder:
            students[student] = None
        if not answers:
            left_out.append(printable(top.name))
    if not submissions:
        names = ", ".join(printable(str(path)) for path in paths)
        if len(asked) == 1:
            raise UsageError(f"{names}: no Python file there", "name the answers, or a folder that holds them")
        hint = f"each student has a folder with a file for each derivation, such as {asked[0]}.py"
        raise UsageError(f"{names}: no answers to this track there", hint)
    return HandedIn(tuple(submissions), tuple(students), tuple(left_out))


class _Top(NamedTuple):
    path: Path
    root: Path
    name: str


def _answers(top: _Top, asked: Sequence[str], student: str, folder: bool, *, named: bool) -> Iterator[Submission]:
    """What of one file or folder is graded."""
    if not folder:
        one = asked[0] if len(asked) == 1 else top.path.stem
        if (named or top.name.endswith(".py")) and one in asked and (len(asked) == 1 or named):
            name = str(top.path) if named else top.name
            yield Submission(top.path, printable(name), student, one, not named and top.path.is_symlink())
        return
    files = sorted(_python_files(top.path), key=lambda path: (len(path.parts), path))
    by_stem = {path.stem: path for path in reversed(files)}
    chosen = [(by_stem[one], one) for one in asked if one in by_stem]
    if not chosen and len(asked) == 1:
        chosen = [(path, asked[0]) for path in files]
    for path, one in chosen:
        name = str(path) if named else path.relative_to(top.root).as_posix()
        yield Submission(path, printable(name), student, one, path.is_symlink())


def _python_files(folder: Path) -> Iterator[Path]:
    """Those under a folder; links to folders are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _aside(name)]
        yield from (Path(place, name) for name in files if name.endswith(".py") and not _aside(name))


def _aside(name: str) -> bool:
    return name.startswith(".") or name in NO_ANSWERS


_ENDS = {ord(end): repr(end)[1:-1] for end in "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"}


def printable(name: str) -> str:
    """A file's name as one line of text: bytes that are none, and ends of lines, are written as such."""
    return name.encode("utf-8", "backslashreplace").decode().translate(_ENDS)
