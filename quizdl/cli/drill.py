"""`quizdl drill`: timed questions, what is due first, then new ones."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, SeedOption, TopicOption

if TYPE_CHECKING:
    from quizdl.app.drill import Answered, Drill, Showing
    from quizdl.cli.keyboard import Reply


def drill(
    topic: TopicOption = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, metavar="N", help="How many questions.")] = 10,
    seed: SeedOption = None,
    ahead: Annotated[bool, typer.Option("--ahead", metavar="", help="Also ask what is not due yet.")] = False,
    no_timer: Annotated[bool, typer.Option("--no-timer", metavar="", help="No clock.")] = False,
    time_factor: Annotated[
        float, typer.Option("--time-factor", min=0.1, max=20, metavar="X", help="Stretch all times, such as 1.5.")
    ] = 1.0,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Timed questions: what is due first, then new ones.

    Each question has its reading time, then the answer clock. Every answer is kept before its verdict is shown. Piped, it reads one
    answer a line, without the clock: `s` skips, `?` shows the hint, `q` quits.
    """
    from quizdl.app.drill import start_drill

    history = places.history(writing=True)
    session = start_drill(
        places.bank(bank), history, topic=topic, count=count, seed=int.from_bytes(os.urandom(4), "big") if seed is None else seed,
        ahead=ahead, clock=terminal.now, zone=None, time_factor=time_factor,
    )  # fmt: skip
    with closing(history):
        with suppress(KeyboardInterrupt):  # Ctrl-C while nothing waits for a key
            if as_json:
                _drill_json(session)
            elif terminal.interactive():
                _drill_live(session, timed=not no_timer)
            else:
                _drill_lines(session)
        if as_json:
            terminal.emit(_summary(session))
        else:
            _results(session)


def _drill_live(session: Drill, *, timed: bool) -> None:
    from threading import Thread

    from quizdl.cli.views.question import question_view, verdict_view

    topics = {topic.id: topic for topic in session.bank.topics}
    for showing in session.showings():
        console = terminal.console()
        console.print(question_view(showing, topics[showing.entry.topic], console.width))
        from quizdl.cli import keyboard  # while the person reads

        Thread(target=_load, args=(showing.entry.kind,), daemon=True).start()

        reply = keyboard.ask(showing.asked, timed=timed)
        if reply.command == keyboard.QUIT:
            break
        answered = _answered(session, showing, reply)
        console.print(verdict_view(answered, terminal.now(), None, console.width))
        console.print()
        meanings = {"Enter": "results" if showing.number == showing.of else "next", "q": "quit"}
        if keyboard.wait_key(meanings, default="Enter", typing=reply.timed_out) == "q":
            break


def _load(kind: str) -> None:
    """Imports what judging an answer needs, while the person reads."""
    with suppress(ImportError):  # whoever needs it hears why
        import_module("fsrs")
        if kind == "formula":
            import_module("numpy")


def _answered(session: Drill, showing: Showing, reply: Reply) -> Answered:
    if reply.command:
        return session.skip(showing, hinted=reply.hinted)
    return session.answer(showing, reply.text, seconds=reply.seconds, hinted=reply.hinted, timed_out=reply.timed_out)


def _drill_lines(session: Drill) -> None:
    """One answer a line, from a pipe or a terminal that cannot draw."""
    from quizdl.cli.views.question import question_view, verdict_view

    console = terminal.console()
    topics = {topic.id: topic for topic in session.bank.topics}
    for showing in session.showings():
        console.print(question_view(showing, topics[showing.entry.topic], console.width))
        console.print(f" ({showing.asked.form}; ? hint, s skip, q quit)", style="dim")
        answered = _read_answer(session, showing, lambda hint: console.print(f" Hint: {hint}"))
        if answered is None:
            break
        console.print(verdict_view(answered, terminal.now(), None, console.width))


def _read_answer(session: Drill, showing: Showing, tell: Any) -> Answered | None:
    """Reads lines until one answers; None at the end of input or for `q`."""
    from quizdl.domain.question import LONGEST_ANSWER

    hinted = False
    while True:
        line = sys.stdin.readline()
        text = line.strip()[: LONGEST_ANSWER + 1]  # one more: it is told that it is too long
        if not line or text == "q":
            return None
        if text == "?":
            hinted = True
            tell(showing.asked.hint)
        elif text == "s":
            return session.skip(showing, hinted=hinted)
        else:
            return session.answer(showing, text, seconds=None, hinted=hinted)


def _drill_json(session: Drill) -> None:
    for showing in session.showings():
        entry, asked = showing.entry, showing.asked
        terminal.emit(
            {
                "event": "asked", "number": showing.number, "of": showing.of, "question": entry.id, "kind": entry.kind,
                "topic": entry.topic, "subtopic": entry.subtopic, "level": entry.level, "new": showing.new, "seed": showing.seed,
                "prompt": asked.prompt, "options": list(asked.options), "form": asked.form, "seconds": asked.seconds,
            }
        )  # fmt: skip
        answered = _read_answer(session, showing, lambda hint: terminal.emit({"event": "hint", "hint": hint}))
        if answered is None:
            break
        question = asked.question
        terminal.emit(
            {
                "event": "verdict", "question": entry.id, **asdict(answered.verdict), "answer": answered.text,
                "seconds": answered.seconds, "explanation": question.explanation, "source": question.source, "due": answered.due,
            }
        )  # fmt: skip


def _summary(session: Drill) -> dict[str, Any]:
    outcomes = [a.verdict.outcome for a in session.answered]
    judged = [a.verdict.score for a in session.answered if a.verdict.outcome not in ("skipped", "unparsable")]
    return {
        "event": "summary", "answered": len(outcomes), "score": sum(judged) / len(judged) if judged else None,
        **{name: outcomes.count(name) for name in ("correct", "partial", "wrong", "timeout", "skipped", "unparsable")},
    }  # fmt: skip


def _results(session: Drill) -> None:
    from quizdl.cli.views import question

    console, now = terminal.console(), terminal.now()
    if session.answered:
        topics = {topic.id: topic for topic in session.bank.topics}
        console.print(question.results_view(session.answered, topics, now, None, console.width))
    elif session.entries:
        console.print("\n No answer given; nothing was recorded.", style="dim")
    else:
        from quizdl.app.drill import next_due
        from quizdl.domain.day import end_of_day

        console.print(question.nothing_due_view(next_due(session, now, end_of_day(now, None)), now, None))
