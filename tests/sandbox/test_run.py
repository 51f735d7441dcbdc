from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.run import Call, Failed, Reason, Result, Returned, Run
from quizdl.errors import SandboxError
from quizdl.sandbox import processes
from quizdl.sandbox import run as sandbox
from quizdl.sandbox.processes import Fate
from quizdl.sandbox.protocol import encode
from quizdl.sandbox.run import Limits, Sandbox, run
from tests.sandbox.conftest import running
from tests.sandbox.values import alike, values

pytestmark = pytest.mark.usefixtures("worker")

PATIENT = Limits(seconds=10, memory=1 << 28, results=1 << 22)
QUICK = replace(PATIENT, seconds=1)
RESULTS = """
def _is_open(descriptor):
    try:
        return os.write(descriptor, b"") == 0
    except OSError:
        return False
results = next(filter(_is_open, range(3, 64)))
"""
"""How an answer finds the descriptor that its results go to."""


def dedented(source: str) -> str:
    return textwrap.dedent(source).lstrip("\n")


def answered(source: str, *, limits: Limits = PATIENT, **arguments: Any) -> Result:
    """What `f` of a source gives for some arguments."""
    return run(dedented(source), [Call("f", arguments)], limits=limits).results[0]


def value(source: str, **arguments: Any) -> Any:
    result = answered(source, **arguments)
    assert isinstance(result, Returned), result
    return result.value


def failure(source: str, *, limits: Limits = PATIENT) -> Failed:
    result = answered(source, limits=limits)
    assert isinstance(result, Failed), result
    return result


def test_a_function_gets_its_arguments_and_its_value_comes_back() -> None:
    arguments = {
        "x": np.arange(6.0).reshape(2, 3).T,
        "n": 3,
        "lr": 0.5,
        "name": "∂L/∂x",
        "y": np.array([0, 2]),
        "flag": True,
        "none": None,
        "layers": [{"w": np.ones(2, dtype=np.float32)}, (1, 2.0)],
    }
    assert alike(value("def f(**arguments): return arguments", **arguments), arguments)


def test_what_a_call_returns_is_measured_in_seconds_of_its_own() -> None:
    result = answered("import time\ndef f(): time.sleep(0.2)")
    assert isinstance(result, Returned)
    assert 0.2 <= result.seconds < 5


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("import numpy as xp\ndef f(): return xp.arange(3.0)", np.arange(3.0)),
        ("from numpy import *\ndef f(): return arange(3.0)", np.arange(3.0)),
        ("from numpy import linalg as la\ndef f(): return la.inv(2 * __import__('numpy').eye(2))", np.eye(2) / 2),
        ("import numpy as np\ndef f(): return np.arange(3, dtype=np.float32)", np.arange(3, dtype=np.float32)),
        ("import numpy as np\ndef f(): return np.asfortranarray(np.arange(6.0).reshape(2, 3))", np.arange(6.0).reshape(2, 3)),
        ("import numpy as np\ndef f(): return np.arange(10.0)[::-3]", np.array([9.0, 6.0, 3.0, 0.0])),
        ("import numpy as np\ndef f(): return np.broadcast_to(1.0, (2, 2))", np.ones((2, 2))),
        ("import numpy as np\ndef f(): return np.ma.masked_array([1.0, 2.0], [0, 1])", np.array([1.0, 2.0])),
        ("import numpy as np\ndef f(): return np.matrix([[1.0, 2.0]])", np.array([[1.0, 2.0]])),
        ("import numpy as np\ndef f(): return np.random.default_rng(0).permutation(1)", np.array([0])),
        ("import numpy as np\ndef f(): return np.fft.fft([1.0, 0.0])", np.ones(2, dtype=complex)),
        ("def f(): return [[1, 2.5], (3, True)]", [[1, 2.5], (3, True)]),
        ("def f(): return {'dw': 1.5, 'db': [2]}", {"dw": 1.5, "db": [2]}),
        ("from typing import NamedTuple\nclass P(NamedTuple):\n  w: int\ndef f(): return P(1)", (1,)),
        ("def f(): return None", None),
        ("f = lambda: 1", 1),
        ("class F:\n  def __call__(self): return 1\nf = F()", 1),
        ("import functools\n@functools.cache\ndef f(): return 1", 1),
        ("def helper(x): return x + 1\ndef f(): return helper(1)", 2),
        ("global_state = [1]\ndef f(): return global_state", [1]),
        ("if __name__ == '__main__': 1 / 0\ndef f(): return __name__", "answer"),
    ],
)  # fmt: skip
def test_a_right_answer_in_another_form_comes_back_as_plain_values(source: str, right: Any) -> None:
    assert alike(value(source), right)


