# %% the parent | signal
import os
import signal
def f():
    os.kill(W["parent"], signal.SIGUSR1)

# %% the one that started it | won
import os
import signal
def f():
    os.kill(os.getppid(), 0)
    return "WON"

# %% another process, killed | signal
import os
import signal
def f():
    os.kill(W["victim"], signal.SIGKILL)

# %% another process, stopped | signal
import os
import signal
def f():
    os.kill(W["victim"], signal.SIGSTOP)

# %% another process's group | signal
import os
import signal
def f():
    os.killpg(os.getpgid(W["victim"]), signal.SIGTERM)

# %% its own group | won
import os
import signal
def f():
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    os.kill(0, signal.SIGUSR1)
    return "WON"

# %% whether a process is there | won
import os
def f():
    def there(pid):
        try:
            os.kill(pid, 0)
        except OSError as error:
            return error.errno
    return "WON" if there(W["victim"]) != there(2**22 - 2) else None

# %% a raw kill | signal
def f():
    syscall("kill", W["victim"], 9)

# %% a raw tkill | signal
def f():
    syscall("tkill", W["victim"], 9)

# %% a raw tgkill | signal
def f():
    syscall("tgkill", W["victim"], W["victim"], 9)

# %% a queued signal | signal
import ctypes
def f():
    info = (ctypes.c_int32 * 32)(15, 0, -1)
    syscall("rt_sigqueueinfo", W["victim"], 15, info)

# %% a signal through a pidfd | signal
def f():
    syscall("pidfd_send_signal", syscall("pidfd_open", W["victim"], 0), 9, 0, 0)

# %% a signal by the owner of a pipe that is ready | signal
import ctypes
import os
import time
def f():
    libc = ctypes.CDLL(None)
    pairs = []
    try:
        pairs.append(os.pipe())
    except OSError:
        pass
    pairs += [(fd, fd) for fd in range(16)]
    for reader, writer in pairs:
        for fd in {reader, writer}:
            libc.fcntl(fd, 8, W["victim"])  # F_SETOWN
            libc.fcntl(fd, 10, 9)  # F_SETSIG
            libc.fcntl(fd, 4, libc.fcntl(fd, 3) | 0o20000)  # O_ASYNC
        if reader != writer:
            os.write(writer, b"x")
    print("read this", flush=True)
    time.sleep(0.2)

# %% a signal by the limit on another's processor time | signal | user
import ctypes
def f():
    syscall("prlimit64", W["victim"], 0, (ctypes.c_uint64 * 2)(1, 1), 0)

# %% another process's priority | signal
import os
def f():
    os.setpriority(os.PRIO_PROCESS, W["victim"], 19)

# %% the priority of all processes of a user | signal
import os
def f():
    os.setpriority(os.PRIO_PGRP, W["victim"], 19)

# %% another process's processors | signal
import os
def f():
    os.sched_setaffinity(W["victim"], {min(os.sched_getaffinity(W["victim"]))})

# %% another process's scheduler | signal
import os
def f():
    os.sched_setscheduler(W["victim"], os.SCHED_BATCH, os.sched_param(0))

# %% another process's input and output | won
def f():
    syscall("ioprio_set", 1, W["victim"], (3 << 13))
    return "WON"

# %% its own stop | time | timeout
import os
import signal
def f():
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
    except OSError:
        pass
    while True:
        pass

# %% every signal ignored, in a loop | time | timeout slow
import signal
def f():
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass

# %% every signal blocked, asleep | time | timeout slow
import signal
import time
def f():
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True:
        time.sleep(100)

# %% a storm of timers | time | timeout slow
import signal
def f():
    signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)
    except OSError:
        pass
    while True:
        pass

# %% a handler in place of the processor's limit | time | timeout slow
import signal
def f():
    signal.signal(signal.SIGXCPU, lambda *_: None)
    while True:
        pass

# %% an alarm that is its end | crash
import signal
def f():
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    while True:
        pass

# %% a crash | crash
import ctypes
def f():
    ctypes.string_at(0)

# %% an abort | crash
import os
def f():
    os.abort()
