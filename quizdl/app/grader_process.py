"""The process that grades: it has NumPy, the judge and, as a child, the worker in which answers run.

    python -I -S -u grader_process.py PATH REQUESTS REPLIES

PATH is the import path of whoever starts it; the others are descriptors. The worker is forked off before anything of quizdl is
loaded, so it is as clean as one that was started on its own, and NumPy is loaded once for both.
"""

import gc
import importlib.util
import os
import socket
import sys
from typing import Any

SWITCH = 2e-4
"""Seconds after which a thread that loads a module lets one go on that has to start a process; Python's own 5 ms are half a verdict."""


def main() -> None:
    """Loads NumPy, forks the worker, then serves whoever holds the other ends."""
    path, requests, replies = sys.argv[1].split(os.pathsep), int(sys.argv[2]), int(sys.argv[3])
    os.chdir("/")
    gc.disable()  # nothing that is loaded is garbage
    sys.setswitchinterval(SWITCH)
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    site = next((folder for folder in path if os.path.isdir(f"{folder}/numpy")), "")  # noqa: PTH112
    worker = _worker(f"{package}/sandbox/worker.py")
    warm = None
    if sys.platform == "linux":  # elsewhere forking after NumPy is not safe
        loaded = worker.Worker(site)
        warm, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            for descriptor in (requests, replies, warm.detach()):
                os.close(descriptor)
            worker.Forks(loaded, theirs).serve()
            os._exit(0)
        theirs.close()
    sys.path += [os.path.dirname(package), site]  # noqa: PTH120
    from quizdl.app.grader import serve

    gc.set_threshold(50_000)  # the judge is loaded beside the first answer
    gc.enable()
    serve(requests, replies, warm)


def _worker(path: str) -> Any:
    """The worker's module, by its path."""
    spec = importlib.util.spec_from_file_location("worker", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
    os._exit(0)  # nobody is left to whom the rest of an answer's run would matter
