"""The grader's process as an executor: calls of functions of ours, several at a time.

What the process does for it is in `app/calls.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from itertools import count
from threading import Lock, Thread
from typing import Any, TypeVar

from quizdl.app.calls import at_once
from quizdl.app.grader import Grader
from quizdl.app.messages import ATOMS, as_error, plain
from quizdl.errors import QuizdlError

_Of = TypeVar("_Of")

_numbers = count(1)


class GraderExecutor(Executor):
    """Calls functions of ours in a grader's process. They are named there, so they stand at the top of a module.

    Args:
        grader: nobody else uses it meanwhile.

    Attributes:
        at_once: how many calls it does at the same time.
    """

    def __init__(self, grader: Grader) -> None:
        self.at_once = at_once()
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
            **kwargs: nothing.

        Raises:
            TypeError: it is given something by name.
        """
        if kwargs:
            raise TypeError("by position only")
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

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the process if it has not done all that it was given."""
        with self._lock:
            busy = bool(self._running)
        if busy:
            self._grader.end()
            self._reader.join()
