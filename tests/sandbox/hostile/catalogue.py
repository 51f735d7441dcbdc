"""The hostile answers of `answers/`, and the few helpers that they find in their module.

Each file there is a class of attacks. A line `# %% name | harm | flags` begins an answer. The harm is what the answer does where nothing
protects: `tests/sandbox/hostile/test_control.py` proves it. Protected, no answer may do any harm at all, its own or another.

Harms: `token` (a secret came back), `won` (the answer got what it says), `file`, `process`, `signal` (sent to the parent, or something done to
another process), `connection`, `state` (the next run is not as the first), `verdict` (a wrong answer is correct), `odd` (what came back is no plain
value), `bytes` (too many were kept), `escape` and `lines` (what is shown steers the terminal, or fakes a verdict), `time`, `memory`
(of the parent), `crash`.

Flags: `timeout` and `memory` (the reason that must be given), `slow`, `root` and `user` (harmful only to root, or only to others), `x86`, `tame` (harmless on most
machines; kept for those where it is not).
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "answers"
GRADED = ("verdict", "output")
"""Classes whose answers are graded as answers to a derivation; the others are only run."""


@dataclass(frozen=True)
class Answer:
    """One hostile answer: where it is from, what it does where nothing protects, its source."""

    group: str
    name: str
    harm: str
    flags: frozenset[str]
    source: str

    @property
    def id(self) -> str:
        return f"{self.group}: {self.name}"


def read(path: Path) -> list[Answer]:
    """The answers of one file."""
    found = []
    for cell in path.read_text(encoding="utf-8").split("# %% ")[1:]:
        head, _, source = cell.partition("\n")
        name, harm, flags = ([part.strip() for part in head.split("|")] + [""])[:3]
        found.append(Answer(path.stem, name, harm, frozenset(flags.split()), source))
    return found


def runs_here(answer: Answer) -> bool:
    """Whether this processor knows its machine code and numbers."""
    return "x86" not in answer.flags or platform.machine() == "x86_64"


ANSWERS = [answer for path in sorted(FOLDER.glob("*.py")) for answer in read(path) if runs_here(answer)]

NUMBERS_X86 = (
    "fork 57 clone 56 clone3 435 execve 59 execveat 322 openat 257 openat2 437 name_to_handle_at 303 open_by_handle_at 304 unlinkat 263"
    " statx 332 inotify_init1 294 inotify_add_watch 254 mount 165 kill 62 tkill 200 tgkill 234 rt_sigqueueinfo 129 pidfd_send_signal 424"
    " pidfd_open 434 pidfd_getfd 438 prlimit64 302 ioprio_set 251 socket 41 connect 42 sendto 44 listen 50 socketpair 53 shmget 29 semget 64"
    " msgget 68 mq_open 240 mq_unlink 241 memfd_create 319 memfd_secret 447 add_key 248 keyctl 250 ptrace 101 process_vm_readv 310"
    " process_vm_writev 311 process_madvise 440 kcmp 312 migrate_pages 256 perf_event_open 298 bpf 321 userfaultfd 323 io_uring_setup 425"
    " io_uring_register 427 unshare 272 setns 308 fsopen 430 seccomp 317 personality 135 iopl 172 ioperm 173 modify_ldt 154 syslog 103"
    " fanotify_init 300 clock_adjtime 305 mlockall 151 quotactl 179 mmap 9 chdir 80"
)
NUMBERS_ARM = (
    "clone 220 clone3 435 execve 221 execveat 281 openat 56 openat2 437 name_to_handle_at 264 open_by_handle_at 265 unlinkat 35"
    " statx 291 inotify_init1 26 inotify_add_watch 27 mount 40 kill 129 tkill 130 tgkill 131 rt_sigqueueinfo 138 pidfd_send_signal 424"
    " pidfd_open 434 pidfd_getfd 438 prlimit64 261 ioprio_set 30 socket 198 connect 203 sendto 206 listen 201 socketpair 199 shmget 194 semget 190"
    " msgget 186 mq_open 180 mq_unlink 181 memfd_create 279 memfd_secret 447 add_key 217 keyctl 219 ptrace 117 process_vm_readv 270"
    " process_vm_writev 271 process_madvise 440 kcmp 272 migrate_pages 238 perf_event_open 241 bpf 280 userfaultfd 282 io_uring_setup 425"
    " io_uring_register 427 unshare 97 setns 268 fsopen 430 seccomp 277 personality 92 syslog 116"
    " fanotify_init 262 clock_adjtime 266 mlockall 230 quotactl 60 mmap 222 chdir 49"
)


def numbers() -> dict[str, int]:
    """The numbers of the system calls that the answers make."""
    words = (NUMBERS_X86 if platform.machine() == "x86_64" else NUMBERS_ARM).split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


HELPERS = '''
def find_ctypes():
    """ctypes, also where it cannot be imported: whoever has used it still holds it."""
    import sys
    held = sys.modules.get("numpy._core._internal") or sys.modules.get("numpy.core._internal")
    frame = sys._getframe()
    while "ctypes" not in sys.modules:
        if getattr(held, "ctypes", None):
            sys.modules["ctypes"] = held.ctypes
        elif frame.f_back is None:
            break
        else:
            frame = frame.f_back
            held = next((value for value in frame.f_locals.values() if hasattr(value, "ctypes")), None)

find_ctypes()

def syscall(call, *arguments):
    """A system call past Python, by its name; raises what it is refused with."""
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    number = call if isinstance(call, int) else NUMBERS[call]
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if result == -1:
        raise OSError(ctypes.get_errno(), str(call))
    return result

def told(attempt, there=None, missing=None, words=False):
    """Whether an attempt on a path tells if there is something."""
    outcomes = []
    for path in (there or W["secret"], missing or W["missing"]):
        try:
            value = attempt(path)
            outcomes.append(value if isinstance(value, (bool, int)) else "done")
        except Exception as error:
            said = str(error).replace(path, "") if words else ""
            outcomes.append((type(error).__name__, getattr(error, "errno", None), said))
    return "WON" if outcomes[0] != outcomes[1] else None

def read_memory(process, address):
    """Some of another process's memory."""
    import ctypes
    buffer = ctypes.create_string_buffer(W["size"])
    here = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), W["size"])
    there = (ctypes.c_uint64 * 2)(address, W["size"])
    syscall("process_vm_readv", process, here, 1, there, 1, 0)
    return buffer.raw.decode()

def machine_code(code):
    """Calls bytes as a function."""
    import ctypes
    place = syscall("mmap", 0, 4096, 7, 0x62, -1, 0)
    ctypes.memmove(place, code, len(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(place)()

def write_to_all(raw):
    """Writes to every descriptor but the three that are everybody's."""
    import os
    for fd in range(3, 64):
        try:
            left = raw
            while left:
                left = left[os.write(fd, left):]
        except OSError:
            pass
'''
