"""The derivation round of an interview on a terminal: one derivation, watched and graded at every save until its time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from quizdl.cli.sitting import Sitting

if TYPE_CHECKING:
    from quizdl.app.grader import Graded
    from quizdl.bank.compiled import Bank
    from quizdl.domain.judgement import Judgement
    from quizdl.history.store import History

OUT_OF_TIME = "time"
KEYS = {"s": "go on", "h": "hint", "e": "edit", "v": "", "q": "quit"}


class BoundedSitting(Sitting):
    """A sitting with an end.

    Attributes:
        best: the verdict on the best attempt so far.
        until: when the time is up, as `time.monotonic` counts; None: never.
    """

    when_solved = "Solved. s goes on."

    def __init__(self, bank: Bank, history: History, name: str, folder: Path, seconds: float | None) -> None:
        self.best: Judgement | None = None
        self.started = time.monotonic()
        self.until = None if seconds is None else self.started + seconds
        super().__init__(bank, history, name, folder=folder)
        self.solved = False

    def sit(self) -> str:
        """Waits for saves and keys.

        Returns:
            `s` to go on, `q` to quit, or `OUT_OF_TIME`.
        """
        actions: dict[str, Callable[[], None]] = {"h": self._hint, "e": self._edit, "v": self._whole}
        return self._until_a_key(actions, KEYS)

    @property
    def spent(self) -> float:
        """Seconds so far."""
        return time.monotonic() - self.started

    async def _watch(self, redraw: Callable[[], None]) -> str:
        from asyncio import create_task, timeout

        ticking = create_task(_tick())
        try:
            async with timeout(None if self.until is None else max(0.0, self.until - time.monotonic())):
                return await super()._watch(redraw)
        except TimeoutError:
            return OUT_OF_TIME
        finally:
            ticking.cancel()

    def _take(self, graded: Graded) -> None:
        super()._take(graded)
        judgement = self.judgement
        if judgement and (self.best is None or judgement.score >= self.best.score):
            self.best = judgement

    def _live(self) -> str:
        from quizdl.cli.views.interview import clock_text

        left = "" if self.until is None else clock_text(self.until - time.monotonic())
        return "\n".join(filter(None, (super()._live(), left)))


async def _tick() -> None:
    """Draws the time that is left, each second."""
    from asyncio import sleep

    from prompt_toolkit.application.current import get_app

    while True:
        await sleep(1)
        get_app().invalidate()
