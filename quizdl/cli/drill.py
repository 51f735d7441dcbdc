"""`quizdl drill`: timed questions, what is due first, then new ones."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import CHOICE, CLOCK, BankOption, JsonOption, PlainOption, SeedOption, TopicChoice, measured
from quizdl.cli.reply import CERTAINTY, QUIT
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from quizdl.app.drill import Drill
    from quizdl.app.goal import Goal

USUAL_COUNT = 10
"""Questions of a drill, unless the person says otherwise."""


def drill(
    topic: TopicChoice = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--count",
            "-n",
            min=1,
            metavar="N",
            help="How many questions; else 10, or the whole part of the plan.",
            rich_help_panel=CHOICE,
        ),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            metavar="WORD",
            help="Only subtopics with this word, such as la.eigen or Adam. Repeatable.",
            rich_help_panel=CHOICE,
        ),
    ] = None,
    level: Annotated[
        list[int] | None,
        typer.Option(
            "--level", min=1, max=3, metavar="N", help="Only level 1, 2 or 3. Repeatable.", rich_help_panel=CHOICE
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND", help="Only this kind, such as formula. Repeatable.", rich_help_panel=CHOICE
        ),
    ] = None,
    weak: Annotated[
        bool, typer.Option("--weak", metavar="", help="Your weakest subtopics first.", rich_help_panel=CHOICE)
    ] = False,
    due: Annotated[bool, typer.Option("--due", metavar="", help="Only what is due.", rich_help_panel=CHOICE)] = False,
    new: Annotated[
        int | None,
        typer.Option(
            "--new",
            min=0,
            metavar="N",
            help="N new ones, whatever the daily limit (QUIZDL_NEW) says.",
            rich_help_panel=CHOICE,
        ),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan",
            metavar="",
            help="Today's part of the plan (quizdl plan), whatever is due.",
            rich_help_panel=CHOICE,
        ),
    ] = False,
    ahead: Annotated[
        bool, typer.Option("--ahead", metavar="", help="Also ask what is not due yet.", rich_help_panel=CHOICE)
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", metavar="", help="Go on with the last drill.", rich_help_panel=CHOICE)
    ] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", metavar="", help="Say how sure you are before each verdict.")
    ] = False,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            min=0.5,
            max=3600,
            callback=measured,
            metavar="S",
            help="The clock of every question.",
            rich_help_panel=CLOCK,
        ),
    ] = None,
    no_timer: Annotated[bool, typer.Option("--no-timer", metavar="", help="No clock.", rich_help_panel=CLOCK)] = False,
    time_factor: Annotated[
        float,
        typer.Option(
            "--time-factor",
            min=0.1,
            max=20,
            callback=measured,
            metavar="X",
            help="Stretch all times, such as 1.5.",
            rich_help_panel=CLOCK,
        ),
    ] = 1.0,
    seed: SeedOption = None,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Timed questions: what is due first, then new ones.

    Each question has its reading time, then the answer clock. Every answer is kept before its verdict is shown. Piped or `--plain`, it
    reads one answer a line, without the clock: `s` skips, `?` shows the hint, `q` quits.
    """
    if due and (ahead or new):
        raise UsageError("--due asks nothing that is new or not due", f"leave out {'--ahead' if ahead else '--new'}")
    if plan and any((topic, tag, level, kind, weak, due, new is not None, ahead, resume)):
        raise UsageError(
            "--plan chooses the questions itself", "leave out what else is wanted; --count N takes the first N"
        )
    if resume and any(
        (topic, count, tag, level, kind, weak, due, new is not None, ahead, seconds, time_factor != 1, seed is not None)
    ):
        raise UsageError(
            "--resume goes on with the drill as it began",
            "leave out what else is wanted; --no-timer and --confidence fit",
        )
    goal = _goal() if plan else None
    drawn = int.from_bytes(os.urandom(4), "big") if seed is None else seed
    history = places.history(writing=True)
    with closing(history):
        opened = places.bank(bank)
        if resume:
            from quizdl.app.unfinished import resume as resumed

            session = resumed(places.home(), opened, history, terminal.now)
        elif goal:
            from quizdl.app.plan import planned_drill

            session = planned_drill(
                opened, history, interview=goal.interview, minutes=goal.minutes, seed=drawn, clock=terminal.now, zone=None, count=count,
                time_factor=time_factor, seconds=seconds,
            )  # fmt: skip
            if not session.entries and not as_json:
                terminal.console().print("\n Today's part of the plan is done. quizdl plan shows where you stand.")
                return
        else:
            from quizdl.app.drill import start_drill
            from quizdl.app.selection import Wanted

            wanted = Wanted(
                tags=tuple(tag or ()), levels=tuple(level or ()), kinds=_kinds(kind), weak=weak, due_only=due, new=new,
                new_a_day=places.new_a_day(),
            )  # fmt: skip
            session = start_drill(
                opened, history, topic=topic, count=count or USUAL_COUNT, seed=drawn, ahead=ahead, clock=terminal.now, zone=None, time_factor=time_factor, seconds=seconds, wanted=wanted,
            )  # fmt: skip
        if as_json:
            with suppress(KeyboardInterrupt):
                _drill_json(session, confidence=confidence)
            terminal.emit(_summary(session))
            return
        from quizdl.cli.lines import Lines
        from quizdl.cli.practice import Live, Person, Practice

        drawing = terminal.interactive() and not plain
        person: Person = Live(timed=not no_timer) if drawing else Lines()
        Practice(session, person, plain=plain or terminal.dumb(), confidence=confidence, bank=bank).run()


