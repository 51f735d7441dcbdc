"""The clean process that runs sources: standard library and NumPy only, an empty environment, nothing of quizdl.

    python -I -S -u worker.py warm SITE SOCKET             forks once per run, for each message on a socket
    python -I -S -u worker.py once SITE REQUEST RESULTS    one run in this very process, where there is no fork

SITE is the folder that NumPy stands in; the others are descriptors. A run: read the request, load what the source mentions, give up all
rights (confinement.py), and only then execute the source. Each result is sent as soon as it is there, so that cases finished before a
crash or a time-out still count.
"""

import array
import gc
import importlib.util
import os
import re
import select
import signal
import socket
import sys
import time
import types
from contextlib import suppress
from typing import Any

IMPORTABLE = [
    "__future__",
    "abc",
    "array",
    "base64",
    "binascii",
    "bisect",
    "builtins",
    "calendar",
    "cmath",
    "codecs",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "gc",
    "hashlib",
    "heapq",
    "inspect",
    "io",
    "itertools",
    "json",
    "keyword",
    "logging",
    "math",
    "numbers",
    "operator",
    "os",
    "pathlib",
    "pprint",
    "random",
    "re",
    "secrets",
    "statistics",
    "string",
    "struct",
    "sys",
    "textwrap",
    "time",
    "timeit",
    "traceback",
    "types",
    "typing",
    "unicodedata",
    "warnings",
    "weakref",
    "zlib",
]
"""What an answer may import beside NumPy."""
ON_DEMAND = ("doctest", "unittest", "numpy.testing")
"""Harmless too, but slow to load: only for a source that mentions them."""
AT_ONCE = "numpy.random"
"""What the cases of nearly every derivation are drawn with."""
IN_PASSING = {
    "_strptime": "strptime",
    "encodings.ascii": "ascii",
    "encodings.latin_1": "latin",
    "encodings.utf_16": "utf",
}
"""What others load when they are first used, and the word that a source then has in it."""
PARTS = [
    "linalg",
    "fft",
    "random",
    "polynomial",
    "ma",
    "lib",
    "char",
    "rec",
    "strings",
    "exceptions",
    "dtypes",
    "typing",
    "lib.stride_tricks",
    "lib.scimath",
]
"""NumPy loads most of its parts when they are first asked for."""
MASKED = re.compile(r"unique|isin|1d\b|median|percentile|quantile")
"""NumPy's functions that look at once whether they were given a masked array: they load numpy.ma when they are first called."""
KINDS = (NotImplementedError, MemoryError, ImportError, SystemExit)
"""Exceptions that the parent has its own words for; sent by these names also where NumPy raises a kind of its own."""
WORD = re.compile(r"\w+")
PASSING = re.compile("|".join(IN_PASSING.values()))
OWN_HASHES = "_sha2" if sys.version_info >= (3, 12) else "_sha512"
"""Python's own, which hashlib takes where there is no OpenSSL."""
NO_PROCESS = 0
BUSY = 300
"""Milliseconds without a request after which modules are loaded ahead: whoever starts this is loading things, too."""


def main() -> None:
    """Loads NumPy, then serves. What is imported before is little, and of that most is what NumPy needs itself."""
    how, site, *descriptors = sys.argv[1:]
    os.chdir("/")
    gc.disable()  # nothing that is loaded is garbage
    worker = Worker(site)
    if how == "warm":
        Forks(worker, socket.socket(fileno=int(descriptors[0]))).serve()
    else:
        worker.run(int(descriptors[0]), int(descriptors[1]), parent=None)


