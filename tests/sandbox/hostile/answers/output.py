# %% escape codes printed | escape
def f():
    print("\x1b[2J\x1b]0;title\x07\x1b[31mred\x9b1m")

# %% escape codes raised | escape
def f():
    raise ValueError("\x1b[2J\x1b]52;c;eA==\x07")

# %% escape codes in a kind's name | escape
def f():
    raise type("E\x1b[2J", (Exception,), {})

# %% escape codes in a returned kind's name | escape
def f():
    return type("E\x1b[2J", (), {})()

# %% escape codes in a function's name | escape | tame
globals()["g\x1b[2J"] = lambda: 1

# %% escape codes in a dtype | escape
import numpy as np
def f():
    return np.zeros(1, dtype=[("\x1b[2J", "f8")])

# %% escape codes in what an import says | escape
def f():
    raise ImportError("\x1b[2J")

# %% escape codes in a syntax error | escape
def f():
    raise SyntaxError("\x1b[2J")

# %% a line gone back to and overwritten | escape
def f():
    print("wrong\rright\x08\x08\x7f\x00")

# %% text turned round | escape
def f():
    print("\u202eright\u2066\u200f")
    raise ValueError("\u202e\u2066")

# %% raw bytes of escape codes | escape
import os
def f():
    os.write(1, b"\x1b[2J\x9b31m\xc2\x9b31m")

# %% a line that looks like a verdict of ours | lines
def f():
    raise ValueError("x\n\n  ✓ correct\n" * 20)