def test_an_ndarray_subclass_with_a_lying_eq_comes_back_as_its_numbers() -> None:
    source = """
        import numpy as np

        class Liar(np.ndarray):
            def __eq__(self, other):
                return np.ones(self.shape, dtype=bool)
            __array_priority__ = 1e9
            dtype = property(lambda self: np.dtype(float))

        def f():
            return np.array([1.0, 2.0]).view(Liar)
    """
    back = value(source)
    assert type(back) is np.ndarray
    assert back.tolist() == [1.0, 2.0]


def test_dataclasses_with_type_hints_as_text_work() -> None:
    source = """
        from __future__ import annotations
        import dataclasses, typing
        import numpy as np

        @dataclasses.dataclass
        class State:
            m: np.ndarray
            steps: typing.ClassVar[int] = 1

        def f(x: np.ndarray) -> np.ndarray:
            return State(x).m * len(typing.get_type_hints(State)) * len(dataclasses.fields(State))
    """
    assert value(source, x=np.ones(2)).tolist() == [2.0, 2.0]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("def f(x, y, t): x += 1", ("x",)),
        ("def f(x, y, t): y[0][0] = 7; x[x == 9] = 0", ("y",)),
        ("def f(x, y, t): x[0] = x[0]; y = 1; t += 1", ()),
        ("def f(x, y, t): x.sort(); y.append(1)", ("x", "y")),
        ("def f(x, y, t): x.shape = (3, 1)", ("x",)),
    ],
)
def test_arguments_changed_in_place_are_named(source: str, changed: tuple[str, ...]) -> None:
    result = answered(source, x=np.array([2.0, np.nan, 1.0]), y=[np.zeros(2)], t=np.int64(3))
    assert isinstance(result, Returned)
    assert result.changed == changed


def test_each_call_gets_fresh_arguments() -> None:
    x = np.zeros(2)
    results = run("def f(x):\n  x += 1\n  return x", [Call("f", {"x": x})] * 3).results
    assert [result.value.tolist() for result in results if isinstance(result, Returned)] == [[1.0, 1.0]] * 3
    assert not x.any()


