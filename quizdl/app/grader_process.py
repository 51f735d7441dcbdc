"""The process that grades: it has NumPy, the judge and, as a child, the worker in which answers run.

    python -I -S -u grader_process.py SITE QUIZDL SOCKET

SITE is the folder that NumPy stands in, QUIZDL the one that quizdl stands in. The worker is forked off before anything of quizdl is
loaded, so it is as clean as one that was started on its own, and NumPy is loaded once for both.
"""

import importlib.util
import os
import socket
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Loads NumPy, forks the worker, then serves whoever holds the other end of the socket."""
    site, root, descriptor = sys.argv[1:]
    client = socket.socket(fileno=int(descriptor))
    worker = _worker(Path(root) / "quizdl" / "sandbox" / "worker.py")
    warm = None
    if sys.platform == "linux":  # elsewhere forking after NumPy is not safe
        loaded = worker.Worker(site)
        warm, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            client.close()
            warm.close()
            worker.Forks(loaded, theirs).serve()
            os._exit(0)
        theirs.close()
    sys.path += [root, site]
    from quizdl.app.grader import serve

    serve(client, warm)


def _worker(path: Path) -> Any:
    """The worker's module, by its path."""
    spec = importlib.util.spec_from_file_location("worker", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
