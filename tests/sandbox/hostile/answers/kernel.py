# %% ptrace: another process | won
def f():
    syscall("ptrace", 16, W["victim"], 0, 0)  # attach
    return "WON"

# %% ptrace: seize | won
def f():
    syscall("ptrace", 0x4206, W["victim"], 0, 0)
    return "WON"

# %% ptrace: the parent, me | won | tame
def f():
    syscall("ptrace", 0, 0, 0, 0)
    return "WON"

# %% another process's memory read | token
import ctypes
def f():
    return read_memory(W["victim"], W["victim_address"])

# %% the parent's memory read | token
def f():
    return read_memory(W["parent"], W["parent_address"])

# %% the memory read of the one that started it | won
import os
def f():
    import ctypes
    buffer = ctypes.create_string_buffer(8)  # a fork has the same addresses
    here = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), 8)
    there = (ctypes.c_uint64 * 2)(id(None), 8)
    import os
    for pid in (os.getppid(), W["parent"]):
        try:
            syscall("process_vm_readv", pid, here, 1, there, 1, 0)
        except OSError as error:
            if error.errno == 14:
                return "WON"
        else:
            return "WON"

# %% another process's memory written | won
import ctypes
def f():
    buffer = ctypes.create_string_buffer(b"x", 1)
    here = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), 1)
    there = (ctypes.c_uint64 * 2)(W["victim_address"], 1)
    syscall("process_vm_writev", W["victim"], here, 1, there, 1, 0)
    return "WON"

# %% another process's memory advised | won | tame
import ctypes
def f():
    there = (ctypes.c_uint64 * 2)(W["victim_address"] & ~4095, 4096)
    syscall("process_madvise", syscall("pidfd_open", W["victim"], 0), there, 1, 20, 0)
    return "WON"

# %% another process's descriptors taken | won
def f():
    syscall("pidfd_getfd", syscall("pidfd_open", W["victim"], 0), 1, 0)
    return "WON"

# %% another process compared with it | won | tame
def f():
    syscall("kcmp", W["victim"], W["victim"], 0, 0, 1)
    return "WON"

# %% another process's pages moved | won
import ctypes
def f():
    node = ctypes.c_uint64(1)
    syscall("migrate_pages", W["victim"], 2, ctypes.byref(node), ctypes.byref(node))
    return "WON"

# %% a process held by a descriptor | won
def f():
    syscall("pidfd_open", W["victim"], 0)
    return "WON"

# %% perf | won
import ctypes
def f():
    event = ctypes.create_string_buffer(128)
    event[0:8] = (1).to_bytes(4, "little") + (112).to_bytes(4, "little")
    event[40] = 0x60  # not the kernel, not the hypervisor
    syscall("perf_event_open", event, 0, -1, -1, 0)
    return "WON"

# %% bpf | won | root
import ctypes
def f():
    what = (ctypes.c_uint32 * 16)(2, 4, 4, 1)
    syscall("bpf", 0, what, 64)
    return "WON"

# %% userfaultfd | won
def f():
    syscall("userfaultfd", 1)
    return "WON"

# %% io_uring | won
import ctypes
def f():
    syscall("io_uring_setup", 4, ctypes.create_string_buffer(120))
    return "WON"

# %% a file read by io_uring's ways, without open | won
import ctypes
def f():
    fd = syscall("io_uring_setup", 4, ctypes.create_string_buffer(120))
    syscall("io_uring_register", fd, 9, 0, 0)
    return "WON"

# %% unshare: a user's own | won
def f():
    syscall("unshare", 0x10000000)
    return "WON"

# %% unshare: processes and network | won | root
def f():
    syscall("unshare", 0x20000000 | 0x40000000)
    return "WON"

# %% unshare: files of its own | won
def f():
    syscall("unshare", 0x200)
    return "WON"

# %% setns | won | root
import os
def f():
    syscall("setns", syscall("pidfd_open", W["victim"], 0), 0x40000000)
    return "WON"

