"""A drill from its options to its end. Imports no Typer: the first question waits for what is loaded before it is shown."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl.cli import places, terminal
from quizdl.cli.reply import CERTAINTY, QUIT
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from quizdl.app.drill import Drill
    from quizdl.app.goal import Goal
    from quizdl.bank.compiled import Bank
    from quizdl.history.store import History

USUAL_COUNT = 10
"""Questions of a drill, unless the person says otherwise."""


class Wishes(NamedTuple):
    """What is to be asked, and how: the options of `quizdl drill`."""

    topic: str | None = None
    how_many: int | None = None
    tags: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    weak: bool = False
    due: bool = False
    new: int | None = None
    plan: bool = False
    ahead: bool = False
    resume: bool = False
    confidence: bool = False
    seconds: float | None = None
    timed: bool = True
    time_factor: float = 1.0
    seed: int | None = None
    plain: bool = False
    as_json: bool = False
    bank: Path | None = None


def start(wishes: Wishes) -> None:
    """Asks what is wished for, until the end or until they quit.

    Raises:
        UsageError: the wishes contradict each other, or name what is not there.
    """
    if wishes.due and (wishes.ahead or wishes.new):
        hint = f"leave out {'--ahead' if wishes.ahead else '--new'}"
        raise UsageError("--due asks nothing that is new or not due", hint)
    chosen = (
        wishes.topic,
        wishes.tags,
        wishes.levels,
        wishes.kinds,
        wishes.weak,
        wishes.due,
        wishes.ahead,
        wishes.resume,
    )
    if wishes.plan and (any(chosen) or wishes.new is not None):
        raise UsageError(
            "--plan chooses the questions itself", "leave out what else is wanted; --count N takes the first N"
        )
    goal = _goal() if wishes.plan else None
    with closing(places.history(writing=True)) as history:
        drill = _drill(wishes, goal, places.bank(wishes.bank), history)
        if wishes.as_json:
            with suppress(KeyboardInterrupt):
                _as_json(drill, confidence=wishes.confidence)
            terminal.emit(_summary(drill))
            return
        if goal and not drill.entries:
            terminal.console().print("\n Today's part of the plan is done. quizdl plan shows where you stand.")
            return
        from quizdl.cli.practice import Live, Person, Practice

        person: Person
        if terminal.interactive() and not wishes.plain:
            person = Live(timed=wishes.timed)
        else:
            from quizdl.cli.lines import Lines

            person = Lines()
        plain = wishes.plain or terminal.dumb()
        Practice(drill, person, plain=plain, confidence=wishes.confidence, bank=wishes.bank).run()


def _drill(wishes: Wishes, goal: Goal | None, bank: Bank, history: History) -> Drill:
    """What is asked: the last drill again from where it ended, a part of the plan, or what is due and new."""
    if wishes.resume:
        from quizdl.app.unfinished import resume

        return resume(places.home(), bank, history, terminal.now)
    seed = int.from_bytes(os.urandom(4), "big") if wishes.seed is None else wishes.seed
    if goal:
        from quizdl.app.plan import planned_drill

        return planned_drill(
            bank, history, interview=goal.interview, minutes=goal.minutes, seed=seed, clock=terminal.now, zone=None,
            count=wishes.how_many, time_factor=wishes.time_factor, seconds=wishes.seconds,
        )  # fmt: skip
    from quizdl.app.drill import start_drill
    from quizdl.app.selection import Wanted

    wanted = Wanted(
        tags=wishes.tags, levels=wishes.levels, kinds=_kinds(wishes.kinds), weak=wishes.weak, due_only=wishes.due,
        new=wishes.new, new_a_day=places.new_a_day(),
    )  # fmt: skip
    return start_drill(
        bank, history, topic=wishes.topic, count=wishes.how_many or USUAL_COUNT, seed=seed, ahead=wishes.ahead,
        clock=terminal.now, zone=None, time_factor=wishes.time_factor, seconds=wishes.seconds, wanted=wanted,
    )  # fmt: skip


def _goal() -> Goal:
    from quizdl.app.goal import read_goal

    if goal := read_goal(places.home()):
        return goal
    raise UsageError(
        "no interview is known", "quizdl plan --interview YYYY-MM-DD --minutes 20 plans for it, and remembers it"
    )


def _kinds(wanted: tuple[str, ...]) -> tuple[str, ...]:
    if not wanted:
        return ()
    from quizdl import kinds
    from quizdl.bank.findings import nearest

    for name in wanted:
        if name not in kinds.names():
            hint = f"kinds: {', '.join(kinds.names())}"
            raise UsageError(f"no kind {name!r}{nearest(name, kinds.names())}", hint)
    return wanted


def _as_json(drill: Drill, *, confidence: bool) -> None:
    from dataclasses import asdict

    from quizdl.cli.lines import read_reply
    from quizdl.cli.practice import answer

    sure = {"event": "confidence", "keys": {str(i): chance for i, (_, chance) in enumerate(CERTAINTY, 1)}}
    for showing in drill.showings():
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
        answered = answer(drill, showing, reply)
        question = asked.question
        terminal.emit(
            {
                "event": "verdict", "question": entry.id, **asdict(answered.verdict), "answer": answered.text,
                "seconds": answered.seconds, "explanation": question.explanation, "source": question.source, "due": answered.due,
                "review": answered.review.id, "confidence": reply.confidence, "leech": answered.leech,
            }
        )  # fmt: skip


def _summary(drill: Drill) -> dict[str, Any]:
    outcomes = [a.verdict.outcome for a in drill.answered]
    judged = [a.verdict.score for a in drill.answered if a.verdict.outcome not in ("skipped", "unparsable")]
    return {
        "event": "summary", "answered": len(outcomes), "score": sum(judged) / len(judged) if judged else None,
        **{name: outcomes.count(name) for name in ("correct", "partial", "wrong", "timeout", "skipped", "unparsable")},
    }  # fmt: skip
