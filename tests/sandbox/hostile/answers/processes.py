# %% fork | won
import os
def f():
    if pid := os.fork():
        os.waitpid(pid, 0)
        return "WON"
    os._exit(0)

# %% a child that stays | process
import os
import time
def f():
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)

# %% forkpty | won
import os
def f():
    pid, _ = os.forkpty()
    if pid:
        return "WON"
    os._exit(0)

# %% a raw fork | won | x86
import os
def f():
    if pid := syscall("fork"):
        os.waitpid(pid, 0)
        return "WON"
    os._exit(0)

# %% a raw clone | won
import os
def f():
    if pid := syscall("clone", 17, 0, 0, 0, 0):
        os.waitpid(pid, 0)
        return "WON"
    os._exit(0)

# %% a raw clone that nobody is told of | process
import os
import time
def f():
    if syscall("clone", 0, 0, 0, 0, 0) == 0:
        time.sleep(30)
        os._exit(0)

# %% a raw clone3 | won
import ctypes
import os
def f():
    how = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17)
    if pid := syscall("clone3", how, 64):
        os.waitpid(pid, 0)
        return "WON"
    os._exit(0)

# %% a clone with namespaces of its own | won
import os
def f():
    if pid := syscall("clone", 17 | 0x10000000, 0, 0, 0, 0):
        os.waitpid(pid, 0)
        return "WON"
    os._exit(0)

# %% a daemon by a double fork | process
import os
import time
def f():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)

# %% a dead child that nobody waits for | process
import os
import time
def f():
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        time.sleep(30)

# %% a bomb of forks | process
import os
import time
def f():
    for _ in range(4):
        os.fork()
    time.sleep(30)

# %% children that are made when the answer goes | process
import os
import time
class Bomb:
    def __del__(self):
        if os.fork() == 0:
            time.sleep(30)
bomb = Bomb()
def f():
    global bomb
    del bomb

# %% a child made by an exit handler | process
import atexit
import os
import sys
import time
def last():
    if os.fork() == 0:
        time.sleep(30)
atexit.register(last)
def f():
    atexit._run_exitfuncs()

# %% a thread | won
import _thread
import time
def f():
    said = []
    _thread.start_new_thread(said.append, ("WON",))
    time.sleep(0.2)
    return said[0] if said else None

# %% a hundred threads | won
import threading
import time
def f():
    threads = [threading.Thread(target=time.sleep, args=(0.3,), daemon=True) for _ in range(100)]
    for thread in threads:
        thread.start()
    return "WON"

# %% a pool of processes | won
import concurrent.futures
def f():
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        return pool.submit(str, "WON").result(5)

# %% multiprocessing | won
import multiprocessing
def f():
    child = multiprocessing.get_context("fork").Process(target=print, args=("x",))
    child.start()
    child.join()
    return "WON"

# %% a program by subprocess | file
import subprocess
def f():
    subprocess.run([W["tool"], W["folder"] + "/ran"])

# %% a program by os.system | file
import os
def f():
    os.system(f"{W['tool']} {W['folder']}/ran")

# %% a program by os.popen | file
import os
def f():
    os.popen(f"{W['tool']} {W['folder']}/ran").read()

# %% a program by posix_spawn | file
import os
def f():
    os.waitpid(os.posix_spawn(W["tool"], [W["tool"], W["folder"] + "/ran"], {}), 0)

# %% a program by exec | file
import os
def f():
    os.execv(W["tool"], [W["tool"], W["folder"] + "/ran"])

# %% a program by a raw execve | file
import ctypes
def f():
    words = (ctypes.c_char_p * 3)(W["tool"].encode(), (W["folder"] + "/ran").encode(), None)
    syscall("execve", words[0] and ctypes.c_char_p(words[0]), words, (ctypes.c_char_p * 1)(None))

# %% a program without a file, from memory | file
import ctypes
import os
def f():
    tool = syscall("memfd_create", ctypes.c_char_p(b"x"), 0)
    os.write(tool, ("#!/bin/sh\n: > " + W["folder"] + "/ran\n").encode())
    words = (ctypes.c_char_p * 2)(b"x", None)
    syscall("execveat", tool, ctypes.c_char_p(b""), words, (ctypes.c_char_p * 1)(None), 0x1000)

# %% its own interpreter, anew | file
import os
import sys
def f():
    write = f"open({W['folder'] + '/ran'!r}, 'w')"
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", write])

# %% a program that writes where the limits do not reach | file
import os
def f():
    os.execv("/bin/sh", ["sh", "-c", f"ulimit -f unlimited; echo x > {W['folder']}/ran"])

# %% root again | won | root
import os
def f():
    os.setuid(0)
    return "WON" if os.geteuid() == 0 else None

# %% root again, by setresuid | won | root
import os
def f():
    os.setresuid(0, 0, 0)
    return "WON" if os.geteuid() == 0 else None

# %% groups back | won | root
import os
def f():
    os.setgroups([0])
    return "WON"

# %% higher limits | won
import ctypes
def f():
    # of memory, of a file
    for limit in (9, 1):
        syscall("prlimit64", 0, limit, (ctypes.c_uint64 * 2)(2**63, 2**63), 0)
    return "WON"
