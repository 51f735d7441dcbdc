# %% an object array | odd
import numpy as np
def f():
    return np.array([1, None, "x"], dtype=object)

# %% a structured array | odd
import numpy as np
def f():
    return np.zeros(2, dtype=[("a", "f8"), ("b", "i4")])

# %% a record array | odd
import numpy as np
def f():
    return np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])

# %% dates | odd
import numpy as np
def f():
    return np.array(["2026-01-01"], dtype="M8[D]")

# %% spans of time | odd
import numpy as np
def f():
    return np.array([1], dtype="m8[s]")

# %% texts | odd
import numpy as np
def f():
    return np.array(["x" * 100] * 2)

# %% bytes in an array | odd
import numpy as np
def f():
    return np.array([b"x"])

# %% void | odd
import numpy as np
def f():
    return np.zeros(2, dtype="V8")

# %% a masked array | odd
import numpy as np
def f():
    return np.ma.masked_array([1.0, 2.0], [True, False])

# %% a matrix | odd
import numpy as np
def f():
    return np.matrix([[1.0]])

# %% an array of one's own kind | odd
import numpy as np
class Mine(np.ndarray):
    pass
def f():
    return np.ones(2).view(Mine)

# %% an array that lies about its bytes | odd
import numpy as np
class Mine(np.ndarray):
    def tobytes(self, *_, **__): return bytes(10**6)
    def astype(self, *_, **__): return self
    nbytes = itemsize = size = 10**6
def f():
    return np.ones(2).view(Mine)

# %% an array that lies about its shape | odd
import numpy as np
class Mine(np.ndarray):
    shape = property(lambda self: (10**9,))
    ndim = property(lambda self: 10**9)
def f():
    return np.ones(2).view(Mine)

# %% an array that lies about its type | odd
import numpy as np
class Mine(np.ndarray):
    dtype = property(lambda self: np.dtype("f4"))
    __class__ = property(lambda self: np.ndarray)
def f():
    return np.ones(2).view(Mine)

# %% an object that says it is an array | odd
import numpy as np
class Mine:
    __class__ = np.ndarray
    def __array__(self, *_, **__): return np.ones(2)
def f():
    return Mine()

# %% an object with an array interface to any address | odd
import numpy as np
class Mine:
    __array_interface__ = {"shape": (8,), "typestr": "<f8", "data": (8, False), "version": 3}
def f():
    return Mine()

# %% a generator | odd
def f():
    yield 1

# %% an iterator without end | odd
import itertools
def f():
    return itertools.count()

# %% a list that iterates without end | time
class Mine(list):
    def __iter__(self):
        while True:
            yield 1
def f():
    return Mine([1])

# %% a list that lies about its length | odd
class Mine(list):
    def __len__(self): return 2**31
def f():
    return Mine([1])

# %% a tuple with a negative length | odd
class Mine(tuple):
    def __len__(self): return -1
def f():
    return Mine((1,))

# %% a dictionary that lies about its items | odd
class Mine(dict):
    def items(self): return [("a", 1)] * 100
    def __len__(self): return 1
def f():
    return Mine()

# %% a dictionary with keys that are no text | odd
def f():
    return {1: 2, None: 3, (1, 2): 4}

# %% a dictionary whose keys are a kind of text of their own | odd
class Mine(str):
    def encode(self, *_): return b"x" * 10**6
def f():
    return {Mine("a"): 1}

# %% a text of one's own kind | odd
class Mine(str):
    def encode(self, *_): return b"x" * 10**6
def f():
    return Mine("a")

# %% an integer of one's own kind | odd
class Mine(int):
    def to_bytes(self, *_, **__): return b"x" * 10**6
    def bit_length(self): return -8
def f():
    return Mine(3)

# %% a float of one's own kind | odd
class Mine(float):
    def __float__(self): return 1.0
def f():
    return Mine(0.5)

# %% bytes of one's own kind | odd
class Mine(bytes):
    def __len__(self): return 2**40
def f():
    return Mine(b"x")

# %% an enumeration | odd
import enum
class Colour(enum.IntEnum):
    RED = 1
def f():
    return Colour.RED

# %% a function | odd
def f():
    return f