@pytest.mark.parametrize(
    ("source", "reason", "says", "line"),
    [
        ("def g(): pass\ndef _h(): pass", "not_implemented", "there is no function f; there is g", None),
        ("x = 1", "not_implemented", "there is no function f", None),
        ("f = 3", "not_implemented", "there is no function f", None),
        ("def __getattr__(name): return len", "not_implemented", "there is no function f", None),
        ("def f():\n  raise NotImplementedError('your derivation goes here')", "not_implemented", "not written yet", 2),
        ("def f():\n  g()\ndef g():\n  1 / 0", "error", "ZeroDivisionError: division by zero", 4),
        ("def f(x): pass", "error", "TypeError: f() missing 1 required positional argument: 'x'", None),
        ("import numpy as np\ndef f():\n\n  np.ones(2) @ np.ones(3)", "error", "ValueError: matmul: …", 4),
        ("x = 1\ny = (\n", "error", "SyntaxError: '(' was never closed", 2),
        ("def f():\nreturn 1", "error", "IndentationError: expected an indented block after…", 2),
        ("x = 1\x00", "error", "SyntaxError: source code …", None),
        ("1 / 0\ndef f(): pass", "error", "ZeroDivisionError: division by zero", 1),
        ("def f(): assert False", "error", "AssertionError", 1),
        ("def f():\n  return f()", "error", "RecursionError: maximum recursion depth exceeded", 2),
        ("import sys\ndef f(): sys.exit(0)", "error", "ends the program (exit): return the result", 2),
        ("raise SystemExit", "error", "ends the program (exit): return the result", 1),
        ("raise KeyboardInterrupt", "error", "KeyboardInterrupt", 1),
        ("import os\ndef f(): os._exit(0)", "error", "the code ended the process", None),
        ("import os\nos._exit(3)", "error", "the code ended the process", None),
        ("def f(): return iter([])", "refused", "returned a value of type list_iterator; return NumPy arrays or numbers", None),
        ("def f(): yield 1", "refused", "returned a value of type generator; return NumPy arrays or numbers", None),
        ("def f(): return f", "refused", "returned a value of type function; return NumPy arrays or numbers", None),
        ("import numpy as np\ndef f(): return np.array([1, None])", "refused", "returned an array of dtype object; return …", None),
        ("import numpy as np\ndef f(): return np.zeros(1, 'i4,f8')", "refused", "returned an array of dtype [('f0', '<i4'), …", None),
        ("def f():\n  x = []\n  x.append(x)\n  return x", "refused", "returned lists nested too deeply; …", None),
        ("def f(): return [0.0] * 10**6", "refused", "returned lists of more than 100000 values; …", None),
        ("def f():\n  import torch", "error", "ImportError: No module named 'torch'. An answer may import numpy and, of …", 2),
        ("import numpy.nothing", "error", "ImportError: No module named 'numpy.nothing'. An answer may import numpy and, …", 1),
        ("class E(Exception):\n  def __str__(self): 1 / 0\ndef f(): raise E", "error", "E", 3),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_words_with_its_line(
    source: str, reason: Reason, says: str, line: int | None
) -> None:
    found = failure(source)
    assert (found.reason, found.line) == (reason, line)
    assert found.says.startswith(says[:-1]) if says.endswith("…") else found.says == says


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n  while True: pass",
        "import time\ndef f(): time.sleep(1000)",
        "def f(): 9 ** 9 ** 9",
        "def f():\n  while True:\n    try: f.x\n    except BaseException: pass",
        "import time\ndef f():\n  while True: print(end='.', flush=True); time.sleep(0.0001)",
        """
        import signal
        def f():
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            while True: pass
        """,
    ],
)
def test_what_does_not_end_is_stopped_in_time(source: str) -> None:
    assert failure(source, limits=QUICK) == Failed("timeout", "stopped after 1 s: does a loop end?")


def test_printing_without_a_pause_does_not_hold_up_the_clock() -> None:
    source = "import os\ndef f():\n  while True: os.write(1, b'.')"
    found = failure(source, limits=replace(QUICK, printed=1 << 26))
    assert found == Failed("timeout", "stopped after 1 s: does a loop end?")


def test_nothing_that_was_printed_is_lost() -> None:
    calls = [Call("f", {"i": i}) for i in range(300)]
    ran = run("def f(i): print(i)", calls, limits=PATIENT)
    assert ran.printed.split() == [str(i) for i in range(300)]


@pytest.mark.parametrize(
    "expression",
    [
        "np.zeros(50 * 10**9 // 8)",
        "bytearray(50 * 10**9)",
        "[0] * 10**10",
        "'x' * 10**11",
        "[np.ones(10**5) for _ in iter(int, 1)]",
        "[[] for _ in iter(int, 1)]",
        "(lambda x: [x := (x,) for _ in iter(int, 1)])(())",
    ],
)
def test_what_takes_too_much_memory_is_stopped(expression: str) -> None:
    found = failure(f"import numpy as np\ndef f():\n  return {expression}", limits=replace(PATIENT, memory=1 << 26))
    assert found.reason == "memory"
    assert found.line in (3, None), "there may be no memory left to say where"
    assert found.says.startswith("needs too much memory (")


