"""An interview from a pipe, or on a terminal that cannot draw: one answer a line, told in words or as JSON Lines."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizdl.app.interview import RATINGS
from quizdl.cli import terminal
from quizdl.cli.lines import ask, ask_for_line, read_line, read_reply
from quizdl.cli.reply import CERTAINTY, QUIT, Reply
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizdl.app.drill import Showing
    from quizdl.app.interview import Interview
    from quizdl.cli.views.question import Judged
    from quizdl.domain.derivation import Derivation

_SKIP = "s"


class _Left(Exception):  # noqa: N818 - nothing went wrong
    """The input has ended, or `q` was read."""


class Lines:
    """One interview."""

    def __init__(self, interview: Interview, *, as_json: bool, plain: bool, confidence: bool) -> None:
        self.interview = interview
        self.as_json = as_json
        self.plain = plain
        self.confidence = confidence
        self.person = sys.stdin.isatty()
        self.topics = {topic.id: topic for topic in interview.bank.topics}

    def run(self) -> bool:
        """All rounds.

        Returns:
            Whether it went to its end.
        """
        from quizdl.cli.views.interview import plan_view, round_view

        own = self.interview
        role = own.bank.interviews().roles[own.role]
        self._tell(
            {
                "event": "interview", "session": own.session, "role": own.role, "minutes": own.minutes, "seed": own.seed,
                "rounds": [asdict(r) for r in own.rounds],
            },
            plan_view(role, own.minutes, own.rounds, self._width),
        )  # fmt: skip
        rounds = {
            "quickfire": self._quick_fire, "chain": self._chains, "derivation": self._derivations,
            "product": self._products,
        }  # fmt: skip
        try:
            for number, r in enumerate(own.rounds, 1):
                if own.over(number - 1):
                    continue
                kind = r.kind
                event = {"event": "round", "number": number, "of": len(own.rounds), "round": kind}
                self._tell(event, round_view(number, len(own.rounds), kind, None))
                rounds[kind]()
        except _Left:
            return False
        return True

    @property
    def _width(self) -> int:
        return terminal.console().width

    def _tell(self, event: dict[str, Any], view: RenderableType) -> None:
        """Says something, as a line of JSON or drawn."""
        if self.as_json:
            terminal.emit(event)
        else:
            terminal.console(plain=self.plain).print(view)

    def _line(self, form: str) -> str:
        """The next line.

        Raises:
            _Left: there is none, or it says so.
        """
        self._form(form)
        line = read_line()
        if line is None or line == "q":
            raise _Left
        return line

    def _form(self, form: str) -> None:
        """How to answer, for people."""
        if not self.as_json:
            ask_for_line(f"({form}, q quit)", self.person)

    def _quick_fire(self) -> None:
        from quizdl.cli.views.question import question_view

        for showing in self.interview.drill.showings():
            topic = self.topics[showing.entry.topic]
            self._tell(
                {**_asked(showing), "number": showing.number, "of": showing.of},
                question_view(showing, topic, self._width),
            )
            reply = self._reply(showing)
            if reply.command:
                self._verdict(self.interview.pass_over(showing, hinted=reply.hinted))
            else:
                answered = self.interview.fire(
                    showing, reply.text, seconds=None, hinted=reply.hinted, confidence=reply.confidence
                )
                self._verdict(answered)

    def _chains(self) -> None:
        from quizdl.cli.views.interview import setting_view, step_view

        for chain in self.interview.chains:
            walk = self.interview.steps(chain)
            if not walk.step:
                continue
            event = {"event": "chain", "chain": chain.id, "title": chain.title, "setting": walk.setting}
            self._tell(event, setting_view(chain.title, walk.setting if walk.number == 1 else ""))
            while walk.step:
                self._tell(_asked(walk.showing), step_view(walk.showing, walk.setting))
                reply = self._reply(walk.showing)
                if reply.command:
                    self._verdict(walk.skip())
                else:
                    self._verdict(
                        walk.answer(reply.text, seconds=None, hinted=reply.hinted, confidence=reply.confidence)
                    )

    def _reply(self, showing: Showing) -> Reply:
        """What was answered, or that it was skipped.

        Raises:
            _Left: they have had enough.
        """
        if self.as_json:
            sure = {"event": "confidence", "keys": {str(i): chance for i, (_, chance) in enumerate(CERTAINTY, 1)}}
            reply = read_reply(
                showing.asked,
                lambda hint: terminal.emit({"event": "hint", "hint": hint}),
                (lambda: terminal.emit(sure)) if self.confidence else None,
            )
        else:
            reply = ask(showing.asked, self.person, confidence=self.confidence)
        if reply.command == QUIT:
            raise _Left
        return reply

    def _verdict(self, answered: Judged) -> None:
        from quizdl.cli.views.question import verdict_view

        question = answered.showing.asked.question
        event = {
            "event": "verdict", "question": answered.showing.entry.id, **asdict(answered.verdict), "answer": answered.text,
            "explanation": question.explanation, "source": question.source, "due": answered.due,
        }  # fmt: skip
        self._tell(event, verdict_view(answered, terminal.now(), None, self._width))

    def _derivations(self) -> None:
        for derivation in self.interview.derivations:
            if self.interview.open(derivation):
                self._derivation(derivation)

    def _derivation(self, derivation: Derivation) -> None:
        from rich.text import Text

        from quizdl.app.answer import read_answer
        from quizdl.app.contract import as_contract
        from quizdl.app.derive import record
        from quizdl.app.grader import Answer, grader
        from quizdl.cli.views.derivation import statement_view
        from quizdl.cli.views.verdict import verdict_view

        signature = f"def {derivation.function}({derivation.signature}):"
        event = {
            "event": "derivation", "derivation": derivation.id, "title": derivation.title, "minutes": derivation.minutes,
            "statement": derivation.statement, "signature": signature, "docstring": derivation.docstring,
        }  # fmt: skip
        self._tell(event, statement_view(derivation, None, None, self._width))
        while (text := self._line("the path of your file; s skip")) != _SKIP:
            try:
                answer = read_answer(Path(text))
            except UsageError as error:
                says = f"{error.message}: {error.hint}"
                self._tell({"event": "unreadable", "says": says}, Text(f" {says}"))
                continue
            number = grader().submit(Answer(derivation, answer, text))
            judgement = grader().verdict(number)
            record(derivation, answer, judgement, self.interview.history, terminal.now)
            self.interview.derived(derivation, judgement, None)
            verdict = {"event": "verdict", **as_contract(judgement)}
            self._tell(verdict, verdict_view(judgement, derivation, text, self._width))
            return
        self.interview.derived(derivation, None, None)

    def _products(self) -> None:
        from quizdl.cli.views.interview import item_view, product_view, said_view

        for topic, product in self.interview.products:
            done = self.interview.rated(product)
            if done == len(product.rubric):
                continue
            event = {"event": "product", "product": product.id, "title": product.title, "scenario": product.scenario}
            self._tell(event, product_view(product))
            if self.person and not self.as_json and not done:
                self._line("Enter to the rubric")
            for place, item in list(enumerate(product.rubric))[done:]:
                about = {"event": "item", "number": place + 1, "of": len(product.rubric), **asdict(item)}
                self._tell(about, item_view(place + 1, len(product.rubric), item))
                while (key := self._line("y said it, p partly, n not said").casefold()) not in RATINGS:
                    if self.as_json:
                        terminal.emit({"event": "unreadable", "says": "y said it, p partly, n not said"})
                self.interview.rate(topic, product, place, key)
                rated = {"event": "rated", "number": place + 1, "score": RATINGS[key][1]}
                self._tell(rated, said_view(key, item, product.rubric[place - 1] if place else None))


def _asked(showing: Showing) -> dict[str, Any]:
    entry, asked = showing.entry, showing.asked
    return {
        "event": "asked", "question": entry.id, "kind": entry.kind, "topic": entry.topic, "subtopic": entry.subtopic,
        "level": entry.level, "prompt": asked.prompt, "options": list(asked.options), "form": asked.form,
        "seconds": asked.seconds,
    }  # fmt: skip
