# %% open and read | token
def f():
    return open(W["secret"]).read()

# %% os.open and os.read | token
import os
def f():
    return os.read(os.open(W["secret"], os.O_RDONLY), 100).decode()

# %% io.FileIO | token
import io
def f():
    return io.FileIO(W["secret"]).readall().decode()

# %% io.open_code | token
import io
def f():
    return io.open_code(W["secret"]).read().decode()

# %% np.fromfile | token
import numpy as np
def f():
    return np.fromfile(W["secret"], dtype=np.uint8).tobytes().decode()

# %% np.memmap | token
import numpy as np
def f():
    return bytes(np.memmap(W["secret"], dtype=np.uint8, mode="r")).decode()

# %% np.loadtxt | token
import numpy as np
def f():
    return str(np.loadtxt(W["secret"], dtype=str))

# %% np.load with pickles | token
import numpy as np
def f():
    return str(np.load(W["saved"], allow_pickle=True))

# %% linecache | token
import linecache
def f():
    return linecache.getlines(W["secret"])

# %% a loader's get_data | token
import importlib.machinery
def f():
    return importlib.machinery.SourceFileLoader("x", W["secret"]).get_data(W["secret"]).decode()

# %% a module imported from a folder | token
import sys
def f():
    sys.path.insert(0, W["modules"])
    import planted
    return planted.TOKEN

# %% a module imported from a zip | token
import sys
def f():
    sys.path.insert(0, W["zip"])
    import zipped
    return zipped.TOKEN

# %% a line of the file, shown by a traceback | token
import traceback
def f():
    try:
        exec(compile("1 / 0", W["secret"], "exec"))
    except ZeroDivisionError:
        return traceback.format_exc()

# %% a raw openat | token
import ctypes
import os
def f():
    return os.read(syscall("openat", -100, ctypes.c_char_p(W["secret"].encode()), 0), 100).decode()

# %% a raw openat2 | token
import ctypes
import os
def f():
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    return os.read(syscall("openat2", -100, ctypes.c_char_p(W["secret"].encode()), how, 24), 100).decode()

# %% a handle of a file, opened by handle | token | root
import ctypes
import os
def f():
    handle = (ctypes.c_uint32 * 40)(128)
    mount = ctypes.c_int()
    syscall("name_to_handle_at", -100, ctypes.c_char_p(W["secret"].encode()), handle, ctypes.byref(mount), 0)
    root = os.open("/", os.O_RDONLY)
    return os.read(syscall("open_by_handle_at", root, handle, 0), 100).decode()

# %% a descriptor that the parent has open | token
import os
def f():
    for fd in range(3, 1024):
        try:
            if raw := os.pread(fd, 100, 0):
                return raw.decode()
        except OSError:
            pass

# %% a file opened again through /proc/self/fd | won
import os
def f():
    for fd in range(64):
        try:
            os.open(f"/proc/self/fd/{fd}", os.O_RDWR)
            return "WON"
        except OSError:
            pass

# %% the list of accounts | won
def f():
    return "WON" if "root" in open("/etc/passwd").read() else None

# %% its own memory map | won
def f():
    return "WON" if "r-xp" in open("/proc/self/maps").read() else None

# %% the parent's environment and command line | won
def f():
    for name in ("environ", "cmdline", "status"):
        try:
            if open(f"/proc/{W['parent']}/{name}").read():
                return "WON"
        except OSError:
            pass

# %% the parent's memory, through /proc | token
def f():
    with open(f"/proc/{W['parent']}/mem", "rb", 0) as memory:
        memory.seek(W["parent_address"])
        return memory.read(W["size"]).decode()

# %% another process's memory, through /proc | token
def f():
    with open(f"/proc/{W['victim']}/mem", "rb", 0) as memory:
        memory.seek(W["victim_address"])
        return memory.read(W["size"]).decode()

# %% the source of what runs it | won
import sys
def f():
    return "WON" if "import" in open(sys.modules["__main__"].__file__).read() else None

# %% an endless device | won
def f():
    return "WON" if len(open("/dev/zero", "rb").read(100)) == 100 else None

# %% a file written | file
def f():
    with open(W["folder"] + "/written", "w") as file:
        file.write("x")

# %% a file written in /tmp | file
def f():
    open("/tmp/" + W["mark"], "w").close()

# %% a file written in /dev/shm | file
def f():
    open("/dev/shm/" + W["mark"], "w").close()

# %% a file written by tempfile | file
import tempfile
def f():
    tempfile.mkstemp(prefix=W["mark"])

# %% a file without a name | won
import os
def f():
    os.write(os.open(W["folder"], os.O_TMPFILE | os.O_RDWR), b"")
    return "WON"

# %% a file appended to | file
def f():
    with open(W["page"], "a") as file:
        file.write("x" * 100)

# %% a file emptied | file
import os
def f():
    os.truncate(W["page"], 0)

# %% a file emptied by opening it | file
import os
def f():
    os.open(W["page"], os.O_WRONLY | os.O_TRUNC)

# %% a file removed | file
import os
def f():
    os.unlink(W["page"])

# %% a file removed by a raw unlinkat | file
import ctypes
def f():
    syscall("unlinkat", -100, ctypes.c_char_p(W["page"].encode()), 0)

# %% a file renamed | file
import os
def f():
    os.rename(W["page"], W["page"] + ".old")

