"""Folders that machines share: on this machine (kept in step by another program, or a checkout), or at any URL that fsspec reads."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from quizdl.errors import HistoryError, UsageError

UNFINISHED = ".part"
ABANDONED = 24 * 3600
"""Seconds after which an unfinished file is nobody's any more."""


class Folder(Protocol):
    """What a sync needs of a folder. All raise HistoryError where the system, or the network, does not let them.

    Attributes:
        name: the same for the same folder, however it is named.
    """

    name: str

    def names(self) -> list[str]:
        """The files in it."""

    def size(self, name: str) -> int:
        """Bytes of one."""

    def read(self, name: str) -> bytes:
        """All of one."""

    def write(self, name: str, data: bytes) -> None:
        """A new one: complete under its name, or not there."""


def open_folder(given: str) -> Folder:
    """A folder by its path, or by its URL.

    Raises:
        UsageError: there is none, or fsspec is not installed.
        HistoryError: it cannot be looked into.
    """
    return Remote(given) if "://" in given else Local(Path(given).expanduser())


class Local:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            what = "is no folder" if path.exists() else "is not there"
            raise UsageError(
                f"{path}: {what}", "name one that is shared; make it first, or see whether its disk is mounted"
            )
        self._path = path.resolve()
        self.name = str(self._path)

    def names(self) -> list[str]:
        """The files in it. What another sync left unfinished long ago is taken away."""
        with self._complaints():
            found = [entry for entry in os.scandir(self._path) if entry.is_file()]
        for entry in found:
            if entry.name.startswith("quizdl-") and entry.name.endswith(UNFINISHED):
                with suppress(OSError):
                    if entry.stat().st_mtime < time.time() - ABANDONED:
                        os.unlink(entry.path)  # noqa: PTH108
        return [entry.name for entry in found]

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with self._complaints(name):
            return (self._path / name).stat().st_size

    def read(self, name: str) -> bytes:
        """All of a file."""
        with self._complaints(name):
            return (self._path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """A new file, durable when this returns."""
        unfinished = self._path / f"{name}.{os.getpid()}{UNFINISHED}"
        with self._complaints(name):
            try:
                with unfinished.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(self._path / name)
            finally:
                unfinished.unlink(missing_ok=True)
            descriptor = os.open(self._path, os.O_RDONLY)
            try:
                with suppress(OSError):  # some file systems cannot
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def _complaints(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            hint = "see whether it may be written, is full, or its disk is there; the next sync goes on from here"
            raise HistoryError(f"{self._path / name}: {error.strerror or error}", hint) from None


class Remote:
    """A folder at a URL, such as s3://bucket/folder, with fsspec."""

    def __init__(self, url: str) -> None:
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise UsageError(f"{url}: a URL needs fsspec", "pip install 'quizdl[remote]'") from None
        self.name = url.rstrip("/")
        with self._complaints():
            self._files: Any
            self._files, self._root = url_to_fs(self.name)
            self._files.invalidate_cache()

    def names(self) -> list[str]:
        """The files in it. Where folders are no things of their own, as in S3, one without files is not there."""
        with self._complaints():
            try:
                found = self._files.ls(self._root, detail=True)
            except FileNotFoundError:
                return []
        return [entry["name"].rsplit("/", 1)[-1] for entry in found if entry["type"] == "file"]

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with self._complaints(name):
            return int(self._files.size(f"{self._root}/{name}"))

    def read(self, name: str) -> bytes:
        """All of a file."""
        with self._complaints(name):
            return bytes(self._files.cat_file(f"{self._root}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        """A new file."""
        whole, unfinished = f"{self._root}/{name}", f"{self._root}/{name}.{os.urandom(4).hex()}{UNFINISHED}"
        with self._complaints(name):
            self._files.pipe_file(unfinished, data)
            self._files.mv(unfinished, whole)

    @contextmanager
    def _complaints(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each protocol has errors of its own
            words = " ".join(str(error).split()) or type(error).__name__
            hint = "see whether the address, the network and your access are right; the next sync goes on from here"
            raise HistoryError(f"{self.name}{'/' * bool(name)}{name}: {words}", hint) from None
