"""`quizdl drill`: timed questions, what is due first, then new ones."""

from __future__ import annotations

from typing import Annotated

import typer

from quizdl.cli.drilling import Wishes, start
from quizdl.cli.options import (
    CHOICE,
    CLOCK,
    BankOption,
    JsonOption,
    NoTimerOption,
    PlainOption,
    SeedOption,
    TopicChoice,
    measured,
    time_factor_option,
)


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
    no_timer: NoTimerOption = False,
    time_factor: Annotated[float, time_factor_option("Stretch all times, such as 1.5.")] = 1.0,
    seed: SeedOption = None,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    bank: BankOption = None,
) -> None:
    """Timed questions: what is due first, then new ones.

    Each question has its reading time, then the answer clock. Every answer is kept before its verdict is shown. Piped or `--plain`, it
    reads one answer a line, without the clock: `s` skips, `?` shows the hint, `q` quits.
    """
    start(
        Wishes(
            topic=topic, how_many=count, tags=tuple(tag or ()), levels=tuple(level or ()), kinds=tuple(kind or ()), weak=weak, due=due,
            new=new, plan=plan, ahead=ahead, resume=resume, confidence=confidence, seconds=seconds, timed=not no_timer,
            time_factor=time_factor, seed=seed, plain=plain, as_json=as_json, bank=bank,
        )
    )  # fmt: skip
