"""What the grader's process does for `app/executor.py`: calls functions of ours, several at a time.

It is loaded before the first answer is begun, so it needs little itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from quizdl.app.messages import complaint, rebuilt, sent
from quizdl.errors import QuizdlError, SandboxError


def at_once() -> int:
    """Calls at the same time: on each core, while one waits for its process, another runs."""
    return 2 * (os.cpu_count() or 1)


class Calls:
    """Threads that call functions.

    Args:
        replies: where results go.
    """

    def __init__(self, replies: int) -> None:
        self._replies = replies
        self._lock = Lock()
        self._given: dict[int, Any] = {}
        self._waiting: SimpleQueue[tuple[int, Callable[..., Any], list[Any]]] = SimpleQueue()
        for _ in range(at_once()):
            Thread(target=self._work, daemon=True).start()

    def begin(self, message: Mapping[str, Any]) -> None:
        """Has a function called."""
        self._given |= {number: rebuilt(value) for number, value in message["given"].items()}
        arguments = [self._given[value[0]] if isinstance(value, list) else value for value in message["arguments"]]
        module, _, name = message["function"].partition(":")
        self._waiting.put((message["call"], getattr(import_module(module), name), arguments))

    def _work(self) -> None:
        while True:
            number, function, arguments = self._waiting.get()
            try:
                reply = {"result": function(*arguments)}
            except QuizdlError as error:
                reply = complaint(error)
            except Exception as error:  # else nobody would hear of it
                words = f"the grader failed ({type(error).__name__}: {error})"
                reply = complaint(SandboxError(words, "please report it"))
            with self._lock:
                sent(self._replies, {"call": number, **reply})