def _goal() -> Goal:
    from quizdl.app.goal import read_goal

    if goal := read_goal(places.home()):
        return goal
    raise UsageError(
        "no interview is known", "quizdl plan --interview YYYY-MM-DD --minutes 20 plans for it, and remembers it"
    )


def _kinds(wanted: list[str] | None) -> tuple[str, ...]:
    if not wanted:
        return ()
    from quizdl import kinds
    from quizdl.bank.findings import nearest

    for name in wanted:
        if name not in kinds.names():
            hint = f"kinds: {', '.join(kinds.names())}"
            raise UsageError(f"no kind {name!r}{nearest(name, kinds.names())}", hint)
    return tuple(wanted)


def _drill_json(session: Drill, *, confidence: bool) -> None:
    from quizdl.cli.lines import read_reply
    from quizdl.cli.practice import answer

    sure = {"event": "confidence", "keys": {str(i): chance for i, (_, chance) in enumerate(CERTAINTY, 1)}}
    for showing in session.showings():
        entry, asked = showing.entry, showing.asked
        terminal.emit(
            {
                "event": "asked", "number": showing.number, "of": showing.of, "question": entry.id, "kind": entry.kind,
                "topic": entry.topic, "subtopic": entry.subtopic, "level": entry.level, "new": showing.new, "seed": showing.seed,
                "prompt": asked.prompt, "options": list(asked.options), "form": asked.form, "seconds": asked.seconds,
            }
        )  # fmt: skip
        reply = read_reply(
            asked,
            lambda hint: terminal.emit({"event": "hint", "hint": hint}),
            (lambda: terminal.emit(sure)) if confidence else None,
        )
        if reply.command == QUIT:
            break
        answered = answer(session, showing, reply)
        question = asked.question
        terminal.emit(
            {
                "event": "verdict", "question": entry.id, **asdict(answered.verdict), "answer": answered.text,
                "seconds": answered.seconds, "explanation": question.explanation, "source": question.source, "due": answered.due,
                "review": answered.review.id, "confidence": reply.confidence, "leech": answered.leech,
            }
        )  # fmt: skip


def _summary(session: Drill) -> dict[str, Any]:
    outcomes = [a.verdict.outcome for a in session.answered]
    judged = [a.verdict.score for a in session.answered if a.verdict.outcome not in ("skipped", "unparsable")]
    return {
        "event": "summary", "answered": len(outcomes), "score": sum(judged) / len(judged) if judged else None,
        **{name: outcomes.count(name) for name in ("correct", "partial", "wrong", "timeout", "skipped", "unparsable")},
    }  # fmt: skip