def test_memory_used_up_to_the_last_byte_is_still_told() -> None:
    found = failure("def f():\n  x = ()\n  while True: x = (x,)", limits=replace(PATIENT, memory=1 << 26))
    if (
        sys.version_info >= (3, 13) and found.reason == "error"
    ):  # there Python itself may crash on such a nest without memory
        assert found.says == "the process crashed (Segmentation fault)"
    else:
        assert found.reason == "memory"


def test_memory_is_counted_beyond_what_numpy_takes() -> None:
    source = "def f(n): return len(bytearray(n))"
    assert value(source, n=200 << 20) == 200 << 20
    result = answered(source, n=300 << 20)
    assert isinstance(result, Failed)
    assert result.reason == "memory"


def test_returning_more_than_allowed_is_refused() -> None:
    found = failure("import numpy as np\ndef f(): return np.zeros(10**6)")
    assert found == Failed("memory", "returned more than 4 MB")


def test_a_gigabyte_printed_is_stopped_and_its_beginning_shown() -> None:
    source = "def f():\n  for _ in range(10**6): print('x' * 1000)"
    ran = run(source, [Call("f")])
    assert ran.results == (Failed("refused", "printed more than 1 MB: take the print out of the loop"),)
    assert ran.printed.startswith("x" * 1000 + "\n")
    assert "bytes more" in ran.printed[-30:]
    assert len(ran.printed) < 4100


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("import sys\ndef f():\n  print('∂')\n  print('warned', file=sys.stderr)", "∂\nwarned\n"),
        ("def f(): print('\\x1b[2J\\x1b]0;title\\a')", "\x1b[2J\x1b]0;title\x07\n"),
        ("import os\ndef f(): os.write(1, b'\\xff\\xfe')", "\ufffd\ufffd"),
        ("def f(): print('before', end=''); [][0]", "before"),
        ("import os\ndef f(): print('before', end=''); os._exit(1)", "before"),
        ("def f():\n  print('before')\n  while True: pass", "before\n"),
        ("import sys\nsys.stdout = None\ndef f(): print('nowhere')", ""),
        ("import sys\ndef f(): sys.stdout.close(); sys.stderr.close()", ""),
        ("import sys\nclass Out:\n  def write(self, text): 1 / 0\nsys.stdout = Out()\ndef f(): pass", ""),
    ],
)
def test_what_is_printed_is_kept_as_it_is(source: str, printed: str) -> None:
    ran = run(source, [Call("f")], limits=QUICK)
    assert ran.printed == printed


@pytest.mark.parametrize(
    ("fate", "reason", "says"),
    [
        (-signal.SIGSEGV, "error", "the process crashed (Segmentation fault)"),
        (-signal.SIGXCPU, "timeout", "used up its time: does a loop end?"),
        (-signal.SIGALRM, "timeout", "used up its time: does a loop end?"),
        (-40, "error", "the process crashed (Real-time signal 6)"),
        (1, "error", "the code ended the process"),
        ("alive", "refused", "closed the pipe by which its results come back"),
    ],
)
def test_how_a_process_ended_is_said_in_words(fate: Fate, reason: Reason, says: str) -> None:
    assert sandbox._died(fate) == Failed(reason, says)


def test_a_crash_is_said_in_words() -> None:
    source = (
        "import numpy as np\ndef f(): return np.lib.stride_tricks.as_strided(np.zeros(1), (10**9,), (10**6,)).sum()"
    )
    assert failure(source) == Failed("error", "the process crashed (Segmentation fault)")


def test_recursion_without_a_limit_is_an_answer_that_failed() -> None:
    found = failure("import sys\nsys.setrecursionlimit(10**9)\ndef f(x=1): return [f(x)]\n", limits=QUICK)
    assert found.reason in ("error", "memory", "timeout")


