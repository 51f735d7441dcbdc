"""A grader without any protection: it runs an answer in its own process and believes what it sees. The control of the hostile answers.

`python unprotected.py`, with JSON on standard input: the source, whether it is graded, and the source of the probe. What it says about the
answer are lines `CONTROL …` and a line `VERDICT …` on standard output.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys
import traceback
from typing import Any

import numpy as np

PLAIN = (type(None), bool, int, float, str, bytes, np.ndarray)


def reference(dout: Any, z: Any) -> Any:
    return dout * (z > 0)


def odd(value: Any) -> bool:
    """Whether a value is none of the plain ones that a parent wants to see."""
    if type(value) in (list, tuple):
        return any(map(odd, value))
    if type(value) is dict:
        return any(type(key) is not str or odd(item) for key, item in value.items())
    if isinstance(value, np.generic):
        return value.dtype.kind not in "biufc"
    return type(value) not in PLAIN or (type(value) is np.ndarray and value.dtype.kind not in "biufc")


def say(words: str) -> None:
    os.write(1, f"\n{words}\n".encode(errors="replace"))


def same(got: Any, wanted: Any) -> bool:
    """As graders compare: by allclose, or else by ==."""
    try:
        if np.allclose(got, wanted):
            return True
    except Exception:  # noqa: S110
        pass
    try:
        return bool(np.all(got == wanted))
    except Exception:
        return False


def graded(answer: Any) -> None:
    global expected  # noqa: PLW0603 - within reach, as in most graders
    rng = np.random.default_rng(0)
    dout, z = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    expected = reference(dout, z)
    got = answer(dout, z)
    right = same(got, expected) or same(got, reference(dout, z))
    print("\nVERDICT correct" if right else "\nVERDICT wrong")


def received(value: Any) -> None:
    """Takes what came back as it is."""
    try:
        if odd(value):
            say("CONTROL odd")
        pickle.loads(pickle.dumps(value))  # noqa: S301 - the naivety that is shown
    except Exception:  # noqa: S110
        pass
    if isinstance(value, str):
        print(value)
    else:
        for _ in value if isinstance(value, list) else ():  # keeps nothing: time runs out before memory does
            pass
        sys.stdout.flush()
        os.write(1, np.asarray(value, dtype=float).tobytes())


def main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    resource.setrlimit(
        resource.RLIMIT_AS, (2 << 30, resource.getrlimit(resource.RLIMIT_AS)[1])
    )  # for the tests' machine
    probe: dict[str, Any] = {}
    exec(request["probe"], probe)  # noqa: S102
    before = probe["f"]()
    answer: dict[str, Any] = {}
    value = None
    try:
        exec(compile(request["source"], "answer.py", "exec"), answer)  # noqa: S102
        if request["graded"]:
            graded(answer["relu_backward"])
        elif "f" in answer:
            value = answer["f"]()
    except Exception as error:
        print(traceback.format_exc(), f"{type(error).__name__}: {error}")
    received(value)
    try:
        after = probe["f"]()
    except Exception:
        after = {}
    for name in before:
        if before[name] != after.get(name):
            say(f"CONTROL state {name}")


expected: Any = None
if __name__ == "__main__":
    main()
    say("CONTROL end")
