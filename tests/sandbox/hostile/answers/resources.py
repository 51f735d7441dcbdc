# %% memory: an array | won | memory
import numpy as np
def f():
    return "WON" if np.ones(40_000_000).sum() else None

# %% memory: an array never written to | won | memory
import numpy as np
def f():
    return "WON" if np.empty(10**8).size else None

# %% memory: a product of arrays | won | memory
import numpy as np
def f():
    return "WON" if np.kron(np.ones(6000), np.ones(6000)).size else None

# %% memory: many arrays | won | memory
import numpy as np
def f():
    kept = [np.ones(100_000) for _ in range(300)]
    return "WON" if kept else None

# %% memory: a list | won | memory
def f():
    return "WON" if [0] * 50_000_000 else None

# %% memory: a string | won | memory
def f():
    return "WON" if "x" * 300_000_000 else None

# %% memory: a string that doubles | won | memory
def f():
    text = "x"
    for _ in range(28):
        text += text
    return "WON"

# %% memory: a width in a format | won | memory
def f():
    return "WON" if f"{1:300000000}" else None

# %% memory: bytes | won | memory
def f():
    return "WON" if bytearray(300_000_000) else None

# %% memory: a large integer | won | memory
def f():
    return "WON" if 1 << (8 * 300_000_000) else None

# %% memory: a tower of tuples | won | memory
def f():
    x = ()
    for _ in range(4_000_000):
        x = (x,)
    return "WON"

# %% memory: a set that grows | won | memory
def f():
    return "WON" if set(range(4_000_000)) else None

# %% memory: ten billion laughs | won | memory
def f():
    lol = "lol"
    for _ in range(8):
        lol = "".join([lol] * 10)
    return "WON"

# %% memory: everything unpacked | won | memory
import itertools
def f():
    return "WON" if list(itertools.product(range(200), repeat=3)) else None

# %% memory: a compressed bomb | won
import zlib
def f():
    bomb = zlib.compressobj()
    packed = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(100)) + bomb.flush()
    return "WON" if zlib.decompress(packed) else None

# %% memory: mapped past Python | won
import ctypes
def f():
    place = syscall("mmap", 0, 300_000_000, 3, 0x22, -1, 0)
    ctypes.memset(place, 1, 300_000_000)
    return "WON"

# %% memory: the heap's own end moved | won
import ctypes
def f():
    libc = ctypes.CDLL(None)
    libc.sbrk.restype = ctypes.c_void_p
    return None if libc.sbrk(ctypes.c_long(300_000_000)) in (None, 2**64 - 1) else "WON"