@pytest.mark.parametrize(
    "source",
    [
        "import os\ndef f(): return os.fork()",
        """
        import os, time
        def f():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(1000)
                os._exit(0)
            return 1
        """,
        "import subprocess\ndef f(): return subprocess.Popen(['sleep', '1000']).pid",
        "import os\ndef f(): return os.posix_spawn('/bin/sleep', ['sleep', '1000'], {})",
        "import threading, time\ndef f(): threading.Thread(target=time.sleep, args=(1000,)).start()",
        "import _thread, time\ndef f(): _thread.start_new_thread(time.sleep, (1000,))",
    ],
)
def test_neither_processes_nor_threads_can_be_started(source: str) -> None:
    found = failure(source)
    assert found.reason == "error"
    assert found.says.startswith(("RuntimeError: can't start new thread", "PermissionError: ", "ImportError"))


@pytest.mark.parametrize(
    "call", ["os.execv('/bin/sleep', ['sleep', '1000'])", "os.kill(os.getppid(), 15)", "os.kill(0, 15)"]
)
def test_neither_another_program_nor_a_signal_gets_through(call: str) -> None:
    assert failure(f"import os\ndef f(): {call}").says.startswith("PermissionError: ")


def test_the_process_starts_clean() -> None:
    source = """
        import os, sys
        def f():
            return {
                "environment": dict(os.environ),
                "started as": [sys.argv, sys.orig_argv, sorted(vars(sys.modules["__main__"]))],
                "input": sys.stdin.read(),
                "root": os.geteuid() == 0,
                "answer": __name__,
            }
    """
    found = value(source)
    assert not found.pop("root")
    assert found == {
        "environment": {},
        "started as": [[""], [""], ["__doc__", "__loader__", "__name__", "__package__", "__spec__"]],
        "input": "",
        "answer": "answer",
    }


def test_it_has_no_descriptor_but_its_own(tmp_path: Path) -> None:
    secret = (tmp_path / "secret").open("w")
    with secret, Path(os.devnull).open("w") as low:
        os.set_inheritable(secret.fileno(), True)
        high = os.dup2(low.fileno(), 200)
        source = f"import os, sys\n{RESULTS}\ndef f(): return [i for i in range(1, 300) if _is_open(i)]"
        found = value(source)
        os.close(high)
    assert found[:2] == [1, 2]
    assert len(found) == 3  # and the one for its results


def test_results_come_back_where_the_parent_has_many_files_open() -> None:
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]
    try:
        assert value("def f(): return 1") == 1
    finally:
        for descriptor in held:
            os.close(descriptor)


@pytest.mark.parametrize("module", ["quizdl", "yaml", "pytest", "worker", "protocol", "question_bank"])
def test_nothing_of_quizdl_and_of_others_can_be_imported(module: str) -> None:
    assert failure(f"import {module}\ndef f(): pass").says.startswith(f"ImportError: No module named '{module}'")


def test_no_file_can_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "written"
        found = failure(f"def f():\n  with open({str(path)!r}, 'w') as file: file.write('x' * 100000)")
        assert found.says.startswith("PermissionError: ")
        assert not path.exists()


def test_a_process_that_does_not_end_by_itself_is_ended(worker: Path, box: Sandbox) -> None:
    source = "import os\nos._exit = lambda code: [None for _ in iter(int, 1)]\ndef f(): return 1"
    for _ in range(20):
        assert value(source) == 1
    warm = int(box.how == "warm")
    assert len(running(worker, warm)) == warm


def test_later_calls_run_after_one_that_raises() -> None:
    calls = [Call("f", {"x": x}) for x in (1, 0, 2)] + [Call("g"), Call("f", {"x": 4})]
    results = run("def f(x): return 4 / x", calls).results
    assert [result.value if isinstance(result, Returned) else result.reason for result in results] == [
        4.0,
        "error",
        2.0,
        "not_implemented",
        1.0,
    ]


