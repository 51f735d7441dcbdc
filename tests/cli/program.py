"""Runs the program as people do: as a process of its own, through a pipe or on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pytest

SMALL_BANK = Path(__file__).parent / "small_bank"
COMMAND = (sys.executable, "-m", "quizdl")
LEFT_TO_US = ("TERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS", "VISUAL", "EDITOR")
ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b\][^\x07]*\x07|\x1b[=>78]")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


def environment(**given: str) -> dict[str, str]:
    """The tests' environment, with nothing in it that changes how output looks."""
    return {name: text for name, text in os.environ.items() if name not in LEFT_TO_US} | given


def quizdl(
    *arguments: object,
    stdin: str | bytes = "",
    where: Path | None = None,
    bound: bool = False,
    through: str = "",
    **given: str,
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, through pipes.

    Args:
        arguments: of the command.
        stdin: what it reads.
        where: the directory it is started in.
        bound: permissions bind it, even when the tests run as root.
        through: what a shell does with the command, which is "$@" there.
        given: variables of its environment.
    """
    around = ["bash", "-c", through, "bash"] if through else bound_by_permissions() if bound else []
    done = subprocess.run(
        [*around, *COMMAND, *map(str, arguments)], cwd=where, env=environment(**given),
        input=stdin.encode() if isinstance(stdin, str) else stdin, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def start(*arguments: object) -> subprocess.Popen[str]:
    """Starts a command whose lines are written and read one by one."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], env=environment(), text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def bound_by_permissions() -> list[str]:
    """What to put before a command so that permissions bind it."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not bind root, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


class Terminal:
    """The program on a terminal, and what it has shown so far."""

    def __init__(self, *arguments: object, columns: int = 80, lines: int = 40, through: str = "", **given: str) -> None:
        environ = environment(**{"TERM": "xterm-256color", **given})
        command: list[Any] = [*(["bash", "-c", through, "bash"] if through else []), *COMMAND, *map(str, arguments)]
        self.child: Any = pexpect.spawn(
            command[0], command[1:], dimensions=(lines, columns), env=environ,
            encoding="utf-8", codec_errors="replace", timeout=60,
        )  # fmt: skip
        self.child.delaybeforesend = None
        self.raw = ""
        self.seen = 0
        self.pressed: list[str] = []

    @property
    def text(self) -> str:
        """All that was shown, without what commands the terminal."""
        skipping = re.sub(r"\x1b\[(\d*)C", lambda found: " " * int(found[1] or 1), self.raw)
        return ESCAPE.sub("", skipping).replace("\r", "")

    def sees(self, pattern: str, seconds: float = 60) -> re.Match[str]:
        """Reads until something new matches; what is before its end is old then."""
        until = time.monotonic() + seconds
        while not (found := re.compile(pattern).search(self.text, self.seen)):
            left = until - time.monotonic()
            assert left > 0, f"{pattern!r} was not shown, but:\n{self.text[self.seen :]}"
            try:
                self.raw += self.child.read_nonblocking(65536, left)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                pytest.fail(f"{pattern!r} was not shown before the end, but:\n{self.text[self.seen :]}")
        self.seen = found.end()
        return found

    def types(self, keys: str) -> None:
        """Presses keys."""
        self.child.send(keys)
        self.pressed.append({"\r": "Enter", "\x1b": "Esc", "\x10": "^P"}.get(keys, keys.replace("\r", " Enter")))

    def pastes(self, text: str, *, bracketed: bool) -> None:
        """Pastes a text, reading meanwhile what is shown, as a terminal does."""
        left = (f"\x1b[200~{text}\x1b[201~" if bracketed else text).encode()
        os.set_blocking(self.child.child_fd, False)  # nobody may read it any more
        while left and self.child.isalive():
            with suppress(BlockingIOError):
                left = left[os.write(self.child.child_fd, left[:2048]) :]
            self._read_what_is_there()
        os.set_blocking(self.child.child_fd, bool(self.child.isalive()))

    def settles(self) -> None:
        """Reads until nothing new was shown for a quarter of a second."""
        before = -1
        while len(self.raw) > before:
            before = len(self.raw)
            time.sleep(0.25)
            self._read_what_is_there()

    def _read_what_is_there(self) -> None:
        try:
            while True:
                self.raw += self.child.read_nonblocking(65536, 0)
        except pexpect.TIMEOUT:
            pass

    def ends(self) -> str:
        """Reads to the end.

        Returns:
            What was shown since the last that was looked for.
        """
        until = time.monotonic() + 60
        try:
            while True:
                self.raw += self.child.read_nonblocking(65536, max(0.0, until - time.monotonic()))
        except pexpect.EOF:
            self.child.close()
        return self.text[self.seen :]

    @property
    def exit_code(self) -> int:
        """How it ended; None stands for a signal."""
        code: int | None = self.child.exitstatus
        assert code is not None, f"ended by signal {self.child.signalstatus}"
        return code
