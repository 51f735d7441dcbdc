# %% shared memory, System V | file
def f():
    syscall("shmget", W["key"], 4096, 0o1666)

# %% semaphores, System V | file
def f():
    syscall("semget", W["key"], 1, 0o1666)

# %% a queue, System V | file
def f():
    syscall("msgget", W["key"], 0o1666)

# %% shared memory, POSIX | file
import ctypes
def f():
    ctypes.CDLL(None).shm_open(b"/" + W["mark"].encode(), 0o102, 0o666)

# %% a semaphore, POSIX | file
import ctypes
def f():
    ctypes.CDLL(None).sem_open(b"/" + W["mark"].encode(), 0o100, 0o666, 1)

# %% a queue, POSIX | won
import ctypes
def f():
    name = ctypes.c_char_p(W["mark"].encode())
    syscall("mq_open", name, 0o102, 0o666, 0)
    syscall("mq_unlink", name)
    return "WON"

# %% shared memory of multiprocessing | file
from multiprocessing import shared_memory
def f():
    shared = shared_memory.SharedMemory(W["mark"], create=True, size=4096)
    from multiprocessing import resource_tracker
    resource_tracker.unregister(shared._name, "shared_memory")

# %% a lock of multiprocessing | won
import multiprocessing
def f():
    multiprocessing.Lock()
    return "WON"

# %% memory that is a file | won
import ctypes
import os
def f():
    fd = syscall("memfd_create", ctypes.c_char_p(b"x"), 0)
    for _ in range(100):
        os.write(fd, bytes(1 << 20))
    return "WON"

# %% secret memory | won | tame
def f():
    syscall("memfd_secret", 0)
    return "WON"

# %% a key in a ring | won
import ctypes
def f():
    kind, name = ctypes.c_char_p(b"user"), ctypes.c_char_p(W["mark"].encode())
    syscall("add_key", kind, name, ctypes.c_char_p(b"x"), 1, -3)
    return "WON"

# %% the ring of a session | won
def f():
    syscall("keyctl", 0, -3, 1)
    return "WON"

# %% a ring searched | won
def f():
    syscall("keyctl", 1, 0)
    return "WON"

# %% a pipe of one's own | won
import os
def f():
    for _ in range(20):
        os.set_blocking(os.pipe()[1], False)
    return "WON"

# %% a pipe made as large as it may be | won
import ctypes
import os
def f():
    libc = ctypes.CDLL(None)
    fds = list(range(16))
    try:
        fds += os.pipe()
    except OSError:
        pass
    if any(libc.fcntl(fd, 1031, 1 << 20) == 1 << 20 for fd in fds):
        return "WON"

# %% a lease on a file | won
import ctypes
import os
def f():
    fd = os.open(W["page"], os.O_RDONLY)
    return None if ctypes.CDLL(None).fcntl(fd, 1024, 0) else "WON"