def test_what_was_finished_before_the_end_still_counts() -> None:
    source = "import os\ndef f(x):\n  while x == 2: pass\n  if x == 3: os._exit(1)\n"
    source += "  while x == 5: print('x' * 10000)\n  return x"
    for bad, reason in ((2, "timeout"), (3, "error"), (5, "refused")):
        results = run(source, [Call("f", {"x": x}) for x in (0, 1, bad, 4)], limits=QUICK).results
        assert [result.value for result in results[:2] if isinstance(result, Returned)] == [0, 1]
        assert [result.reason for result in results[2:] if isinstance(result, Failed)] == [reason] * 2


def test_large_arguments_and_results_cross_both_pipes() -> None:
    x = np.random.default_rng(1).normal(size=3_000_000)
    result = answered("def f(x): return -x", x=x, limits=Limits())
    assert isinstance(result, Returned)
    assert np.array_equal(result.value, -x)


def forged(*messages: Any) -> bytes:
    frames = [message if isinstance(message, bytes) else encode(message) for message in messages]
    return b"".join(len(frame).to_bytes(8, "little") + frame for frame in frames)


HUGE = 10**5000
LOADED = {"loaded": True}
FORGERIES = [
    b"",
    b"\0" * 7,
    b"\0" * 8,
    b"\0" * 8000,
    b"\xff" * 8,
    b"\xff" * 100,
    (2**40).to_bytes(8, "little") + b"x",
    forged(b"x"),
    forged(b"l\xff\xff\xff\xff"),
    forged(LOADED, LOADED),
    forged(None),
    forged(LOADED, None),
    forged(LOADED, [1, 2]),
    forged(LOADED, {}),
    forged(LOADED, {"value": 1}),
    forged(LOADED, {"value": 1, "seconds": float("nan"), "changed": []}),
    forged(LOADED, {"value": 1, "seconds": float("inf"), "changed": []}),
    forged(LOADED, {"value": 1, "seconds": "1", "changed": []}),
    forged(LOADED, {"value": 1, "seconds": 1.0, "changed": 3}),
    forged(LOADED, {"value": HUGE, "seconds": -1e300, "changed": [HUGE, None, "x"]}),
    forged(LOADED, {"missing": "f", "there": 5}),
    forged(LOADED, {"missing": HUGE, "there": [HUGE]}),
    forged(LOADED, {"missing": "f", "there": [HUGE, np.arange(3)]}),
    forged(LOADED, {"unreadable": HUGE}),
    forged(LOADED, {"raised": np.arange(3), "says": "x", "line": 1}),
    forged(LOADED, {"raised": "E", "says": np.arange(3), "line": 1}),
    forged(LOADED, {"raised": "E", "says": "x", "line": HUGE}),
    forged(LOADED, {"raised": "MemoryError", "says": HUGE, "line": None}),
    forged({"raised": HUGE, "says": HUGE, "line": HUGE}),
    forged({"raised": "E"}),
]


@pytest.mark.parametrize("raw", FORGERIES, ids=lambda raw: repr(raw[:40]))
@pytest.mark.parametrize("then", ["os._exit(0)", pytest.param("return 1", marks=pytest.mark.slow)])
def test_a_forged_frame_hurts_its_forger_at_most(raw: bytes, then: str) -> None:
    source = f"import os, sys\n{RESULTS}\nos.write(results, {raw!r})\ndef f(): {then}"
    assert_honest(run(source, [Call("f"), Call("f")], limits=QUICK))


