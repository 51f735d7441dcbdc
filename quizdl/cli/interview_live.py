"""An interview on a terminal: one key for choices and ratings, a line for typed answers, a clock for each round."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from rich.text import Text

from quizdl.cli import keyboard, places, terminal
from quizdl.cli.interview_sitting import OUT_OF_TIME, BoundedSitting
from quizdl.cli.practice import Live as Person
from quizdl.cli.reply import QUIT
from quizdl.cli.views import interview as views
from quizdl.cli.views.question import question_view, verdict_view
from quizdl.cli.views.style import WARN

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from quizdl.app.drill import Showing
    from quizdl.app.interview import Interview
    from quizdl.cli.reply import Reply
    from quizdl.cli.views.question import Judged

BEGIN = {"Enter": "begin", "q": "quit"}
GO_ON = {"Enter": "go on", "q": "quit"}
TO_RUBRIC = {"Enter": "to the rubric", "q": "quit"}
RATE = {"y": "said it", "p": "partly", "n": "not said", "q": "quit"}


class _Left(Exception):  # noqa: N818 - nothing went wrong
    """The person has had enough."""


class Live:
    """One interview."""

    def __init__(self, interview: Interview, *, timed: bool) -> None:
        self.interview = interview
        self.timed = timed
        self.person = Person(timed=timed)
        self.topics = {topic.id: topic for topic in interview.bank.topics}

    @property
    def console(self) -> Console:
        """The terminal as wide as it is now."""
        return terminal.console()

    def run(self) -> bool:
        """All rounds.

        Returns:
            Whether it went to its end.
        """
        own = self.interview
        role = own.bank.interviews().roles[own.role]
        self.console.print(views.plan_view(role, own.minutes, own.rounds, self.console.width))
        try:
            if keyboard.wait_key(BEGIN, default="Enter") == "q":
                return False
        finally:
            own.begin()  # reading the plan takes no time, left then or not
        rounds: dict[str, Callable[[int], None]] = {
            "quickfire": self._quick_fire, "chain": self._chains, "derivation": self._derivations,
            "product": self._products,
        }  # fmt: skip
        try:
            for number, r in enumerate(own.rounds):
                if own.over(number):
                    continue
                left = own.left(number) if self.timed else None
                self.console.print(views.round_view(number + 1, len(own.rounds), r.kind, left))
                rounds[r.kind](number)
        except _Left:
            return False
        return True

    def _up(self, number: int) -> bool:
        """Whether a round's time is over; says so."""
        if not self.timed or self.interview.left(number) > 0:
            return False
        self.console.print(Text(" Time is up for this round.", style=WARN))
        return True

    def _quick_fire(self, number: int) -> None:
        for showing in self.interview.drill.showings():
            if self._up(number):
                return
            reply = self._reply(showing, question_view(showing, self.topics[showing.entry.topic], self.console.width))
            if reply.command:
                answered = self.interview.pass_over(showing, hinted=reply.hinted)
            else:
                answered = self.interview.fire(
                    showing, reply.text, seconds=reply.seconds, hinted=reply.hinted, timed_out=reply.timed_out,
                    confidence=reply.confidence,
                )  # fmt: skip
            self._verdict(answered, reply)

    def _chains(self, number: int) -> None:
        for chain in self.interview.chains:
            if self._up(number):
                return
            walk = self.interview.steps(chain)
            if not walk.step:
                continue
            self.console.print(views.setting_view(chain.title, walk.setting if walk.number == 1 else ""))
            while walk.step and not (walk.number > 1 and self._up(number)):
                reply = self._reply(walk.showing, views.step_view(walk.showing, walk.setting))
                if reply.command:
                    answered = walk.skip()
                else:
                    answered = walk.answer(
                        reply.text, seconds=reply.seconds, hinted=reply.hinted, timed_out=reply.timed_out,
                        confidence=reply.confidence,
                    )  # fmt: skip
                self._verdict(answered, reply)

    def _derivations(self, number: int) -> None:
        for derivation in self.interview.derivations:
            if not self.interview.open(derivation):
                continue
            if self._up(number):
                return
            seconds = self.interview.time_for(derivation, number) if self.timed else None
            folder = places.workspace() / f"interview-{self.interview.at:%Y%m%d-%H%M%S}"
            sitting = BoundedSitting(self.interview.bank, self.interview.history, derivation.id, folder, seconds)
            key = "q"
            try:
                key = sitting.sit()
            finally:
                if sitting.best or key != "q":
                    self.interview.derived(derivation, sitting.best, sitting.spent, left=key == "q")
            if key == "q":
                raise _Left
            if key == OUT_OF_TIME:
                self.console.print(Text(" Time is up for this one.", style=WARN))

    def _products(self, number: int) -> None:
        for topic, product in self.interview.products:
            rated = self.interview.rated(product)
            if rated == len(product.rubric):
                continue
            if self._up(number) and not rated:
                return
            self.console.print(views.product_view(product))
            until, above = (self._countdown(number), self._left(number)) if self.timed else (None, None)
            if not rated:
                self._leave_on_q(keyboard.wait_key(TO_RUBRIC, default="Enter", until=until, above=above))
            for place, item in list(enumerate(product.rubric))[rated:]:
                self.console.print(views.item_view(place + 1, len(product.rubric), item))
                key = self._leave_on_q(keyboard.wait_key(RATE))
                self.interview.rate(topic, product, place, key)
                self.console.print(views.said_view(key, item, product.rubric[place - 1] if place else None))

    def _left(self, number: int) -> Callable[[], str]:
        return lambda: views.clock_text(self.interview.left(number))

    def _countdown(self, number: int) -> Callable[[Callable[[], None]], Coroutine[Any, Any, str]]:
        async def count(redraw: Callable[[], None]) -> str:
            from asyncio import sleep

            from prompt_toolkit.application.current import get_app

            while self.interview.left(number) > 0:
                await sleep(1)
                get_app().invalidate()
            return "Enter"

        return count

    def _reply(self, showing: Showing, view: RenderableType) -> Reply:
        def show() -> None:
            self.console.print(view)

        show()
        reply = self.person.ask(showing.asked, show, confidence=True)
        self.interview.rest(reply.rested)
        if reply.command == QUIT:
            raise _Left
        return reply

    def _verdict(self, answered: Judged, reply: Reply) -> None:
        console = self.console
        console.print(verdict_view(answered, terminal.now(), None, console.width))
        console.print()
        self._leave_on_q(keyboard.wait_key(GO_ON, default="Enter", typing=reply.timed_out))

    def _leave_on_q(self, key: str) -> str:
        if key == "q":
            raise _Left
        return key
