"""What is fuzzed: how an input is made, and what must not happen with it; and the watch under which it is tried."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

CORPUS = Path(__file__).with_name("corpus")
SECONDS = 1.0
"""Of processor time, for an input: the wall's would measure who else is busy."""
MEMORY = 512 << 20


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input.

    Attributes:
        make: an input of its own for every random state.
        check: takes an input; raises what nobody should ever see.
        count: how many are tried when time is no matter.
    """

    make: Callable[[Random], bytes]
    check: Callable[[bytes], None]
    count: int


class TooSlowError(BaseException):
    """An input took longer than it may. No handler of `Exception` is to stop it."""


def limit_memory() -> None:
    """From here on this process, with all that it has loaded, cannot take more than it may."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def tried(check: Callable[[bytes], None], raw: bytes) -> BaseException | None:
    """What comes of an input that nobody should see, or nothing."""
    try:
        with _watched():
            check(raw)
    except (Exception, TooSlowError) as error:
        return error
    return None


@contextmanager
def _watched() -> Iterator[None]:
    def late(*_: Any) -> None:
        raise TooSlowError(f"more than {SECONDS} s")

    before = signal.signal(signal.SIGPROF, late)
    started = time.process_time()
    signal.setitimer(
        signal.ITIMER_PROF, SECONDS, SECONDS
    )  # again, should it fall into a destructor, where nothing is raised
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if time.process_time() - started > SECONDS:  # in one call of C, which no signal ends
        late()


def largest() -> int:
    """Bytes that this process has held at most: what getrusage tells begins with the size of whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def one_thread() -> None:
    """NumPy reserves memory for each of its threads; to be called before it is loaded."""
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
