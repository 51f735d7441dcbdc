"""`quizdl plan`: what to do each day until the interview; and FSRS's parameters, fitted to one's own history."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import BankOption, JsonOption, PlainOption, day
from quizdl.errors import UsageError

USUAL_MINUTES = 20
MOST_MINUTES = 600


def plan(
    interview: Annotated[
        date | None,
        typer.Option(
            "--interview", parser=day, metavar="YYYY-MM-DD", help="The day of the interview; it is remembered."
        ),
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, max=MOST_MINUTES, metavar="N", help="So many a day, such as 20.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", metavar="", help="Forget the interview.")] = False,
    fit: Annotated[
        bool, typer.Option("--fit", metavar="", help="Fit FSRS's parameters to your own history (extra `fit`).")
    ] = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """What to do each day so that most is known on the day of the interview, and what cannot be reached.

    `quizdl drill --plan` asks today's part; `quizdl` alone counts the days.
    """
    if sum((interview is not None or minutes is not None, forget, fit)) > 1:
        raise UsageError("--interview, --forget and --fit are three things", "one after the other")
    if fit:
        _fit(as_json=as_json)
        return
    from quizdl.app.goal import Goal, read_goal, write_goal

    home = places.home()
    if forget:
        write_goal(home, None)
        if as_json:
            terminal.emit({"interview": None})
        else:
            terminal.console().print("The interview is forgotten.")
        return
    known = read_goal(home)
    if interview is None and known is None:
        raise UsageError(
            "no interview is known", "quizdl plan --interview YYYY-MM-DD --minutes 20 plans for it, and remembers it"
        )
    goal = Goal(
        interview=interview or known.interview,  # type: ignore[union-attr]
        minutes=minutes or (known.minutes if known else USUAL_MINUTES),
    )
    from quizdl.app.plan import make_plan

    with closing(places.history(writing=False)) as history:
        found = make_plan(
            places.bank(bank), history, interview=goal.interview, minutes=goal.minutes, now=terminal.now(), zone=None
        )
    if goal != known:
        write_goal(home, goal)
    if as_json:
        terminal.emit(asdict(found))
        return
    from quizdl.cli.views.plan import plan_view

    console = terminal.console(plain=plain)
    console.print(plan_view(found, console.width))


def _fit(*, as_json: bool) -> None:
    from quizdl.app.fit import fit

    with closing(places.history(writing=True)) as history, terminal.progress("replaying") as progress:
        found = fit(history, terminal.now(), progress)
    if as_json:
        terminal.emit(asdict(found))
        return
    from quizdl.cli.views.plan import fit_view

    terminal.console().print(fit_view(found))