# %% memory: caught and tried again | won | memory slow
import numpy as np
def f():
    kept = []
    for size in (10**8, 10**7, 10**6):
        for _ in range(10**8 // size):
            try:
                kept.append(np.ones(size // 8))
            except MemoryError:
                break
    if sum(part.nbytes for part in kept) > 100_000_000:
        return "WON"
    raise MemoryError

# %% memory: a stack for a thread, of a gigabyte | won
import threading
def f():
    threading.stack_size(1 << 30)
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return "WON"

# %% memory: code | won | memory
def f():
    compile("x = [" + "[1, 2, 3, 4], " * 300_000 + "]", "x", "exec")
    return "WON"
    return "WON"

# %% memory: a dictionary whose keys collide | time | timeout slow
def f():
    class Same:
        def __hash__(self): return 1
    return {Same(): i for i in range(10**7)}

# %% recursion without a limit | crash
import sys
def f():
    sys.setrecursionlimit(10**9)
    def down(): return down()
    return down()

# %% recursion in C | crash
def f():
    import sys
    sys.setrecursionlimit(10**9)
    x = []
    for _ in range(3_000_000):
        x = [x]
    return repr(x)

# %% recursion of __getattr__ | crash
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __getattr__(self, name): return getattr(self, name + "x"[:0])
def f():
    return Deep().x

# %% deep nesting for the compiler | crash
import sys
def f():
    sys.setrecursionlimit(10**9)
    import ast
    node = ast.Constant(1)
    for _ in range(100_000):
        node = ast.UnaryOp(ast.USub(), node)
    compile(ast.fix_missing_locations(ast.Expression(node)), "x", "eval")

# %% code that never was compiled | crash
import types
def f():
    code = (lambda: None).__code__
    types.FunctionType(code.replace(co_code=b"d\xff" * 4 + b"S\0", co_consts=(), co_stacksize=0), {})()

# %% time: a loop | time | timeout
def f():
    while True:
        pass

# %% time: asleep | time | timeout slow
import time
def f():
    time.sleep(1000)

# %% time: a loop when it is loaded | time | timeout slow
while True:
    pass

# %% time: a power of a power | time | timeout slow
def f():
    return 9**9**9 % 10

# %% time: digits without a limit | time | timeout slow
import sys
def f():
    sys.set_int_max_str_digits(0)
    return len(str(1 << 30_000_000))

# %% time: a pattern that goes back and back | time | timeout slow
import re
def f():
    return re.match(r"(a+)+$", "a" * 60 + "b")

# %% time: every exception caught | time | timeout slow
def f():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

# %% time: NumPy's own loops | time | timeout slow
import numpy as np
def f():
    x = np.ones((200, 200))
    while True:
        x = np.linalg.svd(x)[0]

# %% time: a sort that asks again | time | timeout slow
def f():
    class Never:
        def __lt__(self, other):
            while True:
                pass
    return sorted([Never(), Never()])

# %% time: waiting for its input | time | timeout slow
import os
def f():
    import sys
    try:
        os.dup2(os.pipe()[0], 0)
    except OSError:
        pass
    while True:
        sys.stdin.read()

# %% time: a lock taken twice | time | timeout slow
import _thread
def f():
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire()

# %% time: an iterator that never ends | time | timeout slow
import itertools
def f():
    return max(itertools.count())

# %% time: an object that is never gone | time | timeout slow
class Stays:
    def __del__(self):
        while True:
            pass
def f():
    Stays()

# %% time: a decimal to the last digit | time | timeout slow
import decimal
def f():
    decimal.getcontext().prec = 10**7
    return str(decimal.Decimal(2).sqrt() ** 3)[:9]

# %% time: the clock of the parent's patience turned back | time | timeout slow
import time
time.monotonic = time.perf_counter = time.time = lambda: 0.0
def f():
    while time.monotonic() < 1:
        pass

# %% descriptors used up | won
import os
def f():
    for _ in range(500):
        os.dup(1)
    return "WON"

# %% printed: without end | bytes
def f():
    while True:
        print("x" * 1000)

# %% printed: without end and newlines, by raw writes | bytes
import os
def f():
    while True:
        os.write(1, b"x" * 65536)

# %% printed: without end to the other stream | bytes
import sys
def f():
    while True:
        sys.stderr.write("x" * 1000)

# %% printed: one long line | bytes
def f():
    print("x" * 30_000_000)

# %% printed: byte by byte | time | timeout slow
import os
import time
def f():
    while True:
        os.write(1, b".")
        time.sleep(0.001)

# %% printed: nothing that is text | bytes
import os
def f():
    for _ in range(100):
        os.write(1, bytes(range(256)) * 256)

# %% returned: a large array | bytes
import numpy as np
def f():
    return np.zeros(4_000_000)

# %% returned: a large view of one number | crash
import numpy as np
def f():
    return np.broadcast_to(1.0, (10**5, 10**6))

# %% returned: a long text | bytes
def f():
    return "x" * 10_000_000

# %% returned: a million numbers in lists | bytes
def f():
    return [[0.0] * 1000] * 1000

# %% returned: lists of lists of lists | crash
def f():
    x = [1.0] * 10
    for _ in range(9):
        x = [x] * 10
    return x

# %% returned: a large integer | crash
def f():
    return 1 << (8 * 10_000_000)

# %% raised: a long text | bytes
def f():
    raise ValueError("x" * 30_000_000)

# %% raised: a name without end | bytes
def f():
    raise type("E" * 10_000_000, (Exception,), {})

# %% raised: a thousand causes | crash
def f():
    error = ValueError()
    for _ in range(100_000):
        following = ValueError()
        following.__cause__ = error
        error = following
    raise error

# %% raised: a text that raises | crash
class E(Exception):
    def __str__(self): raise self
def f():
    raise E

# %% raised: a text that never ends | time | timeout slow
class E(Exception):
    def __str__(self):
        while True:
            pass
def f():
    raise E

# %% raised: a text that ends the program | crash
import os
class E(Exception):
    def __str__(self): os._exit(0)
def f():
    raise E

# %% raised: the end of the program | crash
def f():
    raise SystemExit(0)

# %% raised: an interrupt | crash
def f():
    raise KeyboardInterrupt

# %% raised: the end of a generator | crash
def f():
    raise GeneratorExit

# %% raised: a kind of one's own, next to none | crash
class E(BaseException):
    pass
def f():
    raise E

# %% raised: when it is loaded | crash
raise BaseException

# %% ended: by os._exit | crash
import os
def f():
    os._exit(0)

# %% ended: by exit | crash
import sys
def f():
    sys.exit()