class Worker:
    """A process with NumPy loaded, and the run that may be made in it, or in a fork of it."""

    def __init__(self, site: str) -> None:
        self.site = site
        # a hook that modules set for forks touches what every fork would have to copy, some 200 pages; `run` seeds what needs it
        os.register_at_fork = lambda **_: None
        self.protocol = beside("protocol")
        if importlib.util.find_spec(OWN_HASHES):
            sys.modules["_hashlib"] = None  # type: ignore[assignment]  # OpenSSL: long to load, more for each fork to carry
        with self.importing():
            import numpy

            self.confinement = beside("confinement").Confinement()
        for name in ("ctypes", "_ctypes"):
            sys.modules.pop(name, None)  # for confinement only
        numpy.seterr(all="ignore")
        os.environ.clear()  # it has told the linear algebra what to do
        # an answer sees the same wherever it runs, and no path of this machine
        sys.argv[:] = sys.orig_argv[:] = [""]
        self.script, sys.modules["__main__"] = sys.modules["__main__"], type(sys)("__main__")
        self.numpy = numpy
        self.later = [AT_ONCE, *IN_PASSING, *IMPORTABLE, *(f"numpy.{part}" for part in PARTS)]
        self.mentioned: dict[str, list[str]] = {}
        """By a word that a source may have in it: the modules that it may need."""
        for name in (*self.later, *ON_DEMAND):
            self.mentioned.setdefault(IN_PASSING.get(name, name.rpartition(".")[2]), []).append(name)

    def importing(self) -> Any:
        """Lets modules be imported from where NumPy stands; nothing else of that folder can be imported at other times."""
        return _on_the_path(self.site)

    def load_one(self) -> None:
        """Loads one more of the modules that answers use, while there is nothing else to do."""
        name = self.later.pop(0)
        with suppress(ImportError), self.importing():
            importlib.import_module(name)
        if not self.later:
            one = self.numpy.eye(2)
            self.numpy.linalg.solve(one @ one, one)  # what the linear algebra sets up when it is first used
            gc.collect()
            gc.freeze()

    def rehearse(self) -> None:
        """A run of an answer of ours: what it looks up once is found by every fork, which else would copy the pages that it is noted on."""
        arguments = self.protocol.encode({"x": self.numpy.ones((2, 3))})
        request = {"source": "def f(x):\n    return x * (x > 0)\n", "filename": "f.py", "calls": [("f", arguments)] * 2}
        request = self.protocol.decode(self.protocol.encode(request))
        self.load_mentioned(request["source"])
        nowhere = os.open(os.devnull, os.O_WRONLY)
        serve(self.protocol, request, nowhere)
        os.close(nowhere)
        del sys.modules["answer"]

    def load_mentioned(self, source: str) -> None:
        """Loads what a source mentions of NumPy and of the importable modules, and is not there yet."""
        # a fork copies each page of whatever it so much as looks at, so this looks at the words of the source, not at all the names
        words = {word for word in WORD.findall(source) if word in self.mentioned}
        if PASSING.search(source):
            words.update(word for word in IN_PASSING.values() if word in source)
        wanted = [name for word in words for name in self.mentioned[word] if name not in sys.modules]
        if MASKED.search(source) and "numpy.ma" not in sys.modules:
            wanted.append("numpy.ma")
        everything = "import *" in source
        if wanted or everything:
            with self.importing():
                for name in self.numpy.__all__ if everything else ():
                    getattr(self.numpy, name)
                for name in wanted:
                    with suppress(ImportError):
                        importlib.import_module(name)

    def run(self, request_from: int, results: int, *, parent: int | None) -> None:
        """One run in this process, which is good for nothing else afterwards.

        Args:
            request_from: a descriptor to read the request from.
            results: a descriptor to write frames to.
            parent: the process whose end ends this one.
        """
        request = self.protocol.decode(os.read(request_from, os.fstat(request_from).st_size))
        self.load_mentioned(request["source"])
        sys.path.clear()
        gc.enable()
        if "random" in request["source"]:  # else all forks would draw the same
            self.numpy.random.seed()
            sys.modules["random"].seed()
        holds = self.confinement.apply(
            results, memory=request["memory"], seconds=request["seconds"], parent=parent, layers=request["layers"]
        )
        send(results, self.protocol.encode({"holds": holds}))
        if request["strict"] and "seccomp" not in holds:
            return
        with suppress(BaseException):  # from here on it is the answer's doing; the parent sees that frames are missing
            serve(self.protocol, request, results)
            os.close(results)  # for this the parent waits


