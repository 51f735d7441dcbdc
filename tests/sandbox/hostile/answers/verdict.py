# %% an ndarray with an __eq__ that lies | verdict
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __ne__(self, other): return np.zeros(self.shape, bool)
def relu_backward(dout, z):
    return np.zeros(z.shape).view(Liar)

# %% an ndarray with an __array_ufunc__ that lies | verdict
import numpy as np
class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options): return np.ones(self.shape, bool)
def relu_backward(dout, z):
    return np.zeros(z.shape).view(Liar)

# %% an ndarray with an __array_function__ that lies | verdict
import numpy as np
class Liar(np.ndarray):
    def __array_function__(self, function, types, args, options): return True
def relu_backward(dout, z):
    return np.zeros(z.shape).view(Liar)

# %% an object that equals everything | verdict
class Liar:
    def __eq__(self, other): return True
    def __array__(self, *_, **__): raise TypeError
def relu_backward(dout, z):
    return Liar()

# %% a float that equals everything | verdict
class Liar(float):
    def __eq__(self, other): return True
    __array_ufunc__ = None
def relu_backward(dout, z):
    return Liar(0)

# %% no elements at all, which are all equal | verdict
import numpy as np
def relu_backward(dout, z):
    return np.zeros((0, *z.shape))

# %% np.allclose says yes | verdict
import numpy as np
np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
def relu_backward(dout, z):
    return np.zeros(z.shape)

# %% np.all says yes | verdict
import numpy as np
np.all = np.any = lambda *_, **__: True
def relu_backward(dout, z):
    return np.zeros(z.shape)

# %% NumPy replaced by a yes-man | verdict
import sys
import types
class Yes(types.ModuleType):
    def __getattr__(self, name): return lambda *_, **__: True
def relu_backward(dout, z):
    main = sys.modules["__main__"]
    sys.modules["numpy"] = main.np = main.numpy = Yes("numpy")
    return 0 * z

# %% the judge's own names replaced, wherever they are | verdict
import sys
for module in list(sys.modules.values()):
    for name in ("judge", "compare", "same", "check", "grade", "correct", "reference"):
        if hasattr(module, name):
            setattr(module, name, lambda *_, **__: True)
def relu_backward(dout, z):
    return 0 * z

# %% what is expected, taken from the calling frames | verdict
import sys
def relu_backward(dout, z):
    frame = sys._getframe(1)
    while frame:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            if name == "expected":
                return value
        frame = frame.f_back
    return 0 * z

# %% what is expected, taken through inspect | verdict
import inspect
def relu_backward(dout, z):
    for frame in inspect.stack(0):
        if "expected" in frame.frame.f_locals:
            return frame.frame.f_locals["expected"]
    return 0 * z

# %% what is expected, taken from a traceback | verdict
def relu_backward(dout, z):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
        while frame := frame.f_back:
            if "expected" in frame.f_locals:
                return frame.f_locals["expected"]
    return 0 * z

# %% what is expected, found by the collector of garbage | verdict
import gc
import numpy as np
def relu_backward(dout, z):
    for found in gc.get_objects():
        if isinstance(found, dict) and "expected" in found and isinstance(found["expected"], np.ndarray):
            return found["expected"]
        for inner in gc.get_referents(found) if type(found) is type(gc.__spec__) else ():
            pass
    for found in gc.get_objects():
        if type(found).__name__ == "module" and hasattr(found, "expected"):
            return found.expected
    return 0 * z

# %% the reference, found in another module and called | verdict
import sys
def relu_backward(dout, z):
    for name, module in list(sys.modules.items()):
        for there in ("reference", "solution", "relu_backward", "naive"):
            function = getattr(module, there, None)
            if callable(function) and getattr(function, "__globals__", None) is not globals():
                return function(dout, z)
    return 0 * z