# %% a class that is unpickled into a program | file
import os
class Mine:
    def __reduce__(self): return os.system, (f": > {W['folder']}/unpickled",)
def f():
    return Mine()

# %% an object array that is unpickled into a program | file
import os
import numpy as np
class Mine:
    def __reduce__(self): return os.system, (f": > {W['folder']}/unpickled",)
def f():
    return np.array([Mine()], dtype=object)

# %% a list that holds itself | crash
def f():
    x = []
    x.append(x)
    return x

# %% a dictionary that holds itself | crash
def f():
    x = {}
    x["x"] = x
    return x

# %% lists as deep as the stack | crash
def f():
    x = []
    for _ in range(100_000):
        x = [x]
    return x

# %% a class in place of a value | odd
import numpy as np
def f():
    return np.ndarray

# %% a fraction, a decimal and a range | odd
import decimal
import fractions
def f():
    return [fractions.Fraction(1, 3), decimal.Decimal(1), range(3), {1, 2}, 3j, slice(1), Ellipsis, NotImplemented]

# %% a memory view | odd
def f():
    return memoryview(b"x")

# %% a surrogate, in what is raised | crash
def f():
    raise ValueError("\udcff\ud800")

# %% frames: one that is too short | crash
import os
def f():
    write_to_all((100).to_bytes(8, "little") + b"x")
    os._exit(0)

# %% frames: one of a petabyte | crash
import os
def f():
    write_to_all((1 << 50).to_bytes(8, "little") + b"x")
    os._exit(0)

# %% frames: a negative size | crash
import os
def f():
    write_to_all(b"\xff" * 8 + b"x" * 100)
    os._exit(0)

# %% frames: an array with more elements than bytes | crash
import os
def f():
    raw = b"a\x0b\x02" + (1 << 40).to_bytes(8, "little") * 2
    write_to_all(len(raw).to_bytes(8, "little") + raw)
    os._exit(0)

# %% frames: an array with impossible dimensions | crash
import os
def f():
    raw = b"a\x0b\x03" + bytes(8) + (1 << 62).to_bytes(8, "little") * 2
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: negative dimensions | crash
import os
def f():
    raw = b"a\x0b\x02" + b"\xff" * 16 + bytes(8)
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: bytes left over | crash
import os
def f():
    raw = b"NN"
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: a list of four billion | crash
import os
def f():
    raw = b"l\xff\xff\xff\xff"
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: nested without end | crash
import os
def f():
    raw = b"l\x01\0\0\0" * 100_000 + b"N"
    write_to_all((len(raw).to_bytes(8, "little") + raw))
    os._exit(0)

# %% frames: a hundred thousand small ones | crash
import os
def f():
    write_to_all(((1).to_bytes(8, "little") + b"N") * 100_000)
    os._exit(0)

# %% frames: a type outside the list | crash
import os
def f():
    raw = b"a\xff\x01" + (1).to_bytes(8, "little") + bytes(8)
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: text that is none | crash
import os
def f():
    raw = b"s\x02\0\0\0\xff\xfe"
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 20)
    os._exit(0)

# %% frames: a pickle | crash
import os
def f():
    raw = b"cos\nsystem\n(S': > " + W["folder"].encode() + b"/unpickled'\ntR."
    write_to_all((len(raw).to_bytes(8, "little") + raw) * 5 + raw)
    os._exit(0)

# %% the ways back closed | crash
import os
def f():
    os.closerange(0, 256)
    os._exit(0)

# %% the ways back closed, and on | time | slow
import os
def f():
    os.closerange(0, 256)
    while True:
        pass

# %% the ways back made not to wait | crash
import os
def f():
    for fd in range(64):
        try:
            os.set_blocking(fd, False)
        except OSError:
            pass
    write_to_all(bytes(8) * 100_000)
    os._exit(0)

# %% the ways back shut, both ways | crash
import ctypes
import os
def f():
    libc = ctypes.CDLL(None)
    for fd in range(64):
        libc.shutdown(fd, 2)
    os._exit(0)

# %% the ways back confused | crash
import os
def f():
    for fd in range(3, 64):
        try:
            os.dup2(1, fd)
        except OSError:
            pass
    print("x" * 5000, flush=True)
    os._exit(0)
