"""Takes from a process all that an answer does not need. The worker loads this file by its path, so it imports nothing of quizdl.

The order matters: descriptors, user, parent-death signal, not dumpable, no new privileges, limits, Landlock, and seccomp last, because each
step needs calls that the next one forbids.

Sources: Linux man pages prctl(2), seccomp(2), landlock(7), getrlimit(2); include/uapi/linux/{seccomp,landlock,filter,audit}.h. Numbers of
system calls: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (a test holds them against the headers).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress

SECCOMP, LANDLOCK, LIMITS = "seccomp", "landlock", "limits"
LAYERS = (LIMITS, LANDLOCK, SECCOMP)
NOBODY = 65534
HIGHEST_DESCRIPTOR = 1 << 30

ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # name: (number on x86_64, number on aarch64)
    "read": (0, 63), "write": (1, 64), "writev": (20, 66), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62),
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216), "brk": (12, 214), "madvise": (28, 233),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94),
    "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getrusage": (98, 165), "times": (100, 153),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "getrandom": (318, 278),
}  # fmt: skip
"""The closed list: compute, wait, ask for the time, write to what is open. No open, no path, no socket, no process, no thread, no signal."""
EXECUTABLE = ("mmap", "mprotect")
"""Calls that are allowed but for executable memory: nobody brings machine code of their own."""
CLONE3 = (435, 435)
"""Answered as on a kernel that does not have it: the C library then tries clone, and takes its refusal for what it is."""
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Machine to the column in `ALLOWED` and its name in the audit interface."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 4, 38, 22
_FILTER_MODE = 2
_SIGKILL = int(signal.SIGKILL)
_PAGE = resource.getpagesize()
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_PROT_EXEC = 4
_X32 = 0x40000000
# classic BPF: load a word of struct seccomp_data, compare, return
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 32
_GROUP = 8
"""Calls that are looked through one by one; whole groups are skipped. The kernel tries every number when a filter is set."""
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000


def seccomp_filter(machine: str) -> bytes | None:
    """The filter as instructions of classic BPF (struct sock_filter), or None for a machine without a table.

    Calls by another table of numbers (int 0x80, x32) kill the process; what is not on the list fails with EPERM.
    """
    if machine not in ARCHITECTURES:
        return None
    column, audit = ARCHITECTURES[machine]
    numbers = {name: row[column] for name, row in ALLOWED.items()}
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        program += [(_JUMP_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    program += [(_JUMP_EQUAL, 0, 1, CLONE3[column]), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    allowed = sorted((number, name) for name, number in numbers.items() if number is not None)
    for first in range(0, len(allowed), _GROUP):
        group = [step for number, name in allowed[first : first + _GROUP] for step in _allow(name, number)]
        if first + _GROUP < len(allowed):
            program.append((_JUMP_AT_LEAST, len(group), 0, allowed[first + _GROUP][0]))
        program += group
    program.append((_RETURN, 0, 0, _ERRNO | errno.EPERM))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _allow(name: str, number: int) -> list[tuple[int, int, int, int]]:
    """The instructions that allow a call."""
    if name not in EXECUTABLE:
        return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    return [
        (_JUMP_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _THIRD_ARGUMENT),
        (_JUMP_BITS, 0, 1, _PROT_EXEC),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


class Confinement:
    """What this system offers, found out once; and `apply`, which takes it all."""

    def __init__(self) -> None:
        self.linux = sys.platform == "linux"
        self.filter = seccomp_filter(platform.machine()) if self.linux else None
        self.landlock = 0
        self.space = taken()
        if self.linux:
            # all that each fork needs is made here: a fork copies each page of whatever it so much as looks at
            libc = ctypes.CDLL(None)
            self._prctl, self._syscall = libc.prctl, libc.syscall
            self._prctl.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
            self._syscall.argtypes = (ctypes.c_long, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint32)
            self._instructions = ctypes.create_string_buffer(self.filter or b"")
            program = struct.pack("@HxxxxxxQ", len(self.filter or b"") // 8, ctypes.addressof(self._instructions))
            self._program = ctypes.create_string_buffer(program, len(program))
            self._program_at = ctypes.addressof(self._program)
            self.landlock = max(0, self._syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1))
            self._rules = _landlock_rules(self.landlock)

    def harden(self) -> None:
        """For the worker that forks: no other process of the same user reads its memory, no program it starts gains rights."""
        if self.linux:
            self._prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            self._prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)

    def apply(self, keep: int, *, memory: int, seconds: int, parent: int | None, layers: list[str]) -> list[str]:
        """Confines this process, for good.

        Args:
            keep: the one descriptor that stays open beside 0, 1 and 2.
            memory: bytes of address space beyond what Python and NumPy take.
            seconds: of processor and of wall time; the clock of whoever watches comes first.
            parent: this process dies with it; None where its end is noticed otherwise.
            layers: those of `LAYERS` that are wanted; all, but for a test of one alone.

        Returns:
            The layers that hold.
        """
        holds = []
        close_all_but(keep)
        if os.environ:
            os.environ.clear()
        if os.geteuid() == 0 and LIMITS in layers:
            with suppress(OSError):  # a limit on processes does not bind root
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
        if self.linux:
            if parent is not None:  # after the user: a change of user forgets it
                self._prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(1)
            self.harden()
        if LIMITS in layers:
            _limit(self.space + memory, seconds)
            holds.append(LIMITS)
        if LANDLOCK in layers and self._restrict():
            holds.append(LANDLOCK)
        if SECCOMP in layers and self._filter():
            holds.append(SECCOMP)
        return holds

    def _restrict(self) -> bool:
        """Landlock with no rule at all: no file, no connection, no signal to outside, as far as this kernel's version knows them."""
        if self.landlock < 1:
            return False
        rules = self._syscall(_LANDLOCK_CREATE_RULESET, self._rules, len(self._rules), 0)
        if rules < 0:
            return False
        restricted = self._syscall(_LANDLOCK_RESTRICT_SELF, rules, 0, 0) == 0
        os.close(rules)
        return bool(restricted)

    def _filter(self) -> bool:
        return self.filter is not None and self._prctl(_PR_SET_SECCOMP, _FILTER_MODE, self._program_at, 0, 0) == 0


