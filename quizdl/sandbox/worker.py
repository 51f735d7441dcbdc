"""The process that runs a source: `python -I -S worker.py SITE RESULTS`, with the request on standard input.

It is started clean by the parent and imports nothing of quizdl. In this order: read the request, load NumPy, close what is not needed,
set the limits, and only then execute the source. Each result is sent as soon as it is there, so that cases finished before a crash or a
time-out still count.
"""

import importlib.util
import os
import resource
import sys
import time
import types
from pathlib import Path

HARMLESS = "math cmath itertools functools operator collections dataclasses typing random statistics fractions decimal string re bisect heapq enum abc copy numbers struct"


def main() -> None:
    site, results = sys.argv[1], int(sys.argv[2])
    spec = importlib.util.spec_from_file_location("protocol", Path(__file__).with_name("protocol.py"))
    protocol = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(protocol)
    sys.path.append(site)
    import numpy as np
    import numpy.fft
    import numpy.polynomial
    import numpy.random  # noqa: F401 - an answer may use them, and cannot import them later

    sys.path.remove(site)
    for name in HARMLESS.split():
        __import__(name)
    with open(0, "rb", closefd=False) as stream:
        request = protocol.decode(stream.read())
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.closerange(3, results)
    os.closerange(results + 1, 64)
    confine(request["memory"], request["seconds"])
    np.seterr(all="ignore")

    def send(message: dict) -> None:
        flush()
        raw = protocol.encode(message)
        raw = len(raw).to_bytes(8, "little") + raw
        while raw:
            raw = raw[os.write(results, raw) :]

    filename = request["filename"]
    module = types.ModuleType("answer")
    sys.modules["answer"] = module  # dataclasses and typing look a module up by its name
    send({"ready": True})
    try:
        code = compile(request["source"], filename, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the answer's
        send(failure(error, filename))
        return
    send({"loaded": True})
    for function, raw in request["calls"]:
        send(call(protocol, module, function, raw, filename))


def flush() -> None:
    """What was printed so far reaches the parent before the result does."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: BLE001, S112 - the answer may have replaced or closed it
            continue


def call(protocol, module, function, raw, filename):
    """The message about one call."""
    target = getattr(module, function, None)
    if not callable(target):
        there = [name for name, value in vars(module).items() if isinstance(value, types.FunctionType)]
        return {"missing": function, "there": [str(name) for name in there if not name.startswith("_")]}
    try:
        arguments = protocol.decode(raw)
        started = time.perf_counter()
        value = target(**arguments)
        seconds = time.perf_counter() - started
        pristine = protocol.decode(raw)
        changed = [name for name in pristine if not same(protocol, pristine[name], arguments[name])]
        message = {"value": value, "seconds": seconds, "changed": changed}
        protocol.encode(message)
    except protocol.ProtocolError as error:
        return {"unreadable": str(error)}
    except BaseException as error:  # noqa: BLE001
        return failure(error, filename)
    return message


def same(protocol, before, after):
    try:
        return protocol.encode(before) == protocol.encode(after)
    except protocol.ProtocolError:
        return False


def failure(error, filename):
    """The message about an exception: its type, its words, and the line of the answer at which it was raised."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
    try:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - a hostile __str__
        words = ""
    return {"raised": type(error).__name__, "says": str(words)[:500], "line": line if type(line) is int else None}


def confine(memory: int, seconds: int) -> None:
    """Limits on memory (beyond what NumPy took), processor time, files and core dumps."""
    limits = {
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_AS: taken() + memory,
    }
    for limit, value in limits.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):
            continue  # macOS refuses RLIMIT_AS; the parent's wall clock still holds


def taken() -> int:
    """The address space in use, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 2**33


if __name__ == "__main__":
    main()
    os._exit(0)  # threads that the answer left behind do not keep it alive
