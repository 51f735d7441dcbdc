"""Fetches what stands in a git repository, without checking anything out: no hook, no filter, no submodule, no link comes to life.

Sources: git-clone(1), git-config(1), gitprotocol in git(1) (GIT_ALLOW_PROTOCOL), git-ls-tree(1), git-cat-file(1).
"""

from __future__ import annotations

import math
import os
import re
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from quizdl.errors import BankError, UsageError
from quizdl.sandbox.launch import kill

SECONDS = 120
LARGEST = 64_000_000
"""Bytes: what a repository may take up as git packs it."""
_SCHEMES = ("https", "ssh", "file")
_SHORT = re.compile(r"([A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!:|//)[^-].*")
_KEPT = (
    "PATH",
    "HOME",
    "SSH_AUTH_SOCK",
    "https_proxy",
    "HTTPS_PROXY",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.bigFileThreshold": "1m",
    "credential.helper": "",
    "protocol.allow": "never",
    **{f"protocol.{scheme}.allow": "always" for scheme in _SCHEMES},
    "submodule.recurse": "false",
    "fetch.fsckObjects": "true",
}
_LINE = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]+) +(-|\d+)\t(.*)", re.DOTALL)
_LINK, _FILES = b"120000", (b"100644", b"100755", b"100664")


class Blob(NamedTuple):
    """Something in a repository.

    Attributes:
        path: as it stands in the tree; nobody has checked it.
        form: `file`, `link` or `other`.
        size: in bytes.
    """

    path: str
    form: str
    size: int
    key: str


def is_address(text: str) -> bool:
    """Whether this is meant as the address of a repository, and not as a folder."""
    return "://" in text or "::" in text or bool(_SHORT.fullmatch(text))


def checked_address(text: str) -> str:
    """The address, if git may be given it.

    Raises:
        UsageError: it could start a program, or holds a password.
    """
    refused = UsageError(
        f"{text!r} is no address that quizdl gives to git", "take https://…, ssh://…, file:///… or user@host:path"
    )
    if "::" in text or any(character.isspace() or not character.isprintable() for character in text):
        raise refused
    if "://" in text:
        try:
            parts = urlsplit(text)
            user, host, password = parts.username or "", parts.hostname or "", parts.password
        except ValueError:
            raise refused from None
        if parts.scheme not in _SCHEMES or not (host or parts.scheme == "file"):
            raise refused
        if any(part.startswith("-") for part in (user, host, parts.path.lstrip("/"))):
            raise refused  # ssh, or git on the other side, would take it for an option
        if password:
            raise UsageError("the address holds a password, which would be kept", "take ssh with a key")
    return text


class Repository:
    """The newest commit of a repository, fetched into a folder that nobody else has.

    Args:
        address: as `checked_address` gives it.
        folder: a new, empty one.

    Raises:
        BankError: there is no git, or it could not be fetched within the limits.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self._folder = folder / "repository"
        self._home = folder
        self._git(
            "clone", "--bare", "--depth=1", "--single-branch", "--no-tags", "--template=", "--quiet", "--", address,
            str(self._folder), what=f"{address}: cannot be fetched",
        )  # fmt: skip
        empty = f"{address}: no bank here, the repository is empty"
        self.commit = (
            self._git("--git-dir", str(self._folder), "rev-parse", "-q", "--verify", "HEAD", what=empty)
            .decode()
            .strip()
        )

    def blobs(self) -> Iterator[Blob]:
        """All that stands in the commit."""
        for entry in self._inside("ls-tree", "-r", "-z", "-l", "--full-tree", "HEAD").split(b"\0"):
            if found := _LINE.fullmatch(entry):
                mode, _, key, size, path = found.groups()
                form = "link" if mode == _LINK else "file" if mode in _FILES else "other"
                yield Blob(path.decode("utf-8", "replace"), form, int(size) if size.isdigit() else 0, key.decode())

    def read(self, blobs: Sequence[Blob]) -> Iterator[bytes]:
        """What some files hold, in their order."""
        keys = "".join(f"{blob.key}\n" for blob in blobs).encode()
        raw = self._inside("cat-file", "--batch", given=keys)
        place = 0
        for blob in blobs:
            start = raw.index(b"\n", place) + 1
            yield raw[start : start + blob.size]
            place = start + blob.size + 1

    def _inside(self, *words: str, given: bytes = b"") -> bytes:
        return self._git("--git-dir", str(self._folder), *words, what="its repository cannot be read", given=given)

    def _git(self, *words: str, what: str, given: bytes = b"") -> bytes:
        """What git prints.

        Raises:
            BankError: it fails, takes too long, or writes too much.
        """
        program = shutil.which("git")
        if program is None:
            raise BankError("git is not installed, and a bank in a repository needs it", "install git, or add a folder")
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        said, out, err = (self._home / name for name in ("in", "out", "err"))
        said.write_bytes(given)
        with said.open("rb") as stdin, out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(  # noqa: S603 - the address was checked, and stands after --
                [program, *settings, *words], stdin=stdin, stdout=stdout, stderr=stderr, env=_environment(),
                cwd=self._home, start_new_session=True,
            )  # fmt: skip
            with suppress(OSError, AttributeError):  # only Linux can
                # what fills it between two looks
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (2 * LARGEST,) * 2)
                resource.prlimit(process.pid, resource.RLIMIT_CPU, (math.ceil(SECONDS),) * 2)
            try:
                code = self._wait(process, what)
            finally:
                _end(process.pid)
        if code != 0:
            lines = err.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [f"git ended with {code}"]
            why = next((line for line in lines if line.startswith("fatal: ")), lines[-1]).removeprefix("fatal: ")
            hint = "check the address; git must reach it without being asked for anything"
            if "index-pack" in why:
                hint = f"it is damaged, or larger than {LARGEST // 1_000_000} MB"
            raise BankError(f"{what} ({why})", hint)
        if _size(self._home) > LARGEST:
            raise too_large(what)
        return out.read_bytes()

    def _wait(self, process: subprocess.Popen[bytes], what: str) -> int:
        until = time.monotonic() + SECONDS
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(0.05)
            if time.monotonic() > until:
                raise BankError(
                    f"{what} (it takes longer than {SECONDS} s)", "take a smaller repository, or add a folder"
                )
            if _size(self._home) > LARGEST:
                raise too_large(what)


def _end(process: int) -> None:
    """Ends git and its helpers, and waits until they write no more."""
    until = time.monotonic() + 1
    kill(process)
    with suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < until:
            os.killpg(process, 0)
            time.sleep(0.01)


def too_large(what: str) -> BankError:
    """The complaint about what takes up too much."""
    return BankError(
        f"{what} (larger than {LARGEST // 1_000_000} MB)", "a bank is text; take a repository with nothing else in it"
    )


def _environment() -> dict[str, str]:
    """Nobody's settings, and no questions."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "SSH_ASKPASS": "true",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_ALLOW_PROTOCOL": ":".join(_SCHEMES),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
    }


def _size(folder: Path) -> int:
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(f"{path}/{name}").st_size
    return total
