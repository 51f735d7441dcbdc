"""`quizdl interview`: a mock interview, mixed and timed, with a scorecard."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quizdl.cli import places, terminal
from quizdl.cli.options import (
    BankOption,
    JsonOption,
    NoTimerOption,
    PlainOption,
    SeedOption,
    measured,
    time_factor_option,
)
from quizdl.errors import UsageError

USUAL_MINUTES = 30

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
    from quizdl.domain.scorecard import Scorecard


def interview(
    minutes: Annotated[
        float, typer.Option("--minutes", "-m", min=5, max=240, callback=measured, metavar="N", help="How long it is.")
    ] = USUAL_MINUTES,
    role: Annotated[
        str | None, typer.Option("--role", "-r", metavar="ROLE", help="What for: applied, research or systems.")
    ] = None,
    seed: SeedOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", metavar="", help="Go on with the last one, which was interrupted.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write the scorecard to FILE.html, .md or .json.",
            rich_help_panel="Scorecards",
        ),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", metavar="", help="List the interviews that were.", rich_help_panel="Scorecards")
    ] = False,
    show: Annotated[
        int | None,
        typer.Option(
            "--show", min=1, metavar="N", help="Show a scorecard again; 1 is the latest.", rich_help_panel="Scorecards"
        ),
    ] = None,
    no_timer: NoTimerOption = False,
    time_factor: Annotated[float, time_factor_option("Stretch answer clocks, such as 1.5.")] = 1.0,
    confidence: Annotated[
        bool,
        typer.Option("--confidence", metavar="", help="Piped, too, say how sure you are: a line after each answer."),
    ] = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """A mock interview: quick-fire, a chain of follow-ups, a derivation, a product question; then a scorecard.

    Every answer is kept when it is given: stop when you like (q, Ctrl-C), and the scorecard is of what you did; `--resume` goes on. Piped, it reads one
    answer a line, without the clock: `s` skips, `?` shows the hint, `q` quits; a derivation is answered by the path of its file, an
    item of a rubric by y, p (partly) or n.
    """
    if report is not None:
        from quizdl.cli.interview_report import check

        check(report)
    opened = places.bank(bank)
    if listed or show is not None:
        _shown(opened, show, report, as_json, plain)
        return
    if resume and (role or minutes != USUAL_MINUTES or seed is not None or time_factor != 1):
        raise UsageError(
            "--resume goes on with the interview as it began", "leave out what else is wanted; --no-timer fits"
        )
    from quizdl.app import unfinished_interview as unfinished

    with closing(places.history(writing=True)) as history:
        if resume:
            session = unfinished.resume(places.home(), opened, history, terminal.now)
        else:
            from quizdl.app.interview_plan import start_interview

            session = start_interview(
                opened, history, minutes=minutes, role=role, seed=int.from_bytes(os.urandom(4), "big") if seed is None else seed,
                clock=terminal.now, time_factor=time_factor,
            )  # fmt: skip
            session.before_first = partial(unfinished.keep, places.home())  # until then, the last one can go on
            left = unfinished.interrupted(places.home(), history)
            if left and not as_json:
                from quizdl.cli.views.interview import interrupted_view

                terminal.console(plain=plain).print(interrupted_view(left.at, None))
        finished = False
        with suppress(KeyboardInterrupt), _killed_like_interrupted():
            if terminal.interactive() and not as_json and not plain:
                from quizdl.cli.interview_live import Live

                finished = Live(session, timed=not no_timer).run()
            else:
                from quizdl.cli.interview_lines import Lines

                finished = Lines(session, as_json=as_json, plain=plain or terminal.dumb(), confidence=confidence).run()
        from quizdl.app.interview import interviews

        card = session.finish() if finished else session.stop()
        _say(opened, card, interviews(history), report, as_json, plain)
        if finished:
            unfinished.forget(places.home(), session)
        elif card.answers and not as_json:
            from quizdl.cli.views.style import commands, indented

            terminal.console(plain=plain).print(indented(commands(("quizdl interview --resume", "goes on with it"))))


def _shown(bank: Bank, number: int | None, report: Path | None, as_json: bool, plain: bool) -> None:
    """The list, or one of the scorecards in it."""
    from quizdl.app.interview import interviews

    with closing(places.history(writing=False)) as history:
        cards = interviews(history)
    if number is not None:
        if number > len(cards):
            some = f"there are {len(cards)} interviews" if cards else "there is no interview yet"
            raise UsageError(f"no interview {number}: {some}", "quizdl interview --list shows them by number")
        _say(bank, cards[-number], cards, report, as_json, plain)
    elif as_json:
        for card in reversed(cards):
            terminal.emit(card.plain())
    else:
        from quizdl.cli.views.interview import list_view

        console = terminal.console(plain=plain)
        console.print(list_view(cards, None, console.width))


def _say(bank: Bank, card: Scorecard, cards: list[Scorecard], report: Path | None, as_json: bool, plain: bool) -> None:
    """The scorecard, on the screen or as JSON, and in the report's file."""
    from quizdl.domain.scorecard import findings

    found = findings(card, cards)
    topics = {topic.id: topic.title for topic in bank.topics}
    if as_json:
        from quizdl.cli.interview_report import as_contract

        terminal.emit({"event": "scorecard", **as_contract(card, found)})
    else:
        from quizdl.cli.views.scorecard import scorecard_view

        console = terminal.console(plain=plain)
        console.print(scorecard_view(card, found, topics, None, console.width))
    if report is not None:
        from quizdl.cli.interview_report import write

        write(report, card, found, topics)
        if not as_json:
            terminal.write(f" Report: {report}")


@contextmanager
def _killed_like_interrupted() -> Iterator[None]:
    """A process that is told to end, or whose terminal is closed, ends as with Ctrl-C: with its scorecard."""

    def end(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, end) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
