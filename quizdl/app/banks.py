"""Banks by others: copied into a folder of ours, updated, removed. Nothing of them is executed, and nothing is half there."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from quizdl.app.bank_copy import copy_bank
from quizdl.bank.added import ORIGIN, Added, added, folder_of, is_name
from quizdl.bank.find import CONTENTS
from quizdl.errors import BankError, UsageError
from quizdl.sandbox.git import checked_address, is_address


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
    chosen = _named(origin) if name is None else name
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


def _named(origin: str) -> str:
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
        commit = copy_bank(origin, Path(work), copy)
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
