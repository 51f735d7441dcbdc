"""The banks that were added: each is a copy in a folder of its name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from quizdl.bank.find import CONTENTS, Source
from quizdl.domain.catalogue import ID

BUILT_IN = "built-in"
"""What the bank is called that no one added."""
ORIGIN = ".origin.json"
"""The file in an added bank that says where it is from. A copy takes no name with a dot from elsewhere."""
_LONGEST = 40


class Added(NamedTuple):
    """A bank that was added.

    Attributes:
        origin: the folder or address that it was copied from.
        commit: of the git repository; empty for a folder.
        at: when it was added or last updated, ISO 8601, UTC.
    """

    name: str
    root: Path
    origin: str = ""
    commit: str = ""
    at: str = ""

    @property
    def source(self) -> Source:
        """How it is read: nobody vouches for it."""
        return Source(self.root, f"{self.name}/", trusted=False)


def folder_of(home: Path) -> Path:
    """Where the added banks are."""
    return home / "banks"


def is_name(name: str) -> bool:
    """Whether a bank may be called so: it is a folder, and stands before the ids in the history."""
    return bool(ID.fullmatch(name)) and len(name) <= _LONGEST and name != BUILT_IN


def added(home: Path) -> list[Added]:
    """The banks that were added, by name."""
    return [Added(path.name, path, *_origin(path)) for path in _folders(folder_of(home))]


def sources(home: Path) -> list[Source]:
    """The same, as they are read."""
    return [Added(path.name, path).source for path in _folders(folder_of(home))]


def _folders(folder: Path) -> Iterator[Path]:
    names: list[str] = []
    with suppress(OSError):  # none was ever added
        names = sorted(os.listdir(folder))  # noqa: PTH208 - at every start
    return (folder / name for name in names if is_name(name) and os.path.lexists(folder / name / CONTENTS))


def _origin(root: Path) -> tuple[str, str, str]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        data = json.loads((root / ORIGIN).read_text(encoding="utf-8"))
        return str(data["origin"]), str(data["commit"]), str(data["at"])
    return "", "", ""
