"""The process that runs a source: `python -I -S -u worker.py SITE RESULTS`, with the request on standard input.

It is started clean by the parent and imports nothing of quizdl. In this order: read the request, load NumPy,
set the limits, and only then execute the source. Each result is sent as soon as it is there, so that cases finished before a crash or a
time-out still count.
"""

import importlib.util
import inspect
import os
import re
import resource
import signal
import sys
import time
import types
from contextlib import suppress
from pathlib import Path
from typing import Any

HARMLESS = (
    "__future__ abc array bisect cmath collections contextlib copy dataclasses datetime decimal enum fractions functools heapq inspect"
    " io itertools math numbers operator pprint random re statistics string struct textwrap time timeit types typing warnings"
)
"""What an answer may import beside NumPy."""
NOBODY = 65534
KINDS = (NotImplementedError, MemoryError, ImportError, SystemExit)
"""Exceptions that the parent has its own words for; sent by these names also where NumPy raises a kind of its own."""


def main() -> None:
    """Prepares the process, then serves the request."""
    site, results = sys.argv[1], int(sys.argv[2])
    protocol = load_protocol()
    with open(0, "rb", closefd=False) as stream:
        request = protocol.decode(stream.read())
    load_libraries(site, request["source"])
    confine(request["memory"], request["seconds"])
    send(results, protocol.encode({"ready": True}))
    with suppress(BaseException):  # from here on it is the answer's doing; the parent sees that frames are missing
        serve(protocol, request, results)


def load_protocol() -> Any:
    """The protocol, by its path: no folder of quizdl's is ever on the answer's import path."""
    spec = importlib.util.spec_from_file_location("protocol", Path(__file__).with_name("protocol.py"))
    if spec is None or spec.loader is None:
        raise ImportError("protocol.py is not there")
    protocol = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(protocol)
    return protocol


def load_libraries(site: str, source: str) -> None:
    """Loads NumPy, and what the source mentions of it and of the harmless modules: once confined, it may not be able to read their files.

    Nothing else of the folder that NumPy stands in can be imported later.
    """
    sys.path.append(site)
    import numpy as np

    words = set(re.findall(r"\w+", source)) | set(np.__all__ if "import *" in source else ())
    for name in words & set(dir(np)):
        getattr(np, name)  # NumPy loads most of its parts when they are first asked for
    for name in words & set(HARMLESS.split()):
        importlib.import_module(name)
    sys.path.remove(site)
    np.seterr(all="ignore")


def confine(memory: int, seconds: int) -> None:
    """Empties the environment and limits memory (beyond what NumPy took), time, files, processes and core dumps.

    The parent's clock comes first; the clocks set here are for a worker whose parent was killed.
    """
    os.environ.clear()
    signal.alarm(seconds + 2)
    processor = int(time.process_time()) + seconds + 2
    space = taken() + memory
    limits = {
        resource.RLIMIT_CPU: (processor, processor + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (64, 64),
        resource.RLIMIT_NPROC: (0, 0),
        resource.RLIMIT_AS: (space, space),
    }
    for limit, values in limits.items():
        with suppress(OSError, ValueError):  # macOS refuses RLIMIT_AS; the parent's wall clock still holds
            resource.setrlimit(limit, values)
    if os.geteuid() == 0:
        with suppress(OSError):  # the limit on processes does not hold for root
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)


def taken() -> int:
    """The address space in use, in bytes; 8 GB where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - one read, before any limit
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 2**33


def serve(protocol: Any, request: dict[str, Any], results: int) -> None:
    """Executes the source, then its functions, and sends a message about each."""
    filename = request["filename"]
    module = types.ModuleType("answer")
    sys.modules["answer"] = module  # dataclasses and typing look a module up by its name
    try:
        code = compile(request["source"], filename, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except BaseException as error:
        send(results, protocol.encode(failure(error, filename)))
        return
    send(results, protocol.encode({"loaded": True}))
    for function, raw in request["calls"]:
        send(results, call(protocol, module, function, raw, filename))


def send(results: int, raw: bytes) -> None:
    """Writes a frame: its length, and the bytes."""
    left = memoryview(len(raw).to_bytes(8, "little") + raw)
    while left:
        left = left[os.write(results, left) :]


def call(protocol: Any, module: types.ModuleType, function: str, raw: bytes, filename: str) -> bytes:
    """The message about one call."""
    try:
        target = vars(module).get(function)
        if not callable(target):
            there = [name for name, value in vars(module).items() if isinstance(value, types.FunctionType)]
            message: dict[str, Any] = {
                "missing": function,
                "there": [name for name in there if not name.startswith("_")],
            }
        else:
            arguments = protocol.decode(raw)
            started = time.perf_counter()
            value = target(**arguments) if takes_names(target, arguments) else target(*arguments.values())
            seconds = time.perf_counter() - started
            changed = [name for name, was in protocol.decode(raw).items() if not same(protocol, was, arguments[name])]
            message = {"value": value, "seconds": seconds, "changed": changed}
        encoded: bytes = protocol.encode(message)
    except protocol.ProtocolError as error:
        encoded = protocol.encode({"unreadable": str(error)})
    except BaseException as error:
        encoded = protocol.encode(failure(error, filename))
    return encoded


def takes_names(target: Any, arguments: dict[str, Any]) -> bool:
    """Whether a function is called by the names of its arguments; one that names its parameters otherwise is called by their order."""

    def binds(*values: Any, **named: Any) -> bool:
        try:
            inspect.signature(target).bind(*values, **named)
        except (TypeError, ValueError):
            return False
        return True

    return binds(**arguments) or not binds(*arguments.values())


def same(protocol: Any, before: Any, after: Any) -> bool:
    """Whether an argument is still what it was, element types and not-a-numbers included."""
    try:
        return bool(protocol.encode(before) == protocol.encode(after))
    except protocol.ProtocolError:
        return False


def failure(error: BaseException, filename: str) -> dict[str, Any]:
    """The message about an exception: its type, its words, and the line of the answer at which it was raised."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
    error.__traceback__ = None  # the frames hold what the answer allocated; there may be no memory left
    try:
        words = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:  # a __str__ of the answer's own
        words = ""
    raised = next((kind for kind in KINDS if isinstance(error, kind)), type(error)).__name__
    return {"raised": raised, "says": words[:500], "line": line}


if __name__ == "__main__":
    main()
    os._exit(0)  # threads that the answer left behind do not keep it alive
