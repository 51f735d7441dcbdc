"""A drill with a person: question, answer, verdict, and what they do about it, until the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from quizdl.cli import places, terminal
from quizdl.cli.reply import QUIT, SKIP, Reply
from quizdl.cli.views.style import QUIET, WARN, indented

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizdl.app.drill import Answered, Drill, Showing
    from quizdl.domain.question import Asked


LONGEST_REMARK = 500
AFTER = {"Enter": "next", "u": "undo", "d": "I was right", "q": "quit"}
"""Keys after a verdict."""
RESULTS = {"Enter": "end", "a": "repeat what you missed"}
MORE = {"f": "flag", "b": "bury until tomorrow", "x": "suspend", "e": "edit source"}
"""Keys that are used rarely."""


class Person(Protocol):
    """How somebody is asked."""

    def ask(self, asked: Asked, again: Callable[[], None], *, confidence: bool = False) -> Reply:
        """Waits for the answer to a question that was shown, and that `again` shows once more."""

    def key(self, meanings: Mapping[str, str], *, more: Mapping[str, str], typing: bool = False) -> str:
        """Waits for a key; any other is the first of them.

        Args:
            meanings: the keys with what they do.
            more: those that are used rarely.
            typing: they were interrupted while typing.
        """

    def line(self, about: str, longest: int) -> str | None:
        """A line of text; None if they think better of it."""


class Live:
    """Somebody at a terminal: single keys, and a clock."""

    def __init__(self, *, timed: bool) -> None:
        self.timed = timed

    def ask(self, asked: Asked, again: Callable[[], None], *, confidence: bool = False) -> Reply:
        """Waits for the answer to a question that was shown, and that `again` shows once more."""
        from threading import Thread

        from quizdl.cli import keyboard  # while the person reads

        Thread(target=_load, args=(type(asked.question).__module__,), daemon=True).start()
        return keyboard.ask(asked, again, timed=self.timed, confidence=confidence)

    def key(self, meanings: Mapping[str, str], *, more: Mapping[str, str], typing: bool = False) -> str:
        """Waits for a key; those that are used rarely are shown for `m`, and work without it."""
        from quizdl.cli import keyboard

        default, last = next(iter(meanings)), {"q": meanings["q"]} if "q" in meanings else {}
        usual = {key: words for key, words in meanings.items() if key not in last}
        hidden = {"m": "more", **last, **dict.fromkeys(more, "")} if more else last
        key = keyboard.wait_key({**usual, **hidden}, default=default, typing=typing)
        return keyboard.wait_key({**usual, **more, **last}, default=default) if key == "m" and more else key

    def line(self, about: str, longest: int) -> str | None:
        """A line of text."""
        from quizdl.cli import keyboard

        return keyboard.read_line(about, longest)


class Practice:
    """One drill after the other, as long as the person wants to repeat what they missed."""

    def __init__(self, drill: Drill, person: Person, *, plain: bool, confidence: bool, bank: Path | None) -> None:
        self.drill = drill
        self.person = person
        self.plain = plain
        self.confidence = confidence
        self.bank = bank

    def run(self) -> None:
        """Asks until the end, or until they quit; the results follow in any case."""
        while True:
            whole = False
            with suppress(KeyboardInterrupt):  # Ctrl-C while nothing waits for a key
                whole = self._ask_all()
            if not self._results(whole=whole):
                return
            self.drill = self.drill.again()

    def show(self, view: RenderableType) -> None:
        """Prints something."""
        terminal.console(plain=self.plain).print(view)

    def _ask_all(self) -> bool:
        from quizdl.app.unfinished import forget, keep

        for showing in self.drill.showings():
            show, again = partial(self._show_question, showing), True
            while again:
                show()
                if not self.drill.answered:
                    keep(places.home(), self.drill)
                reply = self.person.ask(showing.asked, show, confidence=self.confidence)
                if reply.command == QUIT:
                    return False
                pressed = self._verdict(showing, reply)
                if pressed == "q":
                    return False
                again = pressed == "u"
        forget(places.home(), self.drill)
        return True

    def _show_question(self, showing: Showing) -> None:
        from quizdl.cli.views.question import question_view

        topics = {topic.id: topic for topic in self.drill.bank.topics}
        self.show(question_view(showing, topics[showing.entry.topic], terminal.console().width))

    def _verdict(self, showing: Showing, reply: Reply) -> str:
        """Shows the verdict, and does what they want about it; the key that leaves it."""
        from quizdl.cli.views.question import verdict_view

        answered = answer(self.drill, showing, reply)
        self.show(verdict_view(answered, terminal.now(), None, terminal.console().width))
        return self._after(answered, typing=reply.timed_out)

    def _after(self, answered: Answered, *, typing: bool) -> str:
        """Does what they want about an answer; the key that leaves it."""
        showing = answered.showing
        while True:
            if isinstance(self.person, Live):
                self.show("")
            meanings = dict(AFTER)
            if showing.number == showing.of:
                meanings["Enter"] = "results"
            if answered.verdict.outcome in ("correct", "skipped"):
                del meanings["d"]
            key = self.person.key(meanings, more=MORE, typing=typing)
            typing = False
            match key:
                case "u":
                    self.drill.undo(answered)
                    self._say("Taken back: it does not count. Once more:")
                    return key
                case "d" if "d" in meanings:
                    answered = self.drill.dispute(answered)
                    self._say(
                        "It counts as right. quizdl history disputes lists it, for a report of what is wrong with it."
                    )
                case "e":
                    self._edit(showing)
                case "f" | "b" | "x":
                    self._mark(key, showing.entry.id)
                case _:
                    return key

    def _mark(self, key: str, question: str) -> None:
        """Flags a question, puts it off or leaves it out; a second time takes that back."""
        from quizdl.app import amend

        history, now = self.drill.history, terminal.now()
        if key == "f" and question in history.flagged():
            amend.unflag(history, question, now)
            self._say("The flag is off.")
        elif key == "f":
            remark = self.person.line("What is wrong with the question? A few words, or none.", LONGEST_REMARK)
            if remark is not None:
                amend.flag(history, question, now, remark)
                self._say("Flagged. quizdl history marked lists it; f takes the flag off.")
        elif history.aside([question], now):
            amend.restore(history, question, now)
            self._say("It is asked again as ever.")
        elif key == "b":
            amend.bury(history, question, now, None)
            self._say("Buried: not asked again before tomorrow. b takes that back.")
        else:
            amend.suspend(history, question, now)
            self._say("Suspended: not asked again. x takes that back, later quizdl history marked --take-off does.")

    def _edit(self, showing: Showing) -> None:
        from os import W_OK, access

        from quizdl.cli.editor import edit
        from quizdl.errors import BankError

        path, line = Path(showing.entry.path), showing.entry.line
        if not access(path, W_OK):
            self._say(f"{path}:{line} is not yours to write; copy the bank, and name the copy with --bank.", WARN)
        elif complaint := edit(path, line):
            self._say(complaint, WARN)
        else:
            try:
                self.drill.edited(places.bank(self.bank))
            except BankError as error:
                self._say(f"{error.message}; the drill goes on with what was there before.", WARN)
            else:
                self._say("What is still to come is asked as it stands there now.")

    def _say(self, words: str, style: str = QUIET) -> None:
        from rich.text import Text

        self.show(indented(Text(terminal.plain(words), style=style)))

    def _results(self, *, whole: bool) -> bool:
        """Shows the results; whether they want to go on with what they missed."""
        results(self.drill, plain=self.plain)
        if not whole or not self.drill.missed():
            return False
        return self.person.key(RESULTS, more={}) == "a"


def answer(drill: Drill, showing: Showing, reply: Reply) -> Answered:
    """Records what a person did with a question."""
    if reply.command == SKIP:
        return drill.skip(showing, hinted=reply.hinted)
    return drill.answer(
        showing, reply.text, seconds=reply.seconds, hinted=reply.hinted, timed_out=reply.timed_out,
        confidence=reply.confidence,
    )  # fmt: skip


def results(drill: Drill, *, plain: bool = False) -> None:
    """Shows what became of a drill, and what can be done next."""
    from quizdl.cli.views import question

    console, now = terminal.console(plain=plain), terminal.now()
    limit = places.new_a_day() if drill.limited else None
    if drill.answered:
        topics = {topic.id: topic for topic in drill.bank.topics}
        left = len(drill.seeds) - len(drill.answered)
        console.print(question.results_view(drill.answered, topics, now, None, console.width, left=left, limit=limit))
    elif drill.entries:
        console.print("\n No answer given; nothing was recorded.", style="dim")
    else:
        view = question.nothing_due_view(drill.next_due(), now, None, limit=limit, only_due=drill.only_due)
        console.print(view)


def _load(kind: str) -> None:
    """Imports what judging an answer needs, while the person reads."""
    with suppress(ImportError):  # whoever needs it hears why
        import_module("fsrs")
        if kind.endswith(".formula"):
            import_module("numpy")
