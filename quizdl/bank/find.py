"""Where the bank is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from quizdl.errors import BankError

FOLDER = "question_bank"
CONTENTS = "bank.yaml"
INTERVIEWS = "interviews.yaml"


class Source(NamedTuple):
    """Where a bank is read from.

    Attributes:
        prefix: stands before all its ids: `name/` of an added bank.
        trusted: whether its derivations may run where the machine is not safe from them.
    """

    root: Path
    prefix: str = ""
    trusted: bool = True


def find_bank(given: Path | None, here: Path) -> Path:
    """The folder of the bank to use.

    The first of: the one that was given; a checkout's `question_bank` in `here` or a folder above it; the one beside this package
    (a checkout installed in place); the one inside it (an installed wheel).

    Raises:
        BankError: the given folder is no bank, or there is none.
    """
    if given is not None:
        if not is_bank(given):
            raise BankError(f"{given}: no bank here ({CONTENTS} is missing)", f"give the folder that holds {CONTENTS}")
        return given
    for folder in (*(parent / FOLDER for parent in (here, *here.parents)), *_ours()):
        if is_bank(folder):
            return folder
    raise BankError("no question bank found", "install quizdl again, or name one with --bank FOLDER")


def is_ours(root: Path) -> bool:
    """Whether a bank came with this package, and not from anybody else."""
    return root.resolve() in _ours()


def _ours() -> tuple[Path, Path]:
    package = Path(__file__).resolve().parent.parent
    return package.parent / FOLDER, package / FOLDER


def topic_files(root: Path) -> list[Path]:
    """The topic files of a bank; not what an editor keeps beside them under a name with a dot."""
    return [root / name for name in _topics(root)]


def _topics(root: Path) -> list[str]:
    names = (name for name in os.listdir(root) if name.endswith(".yaml"))  # noqa: PTH208 - at every start
    return sorted(name for name in names if not name.startswith(".") and name not in (CONTENTS, INTERVIEWS))


def interview_file(root: Path) -> Path | None:
    """The file of chains and product questions, if a bank has one."""
    path = root / INTERVIEWS
    return path if os.path.lexists(path) else None


def derivation_files(root: Path) -> list[Path]:
    """The derivation files of a bank, also those in the wrong folder; not what starts with a dot or `_`."""
    return [Path(path) for path in _derivations(root)]


def _derivations(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root / "derivations"):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        found += [f"{folder}/{name}" for name in names if name.endswith(".py") and not name.startswith((".", "_"))]
    return sorted(found)


def all_files(root: Path) -> list[str]:
    """The paths of all files of a bank, as text: they are asked for at every start, and there may be hundreds."""
    here = os.path.join(root, "")  # noqa: PTH118 - with the separator
    some = [here + name for name in (CONTENTS, *_topics(root), INTERVIEWS)]
    if not os.path.lexists(some[-1]):
        some.pop()
    return some + _derivations(root)


def is_bank(folder: Path) -> bool:
    """Whether a table of contents stands there."""
    try:
        return (folder / CONTENTS).is_file()
    except OSError:  # a folder that may not be entered
        return False