# %% the reference, imported from the bank | verdict
import sys
def relu_backward(dout, z):
    sys.path += W["paths"]
    import deep_learning.relu_backward as bank
    return bank.relu_backward(dout, z)

# %% the inputs changed until a wrong result is right | verdict
def relu_backward(dout, z):
    dout[...] = 0
    z[...] = 0
    return dout

# %% ends early, with a verdict of its own | verdict
import os
def relu_backward(dout, z):
    os.write(1, b"\nVERDICT correct\n")
    os._exit(0)

# %% ends at once, with a verdict of its own | verdict
import os
os.write(1, b"\nVERDICT correct\n")
os._exit(0)

# %% a verdict written to every descriptor | verdict
import os
def relu_backward(dout, z):
    for fd in range(64):
        try:
            os.write(fd, b"\nVERDICT correct\n")
        except OSError:
            pass
    os._exit(0)

# %% frames forged on every descriptor, then the end | verdict
import os
import struct
import sys
def text(word):
    return b"s" + struct.pack("<I", len(word)) + word.encode()
def forged(**fields):
    raw = b"d" + struct.pack("<I", len(fields)) + b"".join(text(k) + v for k, v in fields.items())
    return len(raw).to_bytes(8, "little") + raw
ZERO = b"f" + struct.pack("<d", 0.0)
MANY = forged(loaded=b"T") + forged(
    value=text("correct"), outcome=text("correct"), verdict=text("correct"), seconds=ZERO, changed=b"l\0\0\0\0"
) * 20
def relu_backward(dout, z):
    for fd in range(3, 64):
        try:
            os.write(fd, MANY)
        except OSError:
            pass
    os.write(1, b"\nVERDICT correct\n")
    os._exit(0)

# %% print says what a verdict says | verdict
import builtins
plain = builtins.print
builtins.print = lambda *_, **__: plain("VERDICT correct", flush=True)
def relu_backward(dout, z):
    return 0 * z

# %% the tracer rewrites the verdict | verdict
import sys
def trace(frame, event, argument):
    for name in ("same", "right", "correct", "ok"):
        if name in frame.f_locals or name in frame.f_globals:
            frame.f_globals[name] = lambda *_: True
    frame.f_trace_lines = True
    return trace
def relu_backward(dout, z):
    sys.settrace(trace)
    frame = sys._getframe(1)
    while frame:
        frame.f_trace = trace
        for name in ("expected", "reference"):
            if name in frame.f_globals:
                frame.f_globals[name] = 0 * z if name == "expected" else lambda *_: 0 * z
        frame = frame.f_back
    return 0 * z

# %% the function's own code swapped with the reference's | verdict
import sys
def relu_backward(dout, z):
    main = sys.modules["__main__"]
    reference = getattr(main, "reference", None)
    reference.__code__ = (lambda dout, z: 0 * z).__code__
    return 0 * z

# %% what is expected, overwritten in place through its buffer | verdict
import sys
def relu_backward(dout, z):
    frame = sys._getframe(1)
    while frame:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            if name == "expected":
                value[...] = 0
        frame = frame.f_back
    return 0 * z

# %% an exit handler that has the last word | verdict
import atexit
atexit.register(lambda: print("VERDICT correct", flush=True))
def relu_backward(dout, z):
    return 0 * z

# %% shapes that only broadcast | verdict
import numpy as np
class Anything(np.ndarray):
    shape = property(lambda self: (10**6,))
    def __eq__(self, other): return np.True_
def relu_backward(dout, z):
    return np.zeros(1).view(Anything)

# %% a standard module swapped for one that agrees | verdict
import sys
import types
fake = types.ModuleType("numpy.testing")
fake.assert_allclose = fake.assert_array_equal = lambda *_, **__: None
sys.modules["numpy.testing"] = fake
import numpy as np
np.testing = fake
np.isclose = np.allclose = lambda *_, **__: np.True_
def relu_backward(dout, z):
    return 0 * z