# %% mount | won | root
import ctypes
def f():
    none = ctypes.c_char_p(b"none")
    syscall("unshare", 0x20000)
    syscall("mount", none, ctypes.c_char_p(b"/"), 0, 0x40000 | 0x4000, 0)  # private, in a namespace of its own
    syscall("mount", none, ctypes.c_char_p(W["empty"].encode()), ctypes.c_char_p(b"tmpfs"), 0, 0)
    return "WON"

# %% the new ways to mount | won | root
import ctypes
def f():
    syscall("fsopen", ctypes.c_char_p(b"tmpfs"), 0)
    return "WON"

# %% chroot | won | root
import os
def f():
    os.chroot("/tmp")
    return "WON"

# %% a system-call filter of its own | won
import ctypes
def f():
    allow = (ctypes.c_uint16 * 4)(6, 0, 0, 0x7FFF)
    program = (ctypes.c_uint64 * 2)(1, ctypes.addressof(allow))
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
    syscall("seccomp", 1, 0, program)
    return "WON"

# %% a listener for system calls | won
import ctypes
def f():
    allow = (ctypes.c_uint16 * 4)(6, 0, 0, 0x7FFF)
    program = (ctypes.c_uint64 * 2)(1, ctypes.addressof(allow))
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
    syscall("seccomp", 1, 8, program)
    return "WON"

# %% dumpable again | won
import ctypes
def f():
    libc = ctypes.CDLL(None)
    return "WON" if libc.prctl(4, 1, 0, 0, 0) == 0 and libc.prctl(3, 0, 0, 0, 0) == 1 else None

# %% no death with its parent | won
import ctypes
def f():
    return "WON" if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0 else None

# %% others may trace it | won | tame
import ctypes
def f():
    return "WON" if ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0) == 0 else None

# %% a parent to orphans | won
import ctypes
def f():
    return "WON" if ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0 else None

# %% another personality | won
def f():
    syscall("personality", 0x0040000)  # no random addresses
    return "WON"

# %% 32-bit calls | signal | x86
def f():
    code = bytes.fromhex("53 b825000000 bb") + W["victim"].to_bytes(4, "little") + bytes.fromhex("b909000000 cd80 5b c3")
    return machine_code(code)  # kill(victim, 9), by interrupt 0x80

# %% x32 calls | signal | x86 tame
def f():
    return syscall(0x40000000 + 62, W["victim"], 9)

# %% calls past the end of the table | won | tame
def f():
    for number in range(600, 2000):
        try:
            syscall(number)
        except OSError:
            pass
        else:
            return "WON"

# %% ports of the machine | won | root x86 tame
def f():
    syscall("iopl", 3)
    return "WON"

# %% single ports of the machine | won | root x86 tame
def f():
    syscall("ioperm", 0x80, 1, 1)
    return "WON"

# %% the table of segments | won | x86
import ctypes
def f():
    entry = (ctypes.c_uint32 * 4)(0, 0, 0xFFFFF, 0x51)
    syscall("modify_ldt", 1, entry, 16)
    return "WON"

# %% the kernel's log | won
def f():
    syscall("syslog", 10, 0, 0)
    return "WON"

# %% all events of all files | won | root
def f():
    syscall("fanotify_init", 0, 0)
    return "WON"

# %% a clock of the machine | won | root
import ctypes
def f():
    same = ctypes.create_string_buffer(208)
    syscall("clock_adjtime", 0, same)  # changes nothing, but may
    return "WON"

# %% a processor's priority in real time | won | root
import os
def f():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    return "WON"

# %% memory that is never swapped | won | root
def f():
    syscall("mlockall", 2)
    return "WON"

# %% a terminal's line typed for the user | won | tame
import ctypes
def f():
    letter = ctypes.c_char(b"x")
    libc = ctypes.CDLL(None)
    if any(libc.ioctl(fd, 0x5412, ctypes.byref(letter)) == 0 for fd in range(16)):
        return "WON"

# %% quotas | won | root tame
import ctypes
def f():
    syscall("quotactl", 0x800001 << 8, 0, 0, 0)
    return "WON"
