"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BankOption = Annotated[
    Path | None,
    typer.Option("--bank", metavar="FOLDER", envvar="QUIZDL_BANK", help="The bank to use instead of the built-in one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
TopicOption = Annotated[str | None, typer.Option("--topic", "-t", metavar="TOPIC", help="Only this topic.")]
SeedOption = Annotated[int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same questions.")]