@pytest.mark.parametrize(
    "line",
    [
        "os.close(results)",
        pytest.param("os.close(results); time.sleep(1000)", marks=pytest.mark.slow),
        "os.dup2(1, results)",
        "os.dup2(results, 1); print('x' * 10**6)",
        "os.dup2(results, 1); print(chr(0) * 8)",
        "os.closerange(0, 100)",
        pytest.param("os.closerange(0, 100); time.sleep(1000)", marks=pytest.mark.slow),
        "os.dup(results); os.close(results); os.close(1); os.close(2)",
        "os.set_blocking(results, False); os.write(results, bytes(60000))",
        "[os.dup(results) for _ in range(1000)]",
        "os.write(results, b'x' * 10**8)",
        "sys.modules['__main__'].send(results, b'x')",
        "sys.modules['__main__'].send = None",
        "sys.modules['__main__'].os.write = lambda *_: 0",
        "time.perf_counter = lambda: 'now'",
        "globals()['__getattr__'] = lambda name: 1 / 0",
        "globals()[1] = os.write",
        "import __main__; __main__.failure = 1; 1 / 0",
        "sys.settrace(lambda *_: 1 / 0)",
        "sys.setrecursionlimit(30)",
        "import signal; signal.signal(signal.SIGALRM, lambda *_: 1 / 0); signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)",
        "raise type('E', (Exception,), {'__traceback__': 1, '__class__': int})",
        "raise type('E' * 10**6, (Exception,), {})('x' * 10**7)",
        "raise SyntaxError('x', ('answer.py', 'line', 1, 1))",
    ],
)
@pytest.mark.parametrize(
    "source",
    ["def f():\n  {line}\n  return 1", pytest.param("{line}\ndef f(): return 1", marks=pytest.mark.slow)],
    ids=["in the function", "before it"],
)
def test_tampering_with_the_results_hurts_the_tamperer_at_most(source: str, line: str) -> None:
    source = f"import os, sys, time\n{RESULTS}\n{source.format(line=line)}"
    assert_honest(run(source, [Call("f"), Call("f")], limits=QUICK))


def assert_honest(ran: Run) -> None:
    """Every result is one, in words that can be shown, and no traceback of ours is among what was printed."""
    for result in ran.results:
        if isinstance(result, Failed):
            assert len(result.says) < 1000
            assert result.line is None or 0 < result.line < 2**31
        else:
            assert 0 <= result.seconds < float("inf")
            assert all(isinstance(name, str) for name in result.changed)
    assert "worker.py" not in ran.printed


@given(
    st.dictionaries(
        st.sampled_from(["value", "seconds", "changed", "missing", "there", "unreadable", "raised", "says", "line"]),
        values,
    )
)
def test_any_message_makes_a_result(message: dict[str, Any]) -> None:
    assert_honest(Run((sandbox._result(message),)))


@pytest.fixture
def fresh(box: Sandbox) -> Iterator[Sandbox]:
    """A sandbox that has started nothing yet."""
    made = Sandbox(box.how)
    yield made
    made.close()


