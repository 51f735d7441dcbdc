"""Copies a bank from a folder or a git repository: the files that belong to it, plain ones, of a size that can be."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from quizdl.bank.find import CONTENTS, FOLDER
from quizdl.errors import BankError
from quizdl.sandbox.git import LARGEST, Repository, is_address, too_large

MOST, LOOKED_AT = 10_000, 100_000
"""Files that a bank may have, and that may stand in its folder with what does not belong to it."""
_KEPT = re.compile(r"[^/]+\.yaml|bank\.schema\.json|README\.md|LICENSE[^/]*|derivations/(?:.+/)?[^/]+\.py")
_PREFIXES = ("", f"{FOLDER}/")
"""Where in a folder a bank may stand."""


class _File(NamedTuple):
    """A file that was found: its path, and its size in bytes."""

    path: str
    size: int


def copy_bank(origin: str, work: Path, copy: Path) -> str:
    """Copies what belongs to a bank, and nothing else.

    Args:
        origin: the folder, or the address of the repository.
        work: a folder of our own, for what is fetched.
        copy: an empty folder.

    Returns:
        The commit, of a repository.

    Raises:
        BankError: it cannot be had, is too large, has links, or is no bank.
    """
    if is_address(origin):
        repository = Repository(origin, work)
        blobs = {blob.path: blob for blob in islice(repository.blobs(), LOOKED_AT + 1)}
        for blob in blobs.values():
            _refuse_odd(origin, blob.path, "" if blob.form == "file" else blob.form)
        prefix, files = _belonging([_File(blob.path, blob.size) for blob in blobs.values()], origin)
        texts = repository.read([blobs[prefix + file.path] for file in files])
        for file, text in zip(files, texts, strict=True):
            _write(copy, file.path, text)
        return repository.commit
    root = Path(origin)
    if os.path.isdir(root) and not any(os.path.lexists(root / prefix / CONTENTS) for prefix in _PREFIXES):  # noqa: PTH112 - the same
        raise _no_bank(origin)  # whatever else is there
    prefix, files = _belonging(list(islice(_walk(root), LOOKED_AT + 1)), origin)
    for file in files:
        _write(copy, file.path, _read(root / (prefix + file.path)))
    return ""


def _walk(root: Path) -> Iterator[_File]:
    """All files below a folder, but those of tools.

    Raises:
        BankError: it cannot be read, or holds what no bank does.
    """
    if not os.path.isdir(root):  # noqa: PTH112 - also of a name that no file can have
        raise BankError(f"{root}: there is no such folder", "give the folder that holds bank.yaml, or an address")
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(root / below) as entries:
                for entry in entries:
                    path = f"{below}{entry.name}"
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(status.st_mode):
                        if not entry.name.startswith(".") and entry.name not in ("__pycache__", "node_modules"):
                            waiting.append(f"{path}/")
                        continue
                    form = "" if stat.S_ISREG(status.st_mode) else "link" if entry.is_symlink() else "other"
                    _refuse_odd(str(root), path, form)
                    yield _File(path, status.st_size)
        except OSError as error:
            raise BankError(f"{root / below}: cannot be read ({error.strerror})", "check its permissions") from None


def _refuse_odd(origin: str, path: str, form: str) -> None:
    """Refuses a link, a device, a submodule, and a name that leads elsewhere."""
    parts = path.split("/")
    if form or any(part in ("", ".", "..") for part in parts) or not path.isprintable() or "\ufffd" in path:
        what = "a link" if form == "link" else "no plain file" if form else "a name that cannot be copied"
        raise BankError(f"{origin}: {path!r} is {what}", "a bank holds plain files only; take it out")


def _belonging(found: Sequence[_File], origin: str) -> tuple[str, list[_File]]:
    """Where in a folder the bank is, and the files of it.

    Raises:
        BankError: there is none, or it is too large.
    """
    if len(found) > LOOKED_AT:
        raise BankError(
            f"{origin}: more than {LOOKED_AT} files", f"give the folder that holds {CONTENTS}, and little else"
        )
    paths = {file.path for file in found}
    prefix = next((prefix for prefix in _PREFIXES if prefix + CONTENTS in paths), None)
    if prefix is None:
        raise _no_bank(origin)
    own = [file._replace(path=file.path.removeprefix(prefix)) for file in found if file.path.startswith(prefix)]
    files = [file for file in own if _KEPT.fullmatch(file.path) and not re.search(r"(^|/)\.", file.path)]
    if len(files) > MOST:
        raise BankError(f"{origin}: more than {MOST} files", "take a bank with fewer")
    if sum(file.size for file in files) > LARGEST:
        raise too_large(f"{origin}: cannot be copied")
    return prefix, files


def _no_bank(origin: str) -> BankError:
    hint = f"a bank is a folder with {CONTENTS}: quizdl bank new NAME makes one"
    return BankError(f"{origin}: no bank here ({CONTENTS} is missing)", hint)


def _read(path: Path) -> bytes:
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:  # noqa: PTH123 - a descriptor
            return stream.read(LARGEST)
    except OSError as error:
        raise BankError(f"{path}: cannot be read ({error.strerror})", "check its permissions") from None


def _write(copy: Path, path: str, text: bytes) -> None:
    target = copy / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(text)
    except OSError as error:
        raise BankError(
            f"{path}: cannot be copied ({error.strerror})", "see whether the disk is full, or its name too long"
        ) from None
