# %% a built-in function | state
import builtins
def f():
    builtins.len = lambda _: 42

# %% a built-in name of its own | state
import builtins
def f():
    builtins.kept = "kept"

# %% NumPy's functions | state
import numpy as np
def f():
    np.exp = np.sqrt

# %% NumPy's name for an attribute | state
import numpy as np
def f():
    np.kept = "kept"

# %% np.random.seed | state
import numpy as np
def f():
    np.random.seed(12345)

# %% random.seed | state
import random
def f():
    random.seed(12345)

# %% np.seterr | state
import numpy as np
def f():
    np.seterr(all="raise")

# %% np.set_printoptions | state
import numpy as np
def f():
    np.set_printoptions(precision=1)

# %% the environment | state
import os
def f():
    os.environ["KEPT"] = "kept"

# %% the environment, past Python | state
import ctypes
def f():
    ctypes.CDLL(None).setenv(b"KEPT", b"kept", 1)

# %% a module of its own | state
import sys
import types
def f():
    sys.modules["kept"] = types.ModuleType("kept")

# %% a module taken away | state
import sys
def f():
    sys.modules["math"] = None

# %% the search path | state
import sys
def f():
    sys.path.insert(0, "/tmp/kept")

# %% a finder of modules | state
import sys
def f():
    sys.meta_path.insert(0, type("Kept", (), {"find_spec": staticmethod(lambda *_: None)})())

# %% a hook on paths | state
import sys
def f():
    sys.path_hooks.insert(0, lambda path: 1 / 0)

# %% the limit of recursion | state
import sys
def f():
    sys.setrecursionlimit(12345)

# %% a tracer | state
import sys
def f():
    sys.settrace(lambda *_: None)
    sys._getframe().f_back.f_trace = lambda *_: None

# %% a profiler | state
import sys
def f():
    sys.setprofile(lambda *_: None)

# %% the exception hook | state
import sys
def f():
    sys.excepthook = print

# %% the hook of what cannot be raised | state
import sys
def f():
    sys.unraisablehook = print

# %% the display hook and the streams | state
import io
import sys
def f():
    sys.stdout = io.StringIO()

# %% a handler of a signal | state
import signal
def f():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

# %% a mask of signals | state
import signal
def f():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

# %% the collector of garbage | state
import gc
def f():
    gc.disable()
    gc.set_threshold(1)
    gc.callbacks.append(lambda *_: None)

# %% objects kept from the collector | state
import gc
def f():
    gc.freeze()

# %% filters of warnings | state
import warnings
def f():
    warnings.simplefilter("error")

# %% the precision of decimals | state
import decimal
def f():
    decimal.getcontext().prec = 3

# %% a class of Python's own, through its dictionary | state
import ctypes
def f():
    ctypes.pythonapi.PyType_Modified.argtypes = [ctypes.py_object]
    table = next(iter(__import__("gc").get_referents(str.__dict__)))
    table["kept"] = "kept"
    ctypes.pythonapi.PyType_Modified(str)

# %% a number that is another | state
import ctypes
def f():
    small = 200
    ctypes.c_long.from_address(id(small) + 24).value = 201

# %% an abstract base class | state
import collections.abc
def f():
    collections.abc.Sequence.register(int)

# %% the time of switching threads | state
import sys
def f():
    sys.setswitchinterval(1.5)

# %% the digits of integers | state
import sys
def f():
    sys.set_int_max_str_digits(640)

# %% the folder it is in | state
import ctypes
def f():
    syscall("chdir", ctypes.c_char_p(W["folder"].encode()))

# %% the mask of permissions | state
import os
def f():
    os.umask(0o123)

# %% its priority | state
import os
def f():
    os.nice(5)

# %% a timer | state
import signal
def f():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 1000)

# %% the mode of the processor's arithmetic | state | x86
def f():
    # stmxcsr [rsp-4]; or dword [rsp-4], 0x8040; ldmxcsr [rsp-4]; ret: denormals are zero
    return machine_code(bytes.fromhex("0fae5c24fc 814c24fc40800000 0fae5424fc c3"))

# %% a thread that changes what comes next | state
import _thread
import builtins
import time
def later():
    time.sleep(0.02)
    builtins.kept = "kept"
def f():
    _thread.start_new_thread(later, ())
    time.sleep(0.1)

# %% an audit hook | state
import sys
def f():
    sys.kept = "kept"
    sys.addaudithook(lambda event, _: (_ for _ in ()).throw(RuntimeError) if event == "compile" else None)

# %% a copy function, shared by all | state
import copy
def f():
    copy.deepcopy = lambda x, *_: x