def test_where_numpy_is_missing_the_sandbox_says_so(
    fresh: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as without, pytest.raises(SandboxError, match="No module named 'numpy'") as caught:
        without.setattr(processes, "site", lambda: str(tmp_path))
        fresh.run("def f(): pass", [Call("f")])
    assert caught.value.message.startswith("the sandbox did not start: ModuleNotFoundError: ")
    assert "NumPy" in caught.value.hint


def test_where_no_process_can_be_started_the_sandbox_says_so(fresh: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(SandboxError, match=r"cannot start a process \(No such file or directory\)"):
            fresh.run("def f(): pass", [Call("f")])


def test_a_machine_too_busy_to_start_is_not_the_answers_time_out(
    fresh: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(sandbox, "START_SECONDS", 0)
        with pytest.raises(SandboxError, match="did not start within 0 s"):
            fresh.run("def f(): pass", [Call("f")])


@pytest.mark.parametrize("times", [1, 2])
def test_a_run_that_is_killed_from_outside_is_repeated_once_and_then_said(
    box: Sandbox, worker: Path, times: int
) -> None:
    source = f"import time\nprint('begun')\ndef f():\n  time.sleep(max(0, {time.time() + 2} - time.time()))\n  return 1"
    before = set(running(worker, 9))
    with ThreadPoolExecutor(1) as pool:
        running_answer = pool.submit(box.run, source, [Call("f")])
        for _ in range(times):
            while not (started := set(running(worker, 9)) - before):
                time.sleep(0.01)
            time.sleep(0.2)  # into the answer itself
            before |= started
            os.kill(started.pop(), signal.SIGKILL)
        result = running_answer.result(60).results[0]
    if times == 1:
        assert isinstance(result, Returned)
        assert result.value == 1
    else:
        assert result == Failed("memory", "was killed twice from outside, most likely for want of memory")


def test_a_worker_that_is_killed_is_started_again(box: Sandbox, worker: Path) -> None:
    for _ in range(2):
        for process in running(worker, 9):
            os.kill(process, signal.SIGKILL)
        assert value("def f(): return 1") == 1


def test_where_the_system_cannot_confine_only_trusted_code_runs(box: Sandbox) -> None:
    bare = Sandbox(box.how, layers=["limits", "landlock"])
    source = "print('ran')\ndef f(): return 1"
    ran = bare.run(source, [Call("f")])
    assert (ran.printed, ran.safe) == ("ran\n", False)
    with pytest.raises(SandboxError, match="cannot protect itself") as caught:
        bare.run(source, [Call("f")], strict=True)
    assert "--trust-submissions" in caught.value.hint
    assert box.run(source, [Call("f")], strict=True).safe
    bare.close()


def test_what_is_no_longer_wanted_is_stopped(box: Sandbox) -> None:
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        ran = pool.submit(box.run, "while True: pass", [Call("f")], until=reading)
        time.sleep(0.3)
        assert not ran.done()
        os.write(writing, b"x")
        assert ran.result(60).results == (Failed("timeout", "stopped: something newer came"),)
    at_once = box.run("while True: pass", [Call("f")], until=reading)  # before it has even started
    assert at_once.results == (Failed("timeout", "stopped: something newer came"),)
    os.close(reading)
    os.close(writing)


def test_two_runs_of_one_worker_do_not_draw_the_same_random_numbers() -> None:
    source = "import random, numpy as np\ndef f(): return [np.random.rand(), random.random(), np.random.default_rng().random()]"
    for one, other in zip(value(source), value(source), strict=True):
        assert one != other


def test_what_is_not_loaded_yet_can_be_imported_at_once(fresh: Sandbox) -> None:
    source = """
import unittest, doctest, zlib, datetime
from numpy import testing, polynomial
import numpy as np
def f():
    datetime.datetime.strptime("2027-01-15", "%Y-%m-%d")
    return np.fft.fft(np.unique([1.0, 1.0])), np.nanmedian([1.0]), "\N{GREEK SMALL LETTER ALPHA}".encode("latin-1", "replace")
"""
    for _ in range(2):
        assert isinstance(fresh.run(source, [Call("f")]).results[0], Returned)


@pytest.fixture
def grader(worker: Path, box: Sandbox, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """Another process of quizdl's, in the middle of a run that sleeps, and may for 1000 s."""
    program = dedented(f"""
        from pathlib import Path
        from quizdl.sandbox import run as sandbox
        from quizdl.domain.run import Call
        from quizdl.sandbox import processes
        processes.WORKER = {str(worker)!r}
        sandbox.run("import time\\nprint(flush=True)\\ntime.sleep(1000)", [Call("f")], limits=sandbox.Limits(seconds={getattr(request, "param", 1000)}))
    """)
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(running(worker, 9)) < {"warm": 3, "cold": 1}[box.how] and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)  # into the answer itself
    yield process
    process.kill()
    process.wait()


def test_ctrl_c_leaves_no_process(grader: subprocess.Popen[bytes], worker: Path, box: Sandbox) -> None:
    grader.send_signal(signal.SIGINT)
    grader.wait(60)
    warm = int(box.how == "warm")
    assert len(running(worker, warm)) == warm


@pytest.mark.slow
@pytest.mark.parametrize("grader", [1], indirect=True)
def test_a_killed_parent_leaves_no_process_for_long(
    grader: subprocess.Popen[bytes], worker: Path, box: Sandbox
) -> None:
    grader.kill()
    grader.wait(60)
    warm = int(box.how == "warm")
    assert len(running(worker, warm)) == warm
