"""A sitting at derivations on a terminal: the file is watched, and graded at every save."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from quizdl.cli import places, terminal
from quizdl.cli.views.style import WARN
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from quizdl.app.grader import Graded
    from quizdl.bank.compiled import Bank
    from quizdl.domain.catalogue import Track
    from quizdl.domain.derivation import Derivation
    from quizdl.domain.judgement import Judgement
    from quizdl.history.store import History

KEYS = {
    "h": "hint", "n": "next", "p": "previous", "l": "list", "e": "edit", "r": "reference", "v": "", "q": "quit"
}  # fmt: skip
_LOOK_AGAIN = 0.2
"""Seconds after which a file is looked at even if nothing was heard of it."""
_STILL = 2
"""Milliseconds without a change after which a file that is being saved is taken for saved."""
_WORTH_SAYING = 0.2
"""Seconds after which it is said that an answer is running."""


class Sitting:
    """One sitting at the terminal: a derivation after the other, each watched. The last verdict stands below all else, and is drawn in place."""

    plain = False
    saving: tuple[str, ...] = ()
    when_solved = "Solved. n takes the next one, r shows the reference."

    def __init__(
        self,
        bank: Bank,
        history: History,
        name: str,
        seed: int | None = None,
        seconds: int | None = None,
        folder: Path | None = None,
    ) -> None:
        from quizdl.app.derive import find
        from quizdl.app.grader import grader

        self.bank = bank
        self.history = history
        self.seed = seed
        self.seconds = seconds
        self.grader = grader()
        self.folder = folder or places.workspace()
        self.track: Track | None
        self.derivation: Derivation
        self.track, self.derivation = find(bank, history, name)
        self._open()

    @property
    def console(self) -> Console:
        """The terminal as wide as it is now."""
        return terminal.console(plain=self.plain)

    def _open(self) -> None:
        """Shows the derivation, and writes its starter if there is no file yet."""
        from quizdl.app.derive import standings, write_starter
        from quizdl.cli.views.derivation import statement_view

        self.hints = 0
        self.solved = standings(self.bank, self.history)[self.derivation.id].state in ("solved", "seen")
        self.giving_up = False
        self.judgement: Judgement | None = None
        self.shown = 0
        self.drawn: tuple[Judgement | None, int, str] = None, 0, ""
        self.status = ""
        self.running: tuple[int, float] | None = None
        self.grader.prepare(self.derivation)
        self.path, _ = write_starter(self.derivation, self.folder)
        self.seen = (True, self.derivation.starter())
        self.console.print(statement_view(self.derivation, self.track, self.path, self.console.width, *self.saving))

    def run(self) -> None:
        """Waits for saves and keys until `q`."""
        self._until_a_key(self._actions(), KEYS)

    def _until_a_key(self, actions: Mapping[str, Callable[[], None]], meanings: Mapping[str, str]) -> str:
        """Waits for saves and keys until one that does nothing here; which one."""
        from quizdl.cli import keyboard

        try:
            while (key := keyboard.wait_key(meanings, until=self._watch, above=self._live)) in actions:
                if key != "r":
                    self.giving_up = False
                actions[key]()
            self._whole()
        finally:
            self.grader.close()
        return key

    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "h": self._hint, "n": lambda: self._move(1), "p": lambda: self._move(-1), "l": self._list, "e": self._edit,
            "r": self._reference, "v": self._whole,
        }  # fmt: skip

    async def _watch(self, redraw: Callable[[], None]) -> str:
        """Has every save graded, and shows what comes back; ends only with an error, or when it is cancelled."""
        from asyncio import TaskGroup

        self._submit_if_changed(redraw)
        async with TaskGroup() as tasks:
            tasks.create_task(self._watch_file(redraw))
            tasks.create_task(self._watch_verdicts(redraw))
        return ""

    async def _watch_file(self, redraw: Callable[[], None]) -> None:
        async for _ in _changes(self.path.resolve().parent):
            self._submit_if_changed(redraw)

    async def _watch_verdicts(self, redraw: Callable[[], None]) -> None:
        from asyncio import Event, get_running_loop

        readable = Event()
        loop = get_running_loop()
        loop.add_reader(self.grader.fileno(), readable.set)
        try:
            while True:
                await readable.wait()
                readable.clear()
                while self.grader.has_something:
                    self._take(self.grader.receive())
                    redraw()
        finally:
            loop.remove_reader(self.grader.fileno())

    def _look(self) -> tuple[bool, str]:
        """Whether the file can be read, and its text, else why not."""
        from quizdl.app.answer import read_answer

        try:
            return True, read_answer(self.path)
        except UsageError as error:
            return False, f"{error.message}: {error.hint}"

    def _submit_if_changed(self, redraw: Callable[[], None]) -> None:
        from asyncio import get_running_loop

        from quizdl.app.grader import Answer

        if (now := self._look()) == self.seen:
            return
        self.seen = now
        readable, answer = now
        self.running = None
        self.status = "" if readable else answer
        if readable:
            number = self.grader.submit(Answer(self.derivation, answer, str(self.path), self.seed, self.seconds))
            self.running = number, time.monotonic()
            get_running_loop().call_later(_WORTH_SAYING, redraw)
        else:
            redraw()

    def _take(self, graded: Graded) -> None:
        """A verdict that came: recorded before it is shown, once, and only if it is on what the file says now."""
        from quizdl.app.derive import record

        number, _ = self.running or (0, 0.0)
        if graded.number != number or (not graded.more and self._look() != self.seen):
            return
        judgement = graded.judgement
        if not graded.more:
            self.running = None
        if judgement.unfinished:  # somebody is still typing: no verdict, and no attempt
            place = f"{self.path}:{judgement.line}" if judgement.line else self.path
            self.status = f"{place}: {judgement.says}"
            return
        if self.shown != number:
            record(self.derivation, self.seen[1], judgement, self.history, terminal.now)
        self.judgement, self.shown, self.status = judgement, number, ""
        if judgement.outcome == "correct":
            self.solved = True
            self.status = self.when_solved

    def _live(self) -> str:
        """What stands above the keys: the last verdict, as far as it fits, and one line of what is going on."""
        status = self.status
        if self.running and (ran := time.monotonic() - self.running[1]) >= _WORTH_SAYING:
            timing = self.shown == self.running[0]  # the verdict is there; how fast it is, is not
            status = f"{'Timing it on a larger case' if timing else 'Running it against the reference'}, {ran:.0f} s"
        verdict = self._drawn().splitlines()
        room = self.console.height - 6
        if len(verdict) > room:
            verdict = [*verdict[: room - 1], " … v shows all of it"]
        if status:
            verdict += [*wrap(f" {terminal.plain(status)}", self.console.width, subsequent_indent=" "), ""]
        return "\n".join(verdict)

    def _drawn(self) -> str:
        from quizdl.cli.views.verdict import verdict_view

        console = self.console
        if self.judgement is None:
            return ""
        if self.drawn[:2] != (self.judgement, console.width):
            with console.capture() as captured:
                console.print(verdict_view(self.judgement, self.derivation, str(self.path), console.width))
                console.print()
            self.drawn = self.judgement, console.width, captured.get()
        return self.drawn[2]

    def _whole(self) -> None:
        """The last verdict, to stay where it stands."""
        self.console.file.write(self._drawn())
        self.console.file.flush()

    def _hint(self) -> None:
        from rich.text import Text

        from quizdl.cli.views.style import indented

        hints = self.derivation.hints
        if not hints:
            self.console.print(" This one has no hints.\n", style="dim")
            return
        self.hints = min(self.hints + 1, len(hints))
        self.console.print(indented(Text(f"Hint {self.hints} of {len(hints)}: {hints[self.hints - 1]}\n")))

    def _move(self, step: int) -> None:
        from quizdl.app.derive import neighbour

        found = neighbour(self.bank, self.track, self.derivation, step)
        if found is None:
            where = "last" if step > 0 else "first"
            self.console.print(f" This is the {where} one of the track; l lists all.\n", style="dim")
            return
        self._whole()
        self.derivation = found
        self._open()

    def _list(self) -> None:
        from quizdl.app.derive import standings
        from quizdl.cli.views.derivation import tracks_view

        self.console.print(tracks_view(self.bank.tracks, standings(self.bank, self.history), self.console.width))

    def _edit(self) -> None:
        from quizdl.cli.editor import edit

        if complaint := edit(self.path):
            self.console.print(f" {complaint}\n", style=WARN)

    def _reference(self) -> None:
        """Shown once it is solved, or on a second `r`: then it counts as given up."""
        from quizdl.app.derive import give_up
        from quizdl.cli.views.derivation import reference_view

        if not self.solved and not self.giving_up:
            self.giving_up = True
            self.console.print(" Not solved yet. r again gives up and shows the reference.\n", style=WARN)
            return
        if not self.solved:
            give_up(self.derivation, self.history, terminal.now)
            self.giving_up = False
        self.console.print(reference_view(self.derivation, self.console.width))


async def _changes(folder: Path) -> AsyncIterator[None]:
    """When something in a folder has changed and is still again, and every now and then: a save while the folder is away is not missed."""
    from asyncio import sleep

    from watchfiles import awatch

    while True:
        with suppress(OSError, RuntimeError):  # no folder, or one that cannot be watched
            async for _ in awatch(
                folder,
                recursive=False,
                debounce=_STILL * 10,
                step=_STILL,
                rust_timeout=round(_LOOK_AGAIN * 1000),
                yield_on_timeout=True,
            ):
                yield
        yield
        await sleep(_LOOK_AGAIN)
