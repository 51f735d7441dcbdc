"""Banks by others: copied into a folder of ours, updated, removed. Nothing of them is executed, and nothing is half there."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from quizdl.bank.added import ORIGIN, Added, added, folder_of, is_name
from quizdl.bank.find import CONTENTS, FOLDER
from quizdl.errors import BankError, UsageError
from quizdl.sandbox.git import LARGEST, Repository, checked_address, is_address, too_large

MOST, LOOKED_AT = 10_000, 100_000
"""Files that a bank may have, and that may stand in its folder with what does not belong to it."""
_KEPT = re.compile(r"[^/]+\.yaml|bank\.schema\.json|README\.md|LICENSE[^/]*|derivations/(?:.+/)?[^/]+\.py")


_PREFIXES = ("", f"{FOLDER}/")
"""Where in a folder a bank may stand."""


class _File(NamedTuple):
    """A file of a bank that is to be copied: its path in the bank, its size in bytes, and the rest of how it is found."""

    path: str
    size: int


class Summary(NamedTuple):
    """What a bank holds.

    Attributes:
        changed: whether an update found something new.
    """

    bank: Added
    title: str
    questions: int
    derivations: int
    changed: bool = True


def add(home: Path, given: str, name: str | None, now: datetime) -> Summary:
    """Copies a bank from a folder or a git repository.

    Args:
        home: the directory of the history; the copy goes beside it.
        given: the folder or the address.
        name: what it is to be called; None for the last part of where it is from.
        now: the moment.

    Raises:
        UsageError: the name or the address cannot be used, or the name is taken.
        BankError: there is no bank there, or something is wrong with it.
    """
    origin = checked_address(given) if is_address(given) else str(Path(given).expanduser().absolute())
    chosen = named(origin) if name is None else name
    if not is_name(chosen):
        hint = "a to z, 0 to 9 and single hyphens, at most 40: say --name NAME"
        raise UsageError(f"a bank cannot be called {chosen!r}", hint)
    with _locked(home) as folder:
        if (folder / chosen).exists():
            raise UsageError(f"there is a bank {chosen} already", f"quizdl bank update {chosen}, or say --name NAME")
        return _take(folder, chosen, origin, now)


def update(home: Path, name: str, now: datetime) -> Summary:
    """Copies a bank again from where it is from.

    Raises:
        UsageError: there is no such bank.
        BankError: it is not there any more, or something is wrong with it; then the old copy stays.
    """
    bank = find(home, name)
    if not bank.origin:
        raise BankError(f"it is not known where {name} is from", f"quizdl bank remove {name}, then add it again")
    with _locked(home) as folder:
        return _take(folder, name, bank.origin, now)


def remove(home: Path, name: str) -> Added:
    """Removes the copy; what was answered stays in the history.

    Raises:
        UsageError: there is no such bank.
    """
    bank = find(home, name)
    with _locked(home) as folder:
        gone = folder / f".old-{name}"
        bank.root.rename(gone)
        (gone / CONTENTS).unlink()  # an end in the middle brings nothing back
        shutil.rmtree(gone, ignore_errors=True)
    return bank


def find(home: Path, name: str) -> Added:
    """An added bank by its name.

    Raises:
        UsageError: there is none.
    """
    known = {bank.name: bank for bank in added(home)}
    if name not in known:
        from quizdl.bank.findings import nearest

        raise UsageError(
            f"there is no added bank {name!r}{nearest(name, known)}", "quizdl bank list --banks shows them"
        )
    return known[name]


def summary(bank: Added) -> Summary:
    """What an added bank holds.

    Raises:
        BankError: something is wrong with it.
    """
    return _checked(bank, str(bank.root))


def named(origin: str) -> str:
    """What a bank is called that is not named: the last part of where it is from."""
    last = re.split(r"[/:]", origin.rstrip("/"))[-1].removesuffix(".git")
    return re.sub(r"[_. ]+", "-", last.lower())


@contextmanager
def _locked(home: Path) -> Iterator[Path]:
    """The folder of the banks, while no other quizdl changes it; what an interrupted one left there is put right first."""
    folder = folder_of(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BankError(f"{folder}: cannot be written ({error.strerror})", "free it, or set QUIZDL_HOME") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BankError("another quizdl is changing the banks", "wait for it to end") from None
        for left in folder.glob(".old-*"):
            there = folder / left.name.removeprefix(".old-")
            if (left / CONTENTS).exists() and not there.exists():
                left.rename(there)
        for left in (*folder.glob(".old-*"), *folder.glob(".new-*")):
            shutil.rmtree(left, ignore_errors=True)
        yield folder


def _take(folder: Path, name: str, origin: str, now: datetime) -> Summary:
    """Makes a copy under another name, checks it, and only then gives it its own."""
    there = folder / name
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder, ignore_cleanup_errors=True) as work:
        copy = Path(work, "bank")
        copy.mkdir()
        commit = _copy(origin, Path(work), copy)
        bank = Added(name, copy, origin, commit, now.isoformat(timespec="seconds"))
        found = _checked(bank, origin)
        changed = not there.exists() or _contents(copy) != _contents(there)
        data = {"origin": bank.origin, "commit": bank.commit, "at": bank.at}
        (copy / ORIGIN).write_text(json.dumps(data), encoding="utf-8")
        if there.exists():
            old = folder / f".old-{name}"
            there.rename(old)
            copy.rename(there)
            shutil.rmtree(old, ignore_errors=True)
        else:
            copy.rename(there)
    return found._replace(bank=bank._replace(root=there), changed=changed)


def _contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("[!.]*") if path.is_file()}


def _copy(origin: str, work: Path, copy: Path) -> str:
    """Copies what belongs to a bank, and nothing else.

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


def _checked(bank: Added, shown: str) -> Summary:
    """What it holds.

    Raises:
        BankError: something is wrong with it; `shown` is the place that its author knows.
    """
    from quizdl.bank.cache import bank_error
    from quizdl.bank.check import Checked
    from quizdl.bank.findings import short
    from quizdl.bank.schema import AT_A_START

    checked = Checked(bank.root, draws=AT_A_START)
    if checked.findings or checked.contents is None:
        here = short(bank.root)
        raise bank_error(
            [replace(one, path=shown.rstrip("/") + one.path.removeprefix(here)) for one in checked.findings]
        )
    questions = sum(len(items) for items in checked.items.values())
    return Summary(bank, checked.contents.title, questions, len(checked.derivations))