class Forks:
    """Forks a process per run, on request.

    A message on the socket carries descriptors: the request, the results, what is printed, and a socket for the child's
    fate: on it go back first the child's pidfd, and at its end the exit code.
    """

    def __init__(self, worker: Worker, requests: socket.socket) -> None:
        self.worker = worker
        self.requests = requests
        self.children: dict[int, tuple[int, socket.socket]] = {}
        """By pidfd: the process and whom to tell of its end."""

    def serve(self) -> None:
        """Serves until the other end of the socket is closed; no child outlives that."""
        self.worker.confinement.harden()
        poll = select.poll()
        poll.register(self.requests, select.POLLIN)
        self.worker.load_one()  # what is needed AT_ONCE
        self.worker.rehearse()
        gc.freeze()  # a fork shares these pages; collecting garbage would copy them
        gc.enable()
        patience = BUSY
        while True:
            ready = [descriptor for descriptor, _ in poll.poll(patience if self.worker.later else None)]
            for descriptor in ready:
                if descriptor in self.children:
                    poll.unregister(descriptor)
                    self.bury(descriptor)
                else:
                    _, descriptors, *_ = socket.recv_fds(self.requests, 1, 4)
                    if len(descriptors) < 4:
                        return  # the children die with this process
                    if child := self.fork(*descriptors):
                        poll.register(child, select.POLLIN)
            if not ready:
                self.worker.load_one()
            patience = BUSY if ready else 0

    def fork(self, request: int, results: int, output: int, fate: int) -> int | None:
        """Starts a run; returns the child's pidfd."""
        me = os.getpid()
        told = socket.socket(fileno=fate)
        try:
            pid = os.fork()
        except OSError as error:
            told.send(bytes([NO_PROCESS]) + (error.strerror or "").encode())
            pid = None
        if pid == 0:
            os.setsid()
            os.dup2(output, 1)
            os.dup2(output, 2)
            try:
                self.worker.run(request, results, parent=me)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
            finally:
                os._exit(0)
        for descriptor in (request, results, output):
            os.close(descriptor)
        if pid is None:
            told.close()
            return None
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = (pid, told)
        with suppress(OSError):
            socket.send_fds(told, [b"\1"], [pidfd])
        return pidfd

    def bury(self, pidfd: int) -> None:
        """Ends what a child has left in its group, and tells how it ended."""
        pid, told = self.children.pop(pidfd)
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        with suppress(OSError):
            told.send(array.array("i", [os.waitstatus_to_exitcode(status)]).tobytes())
        told.close()
        os.close(pidfd)


class _on_the_path:  # noqa: N801 - used like a function
    """While it lasts, a folder is on the import path."""

    def __init__(self, site: str) -> None:
        self.site = site

    def __enter__(self) -> None:
        sys.path.append(self.site)

    def __exit__(self, *_: object) -> None:
        sys.path.remove(self.site)


def beside(name: str) -> Any:
    """A module from this folder, by its path: no folder of quizdl's is ever on the answer's import path."""
    spec = importlib.util.spec_from_file_location(name, os.path.join(os.path.dirname(__file__), f"{name}.py"))  # noqa: PTH118, PTH120
    if spec is None or spec.loader is None:
        raise ImportError(f"{name}.py is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
            by_name = takes_names(target, arguments)
            started = time.perf_counter()
            value = target(**arguments) if by_name else target(*arguments.values())
            seconds = time.perf_counter() - started
            message = {"value": value, "seconds": seconds, "changed": changed(protocol, raw, arguments)}
        encoded: bytes = protocol.encode(message)
    except protocol.ProtocolError as error:
        encoded = protocol.encode({"unreadable": str(error)})
    except BaseException as error:
        encoded = protocol.encode(failure(error, filename))
    return encoded


def takes_names(target: Any, arguments: dict[str, Any]) -> bool:
    """Whether a function is called by the names of its arguments; one that names its parameters otherwise is called by their order."""
    if type(target) is types.FunctionType and not vars(target):
        code = target.__code__
        if code.co_varnames[: code.co_argcount] == tuple(arguments) and not (
            code.co_posonlyargcount or code.co_kwonlyargcount
        ):
            return True  # as nearly always, and ten times as fast to see
    import inspect

    def binds(*values: Any, **named: Any) -> bool:
        try:
            inspect.signature(target).bind(*values, **named)
        except (TypeError, ValueError):
            return False
        return True

    return binds(**arguments) or not binds(*arguments.values())


def changed(protocol: Any, raw: bytes, arguments: dict[str, Any]) -> list[str]:
    """The arguments that are not any more what they were, element types and not-a-numbers included."""

    def encoded(value: Any) -> bytes:
        try:
            return bytes(protocol.encode(value))
        except protocol.ProtocolError:
            return b""

    if encoded(arguments) == raw:
        return []
    before = protocol.decode(raw)
    return [name for name, value in arguments.items() if encoded(value) != encoded(before.get(name))]


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
    os._exit(0)  # nothing that an answer left behind, a thread or a handler, keeps it alive
