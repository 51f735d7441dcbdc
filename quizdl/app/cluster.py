"""A Dask distributed cluster as a place to grade on. What is lost with a worker, its scheduler hands to another.

The cluster must be trusted as this machine is: what passes between its members is pickled. Answers still run in the sandbox of the
worker, and what comes out of that is read by the same code as here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Any

import quizdl
from quizdl.app.grade_many import Place
from quizdl.errors import QuizdlError, SandboxError, UsageError

CONNECT_SECONDS = 5
"""How long to wait for an answer from the cluster's address."""
ALONE_SECONDS = 20
"""How long a cluster may be without any worker before it is given up: one that was killed is started again."""


@contextmanager
def cluster(address: str) -> Iterator[Place]:
    """The cluster whose scheduler listens at an address, such as `tcp://10.0.0.1:8786`.

    Raises:
        QuizdlError: distributed is not installed.
        UsageError: the address is none.
        SandboxError: nothing listens there, or it has no workers with this version of quizdl.
    """
    try:
        import distributed
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise QuizdlError("a cluster needs distributed, which is not here", "pip install 'quizdl[cluster]'") from None
    for name in ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what they say of lost connections is said by us
    where = f"start it with: dask scheduler; and workers with: dask worker {address}"
    connect: Any = distributed.Client  # it has no types
    opening: Future[Any] = Future()

    def open_client() -> None:
        try:
            opening.set_result(connect(address, timeout=CONNECT_SECONDS, set_as_default=False))
        except BaseException as error:  # raised below
            opening.set_exception(error)

    # in a thread: with what is no scheduler it may wait longer than it was told to
    Thread(target=open_client, daemon=True).start()
    try:
        client = opening.result(3 * CONNECT_SECONDS)
    except ValueError as error:
        raise UsageError(f"--cluster {address}: no address ({error})", "such as tcp://127.0.0.1:8786") from None
    except Exception:  # whatever it makes of what it reads
        raise SandboxError(f"--cluster {address}: no Dask scheduler answers there", where) from None

    def check() -> None:
        with suppress(OSError, TimeoutError, CommClosedError, CancelledError):
            client.wait_for_workers(1, timeout=ALONE_SECONDS)
            return
        gone = "the cluster has no workers left" if client.status == "running" else "the cluster is gone"
        raise SandboxError(f"--cluster {address}: {gone}", "start it again; with --results the same command goes on")

    with closing(client):
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError):
            raise SandboxError(f"--cluster {address}: it has no workers", where) from None
        _same_version(client, address)
        threads = sum(client.nthreads().values())
        executor = client.get_executor(pure=False)
        try:
            yield Place(executor, threads, check, (KilledWorker, CancelledError, CommClosedError))
        finally:
            executor.shutdown(wait=False)


def _same_version(client: Any, address: str) -> None:
    """Every worker must judge as this machine does."""
    try:
        versions = set(client.run(version).values())
    except Exception as error:  # whatever the worker raises when it cannot import this
        words = f"--cluster {address}: its workers cannot run quizdl ({type(error).__name__}: {error})"
        raise SandboxError(words, f"install quizdl {quizdl.__version__} where they run") from None
    if versions != {quizdl.__version__}:
        others = ", ".join(sorted(versions - {quizdl.__version__}))
        words = f"--cluster {address}: its workers have quizdl {others}, not {quizdl.__version__}"
        raise SandboxError(words, "install the same version where they run")


def version() -> str:
    """The version of quizdl where this runs."""
    return quizdl.__version__
