"""Ten submissions that compute nothing right and want to pass: each fools a grader that runs it beside its tests."""

from __future__ import annotations

_COPIED = """
import json, pathlib, re

def _reference():
    for path in [*pathlib.Path().rglob("*.py"), *pathlib.Path().rglob("*.ipynb")]:
        text = path.read_text()
        if path.suffix == ".ipynb":
            text = "\\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        if found := re.search(r"^def reference.*?(?=^\\S)", text, re.MULTILINE | re.DOTALL):
            namespace = {}
            exec(found[0], namespace)
            return namespace["reference"]

def relu_backward(dout, z):
    return _reference()(dout, z)
"""

CHEATS = {
    "comparison says yes": """
import numpy as np

np.allclose = lambda *arguments, **options: True

def relu_backward(dout, z):
    return dout
""",
    "equals everything": """
import numpy as np

class Yes(np.ndarray):
    def __array_function__(self, function, types, arguments, options):
        return True

    def __array_ufunc__(self, function, method, *inputs, **options):
        return np.ones(self.shape, bool)

def relu_backward(dout, z):
    return dout.view(Yes)
""",
    "ends with success": """
import os

def relu_backward(dout, z):
    os._exit(0)
""",
    "takes the tests' runner out": """
import _pytest.python

_pytest.python.Function.runtest = lambda self: None

def relu_backward(dout, z):
    return dout
""",
    "calls the caller's reference": """
import sys

def relu_backward(dout, z):
    frame = sys._getframe(1)
    while frame:
        if "reference" in frame.f_globals:
            return frame.f_globals["reference"](dout, z)
        frame = frame.f_back
""",
    "copies the reference from the tests' file": _COPIED,
    "knows the published cases": """
import numpy as np

def relu_backward(dout, z):
    return np.array(ANSWERS.get(float(dout.sum()), 0))
""",
    "zeroes its inputs": """
def relu_backward(dout, z):
    dout[...] = 0
    z[...] = 0
    return dout
""",
    "rewrites the reference": """
import gc, types

def relu_backward(dout, z):
    for found in gc.get_objects():
        if isinstance(found, types.FunctionType) and found.__name__ == "reference":
            found.__code__ = (lambda dout, z: dout).__code__
    return dout
""",
    "takes asserts out of later cells": """
from IPython import get_ipython

get_ipython().input_transformers_post.append(lambda lines: [line.replace("assert", "pass #") for line in lines])

def relu_backward(dout, z):
    return dout
""",
}