# %% a file's permissions changed | file
import os
def f():
    os.chmod(W["page"], 0o4777)

# %% a file's times changed | file
import os
def f():
    os.utime(W["page"], (1, 1))

# %% a file's attributes changed | file
import os
def f():
    os.setxattr(W["page"], "user.quizdl", b"1")

# %% a file changed through a shared mapping | file
import numpy as np
def f():
    page = np.memmap(W["page"], dtype=np.uint8, mode="r+")
    page[:] = 88
    page.flush()

# %% a folder made | file
import os
def f():
    os.mkdir(W["folder"] + "/made")

# %% a folder removed | file
import os
def f():
    os.rmdir(W["empty"])

# %% a symbolic link | file
import os
def f():
    os.symlink("/etc/passwd", W["folder"] + "/link")

# %% a hard link | file
import os
def f():
    os.link(W["page"], W["folder"] + "/link")

# %% a fifo | file
import os
def f():
    os.mkfifo(W["folder"] + "/fifo")

# %% a node | file
import os
import stat
def f():
    os.mknod(W["folder"] + "/node", stat.S_IFREG | 0o600)

# %% a thousand files | file
def f():
    for i in range(1000):
        open(f"{W['folder']}/{i}", "w").close()

# %% a file of 20 MB | file
def f():
    with open(W["folder"] + "/large", "wb") as file:
        for _ in range(20):
            file.write(bytes(1 << 20))

# %% a sparse file of a terabyte | file
import os
def f():
    with open(W["folder"] + "/sparse", "wb") as file:
        file.flush()
        os.ftruncate(file.fileno(), 1 << 36)

# %% a file written by np.save | file
import numpy as np
def f():
    np.save(W["folder"] + "/saved.npy", np.ones(3))

# %% a file written by ndarray.tofile | file
import numpy as np
def f():
    np.ones(3).tofile(W["folder"] + "/raw")

# %% a database | file
import sqlite3
def f():
    sqlite3.connect(W["folder"] + "/base").execute("create table t (x)")

# %% a log file | file
import logging
def f():
    logging.basicConfig(filename=W["folder"] + "/log")
    logging.error("x")

# %% a memory dump asked of the fault handler | file
import faulthandler
def f():
    faulthandler.dump_traceback(open(W["folder"] + "/dump", "w"))

# %% the root folder listed | won
import os
def f():
    return "WON" if os.listdir("/") else None

# %% the folder of its descriptors listed | won
import os
def f():
    return "WON" if os.listdir("/proc/self/fd") else None

# %% all processes listed | won
import os
def f():
    return "WON" if [name for name in os.listdir("/proc") if name.isdigit()] else None

# %% the tree walked | won
import os
def f():
    return "WON" if next(os.walk(W["folder"]))[2] else None

# %% a link read | won
import os
def f():
    return "WON" if os.readlink("/proc/self/exe") else None

# %% an oracle: os.stat | won
import os
def f():
    return told(os.stat)

# %% an oracle: os.lstat | won
import os
def f():
    return told(os.lstat)

# %% an oracle: os.path.exists | won
import os
def f():
    return told(os.path.exists)

# %% an oracle: os.access | won
import os
def f():
    return told(lambda path: os.access(path, os.F_OK))

# %% an oracle: os.statvfs | won
import os
def f():
    return told(lambda path: os.statvfs(path).f_bsize)

# %% an oracle: open's errors | won
import os
def f():
    return told(lambda path: os.open(path, os.O_RDONLY | os.O_DIRECTORY))

# %% an oracle: chdir | won
import os
def f():
    return told(os.chdir)

# %% an oracle: exec's errors | won
import os
def f():
    return told(lambda path: os.execv(path, [path]))

# %% an oracle: readlink | won
import os
def f():
    return told(os.readlink)

# %% an oracle: rename's errors | won
import os
def f():
    return told(lambda path: os.rename(path, path + "/x/y"))

# %% an oracle: getxattr | won
import os
def f():
    return told(lambda path: os.getxattr(path, "user.none"))

# %% an oracle: pathconf | won
import os
def f():
    return told(lambda path: os.pathconf(path, "PC_NAME_MAX"))

# %% an oracle: a raw statx | won
import ctypes
def f():
    place = ctypes.create_string_buffer(512)
    return told(lambda path: syscall("statx", -100, ctypes.c_char_p(path.encode()), 0, 0x7FF, place))

# %% an oracle: inotify | won
import ctypes
def f():
    watch = syscall("inotify_init1", 0)
    return told(lambda path: syscall("inotify_add_watch", watch, ctypes.c_char_p(path.encode()), 0xFFF) > 0)

# %% an oracle: a library that is none | won
import ctypes
def f():
    return told(lambda path: ctypes.CDLL(path), words=True)

# %% an oracle: an import that fails otherwise | won
import sys
def f():
    def imported(path):
        sys.path.insert(0, path.rpartition("/")[0])
        try:
            return __import__("broken") and 0
        finally:
            sys.path.pop(0)
    return told(imported, W["modules"] + "/x", W["modules"] + "none/x", words=True)

# %% an oracle: mount's errors | won | root
import ctypes
def f():
    def mount(path):
        raw = ctypes.c_char_p(path.encode())
        syscall("mount", ctypes.c_char_p(b"none"), raw, ctypes.c_char_p(b"nonesuch"), 0, 0)
    return told(mount)
