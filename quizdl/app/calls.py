"""The grader's process as an executor: calls of functions of ours, several at a time.

Both ends are in this file: `GraderExecutor` is the command line's, `Calls` the process's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from importlib import import_module
from itertools import count
from threading import Lock, Thread
from typing import Any, TypeVar

from quizdl.app.grader import Grader
from quizdl.app.messages import ATOMS, as_error, complaint, plain, rebuilt, sent
from quizdl.errors import QuizdlError, SandboxError

_Of = TypeVar("_Of")

AT_ONCE = 2 * (os.cpu_count() or 1)
"""Calls at the same time: on each core, while one waits for its process, another runs."""
_numbers = count(1)


class GraderExecutor(Executor):
    """Calls functions of ours in a grader's process. They are named there, so they stand at the top of a module.

    Args:
        grader: nobody else uses it meanwhile.
    """

    def __init__(self, grader: Grader) -> None:
        self._grader = grader
        self._lock = Lock()
        self._running: dict[int, Future[Any]] = {}
        self._given: dict[int, tuple[int, Any]] = {}
        """By identity: what has crossed, and its number there; it is kept, lest another take its identity."""
        self._reader = Thread()

    def submit(self, fn: Callable[..., _Of], /, *args: Any, **kwargs: Any) -> Future[_Of]:
        """Has a function called.

        Args:
            fn: the function.
            *args: what it is given: data of the domain; what is no text or number crosses but once.
            **kwargs: none.
        """
        future: Future[_Of] = Future()
        future.set_running_or_notify_cancel()
        new: dict[int, Any] = {}
        arguments = [value if type(value) in ATOMS else [self._number(value, new)] for value in args]
        number = next(_numbers)
        with self._lock:
            self._running[number] = future
            if len(self._running) == 1:
                self._reader = Thread(target=self._read, daemon=True)
                self._reader.start()
        function = f"{fn.__module__}:{fn.__qualname__}"
        self._grader.send({"call": number, "function": function, "arguments": arguments, "given": new})
        return future

    def _number(self, value: Any, new: dict[int, Any]) -> int:
        """The number under which a value is known there; it is added to what is new if it is not yet."""
        if id(value) not in self._given:
            number = next(_numbers)
            self._given[id(value)] = number, value
            new[number] = plain(value)
        return self._given[id(value)][0]

    def _read(self) -> None:
        """Hands results on as long as any are to come."""
        left = True
        while left:
            try:
                reply = self._grader.reply()
            except QuizdlError as error:
                with self._lock:
                    lost, self._running = list(self._running.values()), {}
                self._grader.end()
                for future in lost:
                    future.set_exception(error)
                return
            with self._lock:
                future = self._running.pop(reply["call"])
                left = bool(self._running)
            if "error" in reply:
                future.set_exception(as_error(reply))
            else:
                future.set_result(reply["result"])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - as the interface has them
        """Ends the process if it has not done all that it was given."""
        with self._lock:
            busy = bool(self._running)
        if busy:
            self._grader.end()
            self._reader.join()


class Calls:
    """What is called in the process.

    Args:
        replies: where results go.
    """

    def __init__(self, replies: int) -> None:
        self._replies = replies
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._given: dict[int, Any] = {}

    def begin(self, message: Mapping[str, Any]) -> None:
        """Has a function called."""
        self._given |= {number: rebuilt(value) for number, value in message["given"].items()}
        arguments = [self._given[value[0]] if isinstance(value, list) else value for value in message["arguments"]]
        module, _, name = message["function"].partition(":")
        self._pool.submit(self._call, message["call"], getattr(import_module(module), name), arguments)

    def _call(self, number: int, function: Callable[..., Any], arguments: list[Any]) -> None:
        try:
            reply = {"result": function(*arguments)}
        except QuizdlError as error:
            reply = complaint(error)
        except Exception as error:  # else nobody would hear of it
            reply = complaint(SandboxError(f"the grader failed ({type(error).__name__}: {error})", "please report it"))
        with self._lock:
            sent(self._replies, {"call": number, **reply})