def _landlock_rules(version: int) -> bytes:
    """All that a version of Landlock can forbid (struct landlock_ruleset_attr)."""
    files = (1 << 13) - 1 | (version >= 2) << 13 | (version >= 3) << 14 | (version >= 5) << 15
    network, scope = (3 if version >= 4 else 0), (3 if version >= 6 else 0)
    words = [files] + [network] * (version >= 4) + [scope] * (version >= 6)
    return struct.pack(f"<{len(words)}Q", *words)


def close_all_but(keep: int) -> None:
    """Closes every descriptor but 0, 1, 2 and one."""
    if keep > 3:
        os.closerange(3, keep)  # never an empty range: Python 3.11 takes (n, n) for all from n on
    os.closerange(keep + 1, HIGHEST_DESCRIPTOR)


def taken() -> int:
    """The address space in use, in bytes; 8 GB where the system does not say."""
    try:
        statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return int(os.read(statm, 100).split()[0]) * _PAGE
        finally:
            os.close(statm)
    except OSError:
        return 1 << 33


def _limit(space: int, seconds: int) -> None:
    """Bounds memory, time, files, processes and core dumps.

    The watcher's clock comes first; the clocks set here are for a process whose watcher was killed.
    """
    signal.alarm(seconds + 2)
    processor = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + seconds + 3
    for limit, (soft, hard) in (
        (resource.RLIMIT_CPU, (processor, processor + 1)),
        (resource.RLIMIT_FSIZE, (0, 0)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NOFILE, (64, 64)),
        (resource.RLIMIT_NPROC, (0, 0)),
        (resource.RLIMIT_AS, (space, space)),
    ):
        try:
            resource.setrlimit(limit, (soft, hard))
        except (OSError, ValueError):  # macOS refuses RLIMIT_AS; the watcher's wall clock still holds
            continue
