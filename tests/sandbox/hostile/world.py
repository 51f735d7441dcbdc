"""What a hostile answer could do harm to, and how one sees from outside that it did."""

from __future__ import annotations

import ctypes
import os
import resource
import secrets
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

NOBODY = 65534
VICTIM = """
import ctypes, os, signal, sys
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # anybody of the same user may trace it …
ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # … also where only ancestors could
kept = sys.argv[1].encode()
print(id(kept) + bytes.__basicsize__ - 1, flush=True)
while True:
    signal.pause()
"""
SIGNALS = (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGTERM, signal.SIGALRM, signal.SIGIO)


class World:
    """A secret, files, listeners, another process; all within reach of the user that an answer runs as."""

    def __init__(self) -> None:
        self.token = "secret-" + secrets.token_hex(16)
        self.mark = "quizdl-" + secrets.token_hex(8)
        self.key = secrets.randbelow(1 << 30) + 1
        self.folder = Path(tempfile.mkdtemp(prefix="hostile-", dir="/tmp"))
        self.user = NOBODY if os.geteuid() == 0 else os.geteuid()
        self._write_files()
        self.kept = self.token.encode()
        self.held = os.open(self.folder / "secret", os.O_RDONLY)  # as a careless caller would leave it open
        os.set_inheritable(self.held, True)
        self._listen()
        self.victim = subprocess.Popen(
            [sys.executable, "-I", "-c", VICTIM, self.token, str(self.user)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.victim.stdout
        self.victim_address = int(self.victim.stdout.readline())
        self.signals: list[int] = []
        self.before = self._seen()

    def _write_files(self) -> None:
        (self.folder / "secret").write_text(self.token)
        (self.folder / "page").write_text("a page\n" * 1000)
        (self.folder / "empty").mkdir()
        (self.folder / "modules").mkdir()
        (self.folder / "modules" / "planted.py").write_text(f"TOKEN = {self.token!r}\n")
        (self.folder / "modules" / "broken.py").write_text("(\n")
        (self.folder / "tool").write_text('#!/bin/sh\n: > "$1"\n')
        np.save(self.folder / "saved.npy", np.array([self.token], dtype=object), allow_pickle=True)
        with zipfile.ZipFile(self.folder / "modules.zip", "w") as archive:
            archive.writestr("zipped.py", f"TOKEN = {self.token!r}\n")
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() or path.name == "tool" else 0o666)
            if os.geteuid() == 0:
                os.chown(path, self.user, self.user)

    def _listen(self) -> None:
        self.tcp, self.udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.unix, self.abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        for listener, address in ((self.tcp, ("127.0.0.1", 0)), (self.udp, ("127.0.0.1", 0))):
            listener.bind(address)
        self.unix.bind(str(self.folder / "socket"))
        (self.folder / "socket").chmod(0o777)
        self.abstract.bind("\0" + self.mark)
        for listener in (self.tcp, self.unix, self.abstract):
            listener.listen()

    @property
    def names(self) -> dict[str, Any]:
        """What the answers know as `W`: where everything is, but not the secret."""
        return {
            "secret": str(self.folder / "secret"),
            "missing": str(self.folder / "sekret"),
            "saved": str(self.folder / "saved.npy"),
            "page": str(self.folder / "page"),
            "empty": str(self.folder / "empty"),
            "modules": str(self.folder / "modules"),
            "zip": str(self.folder / "modules.zip"),
            "tool": str(self.folder / "tool"),
            "folder": str(self.folder),
            "mark": self.mark,
            "key": self.key,
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "unix": str(self.folder / "socket"),
            "abstract": self.mark,
            "victim": self.victim.pid,
            "victim_address": self.victim_address,
            "size": len(self.token),
            "parent": os.getpid(),
            "parent_address": id(self.kept) + bytes.__basicsize__ - 1,
            "paths": [str(Path(__file__).parents[3] / "question_bank" / "derivations")],
        }

    def _seen(self) -> dict[str, Any]:
        """All that must stay as it is, by the harm that a change would be."""
        return {
            "file": (self._files(), self._marked()),
            "signal": (list(self.signals), *self._victim()),
            "connection": select.select([self.tcp, self.udp, self.unix, self.abstract], [], [], 0)[0],
        }

    def _files(self) -> list[Any]:
        found = []
        for path in (self.folder, *self.folder.rglob("*")):
            if "__pycache__" in path.parts or path.name == "modules":
                continue
            about = path.lstat()
            content = path.read_bytes() if stat.S_ISREG(about.st_mode) and about.st_size < 1 << 16 else b""
            attributes = os.listxattr(path) if stat.S_ISREG(about.st_mode) else []
            found.append(
                (str(path), about.st_mode, about.st_nlink, about.st_size, about.st_mtime_ns, content, attributes)
            )
        return sorted(found)

    def _marked(self) -> list[str]:
        places = [Path(place) for place in ("/", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")]  # noqa: S108 - where answers write
        found = [str(path) for place in places if place.is_dir() for path in place.iterdir() if self.mark in path.name]
        for kind in ("shm", "sem", "msg"):
            table = Path("/proc/sysvipc") / kind
            lines = table.read_text().splitlines() if table.exists() else []
            found += [f"{kind} {line}" for line in lines if line.split()[0] == str(self.key)]
        return found

    def _victim(self) -> list[Any]:
        """How the other process is: whether it runs, its priority, limits and processors."""
        place = Path("/proc") / str(self.victim.pid)
        if self.victim.poll() is not None:
            return ["ended"]
        fields = (place / "stat").read_text().rpartition(")")[2].split()
        return [
            fields[0] in "TtZ",
            fields[16],
            fields[38],
            (place / "limits").read_text(),
            os.sched_getaffinity(self.victim.pid),
        ]

    def harms(self) -> set[str]:
        """What has happened to it."""
        now = self._seen()
        return {harm for harm, was in self.before.items() if now[harm] != was}

    def close(self) -> None:
        """Takes it away, with all that was left of it."""
        self.victim.kill()
        self.victim.wait()
        if self.victim.stdout:
            self.victim.stdout.close()
        os.close(self.held)
        for listener in (self.tcp, self.udp, self.unix, self.abstract):
            listener.close()
        shutil.rmtree(self.folder)
        for place in self._marked():
            if place.startswith("/"):
                Path(place).unlink()
            else:
                kind, _, line = place.partition(" ")
                subprocess.run(["ipcrm", {"shm": "-m", "sem": "-s", "msg": "-q"}[kind], line.split()[1]], check=True)


def adopt(orphans: bool) -> None:
    """Processes whose parent ends become ours, so that none is lost from sight."""
    ctypes.CDLL(None).prctl(36, int(orphans), 0, 0, 0)


def descendants() -> dict[int, str]:
    """All processes that come from this one, with their state."""
    parents: dict[int, tuple[int, str]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(process.name)] = (int(fields[1]), fields[0])
    found: dict[int, str] = {}
    new = {os.getpid()}
    while new:
        new = {pid for pid, (parent, _) in parents.items() if parent in new and pid not in found}
        found |= {pid: parents[pid][1] for pid in new}
    return found


def settled(patience: float = 2.0) -> dict[int, str]:
    """All that come from this one, once those of the last run have ended: a worker at rest has no children."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        reap(0)
        found = descendants()
        if "Z" not in found.values() and not any(map(_children, found)):
            break
        time.sleep(0.002)
    return found


def remaining(before: dict[int, str], patience: float = 10.0) -> dict[int, str]:
    """Those that were not there before, with their state, after some patience: one that made itself unimportant dies late."""
    deadline = time.monotonic() + patience
    while (found := {pid: state for pid, state in settled().items() if pid not in before}) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.01)
    return found


def _children(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return ""


def reap(patience: float = 2.0) -> None:
    """Waits for dead processes that became ours when their parent ended; the system's first process does so elsewhere."""
    deadline = time.monotonic() + patience
    while dead := [pid for pid, state in descendants().items() if state == "Z"]:
        for pid in dead:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() >= deadline:
            break


def end(processes: set[int]) -> None:
    """Ends processes that an answer left, and waits for those that are ours now."""
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    while processes & descendants().keys() and time.monotonic() < deadline:
        for pid in processes:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.01)


def descriptors() -> int:
    """How many this process has open."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the very names


def memory() -> int:
    """The most bytes of memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
