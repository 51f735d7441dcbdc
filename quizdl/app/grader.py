"""Grading in a process of its own: NumPy loads there while the command line loads here, and nothing here waits for a verdict.

Both ends are in this file: `Grader` is the command line's, `serve` the process's.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl.app.early import take
from quizdl.app.messages import as_error, complaint, plain, rebuilt, received, sent, waiting
from quizdl.errors import QuizdlError, SandboxError
from quizdl.sandbox.launch import kill

if TYPE_CHECKING:  # the process is started before anything else is loaded
    import socket

    from quizdl.app.calls import Calls
    from quizdl.app.grade import Exam
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement

_PAUSE = 0.1
"""Seconds after a verdict before the next exam is prepared: first it is to be drawn."""


class Answer(NamedTuple):
    """An answer to be graded.

    Attributes:
        seed: draws the cases; None for a fresh secret one.
        filename: its name, for line numbers.
        seconds: how long it may run; None for the usual limit.
    """

    derivation: Derivation
    source: str
    filename: str
    seed: int | None = None
    seconds: int | None = None


class Graded(NamedTuple):
    """A verdict.

    Attributes:
        number: of the answer, as `submit` gave it.
        more: whether another verdict on the same answer follows, with a remark on its speed.
    """

    number: int
    judgement: Judgement
    more: bool = False


class Grader:
    """The process that grades, as the command line sees it. A newer answer ends the run of an older one, which then gets no verdict."""

    def __init__(self) -> None:
        self._process, self._requests, self._replies, self._log = take()
        self._submitted = 0

    def prepare(self, derivation: Derivation) -> None:
        """Has the next verdict on this derivation prepared: its cases, what is expected, and what the mistakes give."""
        self.send(plain(derivation))

    def submit(self, answer: Answer) -> int:
        """Has an answer graded; `receive` gives the verdict.

        Returns:
            Its number.
        """
        self._submitted += 1
        self.send({"number": self._submitted, "answer": plain(answer._asdict())})
        return self._submitted

    def receive(self) -> Graded:
        """Waits for the next verdict.

        Raises:
            BankError: the derivation's own code fails.
            SandboxError: there could be no run, or the process has ended.
        """
        found = self.reply()
        return Graded(found["number"], rebuilt(found["judgement"]), found["more"])

    def reply(self) -> dict[str, Any]:
        """The next message of the process.

        Raises:
            QuizdlError: it says so, or has ended.
        """
        found = received(self._replies)
        if found is None:
            raise SandboxError(
                f"the grader has ended: {self._words()}", "quizdl needs NumPy; if it is there, free some memory"
            )
        if "error" in found and "call" not in found:
            raise as_error(found)
        return dict(found)

    def verdict(self, number: int) -> Judgement:
        """Waits for the last verdict on an answer that was submitted.

        Raises:
            BankError: the derivation's own code fails.
            SandboxError: there could be no run, or the process has ended.
        """
        while (graded := self.receive()).number != number or graded.more:
            pass
        return graded.judgement

    def _words(self) -> str:
        """The last line that the process printed; it does so only when it cannot go on."""
        os.set_blocking(self._log, False)
        printed = []
        with suppress(BlockingIOError):
            printed = os.read(self._log, 1 << 16).decode("utf-8", "replace").strip().splitlines()
        return printed[-1] if printed else "it says nothing"

    @property
    def has_something(self) -> bool:
        """Whether `receive` would not wait."""
        return waiting(self._replies)

    def fileno(self) -> int:
        """A descriptor that can be read when there is something to `receive`."""
        return self._replies

    def close(self) -> None:
        """Ends the process, and with it whatever it runs."""
        self.end()
        for descriptor in (self._requests, self._replies, self._log):
            os.close(descriptor)

    def end(self) -> None:
        """Kills the process; whoever waits for a reply hears of it."""
        kill(self._process)
        grader.cache_clear()

    def send(self, message: Any) -> None:
        """Sends a message; `reply` says why if the process has ended."""
        with suppress(BrokenPipeError):
            sent(self._requests, message)


@cache
def grader() -> Grader:
    """The process of this command; started when first asked for."""
    return Grader()


def serve(requests: int, replies: int, warm: socket.socket | None) -> None:
    """What the process does: grades until nobody is left who asks.

    Args:
        requests: where answers come from.
        replies: where verdicts go.
        warm: leads to the worker that forks; None where there is none.
    """
    from quizdl.app.grade import prepare
    from quizdl.sandbox.processes import Warm
    from quizdl.sandbox.run import Sandbox, using

    exam: Exam | None = None
    ahead: Derivation | None = None
    """What the next answer will be on, most likely."""
    calls: Calls | None = None
    with using(Sandbox("warm", by=Warm(warm)) if warm else Sandbox("cold")):
        while True:
            if ahead and exam is None and not waiting(requests, _PAUSE):
                with suppress(QuizdlError):  # whoever asks for a verdict hears of it
                    exam = prepare(ahead)
                    exam.expect()
            if (message := received(requests)) is None:
                return
            if "call" in message:
                if calls is None:
                    from quizdl.app.calls import Calls

                    calls = Calls(replies)
                calls.begin(message)
                import_module("quizdl.grading.general")  # while the first of them run
                continue
            if waiting(requests):
                continue  # nobody wants the older one any more
            if "answer" not in message:
                ahead, exam = rebuilt(message), None
                continue
            answer = Answer(**rebuilt(message["answer"]))
            ahead, given, exam = answer.derivation, exam, None
            try:
                _grade(requests, replies, message["number"], answer, given)
            except QuizdlError as error:
                ahead = None
                _complain(requests, replies, error)


def _complain(requests: int, replies: int, error: QuizdlError) -> None:
    """Replies with an error, unless a newer answer came."""
    if not waiting(requests):
        sent(replies, complaint(error))


def _grade(requests: int, replies: int, number: int, answer: Answer, exam: Exam | None) -> None:
    """Replies with the verdict, unless a newer answer came."""
    from quizdl.app.grade import grade, prepare, timed, worth_timing
    from quizdl.sandbox.run import limited

    derivation, source = answer.derivation, answer.source
    if exam is None or exam.derivation != derivation or answer.seed is not None:
        exam = prepare(derivation, answer.seed)
    limits = limited(answer.seconds)
    judgement = grade(exam, source, filename=answer.filename, limits=limits, until=requests)
    more = worth_timing(derivation, judgement, source)
    if not waiting(requests):
        sent(replies, {"number": number, "judgement": plain(judgement), "more": more})
    if more and not waiting(requests):
        judgement = timed(exam, judgement, source, filename=answer.filename, limits=limits, until=requests)
        sent(replies, {"number": number, "judgement": plain(judgement), "more": False})
